"""A seller's answer between its three forms: the document `OrderResponse`, the stored rows `Response`
and `ResponseLine`, and the value `Answer` that `answer_rules` judges."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.agreements import queries as agreements
from avrop.buying.orders.answer_rules import Answer, Answered, ChangeTerms, Substitute
from avrop.buying.orders.models import Order, OrderLine, Response, ResponseLine
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import ItemOffer
from avrop.documents import OrderResponse, OrderResponseLine
from avrop.documents.common import Item, Period
from avrop.kernel.canonical import from_plain, to_plain
from avrop.kernel.days import day_of
from avrop.values import Money, Quantity, uuid7

ALLERGEN = "allergen"


def answer_in(document: OrderResponse, lines: Sequence[OrderLine]) -> Answer:
    """What the document says. Our lines are known by their position, which we sent as their id."""
    ours = {str(line.position): line.id for line in lines}
    return Answer(
        code=document.code,
        currency=document.currency,
        lines=tuple(
            _answered(line, ours.get(line.order_line), document) for line in document.lines
        ),
    )


def _answered(line: OrderResponseLine, line_id: UUID | None, document: OrderResponse) -> Answered:
    promised = line.promised or document.promised
    price = line.price
    return Answered(
        line_id=line_id,
        number=line.order_line or line.id,
        code=line.status_code,
        quantity=line.quantity,
        promised=_day(promised),
        price=Money(price.amount, document.currency) if price else None,
        base_quantity=price.base_quantity if price else None,
        backorder=line.maximum_backorder,
        substitute=_substitute(line.substitute.item) if line.substitute else None,
        note=line.note or "",
    )


def _day(period: Period | None) -> date | None:
    return (period.end or period.start) if period else None


def _substitute(item: Item) -> Substitute:
    """Allergens stand as properties of the item; where none do, the catalogue may know."""
    named = tuple(each.value.lower() for each in item.properties if each.name.lower() == ALLERGEN)
    return Substitute(
        seller_item_id=item.sellers_id or "",
        gtin=item.standard_id.value if item.standard_id else "",
        name=item.name or item.sellers_id or "",
        allergens=named or None,
    )


def with_known_allergens(answer: Answer, order: Order, at: datetime) -> Answer:
    """The same answer, its substitutes' allergens looked up in the seller's catalogue where the
    document doesn't state them. One statement, none where nothing is to be looked up."""
    asked = {
        line.substitute.seller_item_id
        for line in answer.lines
        if line.substitute and line.substitute.allergens is None
    }
    if not asked:
        return answer
    known = catalogues.items_by_seller_ids(order.agreement_id, asked, on=day_of(at))
    return Answer(
        answer.code, answer.currency, tuple(_informed(line, known) for line in answer.lines)
    )


def _informed(line: Answered, known: Mapping[str, ItemOffer]) -> Answered:
    offered = line.substitute
    if offered is None or offered.allergens is not None:
        return line
    item = known.get(offered.seller_item_id)
    return replace(line, substitute=replace(offered, allergens=item.allergens if item else None))


def change_terms(order: Order) -> ChangeTerms:
    """What the agreement lets the seller change."""
    terms = agreements.terms(order.agreement_id)
    return ChangeTerms(terms.allows_changes, terms.allows_substitutes)


def store(
    order: Order,
    document: OrderResponse,
    answer: Answer,
    *,
    effect: str,
    message_id: UUID | None,
    at: datetime,
) -> UUID:
    """Keep the answer as it came, and the effect it had; returns its id."""
    promised = document.promised
    response = Response.objects.create(
        order_id=order.id,
        message_id=message_id,
        number=document.number,
        code=document.code,
        effect=effect,
        note=document.note or "",
        sales_order_number=document.sales_order_number or "",
        promised_from=promised.start if promised else None,
        promised_until=promised.end if promised else None,
        issue_date=document.issue_date,
        received_at=at,
    )
    ResponseLine.objects.bulk_create(
        [
            ResponseLine(
                id=uuid7(),
                response_id=response.id,
                order_line_id=line.line_id,
                line_number=line.number,
                code=line.code,
                quantity=line.quantity.value if line.quantity else None,
                unit=line.quantity.unit if line.quantity else "",
                maximum_backorder=line.backorder,
                promised_from=line.promised,
                promised_until=line.promised,
                price=line.price.amount if line.price else None,
                base_quantity=line.base_quantity,
                substitute=to_plain(line.substitute) if line.substitute else None,
                note=line.note,
            )
            for line in answer.lines
        ]
    )
    return response.id


def offer_of(order: Order) -> Response:
    """The answer whose changes wait for the buyer; the order's state says that there is one."""
    assert order.offer_id is not None
    return Response.objects.get(id=order.offer_id)


def stored_answer(response: Response, currency: str) -> Answer:
    """The answer that a stored response is."""
    rows = ResponseLine.objects.filter(response_id=response.id).order_by("id")
    return Answer(response.code, currency, tuple(_from_row(row, currency) for row in rows))


def _from_row(row: ResponseLine, currency: str) -> Answered:
    return Answered(
        line_id=row.order_line_id,
        number=row.line_number,
        code=row.code,
        quantity=Quantity(row.quantity, row.unit) if row.quantity is not None else None,
        promised=row.promised_until,
        price=Money(row.price, currency) if row.price is not None else None,
        base_quantity=row.base_quantity,
        backorder=row.maximum_backorder,
        substitute=from_plain(row.substitute, Substitute) if row.substitute else None,
        note=row.note,
    )
