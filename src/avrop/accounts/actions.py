"""Making accounts, keys and links, and counting tries to sign in. These write global tables, so they
are called by commands of the floors above (`parties`), which know the organisation and ask for the
right, or by the page that signs in, where nobody has a right yet."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from avrop.accounts import rules
from avrop.accounts.announcing import announce, announce_refusal
from avrop.accounts.events import BreakGlassRenewed, PasswordChanged
from avrop.accounts.finding import accounts_by_email
from avrop.accounts.letting_go import let_go
from avrop.accounts.models import Account, ApiKey, SignInLink, SignInTries
from avrop.accounts.sessions import end_sessions_of
from avrop.kernel.bulk import insert_new_rows
from avrop.kernel.problems import Missing, Problem, Refused, invalid_if


def make_account(
    email: str, *, name: str, password: str | None, language: str = "", at: datetime
) -> UUID:
    """The account with this e-mail; a new one where there is none. Returns its id."""
    known = Account.objects.filter(email__iexact=email).first()
    if known is not None:
        return known.id
    account = Account(email=email.lower(), name=name, language=language, created_at=at)
    account.set_password(password)
    account.save(force_insert=True)
    return account.id


def make_accounts(names: Mapping[str, str], *, at: datetime) -> dict[str, UUID]:
    """The accounts of these addresses in small letters, new ones under these names where there are none,
    without a password. Returns their ids by address. Two statements, however many there are."""
    rows = [
        Account(email=address, name=name, created_at=at, password=make_password(None))
        for address, name in names.items()
    ]
    insert_new_rows(Account, rows)
    return accounts_by_email(names)


def make_api_key(
    *,
    account_id: UUID,
    tenant_id: UUID,
    person_id: UUID,
    name: str,
    issued_by: UUID | None,
    expires_at: datetime,
    at: datetime,
) -> tuple[UUID, str]:
    """A new key, with its id. The key is shown once; only its hash is kept."""
    key = f"avrop_{secrets.token_urlsafe(32)}"
    row = ApiKey.objects.create(
        account_id=account_id,
        tenant_id=tenant_id,
        person_id=person_id,
        name=name,
        issued_by=issued_by,
        key_hash=hash_of(key),
        created_at=at,
        expires_at=expires_at,
    )
    return row.id, key


def revoke_api_key(key_id: UUID, *, at: datetime) -> bool:
    """From now on the key opens nothing. Says whether it did until now."""
    rows = ApiKey.objects.filter(id=key_id, revoked_at=None)
    return bool(rows.update(revoked_at=at))


def make_link(account_id: UUID, *, proves_address: bool = False, at: datetime) -> str:
    """The token of a new link to choose a password by, shown once. Earlier links stop working.
    `proves_address`: it is sent to the address, or the operator gives it away."""
    token = secrets.token_urlsafe(32)
    SignInLink.objects.filter(account_id=account_id, used_at=None).update(used_at=at)
    SignInLink.objects.create(
        account_id=account_id,
        token_hash=hash_of(token),
        proves_address=proves_address,
        created_at=at,
        expires_at=at + rules.LINK_LIVES,
    )
    return token


@transaction.atomic
def accept_link(token: str, password: str, *, at: datetime) -> UUID:
    """Choose a password by a link, which is used up by it. Returns the account's id.

    Keys that others have issued for the account no longer work: it is a human being's from now on. By
    the first link that proves the address, everything else that opened the account dies too.

    Raises `Missing` for a link that is used, expired or nobody's, `Invalid` for a poor password.
    """
    rows = SignInLink.objects.select_for_update().filter(
        token_hash=hash_of(token), used_at=None, expires_at__gt=at, account__is_active=True
    )
    link = rows.first()
    if link is None:
        raise Missing((Problem("accounts.link_is_used"),))
    invalid_if(rules.problems_with_password(password, is_common=_is_common(password)))
    account = Account.objects.select_for_update().get(id=link.account_id)
    if link.proves_address and account.proved_at is None:
        let_go(account.id, at=at)
        account.proved_at = at
    account.set_password(password)
    account.save(update_fields=["password", "proved_at"])
    link.used_at = at
    link.save(update_fields=["used_at"])
    _of_others(account.id).filter(revoked_at=None).update(revoked_at=at)
    end_sessions_of(account.id, why="password", at=at)
    announce(account.id, PasswordChanged, at=at)
    return account.id


@transaction.atomic
def change_password(
    account_id: UUID, password: str, *, at: datetime, session_id: UUID | None = None
) -> None:
    """Choose another password; every other session ends. Whoever calls has seen the present one.
    `Invalid` for a poor password."""
    invalid_if(rules.problems_with_password(password, is_common=_is_common(password)))
    account = Account.objects.select_for_update().get(id=account_id)
    account.set_password(password)
    account.save(update_fields=["password"])
    end_sessions_of(account_id, why="password", at=at, but=session_id)
    announce(account_id, PasswordChanged, at=at)


@transaction.atomic
def renew_break_glass(account_id: UUID, *, at: datetime) -> str:
    """Make the account one for emergencies, with a new password that works once: returned to be printed
    and locked in. It has no second factor, since it is for when those are out of reach."""
    password = secrets.token_urlsafe(24)
    account = Account.objects.select_for_update().get(id=account_id)
    account.is_break_glass = True
    account.set_password(password)
    account.save(update_fields=["password", "is_break_glass"])
    end_sessions_of(account_id, why="password", at=at)
    announce(account_id, BreakGlassRenewed, at=at)
    return password


@transaction.atomic
def spend_break_glass(account_id: UUID) -> None:
    """The password has been used, and works no more. `Missing` where somebody else was first: of two
    who sign in with it at one time, one gets in."""
    account = Account.objects.select_for_update().get(id=account_id)
    if not account.has_usable_password():
        raise Missing((Problem("accounts.not_signed_in"),))
    account.set_unusable_password()
    account.save(update_fields=["password"])


def _of_others(account_id: UUID) -> QuerySet[ApiKey]:
    """Keys of an account that somebody else has issued; the operator's are left alone."""
    keys = ApiKey.objects.filter(account_id=account_id, issued_by__isnull=False)
    return keys.exclude(issued_by=F("person_id"))


def _is_common(password: str) -> bool:
    """Whether a password stands in Django's list of the ones most often stolen."""
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return False


def begin_try(
    email: str, *, address: str, browser: str = "", at: datetime, account_id: UUID | None = None
) -> tuple[str, ...]:
    """Count a try to sign in before the password is looked at; returns what `forgive_try` takes.

    `address` is "" where nobody knows it. `browser` names a browser that this account has signed in
    with before. It is counted by itself, so
    that nobody else's guessing keeps the holder of the account out of it. `Refused` where one has to
    wait, with until when; such a try makes the wait no longer, and is told where the account is known.
    """
    whose = ("browser", browser) if browser else ("account", "")
    kinds = {_key_of(*whose, email.lower()): whose[0]}
    if address:
        kinds[_key_of("address", rules.place_of(address))] = "address"
    _forget(at)  # in a transaction of its own: what is locked below is locked in the keys' order
    _refuse_if_waiting(_count(kinds, at), "accounts.too_many_tries", at, account_id)
    return tuple(kinds)


def begin_code(account_id: UUID, *, at: datetime) -> tuple[str, ...]:
    """Count a one-time code before it is looked at, as `begin_try` does a password: six digits are soon
    guessed by who may try them all."""
    key = _key_of("code", account_id.hex)
    _refuse_if_waiting(_count({key: "code"}, at), "accounts.too_many_codes", at, account_id)
    return (key,)


def _refuse_if_waiting(
    waiting: Waiting | None, code: str, at: datetime, account_id: UUID | None = None
) -> None:
    if waiting is not None:
        announce_refusal(account_id, code, at=at, count=waiting.turned_away)
        raise Refused((Problem(code, {"until": rules.next_whole_minute(waiting.free_at)}),))


def begin_report(*, address: str, at: datetime) -> None:
    """Count a report that somebody without an account is about to make, so that nobody floods those who
    answer. `address` is "" where nobody knows it; all such are counted as one.

    What is counted by is a digest with the installation's secret, and forgotten in an hour. `Refused`
    where one has to wait, with until when.
    """
    _count_a_stranger(
        ("reporter", "unknown reporters"), "avrop.reports", address, "accounts.too_many_reports", at
    )


def begin_check(*, address: str, at: datetime) -> None:
    """Count a document that somebody without an account is about to have checked, so that nobody takes
    the time of all. As with reports; `Refused` where one has to wait, with until when."""
    _count_a_stranger(
        ("checker", "unknown checkers"), "avrop.checks", address, "accounts.too_many_checks", at
    )


def begin_link(*, address: str, at: datetime) -> None:
    """Count somebody who is about to have a link mailed, so that nobody fills the boxes of others. As
    with reports; `Refused` where one has to wait, with until when."""
    _count_a_stranger(
        ("link asker", "unknown link askers"), "avrop.links", address, "accounts.too_many_links", at
    )


def count_stranger(why: str, *, address: str, at: datetime) -> int:
    """Count somebody who came with what opens nothing, by his address; how many times within the
    hour."""
    key = _key_of("stranger", why, rules.place_of(address) if address else "")
    _forget(at)
    waiting = _count({key: "stranger"}, at)
    assert waiting is None, "strangers are counted, not kept waiting"
    return SignInTries.objects.values_list("failures", flat=True).get(key=key)


def _count_a_stranger(
    kinds: tuple[str, str], salt: str, address: str, refused_as: str, at: datetime
) -> None:
    """Count what somebody at an address does; `kinds` are of one whose address is known and of all the
    others together."""
    kind = kinds[0] if address else kinds[1]
    place = rules.place_of(address) if address else ""
    key = salted_hmac(salt, f"{kind}\x1f{place}", algorithm="sha256").hexdigest()
    _forget(at)
    waiting = _count({key: kind}, at)
    if waiting is not None:
        raise Refused((Problem(refused_as, {"until": rules.next_whole_minute(waiting.free_at)}),))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Until when the next try has to wait, and how many were turned away in the meantime."""

    free_at: datetime
    turned_away: int


@transaction.atomic
def _count(kinds: Mapping[str, str], at: datetime) -> Waiting | None:
    """Count a try; or that it was turned away, where one has to wait."""
    new = [SignInTries(key=key, last_at=at, free_at=at) for key in sorted(kinds)]
    SignInTries.objects.bulk_create(new, ignore_conflicts=True)
    rows = list(SignInTries.objects.select_for_update().filter(key__in=kinds).order_by("key"))
    free_at = max(row.free_at for row in rows)
    if free_at > at:
        SignInTries.objects.filter(key__in=kinds).update(turned_away=F("turned_away") + 1)
        return Waiting(free_at, max(row.turned_away for row in rows) + 1)
    for row in rows:
        former = rules.Tries(row.failures, row.last_at, row.free_at)
        tries = rules.after_a_try(kinds[row.key], former, at=at)
        row.failures, row.last_at, row.free_at = tries.failures, tries.last_at, tries.free_at
    SignInTries.objects.bulk_update(rows, ["failures", "last_at", "free_at"])
    return None


@transaction.atomic
def forgive_try(keys: Iterable[str], *, at: datetime) -> None:
    """The password was right: the account's or browser's tries are forgotten. Of the address only this
    one is, so that a guesser cannot begin anew by signing in as himself now and then."""
    own, *address = keys
    SignInTries.objects.filter(key=own).delete()
    SignInTries.objects.filter(key__in=address, failures__gt=0).update(
        failures=F("failures") - 1, free_at=at
    )


@transaction.atomic
def _forget(at: datetime) -> None:
    old = SignInTries.objects.filter(last_at__lt=at - rules.FORGOTTEN_AFTER)
    keys = old.select_for_update(skip_locked=True).values_list("key", flat=True)
    SignInTries.objects.filter(key__in=list(keys)).delete()


def _key_of(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def hash_of(key: str) -> bytes:
    """What is stored of a key."""
    return hashlib.sha256(key.encode("utf-8", "replace")).digest()
