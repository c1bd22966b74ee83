"""What a cart goes through when others have decided or acted: approved, returned, ordered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change
from avrop.buying.requisitions.events import RequisitionApproved, RequisitionReturned
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.buying.requisitions.models import Requisition
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import changed


@command(permissions.RECORD_DECISION)
def approve_requisition(
    requisition_id: UUID, approval_request_id: UUID, *, actor: Actor, at: datetime
) -> None:
    """Everybody who answers for the coding has said yes."""
    requisition = cart_for_change(requisition_id)

    actor = require(
        actor, permissions.RECORD_DECISION, at=at, within=Within(unit_id=requisition.unit_id)
    )

    refuse_if(_problems_with_request(requisition, approval_request_id))
    _step(requisition, "approve")

    outbox.publish(RequisitionApproved(requisition.id, approval_request_id), actor=actor, at=at)


@command(permissions.RECORD_DECISION)
def return_requisition(
    requisition_id: UUID, approval_request_id: UUID, *, actor: Actor, at: datetime
) -> None:
    """An approver wants something changed: the requester can edit the cart and submit it again."""
    requisition = cart_for_change(requisition_id)

    actor = require(
        actor, permissions.RECORD_DECISION, at=at, within=Within(unit_id=requisition.unit_id)
    )

    refuse_if(_problems_with_request(requisition, approval_request_id))
    _step(requisition, "return")

    outbox.publish(RequisitionReturned(requisition.id, approval_request_id), actor=actor, at=at)


@command(permissions.RECORD_ORDER)
def mark_ordered(requisition_id: UUID, *, actor: Actor, at: datetime) -> None:
    """The open lines have become order lines. Called by `orders` when it has made them; what was
    made is its event."""
    requisition = cart_for_change(requisition_id)

    require(actor, permissions.RECORD_ORDER, at=at, within=Within(unit_id=requisition.unit_id))

    requisition.ordered_at = at
    _step(requisition, "order", "ordered_at")


def _problems_with_request(
    requisition: Requisition, approval_request_id: UUID
) -> Iterator[Problem]:
    """An answer to a former request, not the one that the cart waits for, changes nothing."""
    if requisition.approval_request_id != approval_request_id:
        yield Problem("requisitions.approval_of_former_version")


def _step(requisition: Requisition, verb: str, *columns: str) -> None:
    requisition.state = LIFECYCLE.after(requisition.state, verb)
    changed(requisition, None)
    requisition.save(update_fields=["state", "version", *columns])
