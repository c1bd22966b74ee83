"""What the exchange gives to invoices."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop import documents
from avrop.buying.invoices import actions, permissions
from avrop.buying.invoices.models import Invoice
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor
from avrop.tasks import permissions as task_permissions

MAY = (permissions.TAKE_IN, task_permissions.OPEN, task_permissions.CLOSE)


@takes_in("invoice", may=MAY)
def on_invoice(
    document: documents.Invoice, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """An invoice is kept as it came."""
    return actions.take_in_invoice(document, message_id, actor=actor, at=at)


@takes_in("credit_note", may=MAY)
def on_credit_note(
    document: documents.Invoice, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """A credit note is kept as it came."""
    return actions.take_in_invoice(document, message_id, actor=actor, at=at)


@shows_messages(Direction.IN, "invoice", "credit_note")
def invoices_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees an invoice sees the document that it came as."""
    return Invoice.objects.visible_to(actor)
