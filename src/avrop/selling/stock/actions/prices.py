"""Prices agreed under a customer's contract."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Q

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if
from avrop.selling.stock import permissions
from avrop.selling.stock.events import PricesAgreed
from avrop.selling.stock.models import AgreedPrice, Item
from avrop.selling.stock.shapes import PriceInput
from avrop.values import uuid7


@command(permissions.SET_PRICES)
def set_agreed_prices(
    contract: str,
    prices: tuple[PriceInput, ...],
    valid_from: date,
    *,
    valid_until: date | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let these prices hold under a contract from a day on; former ones end the day before."""
    items = dict(
        Item.objects.filter(
            seller_item_id__in=[price.seller_item_id for price in prices]
        ).values_list("seller_item_id", "id")
    )
    actor = require(actor, permissions.SET_PRICES, at=at, within=EVERYWHERE)
    invalid_if(
        Problem("stock.unknown_item", {"item": price.seller_item_id}, ("prices", position))
        for position, price in enumerate(prices, start=1)
        if price.seller_item_id not in items
    )
    former = AgreedPrice.objects.filter(contract=contract, item_id__in=items.values())
    former.filter(valid_from__gte=valid_from).delete()
    former.filter(Q(valid_until=None) | Q(valid_until__gte=valid_from)).update(
        valid_until=valid_from - timedelta(days=1)
    )
    insert_rows(
        AgreedPrice,
        (
            AgreedPrice(
                item_id=items[price.seller_item_id],
                contract=contract,
                amount=price.amount,
                valid_from=valid_from,
                valid_until=valid_until,
            )
            for price in prices
        ),
    )
    outbox.publish(PricesAgreed(uuid7(), contract, len(prices)), actor=actor, at=at)
    return len(prices)
