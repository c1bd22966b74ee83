"""Passkeys (WebAuthn). django-allauth and the package fido2 speak the protocol; the challenge is
kept in the session, so these are called within a request."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError
from django.db import transaction

from avrop.accounts.announcing import announce, announce_refusal
from avrop.accounts.events import SecondFactorAdded
from avrop.accounts.models import Account
from avrop.kernel.problems import Invalid, Problem, Refused

LONGEST_NAME = 60
#: What reading the answer of a browser may raise: it is whatever somebody sends.
UNREADABLE = (ValidationError, ValueError, TypeError, KeyError, AttributeError)


def begin_adding(account_id: UUID) -> dict[str, Any]:
    """What the browser is asked to make a passkey by. Passkeys are found by the browser and ask who is
    there (a finger, a face, a number), and so are two factors in one."""
    account = Account.objects.get(id=account_id)
    return dict(auth.begin_registration(account, passwordless=True))


def add_passkey(account_id: UUID, name: str, answer: Any, *, at: datetime) -> None:
    """Keep the passkey that the browser made. `Invalid` where it is not what was asked for."""
    account = Account.objects.get(id=account_id)
    try:
        credential = auth.parse_registration_response(answer)
        auth.complete_registration(credential)
    except UNREADABLE:
        raise Invalid((Problem("accounts.wrong_passkey"),)) from None
    with transaction.atomic():
        auth.WebAuthn.add(account, name.strip()[:LONGEST_NAME] or "Passkey", answer)
        announce(account_id, lambda person_id: SecondFactorAdded(person_id, "passkey"), at=at)


def begin_showing(account_id: UUID | None = None) -> dict[str, Any]:
    """What the browser is asked to show a passkey by: one of an account's, or any that is for this
    site."""
    account = Account.objects.get(id=account_id) if account_id else None
    return dict(auth.begin_authentication(account))


def use_passkey(answer: Any, *, at: datetime, account_id: UUID | None = None) -> UUID:
    """Whose passkey was shown: of that account, where one is given. Raises `Invalid` where it is
    nobody's or not the answer to the challenge, `Refused` where it has been copied; both are
    written down."""
    holder: UUID | None = account_id
    try:
        found = auth.extract_user_from_response(answer)
        holder = found.pk
        if not found.is_active or account_id not in (None, found.pk):
            raise ValueError("a passkey of another account")
        parsed = auth.parse_authentication_response(answer)
        row = auth.complete_authentication(found, parsed)
        _note_use(row, parsed.response.authenticator_data.counter, at)
    except UNREADABLE:
        announce_refusal(holder, "accounts.wrong_passkey", at=at)
        raise Invalid((Problem("accounts.wrong_passkey"),)) from None
    except Refused as copied:
        announce_refusal(holder, copied.codes[0], at=at)
        raise
    return UUID(str(found.pk))


@transaction.atomic
def _note_use(row: Any, counter: int, at: datetime) -> None:
    """A counter that does not go up says that there are two of the same key (WebAuthn, 6.1.1)."""
    held = Authenticator.objects.select_for_update().get(id=row.id)
    last = held.data.get("counter", 0)
    if (counter or last) and counter <= last:
        raise Refused((Problem("accounts.passkey_copied"),))
    held.data["counter"] = counter
    held.last_used_at = at
    held.save(update_fields=["data", "last_used_at"])
