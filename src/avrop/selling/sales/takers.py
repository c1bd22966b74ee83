"""What the exchange gives to the sales app: orders, changes and cancellations of customers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop import documents
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor
from avrop.selling.sales import actions, permissions
from avrop.selling.sales.models import SalesOrder


@takes_in("order", may=(permissions.TAKE_IN,))
def on_order(document: documents.Order, message_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """An order becomes a sales order."""
    return actions.take_in_order(document, message_id, actor=actor, at=at)


@takes_in("order_change", may=(permissions.TAKE_IN,))
def on_order_change(
    document: documents.OrderChange, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """A change is laid before who decides, or refused as too late."""
    return actions.take_in_change(document, message_id, actor=actor, at=at)


@takes_in("order_cancellation", may=(permissions.TAKE_IN,))
def on_order_cancellation(
    document: documents.OrderCancellation, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """A cancellation is laid before who decides, or refused as too late."""
    return actions.take_in_cancellation(document, message_id, actor=actor, at=at)


@shows_messages(Direction.IN, "order", "order_change", "order_cancellation")
@shows_messages(Direction.OUT, "order_response")
def sales_orders_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees a sales order sees what came and was answered about it."""
    return SalesOrder.objects.visible_to(actor)
