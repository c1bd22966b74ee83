"""A cart's open lines have become order lines."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, take_step
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require


@command(permissions.RECORD_ORDER)
def mark_ordered(requisition_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The open lines have become order lines. Called by `orders` when it has made them, and told by
    its event `OrdersCreated`."""
    requisition = cart_for_change(requisition_id)

    require(actor, permissions.RECORD_ORDER, at=at, within=Within(unit_id=requisition.unit_id))

    requisition.ordered_at = at
    take_step(requisition, "order", "ordered_at")
