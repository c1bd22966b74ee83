"""Finding many accounts at once."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models.functions import Lower

from avrop.accounts.models import Account
from avrop.kernel.compiled import Given, compiled

_by_email = compiled(
    lambda: (
        Account.objects.annotate(address=Lower("email"))
        .filter(address__any_of=Given("addresses"))
        .values_list("address", "id")
    )
)


def accounts_by_email(addresses: Iterable[str]) -> dict[str, UUID]:
    """The accounts with these addresses, by address in small letters. One statement."""
    wanted = sorted({address.lower() for address in addresses})
    return dict(_by_email(addresses=wanted)) if wanted else {}
