"""Reading accounts and keys."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from avrop.accounts.actions import hash_of
from avrop.accounts.finding import accounts_by_email
from avrop.accounts.models import Account, ApiKey, SignInLink

#: For other apps too.
accounts_with_addresses = accounts_by_email


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whom a key acts as. `is_program`: somebody else has issued it."""

    account_id: UUID
    tenant_id: UUID
    person_id: UUID
    is_program: bool


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """A key as it stands, without what opens anything."""

    id: UUID
    tenant_id: UUID
    person_id: UUID
    name: str
    issued_by: UUID | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def keys_of(tenant_id: UUID) -> QuerySet[ApiKey]:
    """The keys of an organisation, for the app that knows who may see them (`parties`)."""
    return ApiKey.objects.filter(tenant_id=tenant_id)


def key_facts(row: ApiKey) -> KeyFacts:
    """What may be shown of a key."""
    return KeyFacts(
        row.id,
        row.tenant_id,
        row.person_id,
        row.name,
        row.issued_by,
        row.created_at,
        row.expires_at,
        row.revoked_at,
    )


def holder_of(key: str, *, at: datetime) -> KeyHolder | None:
    """Whom this key acts as, if it is valid now."""
    row = (
        ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), key_hash=hash_of(key))
        .filter(revoked_at=None, account__is_active=True)
        .first()
    )
    if row is None:
        return None
    is_program = row.issued_by not in (None, row.person_id)
    return KeyHolder(row.account_id, row.tenant_id, row.person_id, is_program)


def live_keys_by_person(person_ids: Iterable[UUID], *, at: datetime) -> dict[UUID, int]:
    """How many API keys open something as each person, in one statement; none are left out."""
    rows = ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), revoked_at=None)
    counted = (
        rows.filter(person_id__in=list(person_ids)).values("person_id").annotate(n=Count("id"))
    )
    return {row["person_id"]: row["n"] for row in counted}


def account_id_of(email: str) -> UUID | None:
    """The active account with this e-mail."""
    return (
        Account.objects.filter(email__iexact=email, is_active=True)
        .values_list("id", flat=True)
        .first()
    )


def is_break_glass(account_id: UUID) -> bool:
    """Whether the account is the one for emergencies."""
    return Account.objects.filter(id=account_id, is_break_glass=True).exists()


def email_of(account_id: UUID) -> str:
    """The address that an account signs in with."""
    return Account.objects.values_list("email", flat=True).get(id=account_id)


def language_of(account_id: UUID) -> str:
    """The language that somebody has chosen to read; "" where he has chosen none."""
    return Account.objects.values_list("language", flat=True).get(id=account_id)


def break_glass_accounts(account_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the accounts that are for emergencies, in one statement."""
    rows = Account.objects.filter(id__in=list(account_ids), is_break_glass=True)
    return frozenset(rows.values_list("id", flat=True))


def active(account_id: UUID) -> UUID | None:
    """The account, where it may sign in at all."""
    rows = Account.objects.filter(id=account_id, is_active=True)
    return rows.values_list("id", flat=True).first()


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link lets choose a password."""

    account_id: UUID
    name: str
    email: str


def invited_by(token: str, *, at: datetime) -> Invited | None:
    """Whom a link is for; None where it is used, expired or nobody's."""
    row = (
        SignInLink.objects.select_related("account")
        .filter(token_hash=hash_of(token), used_at=None, expires_at__gt=at, account__is_active=True)
        .first()
    )
    return Invited(row.account_id, row.account.name, row.account.email) if row else None


def has_password(account_id: UUID) -> bool:
    """Whether somebody can sign in with this account."""
    account = Account.objects.filter(id=account_id, is_active=True).first()
    return account is not None and account.has_usable_password()
