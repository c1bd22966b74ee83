"""An order comes by telephone, letter, file or portal: somebody keys it, another reviews it."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.documents.common import Item, Period
from avrop.documents.order import OrderDelivery
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import Problem, invalid_if
from avrop.parties import queries as parties
from avrop.selling.sales import permissions
from avrop.selling.sales.lifecycle import Source
from avrop.selling.sales.order_entry import Arrival, enter
from avrop.selling.sales.shapes import KeyedLine, KeyedOrder
from avrop.selling.stock import queries as stock
from avrop.selling.stock.shapes import Offer
from avrop.values import Quantity, is_unit_code

_KEYED = frozenset({Source.KEYED, Source.PORTAL, Source.API, Source.FILE})


@command(permissions.KEY)
def key_order(order: KeyedOrder, *, actor: Actor, at: datetime) -> UUID:
    """Enter an order that no document brought. What a person keyed is reviewed by another, whatever he
    says that it came by."""
    actor = require(actor, permissions.KEY, at=at)
    offers = {
        offer.seller_item_id: offer
        for offer in stock.offers_for(
            seller_item_ids=[line.seller_item_id for line in order.lines if line.seller_item_id],
            contract=order.contract,
            on=day_of(at),
        )
    }
    invalid_if(_problems(order, offers))
    customer = parties.organisation(order.customer_organisation_id)
    own = parties.own_organisation()
    document = _document(order, offers, at)
    arrival = Arrival(
        source=order.source,
        received_at=order.received_at or at,
        customer_organisation_id=customer.id,
        customer_name=customer.name,
        customer_endpoint=customer.endpoint,
        own_endpoint=own.endpoint,
        needs_review=actor.is_person or order.source == Source.KEYED,
    )
    row = enter(document, arrival, actor=actor, at=at)
    record_deed((row.id,), Deed.KEY_ORDER, actor=actor, at=at)
    return UUID(str(row.id))


def _problems(order: KeyedOrder, offers: dict[str, Offer]) -> list[Problem]:
    problems = []
    if not order.lines:
        problems.append(Problem("sales.no_lines"))
    if order.source not in _KEYED:
        problems.append(Problem("sales.bad_source", {"source": order.source}))
    for position, line in enumerate(order.lines, start=1):
        place = ("lines", position)
        if line.quantity <= 0:
            values = {"line": position, "item": line.name or line.seller_item_id}
            problems.append(Problem("sales.bad_quantity", values, place))
        if line.seller_item_id and line.seller_item_id not in offers:
            values = {"line": position, "item": line.seller_item_id}
            problems.append(Problem("sales.item_unknown", values, place))
        if not line.seller_item_id and not (line.name and is_unit_code(line.unit)):
            problems.append(Problem("sales.line_says_nothing", {"line": position}, place))
    return problems


def _document(order: KeyedOrder, offers: dict[str, Offer], at: datetime) -> documents.Order:
    requested = Period(end=order.requested_date) if order.requested_date else None
    return documents.Order(
        number=order.buyer_order_number,
        issue_date=(order.received_at or at).date(),
        currency=order.currency,
        buyer=parties.party_of_organisation(order.customer_organisation_id),
        seller=parties.party_of_organisation(parties.own_organisation().id),
        lines=tuple(
            _line(position, line, offers.get(line.seller_item_id))
            for position, line in enumerate(order.lines, start=1)
        ),
        note=order.note or None,
        customer_reference=order.customer_reference or None,
        contract=order.contract or None,
        delivery=OrderDelivery(requested=requested) if requested else None,
    )


def _line(position: int, line: KeyedLine, offer: Offer | None) -> documents.OrderLine:
    unit = line.unit or (offer.unit if offer else "")
    return documents.OrderLine(
        id=str(position),
        quantity=Quantity(Decimal(line.quantity), unit),
        item=Item(
            name=line.name or (offer.name if offer else None),
            sellers_id=line.seller_item_id or None,
        ),
        note=line.note or None,
        requested=Period(start=line.requested_date) if line.requested_date else None,
    )
