"""The jobs of the sales app."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT


@app.task(name="sales.mail_link", queue="messages", retry=PATIENT)
def mail_link(tenant: str, link: str) -> None:
    """Send a link by e-mail to whom it is for. A mail that goes out twice does no harm."""
    from avrop.selling.sales.mailing import mail_link

    mail_link(UUID(tenant), UUID(link))
