"""Taking a cart back from approval."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.approvals import actions as approvals
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change
from avrop.buying.requisitions.events import RequisitionWithdrawn
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.versions import count_change


@command(permissions.SUBMIT)
def withdraw_requisition(
    requisition_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Take a cart back that nobody has decided about yet; it is a draft again."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.SUBMIT, at=at, within=Within(unit_id=requisition.unit_id))

    requisition.state = LIFECYCLE.after(requisition.state, "withdraw")
    if requisition.approval_request_id:
        approvals.withdraw_request(requisition.approval_request_id, actor=actor, at=at)
    requisition.approval_request_id = None
    count_change(requisition, expected_version)
    requisition.save(update_fields=["state", "approval_request_id", "version"])

    outbox.publish(RequisitionWithdrawn(requisition.id), actor=actor, at=at)
