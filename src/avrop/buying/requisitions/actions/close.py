"""Giving up a cart, or putting it away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change
from avrop.buying.requisitions.events import RequisitionClosed
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.versions import count_change


@command(permissions.WRITE)
def close_requisition(
    requisition_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Give up a cart that has not been sent, or put away one that has been ordered."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    requisition.state = LIFECYCLE.after(requisition.state, "close")
    count_change(requisition, expected_version)
    requisition.save(update_fields=["state", "version"])

    outbox.publish(RequisitionClosed(requisition.id), actor=actor, at=at)
