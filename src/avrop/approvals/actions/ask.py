"""Asking for approval, and taking the question back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.approvals import permissions, routing, rules
from avrop.approvals.actions.asking import open_for, skip_rest
from avrop.approvals.events import ApprovalRequested, ApprovalWithdrawn
from avrop.approvals.lifecycle import LIFECYCLE, State, StepState
from avrop.approvals.models import Candidate, Request, Step
from avrop.approvals.routing import Routed
from avrop.approvals.rules import Part
from avrop.approvals.shapes import snapshot_digest
from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import invalid_if, missing, refuse_if

_waiting = compiled(
    lambda: Request.objects.select_for_update().filter(
        subject_id=Given("subject_id"), state=State.WAITING
    )
)


@command(permissions.REQUEST)
def request_approval(
    subject_kind: str,
    subject_id: UUID,
    *,
    chains: tuple[UUID, ...],
    requester_person_id: UUID,
    unit_id: UUID,
    parts: tuple[Part, ...],
    snapshot: str,
    reference: str = "",
    due_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Ask those who answer for the money. Returns the request.

    `chains` are the needs behind the subject, `snapshot` the canonical JSON of what is approved,
    `reference` the number people know it by. A request about the subject that still waits is taken
    back. `Refused` (approvals.no_approver) for each part that nobody but the requester, a substitute
    or somebody conflicted could approve. Record the deed of the need first.
    """
    waiting = _waiting.first(subject_id=subject_id)
    actor = require(actor, permissions.REQUEST, at=at, within=Within(unit_id=unit_id))
    invalid_if(rules.problems_with_parts(parts))
    route = routing.drawn(chains, unit_id, requester_person_id, parts, at=at)
    refuse_if(route.problems)
    if waiting is not None:
        _take_back(waiting, "", actor=actor, at=at)
    amount = rules.total(parts)
    row = Request(
        subject_kind=subject_kind,
        subject_id=subject_id,
        reference=reference,
        chains=[str(chain) for chain in chains],
        requester_person_id=requester_person_id,
        unit_id=unit_id,
        amount=amount.amount,
        currency=amount.currency,
        snapshot=snapshot,
        snapshot_hash=snapshot_digest(snapshot),
        rule_set=route.rule_set,
        due_at=due_at,
        requested_at=at,
    )
    row.save(force_insert=True)
    _ask(row, route.steps, actor=actor, at=at)
    event = ApprovalRequested(row.id, subject_kind, subject_id)
    outbox.publish(event, actor=actor, at=at, rule_set=route.rule_set)
    return row.id


def _ask(row: Request, routed: Sequence[Routed], *, actor: Actor, at: datetime) -> None:
    first = min(each.step.rule.level for each in routed)
    steps = [_step(row, position, each, first) for position, each in enumerate(routed, start=1)]
    people = {step.id: each.people for step, each in zip(steps, routed, strict=True)}
    bulk.insert_rows(Step, steps)
    bulk.insert_rows(
        Candidate,
        [
            Candidate(step_id=step_id, person_id=person_id)
            for step_id, several in people.items()
            for person_id in several
        ],
    )
    now = [step for step in steps if step.state == StepState.WAITING]
    open_for(row, now, people, actor=actor, at=at)


def _step(row: Request, position: int, routed: Routed, first: int) -> Step:
    rule = routed.step.rule
    return Step(
        request_id=row.id,
        position=position,
        level=rule.level,
        rule=rule.name,
        asks=rule.asks,
        may_repeat=rule.may_repeat,
        responsibility=routed.step.responsibility,
        amount=routed.step.amount.amount,
        state=StepState.WAITING if rule.level == first else StepState.PENDING,
    )


@command(permissions.WITHDRAW)
def withdraw_request(request_id: UUID, *, reason: str = "", actor: Actor, at: datetime) -> None:
    """Take a request back: nobody needs to answer it any more."""
    row = Request.objects.select_for_update().filter(id=request_id).first()
    if row is None:
        raise missing("approval request", request_id)
    actor = require(actor, permissions.WITHDRAW, at=at, within=Within(unit_id=row.unit_id))
    _take_back(row, reason, actor=actor, at=at)


def _take_back(row: Request, reason: str, *, actor: Actor, at: datetime) -> None:
    row.state = LIFECYCLE.after(row.state, "withdraw")
    row.version += 1
    row.decided_at = at
    row.save(update_fields=["state", "version", "decided_at"])
    skip_rest(Step.objects.filter(request_id=row.id), actor=actor, at=at)
    event = ApprovalWithdrawn(row.id, row.subject_kind, row.subject_id)
    outbox.publish(event, actor=actor, at=at, reason=reason)
