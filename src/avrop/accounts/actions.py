"""Making accounts and keys. These write global tables, so they are called by commands of the floors
above (`parties`), which know the organisation and ask for the right."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from avrop.accounts.models import Account, ApiKey


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


def make_api_key(
    *, account_id: UUID, tenant_id: UUID, person_id: UUID, name: str, at: datetime
) -> str:
    """A new key, shown once; only its hash is kept."""
    key = f"avrop_{secrets.token_urlsafe(32)}"
    ApiKey.objects.create(
        account_id=account_id,
        tenant_id=tenant_id,
        person_id=person_id,
        name=name,
        key_hash=hash_of(key),
        created_at=at,
    )
    return key


def revoke_api_key(key_id: UUID, *, at: datetime) -> None:
    """From now on the key opens nothing."""
    ApiKey.objects.filter(id=key_id, revoked_at=None).update(revoked_at=at)


def hash_of(key: str) -> bytes:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).digest()
