"""Reads of approvals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from avrop.approvals import routing, rules
from avrop.approvals.lifecycle import LIFECYCLE, State, StepState
from avrop.approvals.models import Candidate, Request, Step
from avrop.approvals.rules import Part, RoutingRule, Tolerance
from avrop.approvals.shapes import RequestView, RouteStep, StepSummary, StepView, snapshot_digest
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import Problem, missing
from avrop.values import Money

__all__ = ["Part", "RequestView", "RoutingRule", "StepView"]


def problems_requesting(
    chains: Sequence[UUID],
    unit_id: UUID,
    requester_person_id: UUID,
    parts: Sequence[Part],
    *,
    at: datetime,
) -> tuple[Problem, ...]:
    """Why `request_approval` would be refused: each part that nobody could approve."""
    unfit = rules.problems_with_parts(parts)
    if unfit:
        return tuple(unfit)
    return routing.drawn(chains, unit_id, requester_person_id, parts, at=at).problems


def is_valid_for(subject_id: UUID, amount: Money, *, on: date) -> bool:
    """Whether the newest request about the subject is approved and covers the amount. Two
    statements."""
    row = (
        Request.objects.filter(subject_id=subject_id)
        .order_by("-id")
        .values_list("state", "amount", "currency")
        .first()
    )
    if row is None or row[0] != State.APPROVED:
        return False
    tolerance, _ = ruleset.in_force(rules.TOLERANCE, Tolerance(), on=on)
    return rules.covers(Money(row[1], row[2]), amount, tolerance)


def is_as_approved(subject_id: UUID, snapshot: str) -> bool:
    """Whether the newest request about the subject is approved, of exactly this snapshot."""
    row = (
        Request.objects.filter(subject_id=subject_id)
        .order_by("-id")
        .values_list("state", "snapshot_hash")
        .first()
    )
    return row == (State.APPROVED, snapshot_digest(snapshot))


def request_of(subject_id: UUID) -> RequestView | None:
    """The newest request about a subject."""
    row = Request.objects.filter(subject_id=subject_id).order_by("-id").first()
    return None if row is None else view_of(row)


@query
def request(request_id: UUID, *, actor: Actor) -> RequestView:
    """A request with its steps."""
    row = Request.objects.visible_to(actor).filter(id=request_id).first()
    if row is None:
        raise missing("approval request", request_id)
    return view_of(row)


@query
def requests_about(subject_id: UUID, *, actor: Actor) -> tuple[RequestView, ...]:
    """Every request there has been about a subject, the newest first."""
    rows = Request.objects.visible_to(actor).filter(subject_id=subject_id).order_by("-id")
    return tuple(view_of(row) for row in rows)


@query
def waiting_for_me(
    *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[StepSummary]:
    """The steps that wait for the reader, the newest first."""
    if actor.person_id is None:
        return Page((), None)
    mine = Candidate.objects.filter(person_id=actor.person_id).values("step")
    rows = Step.objects.filter(id__in=mine, state=StepState.WAITING).select_related("request")
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_summary(step) for step in found), following)


@query
def routes(
    unit_id: UUID,
    requester_person_id: UUID,
    parts: tuple[Part, ...],
    *,
    chains: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
) -> tuple[RouteStep, ...]:
    """Which steps the rules would ask for, why, and who could answer each."""
    if rules.problems_with_parts(parts):
        return ()
    found = routing.drawn(chains, unit_id, requester_person_id, parts, at=at)
    return tuple(
        RouteStep(
            level=each.step.rule.level,
            responsibility=each.step.responsibility,
            amount=each.step.amount,
            because=rules.because(each.step.rule.name, each.step.responsibility, each.step.amount),
            candidates=each.people,
        )
        for each in found.steps
    )


def view_of(row: Request) -> RequestView:
    """A request as others see it."""
    steps = list(Step.objects.filter(request_id=row.id).order_by("position"))
    people = candidates_of(step.id for step in steps)
    return RequestView(
        id=row.id,
        version=row.version,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        reference=row.reference,
        chains=tuple(UUID(text) for text in row.chains),
        requester_person_id=row.requester_person_id,
        unit_id=row.unit_id,
        state=row.state,
        amount=Money(row.amount, row.currency),
        snapshot=row.snapshot,
        snapshot_hash=row.snapshot_hash,
        rule_set=row.rule_set,
        requested_at=row.requested_at,
        decided_at=row.decided_at,
        steps=tuple(_step_view(step, row.currency, people.get(step.id, ())) for step in steps),
        available_actions=LIFECYCLE.verbs_from(row.state),
    )


def candidates_of(step_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Who was asked, by step. One statement."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    rows = Candidate.objects.filter(step_id__in=list(step_ids)).order_by("id")
    for step_id, person_id in rows.values_list("step_id", "person_id"):
        found[step_id] = (*found.get(step_id, ()), person_id)
    return found


def _step_view(step: Step, currency: str, people: tuple[UUID, ...]) -> StepView:
    amount = Money(step.amount, currency)
    return StepView(
        id=step.id,
        level=step.level,
        responsibility=step.responsibility,
        amount=amount,
        state=step.state,
        because=rules.because(step.rule, step.responsibility, amount),
        candidates=people,
        decided_by=step.decided_by,
        on_behalf_of=step.on_behalf_of,
        decided_at=step.decided_at,
        note=step.note,
    )


def _summary(step: Step) -> StepSummary:
    row = step.request
    return StepSummary(
        id=step.id,
        request_id=row.id,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        reference=row.reference,
        requester_person_id=row.requester_person_id,
        unit_id=row.unit_id,
        responsibility=step.responsibility,
        amount=Money(step.amount, row.currency),
        requested_at=row.requested_at,
        due_at=row.due_at,
    )
