"""The Peppol Order Response (T76) of a stored answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avrop import documents
from avrop.documents.common import Identifier, Item, ItemProperty, Period, Price, TaxCategory
from avrop.documents.order_response import LINE_CHANGED, Substitute
from avrop.documents.parties import Party
from avrop.selling.sales.order_entry import GTIN
from avrop.values import Quantity


@dataclass(frozen=True, slots=True)
class SubstituteFacts:
    """The article offered in place of the ordered one."""

    seller_item_id: str
    gtin: str
    name: str
    allergens: tuple[str, ...]
    tax_category: str
    tax_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A row of the answer with what it needs of the order's line."""

    position: int
    order_line: str
    code: str
    quantity: Quantity
    backorder: Decimal | None
    promised_date: date | None
    price: Decimal | None
    base_quantity: Decimal
    price_unit: str
    seller_item_id: str
    buyer_item_id: str
    gtin: str
    name: str
    substitute: SubstituteFacts | None
    note: str


@dataclass(frozen=True, slots=True)
class AnswerFacts:
    """The heading of an answer."""

    number: str
    issue_date: date
    code: str
    currency: str
    order_number: str
    sales_order_number: str
    customer_reference: str
    note: str


def order_response(
    answer: AnswerFacts, lines: Iterable[AnsweredLine], *, seller: Party, buyer: Party
) -> documents.OrderResponse:
    """The whole response; only CA carries lines (PEPPOL-T76-R007 to R010)."""
    return documents.OrderResponse(
        number=answer.number,
        issue_date=answer.issue_date,
        code=answer.code,
        currency=answer.currency,
        order_number=answer.order_number,
        sales_order_number=answer.sales_order_number,
        customer_reference=answer.customer_reference or None,
        note=answer.note or None,
        seller=answering(seller),
        buyer=answering(buyer),
        lines=tuple(_line(line) for line in lines),
    )


def answering(party: Party) -> Party:
    """A party as T76 has room for it; the official name stands in for a missing one (R001, R002)."""
    return Party(
        endpoint=party.endpoint,
        identifications=party.identifications,
        legal_name=party.legal_name or party.name,
    )


def _line(line: AnsweredLine) -> documents.OrderResponseLine:
    promised = line.promised_date
    # PEPPOL-T76 wants a promised period to be a period: one day is from it to it.
    return documents.OrderResponseLine(
        id=str(line.position),
        status_code=line.code,
        item=Item(
            name=line.name or None,
            buyers_id=line.buyer_item_id or None,
            sellers_id=line.seller_item_id or None,
            standard_id=Identifier(line.gtin, GTIN) if line.gtin else None,
        ),
        order_line=line.order_line,
        note=line.note or None,
        quantity=line.quantity,
        maximum_backorder=line.backorder,
        promised=Period(start=promised, end=promised) if promised else None,
        price=Price(line.price, line.base_quantity, line.price_unit)
        if line.price is not None and line.code == LINE_CHANGED
        else None,
        substitute=_substitute(line),
    )


def _substitute(line: AnsweredLine) -> Substitute | None:
    facts = line.substitute
    if facts is None:
        return None
    return Substitute(
        id=str(line.position),
        item=Item(
            name=facts.name,
            sellers_id=facts.seller_item_id,
            standard_id=Identifier(facts.gtin, GTIN) if facts.gtin else None,
            tax=TaxCategory(facts.tax_category, facts.tax_percent) if facts.tax_category else None,
            properties=tuple(ItemProperty("allergen", allergen) for allergen in facts.allergens),
        ),
    )
