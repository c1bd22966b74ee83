"""What the exchange gives to receiving: advices of goods on their way."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop import documents
from avrop.buying.receipts import actions, permissions
from avrop.buying.receipts.models import Despatch
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor


@takes_in("despatch_advice", may=(permissions.NOTE_DESPATCH,))
def on_despatch_advice(
    document: documents.DespatchAdvice, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """An advice becomes a despatch, and its goods stand as on their way."""
    return actions.note_despatch(document, message_id, actor=actor, at=at)


@shows_messages(Direction.IN, "despatch_advice")
def despatches_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees a despatch sees the document that told of it."""
    return Despatch.objects.visible_to(actor)
