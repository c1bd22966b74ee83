"""Planned changes, and what each would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import Problem, missing
from avrop.parties import queries as parties
from avrop.responsibility import changing
from avrop.responsibility.activities import BY_CODE
from avrop.responsibility.changing import Effects, Step
from avrop.responsibility.lifecycle import LIFECYCLE, State
from avrop.responsibility.matrix import problems_with_matrix
from avrop.responsibility.models import PlannedChange, PlannedHours, WorkedHours
from avrop.responsibility.reading import Organisation, organisation_on
from avrop.responsibility.shapes import ChangeSummary, ChangeView, HoursOfRole

#: So many of the people whom a change concerns are named.
MOST_PEOPLE = 100


@query
def planned_changes_page(
    *, state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[ChangeSummary]:
    """The planned changes, the newest first."""
    rows = PlannedChange.objects.filter(state=state) if state else PlannedChange.objects.all()
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(
        tuple(
            ChangeSummary(
                row.id,
                row.title,
                row.state,
                row.valid_from,
                len(row.steps),
                row.planned_by,
                row.planned_at,
            )
            for row in found
        ),
        following,
    )


@query
def planned_change(change_id: UUID, *, actor: Actor, at: datetime) -> ChangeView:
    """One change: its steps, who gains and loses what by them, whom it concerns, and its hours."""
    row = PlannedChange.objects.filter(id=change_id).first()
    if row is None:
        raise missing("planned_change", change_id)
    steps = steps_of(row)
    day = max(row.valid_from, day_of(at)) if row.state == State.DRAFT else row.valid_from
    found = organisation_on(day, actor=actor)
    effects = changing.effects(found.ground, steps) if row.state == State.DRAFT else _NONE
    shown = replace(effects, people=effects.people[:MOST_PEOPLE])
    return ChangeView(
        id=row.id,
        version=row.version,
        title=row.title,
        reason=row.reason,
        state=row.state,
        valid_from=row.valid_from,
        decision_reference=row.decision_reference,
        steps=steps,
        planned_by=row.planned_by,
        planned_at=row.planned_at,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        rule_set=row.rule_set,
        effects=shown,
        people_affected=len(effects.people),
        problems=tuple(one.code for one in problems_making(found, steps)),
        hours=hours_of(row.id),
        names=_names(row, shown, steps, found),
        available_actions=LIFECYCLE.verbs_from(State(row.state)),
    )


_NONE = Effects((), (), (), ())


def steps_of(row: PlannedChange) -> tuple[Step, ...]:
    """The steps of a change as the rules look at them."""
    steps: tuple[Step, ...] = from_plain(row.steps, tuple[Step, ...])
    return steps


def problems_making(found: Organisation, steps: Sequence[Step]) -> Iterator[Problem]:
    """Why a change cannot be made as it is: the matrix that it leads to has a gap or a double."""
    if any(step.kind == changing.StepKind.MATRIX for step in steps):
        later = changing.after(found.ground, steps)
        yield from problems_with_matrix(later.matrix, roles=found.permissions, activities=BY_CODE)


def _names(
    row: PlannedChange, effects: Effects, steps: Sequence[Step], found: Organisation
) -> dict[UUID, str]:
    holders = {one.id: one.person_id for one in found.mandates}
    people = {one.person_id for one in effects.people}
    people |= {one.person_id for one in steps if one.person_id is not None}
    people |= {person for person in (row.planned_by, row.decided_by) if person is not None}
    people |= {holders[one.mandate_id] for one in steps if one.mandate_id in holders}
    names = parties.person_names(people)
    ended = {
        mandate: names.get(person, "")
        for mandate, person in holders.items()
        if any(one.mandate_id == mandate for one in steps)
    }
    return {**dict(found.unit_names), **names, **ended}


def hours_of(change_id: UUID) -> tuple[HoursOfRole, ...]:
    """Planned and worked hours by role and phase. Inside a scope; two statements."""
    planned = {
        (role, phase): hours
        for role, phase, hours in PlannedHours.objects.filter(change_id=change_id).values_list(
            "role", "phase", "hours"
        )
    }
    worked = {
        (role, phase): total
        for role, phase, total in WorkedHours.objects.filter(change_id=change_id)
        .values_list("role", "phase")
        .annotate(total=Sum("hours"))
        .order_by()
    }
    keys = sorted({*planned, *worked}, key=lambda key: (key[1], key[0]))
    return tuple(HoursOfRole(*key, planned.get(key), worked.get(key, Decimal(0))) for key in keys)
