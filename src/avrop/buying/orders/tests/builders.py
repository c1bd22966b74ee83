"""Orders of a town and answers of its sellers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count
from uuid import UUID

from avrop.buying.orders import actions, queries
from avrop.buying.orders.queries import OrderView
from avrop.buying.requisitions.tests.builders import (
    AT,
    THURSDAY,
    TODAY,
    Seller,
    Town,
    a_cart,
    a_seller,
    a_town,
    an_approved_cart,
    statements,
)
from avrop.documents import OrderResponse, OrderResponseLine
from avrop.documents.common import Identifier, Item, ItemProperty, Period
from avrop.documents.order_response import Substitute
from avrop.documents.parties import Party
from avrop.kernel.jobs import running_here
from avrop.values import Quantity

__all__ = [
    "AT",
    "THURSDAY",
    "TODAY",
    "Seller",
    "Town",
    "a_cart",
    "a_draft_order",
    "a_response",
    "a_seller",
    "a_sent_order",
    "a_town",
    "an_answered_line",
    "an_approved_cart",
    "answered",
    "offered_more",
    "orders_of_one_cart",
    "statements",
]

_number = count(1)


def a_draft_order(town: Town, seller: Seller, *, lines: int = 2) -> OrderView:
    """An approved cart that has become one order, not sent."""
    with running_here() as drain:
        cart = an_approved_cart(town, seller, lines=lines)
        drain()
        (order_id,) = actions.create_orders(cart, actor=town.office, at=AT)
    return queries.order(order_id, actor=town.requester)


def a_sent_order(town: Town, seller: Seller, *, lines: int = 2) -> OrderView:
    """An order that its requester has sent. What reacts to that has not run."""
    order = a_draft_order(town, seller, lines=lines)
    with running_here():
        return actions.send_order(order.id, actor=town.requester, at=AT)


def a_response(
    order: OrderView, seller: Seller, code: str, *lines: OrderResponseLine, note: str = ""
) -> OrderResponse:
    """What the seller answers."""
    scheme, _, value = seller.endpoint.partition(":")
    return OrderResponse(
        number=f"OR-{next(_number)}",
        issue_date=TODAY,
        code=code,
        currency="SEK",
        order_number=order.number,
        seller=Party(endpoint=Identifier(value, scheme)),
        buyer=Party(name="Ekbackens kommun"),
        lines=lines,
        note=note or None,
    )


def an_answered_line(
    position: int,
    code: str = "5",
    *,
    quantity: int | None = 12,
    promised: date | None = THURSDAY,
    backorder: int | None = None,
    substitute: str = "",
    allergens: tuple[str, ...] = (),
) -> OrderResponseLine:
    """The seller's answer on the line at a position."""
    return OrderResponseLine(
        id=str(next(_number)),
        status_code=code,
        item=Item(name="Vara"),
        order_line=str(position),
        quantity=Quantity(Decimal(quantity), "C62") if quantity is not None else None,
        promised=Period(start=promised, end=promised) if promised else None,
        maximum_backorder=Decimal(backorder) if backorder is not None else None,
        substitute=_substitute(substitute, allergens) if substitute else None,
    )


def _substitute(seller_item_id: str, allergens: tuple[str, ...]) -> Substitute:
    properties = tuple(ItemProperty("allergen", allergen) for allergen in allergens)
    item = Item(
        name=f"Ersättning {seller_item_id}", sellers_id=seller_item_id, properties=properties
    )
    return Substitute("1", item)


def answered(
    town: Town, order: OrderView, seller: Seller, code: str, *lines: OrderResponseLine
) -> UUID:
    """The seller's answer, taken in."""
    document = a_response(order, seller, code, *lines)
    return actions.take_answer(document, actor=town.office, at=AT)


def orders_of_one_cart(town: Town, *sellers: Seller) -> dict[UUID, OrderView]:
    """Sent orders of one approved cart by the seller's id: three lines and 432 kr for each seller."""
    with running_here() as drain:
        cart = an_approved_cart(town, *sellers, lines=len(sellers) * 3)
        drain()
        made = actions.create_orders(cart, actor=town.office, at=AT)
        for order_id in made:
            actions.send_order(order_id, actor=town.requester, at=AT)
    orders = [queries.order(order_id, actor=town.requester) for order_id in made]
    return {order.seller_organisation_id: order for order in orders}


def offered_more(town: Town, order: OrderView, seller: Seller) -> None:
    """The seller would deliver thirty-six of the first line: 264 kr more."""
    rest = (an_answered_line(line.position) for line in order.lines[1:])
    answered(town, order, seller, "CA", an_answered_line(1, "3", quantity=36), *rest)
