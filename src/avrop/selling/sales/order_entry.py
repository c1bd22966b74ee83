"""An order comes in: the one way in, whether a document, a portal, a file or a person brings it.

Everything arrives as the value of a Peppol Order (a keyed order is made into one), is matched with our
articles and the prices of its contract, checked, and stored. An order that is complete and right is
checked by that; one with findings waits for a clerk. The number of statements does not depend on the
number of lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.documents.common import Identifier
from avrop.documents.order import ADVANCED_ORDERING
from avrop.documents.parties import Party
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.canonical import to_plain
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.problems import Problem, Refused
from avrop.selling.sales import rules
from avrop.selling.sales.events import SalesOrderReceived
from avrop.selling.sales.lifecycle import LIFECYCLE, Stage
from avrop.selling.sales.models import SalesLine, SalesOrder
from avrop.selling.sales.shapes import OrderParties, StageNorms
from avrop.selling.stock import queries as stock
from avrop.selling.stock.shapes import Offer

GTIN = "0160"
NORMS = "sales.stage_norms"


@dataclass(frozen=True, slots=True)
class Arrival:
    """How and when an order came, and from whom."""

    source: str
    received_at: datetime
    customer_organisation_id: UUID
    customer_name: str
    customer_endpoint: str
    own_endpoint: str
    message_id: UUID | None = None
    response_hours: int | None = None
    advanced_ordering: bool = False
    needs_review: bool = False


def enter(document: documents.Order, arrival: Arrival, *, actor: Actor, at: datetime) -> SalesOrder:
    """Store an order, and check it; the caller has asked for the right to. Returns its row.

    Raises Refused (sales.order_known_already) where the customer's number is known.
    """
    _refuse_a_second(document.number, arrival)
    offers = _offers(document)
    norms, rule_set = ruleset.in_force(NORMS, StageNorms(), on=day_of(at))
    findings = tuple(rules.findings_in(_checked(document, offers, arrival)))
    stage = _first_stage(findings, arrival)
    order = _order_row(document, arrival, actor=actor, at=at)
    order.findings = [_as_plain(problem) for problem in findings]
    order.stage, order.owner_department = stage, rules.owner_of(stage)
    order.stage_due_at = rules.due_at(stage, norms, at)
    hours = norms.answer if arrival.response_hours is None else arrival.response_hours
    order.answer_due_at = arrival.received_at + timedelta(hours=hours)
    order.rule_set = rule_set
    lines = [
        _line_row(order.id, position, line, offer)
        for position, (line, offer) in enumerate(zip(document.lines, offers, strict=True), start=1)
    ]
    order.line_count = len(lines)
    order.total = rules.order_total(
        (_priced_quantity(line, offer), line.price, line.base_quantity)
        for line, offer in zip(lines, offers, strict=True)
    )
    order.number = f"SO-{at:%Y}-{next_number('sales_orders'):05d}"
    order.save(force_insert=True)
    insert_rows(SalesLine, lines)
    outbox.publish(
        SalesOrderReceived(order.id, order.source), actor=actor, at=at, rule_set=rule_set
    )
    return order


_numbered = compiled(
    lambda: (
        SalesOrder.objects.filter(
            customer_organisation_id=Given("customer_id"), buyer_order_number=Given("number")
        )
        .order_by("id")
        .values_list("number", flat=True)[:1]
    )
)


def _refuse_a_second(number: str, arrival: Arrival) -> None:
    if not number:
        return
    first = _numbered.first(customer_id=arrival.customer_organisation_id, number=number)
    if first is not None:
        values = {"order": number, "sales_order": first}
        raise Refused((Problem("sales.order_known_already", values),))


def _first_stage(findings: Sequence[Problem], arrival: Arrival) -> str:
    if findings or arrival.needs_review:
        return Stage.RECEIVED
    return LIFECYCLE.after(Stage.RECEIVED, "check")


def _offers(document: documents.Order) -> list[Offer | None]:
    numbers = {line.item.sellers_id for line in document.lines if line.item.sellers_id}
    gtins = {gtin for line in document.lines if (gtin := gtin_of(line.item.standard_id))}
    found = stock.offers_for(
        seller_item_ids=numbers,
        gtins=gtins,
        contract=document.contract or "",
        on=document.issue_date,
    )
    by_number = {offer.seller_item_id: offer for offer in found}
    by_gtin = {offer.gtin: offer for offer in found if offer.gtin}
    return [
        by_number.get(line.item.sellers_id or "") or by_gtin.get(gtin_of(line.item.standard_id))
        for line in document.lines
    ]


def gtin_of(identifier: Identifier | None) -> str:
    """The GTIN that a standard identifier is, or nothing."""
    if identifier is None or identifier.scheme not in (None, GTIN):
        return ""
    return identifier.value if len(identifier.value) <= 14 else ""


def _checked(
    document: documents.Order, offers: Iterable[Offer | None], arrival: Arrival
) -> rules.CheckedOrder:
    delivery = document.delivery
    return rules.CheckedOrder(
        currency=document.currency,
        has_delivery_place=bool(delivery and (delivery.location or delivery.party))
        or document.buyer.address is not None,
        customer_reference=document.customer_reference or "",
        requested_date=_requested(document),
        received_on=day_of(arrival.received_at),
        lines=tuple(
            rules.CheckedLine(
                line_id=line.id,
                name=line.item.name or line.item.sellers_id or "",
                quantity=line.quantity.value,
                unit=line.quantity.unit,
                price=line.price.amount if line.price else None,
                base_quantity=(line.price and line.price.base_quantity) or Decimal(1),
                price_unit=(line.price and line.price.base_unit) or "",
                requested_date=line.requested.start if line.requested else None,
                offer=offer,
            )
            for line, offer in zip(document.lines, offers, strict=True)
        ),
    )


def _requested(document: documents.Order) -> date | None:
    period = document.delivery.requested if document.delivery else None
    return (period.end or period.start) if period else None


def key_of(party: Party | None) -> str:
    """The identifier that a party is found by: its GLN or the like, else its address, else name."""
    if party is None:
        return ""
    known = (*map(str, party.identifications), str(party.endpoint or ""), party.display_name)
    return next((key for key in known if key), "")[:150]


def parties_of(document: documents.Order) -> OrderParties:
    """The parties as they stand in the document."""
    return OrderParties(
        buyer=document.buyer,
        seller=document.seller,
        originator=document.originator,
        invoicee=document.invoicee,
        consignee=document.consignee,
        delivery_party=document.delivery.party if document.delivery else None,
    )


def _as_plain(problem: Problem) -> dict[str, object]:
    return {
        "code": problem.code,
        "values": {name: str(value) for name, value in problem.values.items()},
        "place": [str(part) for part in problem.place],
    }


def _order_row(
    document: documents.Order, arrival: Arrival, *, actor: Actor, at: datetime
) -> SalesOrder:
    consignee = document.consignee
    return SalesOrder(
        buyer_order_number=document.number,
        customer_organisation_id=arrival.customer_organisation_id,
        customer_name=arrival.customer_name[:200],
        customer_endpoint=arrival.customer_endpoint,
        own_endpoint=arrival.own_endpoint,
        source=arrival.source,
        message_id=arrival.message_id,
        advanced_ordering=arrival.advanced_ordering or document.profile_id == ADVANCED_ORDERING,
        received_at=arrival.received_at,
        entered_at=at,
        keyed_by=actor.person_id if arrival.message_id is None else None,
        needs_review=arrival.needs_review,
        stage_since=at,
        currency=document.currency,
        requested_date=_requested(document),
        customer_reference=document.customer_reference or "",
        accounting_cost=document.accounting_cost or "",
        contract=document.contract or "",
        originator_document=document.originator_document or "",
        note=document.note or "",
        originator_key=key_of(document.originator),
        consignee_key=str(consignee.identifier or consignee.name or "")[:150] if consignee else "",
        delivery_party_key=key_of(document.delivery.party if document.delivery else None),
        invoicee_key=key_of(document.invoicee),
        parties=to_plain(parties_of(document)),
    )


def _line_row(
    order_id: UUID, position: int, line: documents.OrderLine, offer: Offer | None
) -> SalesLine:
    price, tax = line.price, line.item.tax
    row = SalesLine(
        order_id=order_id,
        position=position,
        line_id=line.id,
        seller_item_id=line.item.sellers_id or "",
        buyer_item_id=line.item.buyers_id or "",
        gtin=gtin_of(line.item.standard_id),
        name=line.item.name or line.item.sellers_id or "",
        quantity=line.quantity.value,
        unit=line.quantity.unit,
        price=price.amount if price else None,
        base_quantity=(price and price.base_quantity) or Decimal(1),
        price_unit=(price and price.base_unit) or line.quantity.unit,
        tax_category=tax.code if tax else "",
        tax_percent=tax.percent if tax else None,
        requested_date=line.requested.start if line.requested else None,
        accounting_cost=line.accounting_cost or "",
        note=line.note or "",
    )
    if offer is not None:
        put_offer(row, offer, has_price=price is not None)
    return row


def _priced_quantity(line: SalesLine, offer: Offer | None) -> Decimal:
    """How much the price is multiplied by: for catch weight what the pieces usually weigh."""
    quantity: Decimal = line.quantity
    if offer is None or not offer.catch_weight:
        return quantity
    return quantity * (offer.typical_weight or Decimal(1))


def put_offer(row: SalesLine, offer: Offer, *, has_price: bool) -> None:
    """Put what our article says on a line; a price that the buyer gave stays the buyer's.

    Catch weight is always billed by our price of a kilogram.
    """
    row.item_id = offer.item_id
    row.seller_item_id = offer.seller_item_id
    row.gtin = row.gtin or offer.gtin
    row.name = row.name or offer.name
    row.vat_kind = offer.vat_kind
    row.catch_weight = offer.catch_weight
    row.deposit = offer.deposit
    row.allergens = " ".join(offer.allergens)
    if offer.catch_weight or not has_price:
        row.price = offer.price.amount
        row.base_quantity = offer.base_quantity
        row.price_unit = offer.price_unit
