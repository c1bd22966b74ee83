"""Reading cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Count

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.facts import read_facts
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import ANYWHERE
from avrop.kernel.problems import missing
from avrop.support import permissions, rules
from avrop.support.lifecycle import LIFECYCLE, State
from avrop.support.models import Case, CaseQuerySet, Message
from avrop.support.shapes import CaseSummary, CaseView, Check, Said, Traced

COPIED = tuple(CaseSummary.__dataclass_fields__)


Kept = TypeVar("Kept", Check, Traced)


@query
def case(case_id: UUID, *, actor: Actor) -> CaseView:
    """One case with all that was said; one's own, or any to whoever answers cases."""
    row = _seen(actor).filter(id=case_id).first()
    if row is None:
        raise missing("case", case_id)
    return view_of(row)


@query
def my_cases(
    *, state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CaseSummary]:
    """What the acting person has asked, the newest first."""
    own = Case.objects.filter(asked_by=actor.person_id) if actor.person_id else Case.objects.none()
    return _page(own, state, cursor, limit)


@query
def cases_page(
    *,
    state: str = "",
    topic: str = "",
    subject_id: UUID | None = None,
    mine: bool = False,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[CaseSummary]:
    """Cases that the actor may see, the newest first; those that he answers for if `mine`."""
    rows = _seen(actor)
    if topic:
        rows = rows.filter(topic=topic)
    if subject_id is not None:
        rows = rows.filter(subject_id=subject_id)
    if mine:
        rows = rows.filter(owner=actor.person_id)
    return _page(rows, state, cursor, limit)


def _page(rows: CaseQuerySet, state: str, cursor: str | None, limit: int) -> Page[CaseSummary]:
    chosen = rows.filter(state=state) if state else rows
    found, following = page_of(chosen, cursor=cursor, limit=limit)
    return Page(tuple(summary_of(row) for row in found), following)


def takes_reports(at: datetime) -> bool:
    """Whether the organisation in scope has somebody who answers cases, and room for one more report
    today. For pages, inside a scope."""
    is_full = any(rules.problems_with_flood(reports_since_yesterday(at)))
    return somebody_answers(at) and not is_full


def somebody_answers(at: datetime) -> bool:
    """Whether the organisation in scope has anybody who answers cases. For pages, inside a scope."""
    return bool(authority.who_may(permissions.ANSWER, ANYWHERE, at))


def who_answers(at: datetime) -> tuple[UUID, ...]:
    """Everybody in the organisation who answers cases. Inside a scope."""
    return authority.people_who_may(permissions.ANSWER, ANYWHERE, at)


def answerers_of(asked_by: UUID | None, at: datetime) -> dict[UUID, int]:
    """Who may answer what somebody asked, each with how many open cases he answers for, the fewest
    first. For pages, inside a scope; three statements."""
    able = [one for one in who_answers(at) if one != asked_by]
    burden = open_cases_of(able)
    return {one: burden.get(one, 0) for one in sorted(able, key=lambda one: burden.get(one, 0))}


def reports_since_yesterday(at: datetime) -> int:
    """How many reports came in the last 24 hours, as far as it matters. Inside a scope."""
    rows = Case.objects.filter(asked_by=None, asked_at__gt=at - timedelta(days=1))
    return rows[: rules.MOST_REPORTS].count()


def open_cases_of(people: Iterable[UUID]) -> dict[UUID, int]:
    """How many open cases each of these people answers for; those with none are left out. Inside a
    scope."""
    rows = Case.objects.filter(owner__in=list(people), state=State.OPEN)
    return dict(rows.values_list("owner").annotate(Count("id")))


def _seen(actor: Actor) -> CaseQuerySet:
    answers = authority.holds(actor, permissions.ANSWER) if actor.is_person else True
    return Case.objects.visible_to(actor, answers=answers)


def summary_of(row: Case) -> CaseSummary:
    """A case in a list."""
    return CaseSummary(**{name: getattr(row, name) for name in COPIED})


def view_of(row: Case) -> CaseView:
    """A case with all that was said. One statement."""
    said = Message.objects.filter(case_id=row.id).order_by("id")
    return CaseView(
        case=summary_of(row),
        page=row.page,
        checks=tuple(_read(each, Check) for each in row.checks),
        trace=tuple(_read(each, Traced) for each in row.trace),
        messages=tuple(Said(one.kind, one.text, one.person_id, one.said_at) for one in said),
        available_actions=LIFECYCLE.verbs_from(State(row.state)),
    )


def _read(stored: Mapping[str, Any], kind: type[Kept]) -> Kept:
    kept: Kept = from_plain({**stored, "values": {}}, kind)
    return replace(kept, values=read_facts(stored["values"]))
