"""Everybody who answers for the coding has approved a cart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.carts import cart_for_change, take_step
from avrop.buying.requisitions.events import RequisitionApproved
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import refuse_if


@command(permissions.RECORD_DECISION)
def approve_requisition(
    requisition_id: UUID, approval_request_id: UUID, *, actor: Actor, at: datetime
) -> None:
    """Everybody who answers for the coding has said yes."""
    requisition = cart_for_change(requisition_id)

    actor = require(
        actor, permissions.RECORD_DECISION, at=at, within=Within(unit_id=requisition.unit_id)
    )

    refuse_if(rules.problems_deciding(requisition.approval_request_id, approval_request_id))
    take_step(requisition, "approve")

    outbox.publish(RequisitionApproved(requisition.id, approval_request_id), actor=actor, at=at)
