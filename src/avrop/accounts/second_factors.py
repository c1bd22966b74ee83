"""Second factors: one-time codes of an app (RFC 6238), recovery codes and passkeys. django-allauth
keeps them, sealed; here they are used so that a code works once, whichever process it comes to.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
)
from django.db import transaction

from avrop.accounts import actions
from avrop.accounts.announcing import announce, announce_refusal
from avrop.accounts.events import SecondFactorAdded, SecondFactorRemoved
from avrop.accounts.models import Account
from avrop.accounts.sealing import unsealed
from avrop.kernel.problems import Invalid, Missing, Problem, Refused

#: A code is good for so long, and the one before and after it too: clocks differ (RFC 6238, 5.2).
CODE_SECONDS, STEPS_AROUND = 30, 1
ISSUER = "avrop"
TOTP_KIND, PASSKEY, RECOVERY = "totp", "passkey", "recovery_codes"
_KINDS = {"totp": TOTP_KIND, "webauthn": PASSKEY, "recovery_codes": RECOVERY}


@dataclass(frozen=True, slots=True)
class Factor:
    """A second factor as its holder is shown it. `left` is how many recovery codes there still are."""

    id: int
    kind: str
    name: str
    created_at: datetime
    last_used_at: datetime | None
    left: int = 0


def factors_of(account_id: UUID) -> tuple[Factor, ...]:
    """The second factors of an account, in one statement."""
    rows = Authenticator.objects.filter(user_id=account_id).order_by("created_at")
    return tuple(_factor(row) for row in rows)


def _factor(row: Any) -> Factor:
    kind = _KINDS[row.type]
    name = row.data.get("name", "") if kind == PASSKEY else ""
    left = len(RecoveryCodes(row).get_unused_codes()) if kind == RECOVERY else 0
    return Factor(row.id, kind, name, row.created_at, row.last_used_at, left)


def has_second_factor(account_id: UUID) -> bool:
    """Whether somebody can be asked for more than a password."""
    return bool(kinds_of(account_id) - {RECOVERY})


def kinds_of(account_id: UUID) -> frozenset[str]:
    """Which kinds of second factors an account has."""
    rows = Authenticator.objects.filter(user_id=account_id).values_list("type", flat=True)
    return frozenset(_KINDS[each] for each in rows)


def accounts_with_second_factor(account_ids: list[UUID]) -> frozenset[UUID]:
    """Those of the accounts that have one, in one statement."""
    rows = Authenticator.objects.filter(user_id__in=account_ids).exclude(type="recovery_codes")
    return frozenset(rows.values_list("user_id", flat=True))


# --- one-time codes ----------------------------------------------------------------------------------


def new_secret() -> str:
    """A secret for an app that makes codes. Keep it sealed until the first code has shown that it
    works."""
    return str(generate_totp_secret())


def address_for_app(email: str, secret: str) -> str:
    """What the app reads from the picture (otpauth, Key URI format)."""
    asked = urlencode({"secret": secret, "issuer": ISSUER})
    return f"otpauth://totp/{ISSUER}:{quote(email)}?{asked}"


@transaction.atomic
def add_totp(account_id: UUID, secret: str, code: str, *, at: datetime) -> None:
    """Add an app that makes codes, once its first code is right. `Invalid` where it is not, `Refused`
    where the account has such an app already."""
    account = Account.objects.select_for_update().get(id=account_id)
    if Authenticator.objects.filter(user_id=account_id, type="totp").exists():
        raise Refused((Problem("accounts.has_totp"),))
    step = _step_of(secret, code, at)
    if step is None:
        raise Invalid((Problem("accounts.wrong_code", place=("code",)),))
    row = TOTP.activate(account, secret).instance
    row.data["last_step"] = step
    row.save(update_fields=["data"])
    announce(account_id, lambda person_id: SecondFactorAdded(person_id, TOTP_KIND), at=at)


def use_code(account_id: UUID, code: str, *, at: datetime) -> str:
    """Use up a one-time code, of the app or of recovery; returns which kind it was. Every refusal is
    written down.

    Raises `Refused` for a code that was used before, where the clock has been set back behind the last
    one, and where there have been too many tries; `Invalid` for a wrong one.
    """
    tried = actions.begin_code(account_id, at=at)
    try:
        kind = _use(account_id, code, at)
    except (Invalid, Refused) as denial:
        announce_refusal(account_id, denial.codes[0], at=at)
        raise
    actions.forgive_try(tried, at=at)
    return kind


@transaction.atomic
def _use(account_id: UUID, code: str, at: datetime) -> str:
    rows = Authenticator.objects.select_for_update().filter(user_id=account_id)
    by_type = {row.type: row for row in rows.exclude(type="webauthn")}
    app, recovery = by_type.get("totp"), by_type.get("recovery_codes")
    if app is not None:
        step = _step_of(unsealed(app.data["secret"]), code, at)
        if step is not None:
            _use_step(app, step, at)
            return TOTP_KIND
        _refuse_clock(app.data.get("last_step", 0), at)
    if recovery is not None and RecoveryCodes(recovery).validate_code(code):
        Authenticator.objects.filter(id=recovery.id).update(last_used_at=at)
        return RECOVERY
    raise Invalid((Problem("accounts.wrong_code", place=("code",)),))


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """Which step of time a code is of; None where it is of none near."""
    now = int(at.timestamp()) // CODE_SECONDS
    for step in range(now - STEPS_AROUND, now + STEPS_AROUND + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


def _use_step(row: Any, step: int, at: datetime) -> None:
    last = row.data.get("last_step", 0)
    if step <= last:
        _refuse_clock(last, at)
        raise Refused((Problem("accounts.code_was_used", place=("code",)),))
    row.data["last_step"] = step
    row.last_used_at = at
    row.save(update_fields=["data", "last_used_at"])


def _refuse_clock(last_step: int, at: datetime) -> None:
    """A last code that is still to come says that the clock has been set back since."""
    if last_step > int(at.timestamp()) // CODE_SECONDS + STEPS_AROUND:
        latest = datetime.fromtimestamp(last_step * CODE_SECONDS, at.tzinfo)
        raise Refused((Problem("kernel.clock_set_back", {"now": at, "latest": latest}),))


# --- recovery codes ----------------------------------------------------------------------------------


@transaction.atomic
def make_recovery_codes(account_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """New codes for when everything else is lost, shown once; the former ones stop working. Raises
    `Refused` where there is no second factor to recover from the loss of."""
    if not has_second_factor(account_id):
        raise Refused((Problem("accounts.no_second_factor"),))
    account = Account.objects.select_for_update().get(id=account_id)
    Authenticator.objects.filter(user_id=account_id, type="recovery_codes").delete()
    codes = RecoveryCodes.activate(account).generate_codes()
    announce(account_id, lambda person_id: SecondFactorAdded(person_id, RECOVERY), at=at)
    return tuple(codes)


@transaction.atomic
def remove_factor(account_id: UUID, factor_id: int, *, at: datetime) -> str:
    """Remove a second factor; recovery codes go with the last one. Returns its kind; `Missing` where the
    account has none such."""
    row = Authenticator.objects.select_for_update().filter(user_id=account_id, id=factor_id).first()
    if row is None:
        raise Missing((Problem("kernel.missing", {"what": "factor", "key": str(factor_id)}),))
    kind = _KINDS[row.type]
    row.delete()
    if not has_second_factor(account_id):
        Authenticator.objects.filter(user_id=account_id).delete()
    announce(account_id, lambda person_id: SecondFactorRemoved(person_id, kind), at=at)
    return kind
