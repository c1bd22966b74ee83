"""What the exchange gives to orders: the answers of sellers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from avrop import documents
from avrop.agreements import permissions as agreement_permissions
from avrop.buying.orders import actions, permissions
from avrop.buying.orders.models import Order
from avrop.exchange import actions as exchange
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.exchange.takers import takes_in
from avrop.kernel.actors import Actor


@takes_in("order_response", may=(permissions.TAKE_ANSWER, agreement_permissions.DRAW_DOWN))
def on_order_response(
    document: documents.OrderResponse, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """The seller has answered; the message that was answered knows it too."""
    order_id = actions.take_answer(document, message_id=message_id, actor=actor, at=at)
    exchange.note_business_response(order_id, document.code, actor=actor, at=at)
    return order_id


@shows_messages(Direction.OUT, "order", "order_change", "order_cancellation")
@shows_messages(Direction.IN, "order_response")
def orders_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees an order sees what was sent and answered about it."""
    return Order.objects.visible_to(actor)
