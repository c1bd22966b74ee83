"""Answering a request for approval."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from avrop.approvals import permissions, rules
from avrop.approvals.actions.asking import open_for, skip_rest
from avrop.approvals.events import ApprovalGranted, ApprovalReturned, StepApproved
from avrop.approvals.lifecycle import LIFECYCLE, STEP_LIFECYCLE, StepState
from avrop.approvals.models import Request, Step
from avrop.approvals.queries import candidates_of, steps_of, view_of
from avrop.approvals.rules import Advance, StepFacts
from avrop.approvals.shapes import RequestView
from avrop.authority import queries as authority
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Forbidden, Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks.actions import close_tasks_of
from avrop.values import Money


@command(permissions.APPROVE)
def approve(
    step_id: UUID,
    *,
    note: str = "",
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> RequestView:
    """Say yes to one part of a request. The last yes grants it. Never one's own need."""
    row = _request_of_step(step_id)
    steps = steps_of(row.id)
    step = next(each for each in steps if each.id == step_id)
    acting = _allowed(row, step, steps, actor, at)
    count_change(row, expected_version)
    _write_answer(step, "approve", note, acting, at)
    _go_on(row, steps, (step,), actor=acting, at=at)
    return view_of(row)


_locked = compiled(lambda: Request.objects.select_for_update().filter(id=Given("id")))


@command(permissions.APPROVE)
def approve_all(
    request_id: UUID,
    *,
    note: str = "",
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> RequestView:
    """Say yes to every waiting part of a request that is one's own to approve; `Forbidden` with the
    reasons when none is."""
    row = _locked.first(id=request_id)
    if row is None:
        raise missing("approval request", request_id)
    steps = steps_of(row.id)
    waiting = [step for step in steps if step.state == StepState.WAITING]
    # Who may approve nothing here is told so, before anything about the request is.
    withins = [_within(row, step) for step in waiting] or [Within(unit_id=row.unit_id)]
    answers = authority.problems_requiring(actor, permissions.APPROVE, withins, at=at)
    asked = candidates_of(step.id for step in waiting)
    mine = [
        step
        for step, why_not in zip(waiting, answers, strict=False)
        if not why_not
        and (step.asks == rules.RESPONSIBLE or actor.person_id in asked.get(step.id, ()))
    ]
    is_his = bool(mine) if waiting else not any(answers)
    if not is_his:
        raise Forbidden(_none_is_mine(answers))
    count_change(row, expected_version)
    LIFECYCLE.after(row.state, "approve")
    for step in mine:
        acting = _allowed(row, step, steps, actor, at)
        _write_answer(step, "approve", note, acting, at)
    _go_on(row, steps, mine, actor=acting, at=at)
    return view_of(row)


@command(permissions.APPROVE)
def return_for_change(
    step_id: UUID,
    reason: str,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> RequestView:
    """Say no to a part, with the reason: the whole request goes back to be changed."""
    row = _request_of_step(step_id)
    steps = steps_of(row.id)
    step = next(each for each in steps if each.id == step_id)
    acting = _allowed(row, step, steps, actor, at)
    count_change(row, expected_version)
    refuse_if([] if reason.strip() else [Problem("approvals.no_reason", {}, ("reason",))])
    _write_answer(step, "return_for_change", reason, acting, at)
    row.state, row.decided_at = LIFECYCLE.after(row.state, "return_for_change"), at
    row.save(update_fields=["state", "decided_at", "version"])
    close_tasks_of((step.id,), actor=acting, at=at)
    skip_rest(steps, actor=acting, at=at)
    event = ApprovalReturned(row.id, row.subject_kind, row.subject_id)
    outbox.publish(event, actor=acting, at=at, reason=reason)
    return view_of(row)


def _none_is_mine(answers: Iterable[Iterable[Problem]]) -> Iterable[Problem]:
    reasons = {problem.code: problem for why_not in answers for problem in why_not}
    return reasons.values() or [Problem("approvals.not_asked")]


def _request_of_step(step_id: UUID) -> Request:
    owner = Step.objects.filter(id=step_id).values("request")
    row = Request.objects.select_for_update().filter(id__in=owner).first()
    if row is None:
        raise missing("approval step", step_id)
    return row


def _within(row: Request, step: Step) -> Within:
    amount = Money(step.amount, row.currency)
    return Within(unit_id=row.unit_id, responsibility=step.responsibility, amount=amount)


def _allowed(row: Request, step: Step, steps: Sequence[Step], actor: Actor, at: datetime) -> Actor:
    """The actor under the mandate that lets him answer, on a step that waits for an answer."""
    acting = require(actor, permissions.APPROVE, at=at, within=_within(row, step))
    facts = [_facts(each, {}) for each in steps]
    asked = next(each for each in facts if each.id == step.id)
    problems = rules.problems_deciding(
        requester=row.requester_person_id,
        person=acting.person_id,
        principal=acting.on_behalf_of,
        repeats=rules.repeats(asked, facts, acting.person_id),
    )
    if step.asks != rules.RESPONSIBLE and not _holds_role(row, step, acting, at):
        problems.append(
            Problem("approvals.other_role_asked", {"role": authority.role_named(step.asks)})
        )
    refuse_if(problems)
    return acting


def _holds_role(row: Request, step: Step, actor: Actor, at: datetime) -> bool:
    found = authority.who_may(permissions.APPROVE, _within(row, step), at)
    return any((each.person_id, each.role) == (actor.person_id, step.asks) for each in found)


def _write_answer(step: Step, verb: str, note: str, actor: Actor, at: datetime) -> None:
    step.state = STEP_LIFECYCLE.after(step.state, verb)
    step.decided_by, step.on_behalf_of = actor.person_id, actor.on_behalf_of
    step.mandate_id, step.decided_at, step.note = actor.mandate_id, at, note.strip()
    step.save(
        update_fields=["state", "decided_by", "on_behalf_of", "mandate_id", "decided_at", "note"]
    )


def _go_on(
    row: Request, steps: Sequence[Step], answered: Sequence[Step], *, actor: Actor, at: datetime
) -> None:
    """The deed, what follows for the other steps, and what is announced."""
    record_deed((UUID(chain) for chain in row.chains), Deed.APPROVE, actor=actor, at=at)
    pending = any(step.state == StepState.PENDING for step in steps)
    people = candidates_of(step.id for step in steps) if pending else {}
    following = rules.advance([_facts(step, people) for step in steps])
    _turn(following)
    if following.is_granted:
        row.state, row.decided_at = LIFECYCLE.after(row.state, "approve"), at
    row.save(update_fields=["state", "decided_at", "version"])
    ids = tuple(step.id for step in answered)
    close_tasks_of(ids, actor=actor, at=at)
    opened = [step for step in steps if step.id in following.opened]
    open_for(row, opened, people, actor=actor, at=at)
    if following.is_granted:
        granted = ApprovalGranted(row.id, row.subject_kind, row.subject_id)
        outbox.publish(granted, actor=actor, at=at, rule_set=row.rule_set)
    else:
        approved = StepApproved(row.id, row.subject_kind, row.subject_id, ids)
        outbox.publish(approved, actor=actor, at=at, rule_set=row.rule_set)


def _turn(following: Advance) -> None:
    for ids, state in (
        (following.opened, StepState.WAITING),
        (following.skipped, StepState.SKIPPED),
    ):
        if ids:
            Step.objects.filter(id__in=ids).update(state=state)


def _facts(step: Step, people: Mapping[UUID, Sequence[UUID]]) -> StepFacts:
    return StepFacts(
        id=step.id,
        level=step.level,
        state=step.state,
        may_repeat=step.may_repeat,
        candidates=frozenset(people.get(step.id, ())),
        decided_by=step.decided_by,
        on_behalf_of=step.on_behalf_of,
    )
