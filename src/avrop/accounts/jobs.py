"""The job of the accounts app."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT
from avrop.kernel.mail import Written, mail_to, on_the_site


@app.task(name="accounts.mail_link", queue="messages", retry=PATIENT)
def mail_link(account: str, proves: bool) -> None:
    """Mail an account's address a link to choose a password by; `proves` that the account is its
    holder's (`accounts.letting_go`). Run twice, the later one works."""
    from avrop.accounts.actions import make_link
    from avrop.accounts.queries import email_of

    account_id, at = UUID(account), datetime.now(UTC)
    token = make_link(account_id, proves_address=proves, at=at)
    facts = {"address": on_the_site(reverse("welcome", args=[token]))}
    mail_to(email_of(account_id), _for_its_holder if proves else _plain, facts, by=None)


def _plain() -> Written:
    return _("Choose a password"), _(
        "Somebody, most likely you, asked for a link to choose a password by. It works once, for a "
        "week: %(address)s\n\nIf it was not you who asked, do nothing."
    )


def _for_its_holder() -> Written:
    return _("Choose a password"), _(
        "Somebody, most likely you, asked for a link to choose a password by. It works once, for a "
        "week: %(address)s\n\nIf you have not chosen one by such a link before, what opened the account "
        "until then opens it no more. If it was not you who asked, do nothing."
    )
