"""Orders, changes and cancellations as the documents that the seller gets. Pure, from stored rows.

Roles in an order (T01): originator is the unit that needs the goods, invoicee gets the invoice, the
delivery location is the consignee (the distribution centre, where there is one) and the delivery
party the final unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from avrop.buying.orders.models import ChangeRequest, Order, OrderLine
from avrop.buying.orders.rules import Asked
from avrop.buying.requisitions.amounts import amount_of
from avrop.documents import Order as OrderDocument
from avrop.documents import OrderCancellation, OrderChange
from avrop.documents import OrderLine as LineDocument
from avrop.documents.common import (
    Classification,
    Identifier,
    Item,
    Location,
    MonetaryTotal,
    Period,
    Price,
    TaxCategory,
)
from avrop.documents.order import ADVANCED_ORDERING, ORDERING, OrderDelivery
from avrop.documents.order_change import LINE_DELETED
from avrop.documents.parties import Party
from avrop.kernel.canonical import from_plain
from avrop.values import Quantity, rounded_half_up, vat_rate

CALL_OFF = "226"  # UNCL1001: an order under a framework agreement
CPV = "STI"  # UNCL7143: the scheme in which BIS post-award states CPV codes
GTIN = "0160"


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does what in an order, as it was said when it was sent."""

    buyer: Party
    seller: Party
    originator: Party
    invoicee: Party
    consignee: Location
    delivery_party: Party
    takes_advanced_ordering: bool = False
    channel: str = "local"


@dataclass(frozen=True, slots=True)
class LineContent:
    """How many of a line, at what price, for which day: as ordered, or as asked for later."""

    quantity: Decimal
    price: Decimal
    wanted: date | None


def roles_of(order: Order) -> Roles:
    """The roles as they were when the order was sent."""
    roles: Roles = from_plain(order.parties, Roles)
    return roles


def order_document(
    order: Order,
    lines: Sequence[OrderLine],
    roles: Roles,
    *,
    customer_number: str,
    agreement_number: str,
    issued: datetime,
) -> OrderDocument:
    """The order as Peppol BIS Ordering 3 (T01); `issued` in the organisation's own time.

    Roles and numbers are given, so that a draft can be judged by the document it would become.
    """
    written = tuple(
        _line(line, LineContent(line.quantity, line.price, line.requested_date), issued.date())
        for line in lines
    )
    total, tax = _totals(written)
    return OrderDocument(
        number=order.number,
        issue_date=issued.date(),
        issue_time=issued.time().replace(microsecond=0),
        type_code=CALL_OFF,
        currency=order.currency,
        customer_reference=order.customer_reference or None,
        originator_document=order.requisition_number,
        contract=agreement_number or None,
        buyer=_known_as(customer_number, roles.buyer),
        seller=roles.seller,
        originator=roles.originator,
        invoicee=roles.invoicee,
        delivery=_delivery(order, roles),
        tax_amount=tax,
        total=total,
        lines=written,
        profile_id=ADVANCED_ORDERING if roles.takes_advanced_ordering else ORDERING,
    )


def change_document(
    order: Order,
    lines: Sequence[OrderLine],
    change: ChangeRequest,
    asked: Sequence[Asked],
    *,
    issued: datetime,
) -> OrderChange:
    """The whole order as the buyer now wants it (T114); each line says what becomes of it."""
    roles = roles_of(order)
    wanted = {each.line_id: each for each in asked}
    written = tuple(
        replace(
            _line(line, _content(wanted[line.id]), issued.date()),
            status_code=wanted[line.id].code,
        )
        for line in lines
    )
    total, tax = _totals([line for line in written if line.status_code != LINE_DELETED])
    return OrderChange(
        number=change.number,
        sequence_number=str(change.sequence),
        issue_date=issued.date(),
        issue_time=issued.time().replace(microsecond=0),
        currency=order.currency,
        order_number=order.number,
        note=change.reason or None,
        customer_reference=order.customer_reference or None,
        sales_order_number=order.sales_order_number or None,
        originator_document=order.requisition_number,
        contract=order.agreement_number or None,
        buyer=_known_as(order.customer_number, roles.buyer),
        seller=roles.seller,
        originator=roles.originator,
        invoicee=roles.invoicee,
        delivery=_delivery(order, roles),
        tax_amount=tax,
        total=total,
        lines=written,
    )


def cancellation_document(
    order: Order, change: ChangeRequest, *, issued: datetime
) -> OrderCancellation:
    """The whole order is taken back (T115)."""
    roles = roles_of(order)
    return OrderCancellation(
        number=change.number,
        issue_date=issued.date(),
        issue_time=issued.time().replace(microsecond=0),
        order_number=order.number,
        reason=change.reason,
        buyer=_known_as(order.customer_number, roles.buyer),
        seller=roles.seller,
        originator=roles.originator,
        originator_document=order.requisition_number,
        contract=order.agreement_number or None,
    )


def _known_as(customer_number: str, buyer: Party) -> Party:
    """The number by which the seller knows us stands as the buyer's identification."""
    if not customer_number:
        return buyer
    return replace(buyer, identifications=(Identifier(customer_number),))


def _delivery(order: Order, roles: Roles) -> OrderDelivery:
    day = order.requested_date
    return OrderDelivery(
        location=roles.consignee,
        requested=Period(start=day, end=day) if day else None,
        party=roles.delivery_party,
    )


def _content(asked: Asked) -> LineContent:
    return LineContent(asked.quantity, asked.price, asked.wanted)


def _line(line: OrderLine, content: LineContent, on: date) -> LineDocument:
    rate = vat_rate(line.vat_kind, content.wanted or on)
    price = _price(line, content.price)
    base = price.base_quantity or Decimal(1)
    amount = amount_of(content.quantity, price.amount, base, Decimal(1))
    day = content.wanted
    return LineDocument(
        id=str(line.position),
        quantity=Quantity(content.quantity, line.unit),
        line_amount=amount,
        accounting_cost=line.accounting_cost or None,
        requested=Period(start=day, end=day) if day else None,
        price=price,
        item=Item(
            name=line.name,
            sellers_id=line.seller_item_id,
            standard_id=Identifier(line.gtin, GTIN) if line.gtin else None,
            classifications=(Classification(line.category, CPV),) if line.category else (),
            tax=TaxCategory(rate.category, rate.percent),
        ),
    )


def _price(line: OrderLine, price: Decimal) -> Price:
    """The price as an order may state it: for a number of the unit ordered (PEPPOL-T01-R024).

    Goods ordered in pieces and priced by weight get the approximate price of a piece; what is paid
    follows from the weight that comes (requirement RCV-12).
    """
    if line.price_factor == 1:
        return Price(price, line.base_quantity, line.price_unit)
    piece = rounded_half_up(price * line.price_factor / line.base_quantity, 4)
    return Price(piece, Decimal(1), line.unit)


def _totals(lines: Sequence[LineDocument]) -> tuple[MonetaryTotal, Decimal]:
    """Sums by rate: VAT is rounded once per rate, as on the invoice to come (EN 16931 BR-CO-17)."""
    whole = sum((line.line_amount or Decimal(0) for line in lines), Decimal(0))
    by_rate: dict[Decimal, Decimal] = {}
    for line in lines:
        percent = (line.item.tax.percent if line.item.tax else None) or Decimal(0)
        by_rate[percent] = by_rate.get(percent, Decimal(0)) + (line.line_amount or Decimal(0))
    tax = sum(
        (rounded_half_up(base * percent / 100, 2) for percent, base in by_rate.items()),
        Decimal(0),
    )
    return MonetaryTotal(
        line_amount=whole, tax_exclusive=whole, tax_inclusive=whole + tax, payable=whole + tax
    ), tax
