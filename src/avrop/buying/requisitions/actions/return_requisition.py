"""An approver sends a cart back to its requester."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.carts import cart_for_change, take_step
from avrop.buying.requisitions.events import RequisitionReturned
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import refuse_if


@command(permissions.RECORD_DECISION)
def return_requisition(
    requisition_id: UUID, approval_request_id: UUID, *, actor: Actor, at: datetime
) -> None:
    """An approver wants something changed: the requester can edit the cart and submit it again."""
    requisition = cart_for_change(requisition_id)

    actor = require(
        actor, permissions.RECORD_DECISION, at=at, within=Within(unit_id=requisition.unit_id)
    )

    refuse_if(rules.problems_deciding(requisition.approval_request_id, approval_request_id))
    take_step(requisition, "return")

    outbox.publish(RequisitionReturned(requisition.id, approval_request_id), actor=actor, at=at)
