"""An approver orders less, or codes otherwise, instead of returning the cart (REQ-11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.actions.code import replace_codings
from avrop.buying.requisitions.actions.submit import ask_for_approval
from avrop.buying.requisitions.carts import cart_for_change, open_lines
from avrop.buying.requisitions.changing import (
    AskedFor,
    only_those_asked,
    problems_changing,
    problems_with_more,
)
from avrop.buying.requisitions.events import RequisitionChanged
from avrop.buying.requisitions.facts import gather, with_approvers
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import LineCodingInput, LineLess, ShareInput
from avrop.coding import queries as coding
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, Refused, invalid_if, refuse_if
from avrop.kernel.versions import count_change


@command(permissions.CHANGE_WAITING)
def change_waiting_lines(
    requisition_id: UUID,
    reason: str,
    *,
    quantities: tuple[LineLess, ...] = (),
    codings: tuple[LineCodingInput, ...] = (),
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Order less of some lines or code them otherwise. Returns the new request for approval.

    For those who are asked to approve the cart as it is. Everything is judged again as when it was
    submitted, and everybody whom the cart now concerns is asked, whoever has approved it before. More
    is never ordered: the need would no longer be the requester's.
    """
    requisition = cart_for_change(requisition_id)

    within = Within(unit_id=requisition.unit_id)
    actor = require(actor, permissions.CHANGE_WAITING, at=at, within=within)

    only_those_asked(requisition, actor=actor, at=at)
    requisition.state = LIFECYCLE.after(requisition.state, "change")
    rows = {row.id: row for row in open_lines(requisition.id)}
    invalid_if([*_problems_with_reason(reason), *problems_changing(quantities, codings)])
    asked = {row.id: AskedFor(row.position, row.name, row.quantity) for row in rows.values()}
    refuse_if(problems_with_more(quantities, asked))

    _write(requisition, rows, quantities, codings, at)
    gathered = gather(requisition, at=at)
    if rules.problems_submitting(gathered.cart):
        whole = with_approvers(requisition, gathered, at=at)
        raise Refused(rules.problems_submitting(whole))
    requisition.approval_request_id = ask_for_approval(requisition, gathered, actor=actor, at=at)
    count_change(requisition, expected_version)
    requisition.save(update_fields=["state", "approval_request_id", "version"])

    event = RequisitionChanged(requisition.id, requisition.approval_request_id)
    outbox.publish(event, actor=actor, at=at, reason=reason)
    return requisition.approval_request_id


def _problems_with_reason(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("requisitions.no_reason_to_change", {}, ("reason",))


def _write(
    requisition: Requisition,
    rows: Mapping[UUID, RequisitionLine],
    quantities: Iterable[LineLess],
    codings: Iterable[LineCodingInput],
    at: datetime,
) -> None:
    changed = []
    for each in quantities:
        rows[each.line_id].quantity = each.quantity
        changed.append(rows[each.line_id])
    update_rows(RequisitionLine, ["quantity"], changed)
    plan = coding.plan(day_of(at), naming=())
    replace_codings(
        requisition.id,
        {
            given.line_id: [
                ShareInput(plan.canonical(share.coding), share.percent, share.amount)
                for share in given.shares
            ]
            for given in codings
            if given.line_id in rows
        },
    )
