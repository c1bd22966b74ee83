"""An order is cancelled by the seller, or on the buyer's word by telephone."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.documents.order_response import REJECTED
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.actions.answer import write_answer
from avrop.selling.sales.events import SalesOrderCancelled
from avrop.selling.sales.lifecycle import LineState
from avrop.selling.sales.models import SalesLine, SalesOrder
from avrop.selling.sales.moving import move, order_for_change
from avrop.selling.stock import actions as stock


@command(permissions.CANCEL)
def cancel_order(
    order_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take the whole order back; the buyer is told by a response RE (BIS Advanced Ordering)."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.CANCEL, at=at)
    count_change(order, expected_version)
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    undo(order, actor=actor, at=at)
    write_answer(order, REJECTED, note=reason, actor=actor, at=at)
    outbox.publish(SalesOrderCancelled(order.id), actor=actor, at=at, reason=reason)


def undo(order: SalesOrder, *, actor: Actor, at: datetime) -> None:
    """Cancel a locked order and its lines, and give its goods back; the caller saves and announces."""
    move(order, "cancel", at=at)
    SalesLine.objects.filter(order_id=order.id).update(state=LineState.CANCELLED, agreed_quantity=0)
    stock.release_reservations(order.id, actor=actor, at=at)
