"""The jobs of the support app."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT


@app.task(name="support.mail_answer", queue="messages", retry=PATIENT)
def mail_answer(tenant: str, case: str) -> None:
    """Send the answer to a report to the address it was asked for at. Sent twice it does no harm."""
    from avrop.support.mailing import mail_answer

    mail_answer(UUID(tenant), UUID(case))
