"""What follows for a cart from what others did."""

from __future__ import annotations

from datetime import datetime

from avrop.approvals.events import ApprovalGranted, ApprovalReturned
from avrop.buying.requisitions import actions, permissions
from avrop.buying.requisitions.actions.ask_to_mend import ASKED
from avrop.buying.requisitions.actions.submit import SUBJECT
from avrop.buying.requisitions.events import (
    RequisitionClosed,
    RequisitionReturned,
    RequisitionSubmitted,
)
from avrop.buying.requisitions.lifecycle import State
from avrop.buying.requisitions.models import Requisition
from avrop.kernel.actors import Actor
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.reactions import reacts_to
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.tasks import permissions as task_permissions


@reacts_to(ApprovalGranted, may=(permissions.RECORD_DECISION,))
def follow_approval(event: ApprovalGranted, *, actor: Actor, at: datetime) -> None:
    """The cart is approved, if it is this request that it still waits for."""
    if event.subject_kind == SUBJECT and _waits_for(event):
        actions.approve_requisition(event.subject_id, event.request_id, actor=actor, at=at)


@reacts_to(ApprovalReturned, may=(permissions.RECORD_DECISION,))
def follow_return(event: ApprovalReturned, *, actor: Actor, at: datetime) -> None:
    """The cart goes back to the requester, if it is this request that it still waits for."""
    if event.subject_kind == SUBJECT and _waits_for(event):
        actions.return_requisition(event.subject_id, event.request_id, actor=actor, at=at)


@reacts_to(RequisitionReturned, may=(task_permissions.OPEN,))
def tell_requester(event: RequisitionReturned, *, actor: Actor, at: datetime) -> None:
    """Something waits for the requester, unless he has done it: change the cart and submit it again."""
    row = Requisition.objects.select_for_update().get(id=event.requisition_id)
    if row.state != State.RETURNED:
        return
    tasks.open_task(
        "requisitions.returned_to_you",
        subject_kind="requisition",
        subject_id=row.id,
        assignees=(parties.in_charge_of(row.requester_person_id, on=day_of(at)),),
        values={"number": row.number},
        unit_id=row.unit_id,
        once_key=f"requisitions.returned/{event.approval_request_id}",
        actor=actor,
        at=at,
    )


@reacts_to(RequisitionSubmitted, may=(task_permissions.CLOSE,))
def close_own_tasks(event: RequisitionSubmitted, *, actor: Actor, at: datetime) -> None:
    """What waited for the requester has been done."""
    for kind in ("requisitions.returned_to_you", "requisitions.lines_wait_for_you", ASKED):
        tasks.close_tasks(event.requisition_id, kind=kind, actor=actor, at=at)


@reacts_to(RequisitionClosed, may=(task_permissions.CLOSE,))
def drop_tasks(event: RequisitionClosed, *, actor: Actor, at: datetime) -> None:
    """Nobody need do anything more about a cart that has been given up."""
    tasks.close_tasks(event.requisition_id, outcome="cancelled", actor=actor, at=at)


_submitted = compiled(
    lambda: Requisition.objects.filter(
        id=Given("id"), state=State.SUBMITTED, approval_request_id=Given("request_id")
    ).values_list("id", flat=True)
)


def _waits_for(event: ApprovalGranted | ApprovalReturned) -> bool:
    return _submitted.first(id=event.subject_id, request_id=event.request_id) is not None
