"""Goods are booked by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if
from avrop.selling.stock import permissions
from avrop.selling.stock.events import StockMoved
from avrop.selling.stock.models import Item
from avrop.selling.stock.rules import BY_HAND
from avrop.selling.stock.shapes import MovementInput
from avrop.selling.stock.stock_ledger import Booking, book
from avrop.values import uuid7


@command(permissions.BOOK)
def book_movements(movements: tuple[MovementInput, ...], *, actor: Actor, at: datetime) -> int:
    """Book goods in, as missing, found, returned, inspected. Nothing is booked if one cannot be."""
    items = dict(
        Item.objects.filter(
            seller_item_id__in=[moved.seller_item_id for moved in movements]
        ).values_list("seller_item_id", "id")
    )
    actor = require(actor, permissions.BOOK, at=at)
    invalid_if(_problems(movements, items))
    batch_id = uuid7()
    book(
        (
            Booking(
                item_id=items[moved.seller_item_id],
                item_name=moved.seller_item_id,
                kind=moved.kind,
                quantity=moved.quantity,
                location=moved.location,
                document_kind="stock_movement",
                document_id=batch_id,
                reason=moved.reason,
            )
            for moved in movements
        ),
        actor=actor,
        at=at,
    )
    outbox.publish(StockMoved(batch_id, len(movements)), actor=actor, at=at)
    return len(movements)


def _problems(movements: tuple[MovementInput, ...], items: Mapping[str, Any]) -> Iterator[Problem]:
    for position, moved in enumerate(movements, start=1):
        place = ("movements", position)
        if moved.seller_item_id not in items:
            yield Problem("stock.unknown_item", {"item": moved.seller_item_id}, place)
        if moved.kind not in BY_HAND:
            yield Problem("stock.not_by_hand", {"kind": moved.kind}, place)
        if moved.quantity <= 0:
            yield Problem("stock.bad_quantity", {"item": moved.seller_item_id}, place)
