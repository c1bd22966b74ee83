"""What follows in the fulfilment app: the buyer is told what is on its way."""

from __future__ import annotations

from datetime import datetime

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.selling.fulfilment import queries
from avrop.selling.fulfilment.events import Despatched


@reacts_to(Despatched, may=(exchange_permissions.TRANSMIT,))
def transmit_despatch_advice(event: Despatched, *, actor: Actor, at: datetime) -> None:
    """Send the despatch advice to the buyer."""
    sending = queries.advice_to_send(event.despatch_id)
    if sending is None:
        return
    terms = parties.trading_terms(sending.customer_organisation_id, None, on=at.date())
    exchange.transmit(
        "despatch_advice",
        sending.document.number,
        documents.write(sending.document),
        sender=sending.sender,
        receiver=sending.receiver,
        channel=terms.channel_for("despatch_advice"),
        once_key=f"despatch_advice/{event.despatch_id}",
        subject_id=sending.order_id,
        actor=actor,
        at=at,
    )
