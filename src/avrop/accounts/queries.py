"""Reading accounts and keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from avrop.accounts.actions import hash_of
from avrop.accounts.models import Account, ApiKey, SignInLink


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Whom a key acts as."""

    account_id: UUID
    tenant_id: UUID
    person_id: UUID


def holder_of(key: str, *, at: datetime) -> KeyHolder | None:
    """Whom this key acts as, if it is valid now."""
    row = (
        ApiKey.objects.filter(Q(expires_at=None) | Q(expires_at__gt=at), key_hash=hash_of(key))
        .filter(revoked_at=None, account__is_active=True)
        .first()
    )
    return KeyHolder(row.account_id, row.tenant_id, row.person_id) if row else None


def account_id_of(email: str) -> UUID | None:
    """The active account with this e-mail."""
    return (
        Account.objects.filter(email__iexact=email, is_active=True)
        .values_list("id", flat=True)
        .first()
    )


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
