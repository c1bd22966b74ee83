"""What follows in the fulfilment app: the buyer is told what is on its way."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.selling.fulfilment import queries
from avrop.selling.fulfilment.events import Despatched
from avrop.selling.fulfilment.models import Despatch


@reacts_to(Despatched, may=(exchange_permissions.TRANSMIT,))
def transmit_despatch_advice(event: Despatched, *, actor: Actor, at: datetime) -> None:
    """Send the despatch advice to the buyer."""
    sending = queries.advice_to_send(event.despatch_id)
    if sending is None:
        return
    terms = parties.trading_terms(sending.customer_organisation_id, None, on=day_of(at))
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


@shows_messages(Direction.OUT, "despatch_advice", by="order_id")
def despatches_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees despatches sees the documents that tell of them."""
    return Despatch.objects.visible_to(actor)
