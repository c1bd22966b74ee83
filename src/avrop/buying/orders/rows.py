"""Finding orders for a command, and turning rows into the values that rules and documents take."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop.buying.orders.answer_rules import Agreed, Ordered, Substitute
from avrop.buying.orders.lifecycle import OPEN, State
from avrop.buying.orders.models import Order, OrderLine
from avrop.buying.orders.rules import Asked
from avrop.buying.requisitions.amounts import amount_of
from avrop.kernel.canonical import from_plain
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import Within
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.values import Money, Quantity

_locked = compiled(lambda: Order.objects.select_for_update().filter(id=Given("id")))
_lines = compiled(lambda: OrderLine.objects.filter(order_id=Given("order_id")).order_by("position"))


_stored = compiled(lambda: Order.objects.filter(id=Given("id")))


def stored_order(order_id: UUID) -> Order:
    """The order as it is, for what follows from an event of its own; `Missing` where there is none."""
    found = _stored.first(id=order_id)
    if found is None:
        raise missing("order", order_id)
    return found


def order_for_change(order_id: UUID) -> Order:
    """The order, locked; `Missing` where there is none."""
    found = _locked.first(id=order_id)
    if found is None:
        raise missing("order", order_id)
    return found


def lines_of(order: Order) -> list[OrderLine]:
    """Its lines by position."""
    return _lines(order_id=order.id)


def within(order: Order, lines: Iterable[OrderLine], amount: Decimal | None = None) -> Within:
    """Where and for what a right to commit the buyer is asked."""
    return Within(
        unit_id=order.unit_id,
        categories=frozenset(line.category for line in lines if line.category),
        agreement_id=order.agreement_id,
        amount=Money(order.amount if amount is None else amount, order.currency),
    )


def in_unit(order: Order) -> Within:
    """Where a right is asked that commits the buyer to nothing more."""
    return Within(unit_id=order.unit_id)


def as_ordered(line: OrderLine, currency: str) -> Ordered:
    """The line as it was ordered, whatever has been agreed in its place since."""
    return Ordered(
        id=line.id,
        position=line.position,
        name=line.name,
        seller_item_id=line.seller_item_id,
        quantity=Quantity(line.quantity, line.unit),
        price=Money(line.price, currency),
        base_quantity=line.base_quantity,
        price_factor=line.price_factor,
        wanted=line.requested_date,
        allergens=tuple(line.allergens),
    )


def as_it_stands(line: OrderLine, currency: str) -> Ordered:
    """The line as agreed, else as ordered: what a further answer is compared with."""
    price = line.price if line.agreed_price is None else line.agreed_price
    stands = replace(
        as_ordered(line, currency),
        quantity=Quantity(agreed_quantity(line), line.unit),
        price=Money(price, currency),
        wanted=line.agreed_date or line.requested_date,
    )
    item = substitute_of(line)
    if item is None:
        return stands
    return replace(
        stands,
        name=item.name,
        seller_item_id=item.seller_item_id,
        allergens=item.allergens or (),
    )


def agreed_quantity(line: OrderLine) -> Decimal:
    """As agreed, else as ordered."""
    quantity: Decimal = line.quantity if line.agreed_quantity is None else line.agreed_quantity
    return quantity


def substitute_of(line: OrderLine) -> Substitute | None:
    """The substitute that was accepted for this line, if any."""
    return from_plain(line.agreed_item, Substitute) if line.agreed_item else None


def asked_lines(plain: Sequence[Any]) -> tuple[Asked, ...]:
    """What a change request asked, from how it is stored."""
    return tuple(from_plain(each, Asked) for each in plain)


def amount_agreed(lines: Iterable[OrderLine], agreed: Iterable[Agreed]) -> Decimal:
    """What the order costs with these lines agreed, without VAT."""
    rows = {line.id: line for line in lines}
    return sum(
        (
            amount_of(
                each.quantity,
                each.price,
                rows[each.line_id].base_quantity,
                rows[each.line_id].price_factor,
            )
            for each in agreed
        ),
        Decimal(0),
    )


def open_orders_of(person_id: UUID, unit_id: UUID | None = None) -> QuerySet[Order]:
    """The orders that somebody placed and that have not ended, drafts too: for a unit and below it, or
    everywhere."""
    rows = Order.objects.filter(requester_person_id=person_id, state__in=(State.DRAFT, *OPEN))
    return rows if unit_id is None else rows.filter(unit_id__in=parties.subtree(unit_id))
