"""What the holder of an account is called, on her own pages."""

from __future__ import annotations

from uuid import UUID

from avrop.accounts.models import Account


def rename_account(account_id: UUID, name: str) -> None:
    """Call the holder of an account so."""
    Account.objects.filter(id=account_id).update(name=name)
