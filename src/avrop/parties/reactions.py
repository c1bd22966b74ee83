"""What follows for partners: whose message could not be used is told so, as is agreed with him."""

from __future__ import annotations

from datetime import datetime

from avrop.exchange import actions as exchange
from avrop.exchange import permissions, queries
from avrop.exchange.events import MessageRefused, MessageUndeliverable
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.reactions import reacts_to
from avrop.parties.queries import organisation_by_endpoint, trading_terms


@reacts_to(MessageRefused, MessageUndeliverable, may=(permissions.TRANSMIT,))
def answer_the_sender(
    event: MessageRefused | MessageUndeliverable, *, actor: Actor, at: datetime
) -> None:
    """Send the message level answer that the trading terms with the sender name a channel for, or that
    the network asks for: of a sender who is not known, only the envelope can ask."""
    sender = queries.message(event.message_id, actor=actor).sender
    partner = organisation_by_endpoint(sender) if sender else None
    agreed: dict[str, str] = {}
    if partner is not None:
        terms = trading_terms(partner.id, None, on=day_of(at))
        agreed = {one.kind: one.channel for one in terms.channels if one.kind in queries.ANSWERS}
    exchange.answer_refused(event.message_id, agreed, actor=actor, at=at)
