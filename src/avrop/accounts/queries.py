"""Reading accounts and keys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from avrop.accounts.actions import hash_of
from avrop.accounts.models import Account, ApiKey


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
