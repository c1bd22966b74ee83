"""What an article has cost: each price from the day it began, so that a rise is seen before it is
paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.catalogues.models import Price
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.values import Money

#: Prices that are looked back on, the latest.
MOST_PRICES = 60


@dataclass(frozen=True, slots=True)
class PriceFrom:
    """A price, net and without VAT, for `base_quantity` of `unit`, from a day on."""

    valid_from: date
    price: Money
    base_quantity: Decimal
    unit: str


@query
def price_history(item_id: UUID, *, actor: Actor) -> tuple[PriceFrom, ...]:
    """The prices of an article, the earliest first; one that comes into force later is the last."""
    rows = Price.objects.filter(item_id=item_id).order_by("-valid_from")[:MOST_PRICES]
    found = rows.values_list("valid_from", "amount", "currency", "base_quantity", "unit")
    return tuple(
        PriceFrom(day, Money(amount, currency), base, unit)
        for day, amount, currency, base, unit in reversed(found)
    )
