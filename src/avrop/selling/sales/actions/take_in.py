"""A Peppol Order is taken in."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop import documents
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused
from avrop.parties import queries as parties
from avrop.parties.contacts import Purpose
from avrop.selling.sales import permissions
from avrop.selling.sales.actions.link import give_link
from avrop.selling.sales.lifecycle import Source
from avrop.selling.sales.order_entry import Arrival, enter

#: The channels of `exchange` that are something else than the network to the people who sell.
_SOURCES = {"portal": Source.PORTAL, "file": Source.FILE, "api": Source.API}


def take_in_order(
    document: documents.Order, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """Take the order of a message in, inside the exchange's transaction; returns the sales order.

    Raises Refused: exchange.unknown_sender, sales.order_known_already.
    """
    actor = require(actor, permissions.TAKE_IN, at=at)
    customer = parties.organisation_of_party(document.buyer)
    if customer is None:
        raise Refused(
            (Problem("exchange.unknown_sender", {"sender": document.buyer.display_name}),)
        )
    message = exchange.message(message_id, actor=actor)
    terms = parties.trading_terms(customer.id, None, on=day_of(at))
    arrival = Arrival(
        source=_SOURCES.get(message.channel, Source.PEPPOL),
        received_at=message.created_at,
        customer_organisation_id=customer.id,
        customer_name=customer.name,
        customer_endpoint=message.sender or str(document.buyer.endpoint or ""),
        own_endpoint=message.receiver or str(document.seller.endpoint or ""),
        message_id=message_id,
        response_hours=terms.promised_response_hours,
        advanced_ordering=terms.advanced_ordering,
    )
    order_id: UUID = enter(document, arrival, actor=actor, at=at).id
    if arrival.source == Source.PORTAL:
        give_link(order_id, _who_takes_orders(), actor=actor, at=at)
    return order_id


def _who_takes_orders() -> str:
    """Where a supplier that works through the portal wants its orders: the link goes there."""
    contact = parties.contact_for(parties.own_organisation().id, Purpose.ORDERS)
    return contact.email if contact else ""
