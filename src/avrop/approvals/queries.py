"""Reads of approvals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Value
from django.db.models.functions import Coalesce

from avrop.approvals import permissions, routing, rules
from avrop.approvals.again import Former, LookAgain, look_again
from avrop.approvals.lifecycle import LIFECYCLE, State, StepState
from avrop.approvals.models import Candidate, Request, Step
from avrop.approvals.routing import ToAsk
from avrop.approvals.rules import Part, RoutingRule, Tolerance
from avrop.approvals.shapes import RequestView, RouteStep, StepSummary, StepView, snapshot_digest
from avrop.authority import queries as authority
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.paging import Page, sorted_page_of
from avrop.kernel.ports import Within
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.values import Money

__all__ = [
    "LookAgain",
    "Part",
    "RequestView",
    "RoutingRule",
    "StepSummary",
    "StepView",
    "ToAsk",
    "requests_of_steps",
]


def problems_requesting(
    chains: Sequence[UUID],
    unit_id: UUID,
    requester_person_id: UUID,
    parts: Sequence[Part],
    *,
    needed_by: Iterable[UUID] = (),
    at: datetime,
) -> tuple[Problem, ...]:
    """Why `request_approval` would be refused: each part that nobody could approve but those it is
    `needed_by`."""
    unfit = rules.problems_with_parts(parts)
    if unfit:
        return tuple(unfit)
    return routing.drawn(
        chains, unit_id, requester_person_id, parts, needed_by=needed_by, at=at
    ).problems


def problems_requesting_each(
    asked: Sequence[ToAsk], *, at: datetime
) -> tuple[tuple[Problem, ...], ...]:
    """The same of many things that are to be approved; the statements don't grow with them."""
    unfit = tuple(tuple(rules.problems_with_parts(each.parts)) for each in asked)
    fit = [each for each, problems in zip(asked, unfit, strict=True) if not problems]
    routes = iter(routing.drawn_each(fit, at=at))
    return tuple(problems or next(routes).problems for problems in unfit)


_newest = compiled(
    lambda: (
        Request.objects.filter(subject_id=Given("subject_id"))
        .order_by("-id")
        .values_list("state", "amount", "currency")[:1]
    )
)
_steps = compiled(lambda: Step.objects.filter(request_id=Given("request_id")).order_by("position"))
_candidates = compiled(
    lambda: (
        Candidate.objects.filter(step_id__any_of=Given("step_ids"))
        .order_by("id")
        .values_list("step_id", "person_id")
    )
)


def is_valid_for(subject_id: UUID, amount: Money, *, on: date) -> bool:
    """Whether the newest request about the subject is approved and covers the amount. Two
    statements."""
    row = _newest.first(subject_id=subject_id)
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
    row = _newest_request.first(subject_id=subject_id)
    return None if row is None else view_of(row)


_newest_request = compiled(
    lambda: Request.objects.filter(subject_id=Given("subject_id")).order_by("-id")[:1]
)


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
    *,
    text: str = "",
    over: Decimal | None = None,
    waits: str = "",
    sort: str = "oldest",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[StepSummary]:
    """The steps that wait for the reader, or for somebody whose substitute he is today.

    `sort` is "oldest", "newest", "dearest" or "due"; `text` a part of the number, `over` an amount that
    is reached, `waits` "late" for what should have been answered by now, "lent" for what is his only as
    a substitute.
    """
    if actor.person_id is None:
        return Page((), None)
    principals = authority.principals_of(actor, at=at)
    asked = principals if waits == "lent" else (actor.person_id, *principals)
    mine = Candidate.objects.filter(person_id__in=asked).values("step")
    rows = _dated(Step.objects.filter(state=StepState.WAITING, id__in=mine))
    rows = rows.filter(request__reference__icontains=text) if text else rows
    rows = rows if over is None else rows.filter(amount__gte=over)
    rows = rows.filter(due__lt=at) if waits == "late" else rows
    found, following = sorted_page_of(
        rows.select_related("request"),
        _SORTS.get(sort, _SORTS["oldest"]),
        among=_dated(Step.objects.all()),
        cursor=cursor,
        limit=limit,
    )
    people = candidates_of(step.id for step in found)
    return Page(tuple(_summary(step, people.get(step.id, ())) for step in found), following)


@query
def number_waiting_for_me(*, actor: Actor, at: datetime) -> int:
    """How many steps wait for the reader; counted to a thousand."""
    if actor.person_id is None:
        return 0
    asked = (actor.person_id, *authority.principals_of(actor, at=at))
    mine = Candidate.objects.filter(person_id__in=asked).values("step")
    return len(Step.objects.filter(state=StepState.WAITING, id__in=mine).values("id")[:1000])


@query
def steps_to_answer(request_id: UUID, *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """The steps of a request that wait, and that the reader has the right to answer now."""
    row = Request.objects.visible_to(actor).filter(id=request_id).first()
    if row is None:
        raise missing("approval request", request_id)
    waiting = [step for step in steps_of(row.id) if step.state == StepState.WAITING]
    if not waiting or row.requester_person_id == actor.person_id:
        return ()
    withins = [
        Within(
            row.unit_id, responsibility=step.responsibility, amount=Money(step.amount, row.currency)
        )
        for step in waiting
    ]
    answers = authority.problems_requiring(actor, permissions.APPROVE, withins, at=at)
    asked = candidates_of(step.id for step in waiting)
    return tuple(
        step.id
        for step, why_not in zip(waiting, answers, strict=True)
        if not why_not
        and (step.asks == rules.RESPONSIBLE or actor.person_id in asked.get(step.id, ()))
    )


#: Nobody has said by when: after everything that has a time.
_NO_TIME = datetime(9999, 12, 31, tzinfo=UTC)
_SORTS = {"oldest": "id", "newest": "-id", "dearest": "-amount", "due": "due"}


def _dated(rows: QuerySet[Step]) -> QuerySet[Any]:
    return rows.annotate(due=Coalesce("request__due_at", Value(_NO_TIME)))


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


def who_looks_again(
    request_id: UUID, parts: Sequence[Part], *, chains: Sequence[UUID], at: datetime
) -> LookAgain:
    """What becomes of a request's answers when these parts take the place of its own; `Refused`
    (approvals.no_approver) as asking would be. For the subject's app, inside a scope."""
    row = Request.objects.get(id=request_id)
    refuse_if(rules.problems_with_parts(parts))
    route = routing.drawn(chains, row.unit_id, row.requester_person_id, parts, at=at)
    refuse_if(route.problems)
    steps = steps_of(row.id)
    people = candidates_of(step.id for step in steps)
    former = [
        Former(
            rule=step.rule,
            responsibility=step.responsibility,
            amount=Money(step.amount, row.currency),
            state=step.state,
            people=people.get(step.id, ()),
            decided_by=step.decided_by,
            on_behalf_of=step.on_behalf_of,
            decided_at=step.decided_at,
        )
        for step in steps
    ]
    return look_again(former, [(each.step, each.people) for each in route.steps])


def view_of(row: Request) -> RequestView:
    """A request as others see it."""
    steps = steps_of(row.id)
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


def steps_of(request_id: UUID) -> list[Step]:
    """The steps of a request in their order. One statement. For this app."""
    return _steps(request_id=request_id)


def candidates_of(step_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Who was asked, by step. One statement."""
    found: dict[UUID, tuple[UUID, ...]] = {}
    for step_id, person_id in _candidates(step_ids=list(step_ids)):
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


def _summary(step: Step, asked: tuple[UUID, ...]) -> StepSummary:
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
        asked=asked,
    )


def requests_of_steps(step_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The request that each step is of. One statement."""
    return dict(Step.objects.filter(id__in=list(step_ids)).values_list("id", "request_id"))


def people_asked_about(subject_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Whose answers each of some subjects waits for now, by subject. One statement."""
    rows = Candidate.objects.filter(
        step__request__subject_id__in=list(subject_ids),
        step__request__state=State.WAITING,
        step__state=StepState.WAITING,
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for subject_id, person_id in rows.order_by("id").values_list(
        "step__request__subject_id", "person_id"
    ):
        if person_id not in found.get(subject_id, ()):
            found[subject_id] = (*found.get(subject_id, ()), person_id)
    return found
