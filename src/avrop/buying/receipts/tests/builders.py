"""Goods of sent orders: advices, receivers, receipts."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from typing import Any

from avrop import documents
from avrop.buying.orders.queries import OrderView
from avrop.buying.orders.tests.builders import (
    AT,
    TODAY,
    Seller,
    Town,
    a_seller,
    a_sent_order,
    a_town,
    statements,
)
from avrop.buying.receipts import actions
from avrop.buying.receipts.actions import NewReceiptLine
from avrop.buying.receipts.queries import ReceiptView
from avrop.documents.common import Identifier, Item
from avrop.documents.despatch_advice import HandlingUnit
from avrop.documents.parties import Party
from avrop.kernel.actors import Actor
from avrop.testing.worlds import a_person
from avrop.values import Quantity

__all__ = [
    "AT",
    "TODAY",
    "Seller",
    "Town",
    "a_receiver",
    "a_seller",
    "a_sent_order",
    "a_town",
    "an_advice",
    "received",
    "statements",
]

_number = count(1)


def a_receiver(town: Town) -> Actor:
    """Somebody who takes goods in at the school."""
    return a_person(town.tenant_id, roles=("receiver",), unit_id=town.school)


def received(
    order: OrderView, receiver: Actor, *, first: dict[str, Any] | None = None
) -> ReceiptView:
    """All twelve of each line; `first` are other facts of the first line."""
    facts: list[dict[str, Any]] = [{"received": Decimal(12)} for _ in order.lines]
    facts[0].update(first or {})
    lines = tuple(
        NewReceiptLine(line.id, **fact) for line, fact in zip(order.lines, facts, strict=True)
    )
    return actions.register_receipt(order.id, lines, actor=receiver, at=AT)


def an_advice(
    order: OrderView,
    seller: Seller,
    *quantities: tuple[int, int | None],
    with_items: bool = True,
    **facts: Any,
) -> documents.DespatchAdvice:
    """What the seller says has left: (delivered, outstanding) for each line from the first."""
    scheme, _, value = seller.endpoint.partition(":")
    sender = Party(endpoint=Identifier(value, scheme), legal_name="Mejeriet AB")
    lines = tuple(
        documents.DespatchLine(
            id=str(position),
            delivered=Quantity(Decimal(delivered), "C62"),
            outstanding=None if left is None else Quantity(Decimal(left), "C62"),
            item=Item(name=line.name, sellers_id=line.seller_item_id if with_items else None),
            order_line=str(line.position),
            handling_units=(HandlingUnit(Identifier("373500000000000017", "SSCC")),),
        )
        for position, (line, (delivered, left)) in enumerate(
            zip(order.lines, quantities, strict=False), start=1
        )
    )
    return documents.DespatchAdvice(
        number=f"FS-{next(_number)}",
        issue_date=TODAY,
        despatcher=sender,
        consignee=Party(legal_name="Ekbackens kommun"),
        order_numbers=(order.number,),
        lines=lines,
        **facts,
    )
