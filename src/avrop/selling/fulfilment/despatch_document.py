"""The Peppol Despatch Advice (T16) of a despatch. Pure.

The consignee is the place that takes the goods in (a distribution centre, say), the delivery party
the unit that needs them. The consignee's electronic address is the buyer's: the buyer gets the advice,
whoever takes the goods in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from avrop import documents
from avrop.documents.common import Identifier, Item, ItemInstance, ItemProperty, Period
from avrop.documents.despatch_advice import Carrier, HandlingUnit, Shipment
from avrop.documents.parties import Party
from avrop.selling.sales.shapes import OrderParties
from avrop.values import Quantity

GTIN = "0160"
SSCC = "SSCC"


@dataclass(frozen=True, slots=True)
class AdviceFacts:
    """The heading of the advice."""

    number: str
    issue_date: date
    order_number: str
    carrier: str
    tracking_id: str
    arrives_on: date | None
    why_outstanding: str


@dataclass(frozen=True, slots=True)
class AdviceLine:
    """A line of the despatch."""

    position: int
    order_line: str
    seller_item_id: str
    gtin: str
    name: str
    quantity: Quantity
    outstanding: Quantity
    weight: Quantity | None
    lot: str
    best_before: date | None
    handling_unit: str
    is_sscc: bool


def despatch_advice(
    facts: AdviceFacts,
    lines: Sequence[AdviceLine],
    order: OrderParties,
    *,
    despatcher: Party,
) -> documents.DespatchAdvice:
    """The whole advice."""
    return documents.DespatchAdvice(
        number=facts.number,
        issue_date=facts.issue_date,
        despatcher=_with_name(despatcher),
        consignee=consignee_of(order),
        lines=tuple(_line(line, facts.why_outstanding) for line in lines),
        order_numbers=(facts.order_number,),
        buyer=_named(order.buyer),
        seller=_named(order.seller),
        originator=_named(order.originator),
        shipment=_shipment(facts, lines, order),
    )


def consignee_of(order: OrderParties) -> Party:
    """Who takes the goods in: the delivery location of the order, else the buyer."""
    place = order.consignee
    if place is None:
        return _with_name(order.buyer)
    return Party(
        endpoint=order.buyer.endpoint,
        identifications=(place.identifier,) if place.identifier else order.buyer.identifications,
        address=place.address if place.address and place.address.country else None,
        legal_name=place.name or order.buyer.legal_name or order.buyer.name,
    )


def _with_name(party: Party) -> Party:
    """T16 wants the official name of despatcher and consignee (PEPPOL-T16-B02002, B04302)."""
    return Party(
        endpoint=party.endpoint,
        identifications=party.identifications,
        address=party.address if party.address and party.address.country else None,
        legal_name=party.legal_name or party.display_name,
        contact=party.contact,
    )


def _named(party: Party | None) -> Party | None:
    if party is None:
        return None
    return Party(
        identifications=party.identifications,
        name=party.name or party.legal_name,
        address=party.address if party.address and party.address.country else None,
    )


def _shipment(facts: AdviceFacts, lines: Sequence[AdviceLine], order: OrderParties) -> Shipment:
    return Shipment(
        id=facts.number,
        handling_unit_count=Decimal(len({line.handling_unit for line in lines})),
        # A carrier stands in a consignment, which has a number (PEPPOL-T16-B12401).
        consignment_id=(facts.tracking_id or facts.number) if facts.carrier else None,
        carrier=Carrier(name=facts.carrier) if facts.carrier else None,
        tracking_id=facts.tracking_id or None,
        estimated=Period(start=facts.arrives_on, end=facts.arrives_on)
        if facts.arrives_on
        else None,
        delivery_party=order.delivery_party,
        despatch_date=facts.issue_date,
    )


def _line(line: AdviceLine, why_outstanding: str) -> documents.DespatchLine:
    return documents.DespatchLine(
        id=str(line.position),
        delivered=line.quantity,
        outstanding=line.outstanding,
        # PEPPOL-T16-R007: what comes later has a reason.
        outstanding_reasons=() if line.outstanding.is_zero else (why_outstanding,),
        order_line=line.order_line,
        item=Item(
            name=line.name or None,
            sellers_id=line.seller_item_id or None,
            standard_id=Identifier(line.gtin, GTIN) if line.gtin else None,
            properties=tuple(_properties(line)),
            instances=tuple(_instances(line)),
        ),
        handling_units=(
            HandlingUnit(id=Identifier(line.handling_unit, SSCC if line.is_sscc else None)),
        )
        if line.handling_unit
        else (),
    )


def _properties(line: AdviceLine) -> Iterator[ItemProperty]:
    if line.weight is not None:
        yield ItemProperty("net_weight", f"{line.weight.value:f}", quantity=line.weight)


def _instances(line: AdviceLine) -> Iterator[ItemInstance]:
    if line.lot or line.best_before:
        yield ItemInstance(lot=line.lot or None, best_before_date=line.best_before)
