"""Highest prices per item, agreed for a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from avrop.agreements import events, permissions
from avrop.agreements.actions.finding import agreement_row
from avrop.agreements.models import AgreedPriceRow
from avrop.agreements.rules import AgreedPrice
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import across, require
from avrop.kernel.problems import Problem, invalid_if
from avrop.values import is_unit_code


@command(permissions.MANAGE)
def agree_prices(
    agreement_id: UUID,
    prices: tuple[AgreedPrice, ...],
    valid_from: date,
    *,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Write down the highest price of items from a day on; what began on that day is replaced.

    A price list that goes above them is quarantined (CAT-04). Returns how many there were.
    """
    row = agreement_row(agreement_id)
    actor = require(actor, permissions.MANAGE, at=at, within=across(row.id))
    invalid_if(_problems_with(prices))
    AgreedPriceRow.objects.bulk_create(
        [
            AgreedPriceRow(
                agreement_id=row.id,
                seller_item_id=price.seller_item_id,
                amount=price.amount,
                base_quantity=price.base_quantity,
                unit=price.unit,
                valid_from=valid_from,
                valid_until=valid_until,
            )
            for price in prices
        ],
        update_conflicts=True,
        unique_fields=["tenant_id", "agreement", "seller_item_id", "valid_from"],
        update_fields=["amount", "base_quantity", "unit", "valid_until"],
    )
    outbox.publish(events.PricesAgreed(row.id, len(prices)), actor=actor, at=at)
    return len(prices)


def _problems_with(prices: tuple[AgreedPrice, ...]) -> Iterator[Problem]:
    times = Counter(price.seller_item_id for price in prices)
    for position, price in enumerate(prices, start=1):
        place = ("prices", position)
        about = {"item": price.seller_item_id}
        if not price.seller_item_id or times[price.seller_item_id] > 1:
            yield Problem("agreements.item_twice_or_missing", about, place)
        if price.amount < 0 or price.base_quantity <= 0:
            yield Problem("agreements.bad_amount", {"amount": price.amount}, place)
        if not is_unit_code(price.unit):
            yield Problem("agreements.unknown_choice", {"choice": price.unit}, place)
