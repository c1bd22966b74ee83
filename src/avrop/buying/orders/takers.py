"""What the exchange gives to orders: the answers of sellers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop import documents
from avrop.agreements import permissions as agreement_permissions
from avrop.buying.orders import actions, permissions
from avrop.exchange import actions as exchange
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
