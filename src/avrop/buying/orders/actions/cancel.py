"""Taking an order back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.orders import permissions, rules
from avrop.buying.orders.agreeing import as_cancelled
from avrop.buying.orders.asking import ask, takes_documents
from avrop.buying.orders.events import OrderCancellationAsked, OrderCancelled
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import LIFECYCLE, State
from avrop.buying.orders.rows import in_unit, lines_of, order_for_change
from avrop.buying.orders.rules import NewContact
from avrop.buying.orders.shapes import OrderView
from avrop.buying.orders.shaping import view_of
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.outbox import Event
from avrop.kernel.ports import require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change


@command(permissions.DECIDE)
def cancel_order(
    order_id: UUID,
    reason: str,
    *,
    contact: NewContact | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> OrderView:
    """Take an order back before its goods are on the way.

    A draft just ends. A sent order is cancelled when the seller agrees to the Order Cancellation,
    or, where it takes no such document, when it has been spoken with (`contact`).
    """
    order = order_for_change(order_id)

    actor = require(actor, permissions.DECIDE, at=at, within=in_unit(order))

    after = LIFECYCLE.after(order.state, "cancel")
    refuse_if(rules.problems_cancelling(reason, order.despatched, order.received))
    event: Event = OrderCancelled(order.id)
    if order.state != State.DRAFT:
        change = ask(
            order, ChangeKind.CANCELLATION, reason=reason, contact=contact, actor=actor, at=at
        )
        if takes_documents(order):
            after = LIFECYCLE.after(order.state, "ask_for_change")
            order.pending = ChangeKind.CANCELLATION
            event = OrderCancellationAsked(order.id, change.id)
        else:
            as_cancelled(order, reason_id=change.id, actor=actor, at=at)
            order.offer_id = None
    order.state = after
    count_change(order, expected_version)
    order.save(update_fields=["state", "pending", "offer_id", "amount", "version"])

    outbox.publish(event, actor=actor, at=at, reason=reason)
    return view_of(order, lines_of(order))
