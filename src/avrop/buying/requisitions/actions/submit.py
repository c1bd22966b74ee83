"""Sending a cart for approval."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.approvals import actions as approvals
from avrop.authority import actions as authority
from avrop.authority.queries import Moment
from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.carts import cart_for_change
from avrop.buying.requisitions.deadline import decide_by
from avrop.buying.requisitions.events import RequisitionSubmitted
from avrop.buying.requisitions.facts import Gathered, gather, with_approvers
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.parting import approved_content
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.kernel.versions import count_change

SUBJECT = "requisition"


@command(permissions.SUBMIT)
def submit_requisition(
    requisition_id: UUID,
    *,
    send_when_approved: bool = True,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Ask those who answer for the coding to approve the cart. Returns the approval request's id.

    Refused for everything that `preflight` lists, all at once. Once approved the orders are sent by
    themselves, unless `send_when_approved` is False.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.SUBMIT, at=at, within=Within(unit_id=requisition.unit_id))

    requisition.state = LIFECYCLE.after(requisition.state, "submit")
    gathered = gather(requisition, at=at)
    if rules.problems_submitting(gathered.cart):
        whole = with_approvers(requisition, gathered, at=at)
        raise Refused(rules.problems_submitting(whole))

    refuse_if(_licences_lacking(requisition, gathered, at).values())
    # A need is theirs who put it in the cart, as much as his who sends it.
    record_deed(gathered.chains, Deed.NEED, actor=actor, at=at, shared=gathered.needs)
    request_id = ask_for_approval(requisition, gathered, actor=actor, at=at)
    requisition.submitted_at = at
    requisition.send_when_approved = send_when_approved
    requisition.approval_request_id = request_id
    count_change(requisition, expected_version)
    requisition.save(
        update_fields=[
            "state",
            "submitted_at",
            "send_when_approved",
            "approval_request_id",
            "version",
        ]
    )

    outbox.publish(RequisitionSubmitted(requisition.id, request_id), actor=actor, at=at)
    return request_id


def _licences_lacking(
    requisition: Requisition, gathered: Gathered, at: datetime
) -> dict[str, Problem]:
    """Goods that the requester lacks a licence for, though his mandate is wide enough (ORG-10)."""
    return authority.check_licences(
        Moment.SUBMIT,
        requisition.requester_person_id,
        {line.category for line in gathered.cart.lines},
        subject_id=requisition.id,
        at=at,
    )


def ask_for_approval(
    requisition: Requisition, gathered: Gathered, *, actor: Actor, at: datetime
) -> UUID:
    """A request about the cart as it is now; refused, part by part, where nobody can approve."""
    return approvals.request_approval(
        SUBJECT,
        requisition.id,
        chains=gathered.chains,
        requester_person_id=requisition.requester_person_id,
        unit_id=requisition.unit_id,
        parts=gathered.parts,
        snapshot=canonical_json(approved_content(gathered.cart)),
        reference=requisition.number,
        due_at=decide_by(gathered.cart),
        actor=actor,
        at=at,
    )
