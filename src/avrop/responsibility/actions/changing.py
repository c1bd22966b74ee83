"""Planned changes: looked at first, made when they are decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority import queries as rights
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.responsibility import changing, events, permissions
from avrop.responsibility.actions.deciding import (
    problems_with_day,
    problems_with_reason,
    problems_with_units,
    write_matrix,
)
from avrop.responsibility.activities import BY_CODE
from avrop.responsibility.changing import Phase, Step, StepKind
from avrop.responsibility.lifecycle import LIFECYCLE, State
from avrop.responsibility.models import PlannedChange, PlannedHours, WorkedHours
from avrop.responsibility.queries.changes import problems_making, steps_of
from avrop.responsibility.reading import organisation_on

MOST_STEPS, LONGEST_TITLE, LONGEST_NOTE = 200, 200, 200
MOST_HOURS = Decimal(100_000)


@command(permissions.PLAN)
def plan_change(
    title: str, *, valid_from: date, reason: str = "", actor: Actor, at: datetime
) -> UUID:
    """Begin a plan of who is to answer for what from a day on. Nothing changes before it is made.
    Returns its id."""
    actor = require(actor, permissions.PLAN, at=at)
    problems = list(problems_with_day(valid_from, at))
    if not 0 < len(title.strip()) <= LONGEST_TITLE:
        problems.append(Problem("responsibility.title_shape", {"most": LONGEST_TITLE}, ("title",)))
    refuse_if(problems)
    row = PlannedChange.objects.create(
        title=title.strip(),
        reason=reason.strip(),
        valid_from=valid_from,
        planned_by=actor.person_id,
        planned_at=at,
    )
    outbox.publish(events.ChangePlanned(row.id), actor=actor, at=at)
    return row.id


@command(permissions.PLAN)
def add_step(
    change_id: UUID,
    kind: str,
    *,
    role: str = "",
    activity: str = "",
    letters: str = "",
    unit_id: UUID | None = None,
    person_id: UUID | None = None,
    mandate_id: UUID | None = None,
    permission: str = "",
    gains: bool = True,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> int:
    """Add a step to a plan. Returns how many steps there are.

    A step gives a role letters in an activity ("" takes them away), somebody a role, or a role a right,
    which it may also lose; or it ends a mandate.
    """
    row = _locked(change_id)
    actor = require(actor, permissions.PLAN, at=at)
    _is_draft(row)
    step = Step(kind, role, activity, letters, unit_id, person_id, mandate_id, permission, gains)
    steps = steps_of(row)
    refuse_if(_problems_adding(step, steps, actor))
    return _altered(row, (*steps, step), actor, at, expected_version)


def _problems_adding(step: Step, steps: Sequence[Step], actor: Actor) -> Iterator[Problem]:
    yield from changing.problems_with_step(
        step,
        roles=[one.code for one in rights.roles(actor=actor)],
        activities=BY_CODE,
        permissions=[one.name for one in all_permissions()],
    )
    yield from problems_with_units((step.unit_id,))
    if step.person_id is not None and step.person_id not in parties.people((step.person_id,)):
        yield Problem("authority.unknown_person", {"person": str(step.person_id)}, ("person_id",))
    if step in steps:
        yield Problem("responsibility.step_twice")
    if len(steps) >= MOST_STEPS:
        yield Problem("responsibility.too_many_steps", {"most": MOST_STEPS})


@command(permissions.PLAN)
def remove_step(
    change_id: UUID,
    position: int,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> int:
    """Take a step out of a plan; positions count from one. Returns how many steps are left."""
    row = _locked(change_id)
    actor = require(actor, permissions.PLAN, at=at)
    _is_draft(row)
    steps = steps_of(row)
    if not 1 <= position <= len(steps):
        raise missing("step", position)
    rest = (*steps[: position - 1], *steps[position:])
    return _altered(row, rest, actor, at, expected_version)


def _altered(
    row: PlannedChange,
    steps: Sequence[Step],
    actor: Actor,
    at: datetime,
    expected_version: int | None,
) -> int:
    count_change(row, expected_version)
    row.steps = to_plain(tuple(steps))
    row.save(update_fields=["steps", "version"])
    outbox.publish(events.ChangeAltered(row.id, len(steps)), actor=actor, at=at)
    return len(steps)


@command(permissions.PLAN)
def plan_hours(
    change_id: UUID, role: str, phase: str, hours: Decimal, *, actor: Actor, at: datetime
) -> None:
    """Say how many hours a role is to spend on a change: in the project, or in a year when it runs.
    What was planned before for them is replaced."""
    row = _locked(change_id)
    actor = require(actor, permissions.PLAN, at=at)
    if row.state == State.DROPPED:
        refuse_if([Problem("responsibility.change_is_dropped")])
    refuse_if((*_problems_with_hours(role, phase, actor), *_out_of_range(hours, Decimal(0))))
    PlannedHours.objects.update_or_create(
        change_id=row.id, role=role, phase=phase, defaults={"hours": hours}
    )
    outbox.publish(events.ChangeAltered(row.id, len(row.steps)), actor=actor, at=at)


@command(permissions.PLAN)
def note_hours(
    change_id: UUID,
    role: str,
    phase: str,
    hours: Decimal,
    worked_on: date,
    *,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> None:
    """Note hours that a role has spent on a change. Hours below zero correct what was noted before."""
    row = _locked(change_id)
    actor = require(actor, permissions.PLAN, at=at)
    problems = [*_problems_with_hours(role, phase, actor), *_out_of_range(hours, -MOST_HOURS)]
    if worked_on > day_of(at):
        problems.append(Problem("responsibility.day_to_come", {"day": worked_on}, ("worked_on",)))
    if len(note) > LONGEST_NOTE:
        problems.append(Problem("responsibility.text_too_long", {"most": LONGEST_NOTE}, ("note",)))
    refuse_if(problems)
    WorkedHours.objects.create(
        change_id=row.id,
        role=role,
        phase=phase,
        hours=hours,
        worked_on=worked_on,
        note=note.strip(),
        person_id=actor.person_id,
        noted_at=at,
    )
    outbox.publish(events.HoursNoted(row.id, role), actor=actor, at=at)


def _problems_with_hours(role: str, phase: str, actor: Actor) -> Iterator[Problem]:
    if role not in {one.code for one in rights.roles(actor=actor)}:
        yield Problem("responsibility.unknown_role", {"role": role}, ("role",))
    if phase not in Phase.values:
        yield Problem("responsibility.unknown_phase", {"phase": phase}, ("phase",))


def _out_of_range(hours: Decimal, least: Decimal) -> Iterator[Problem]:
    is_whole = hours.is_finite() and hours == round(hours, 2)
    if not is_whole or not least <= hours <= MOST_HOURS or (least and not hours):
        yield Problem("responsibility.hours_range", {"most": MOST_HOURS}, ("hours",))


@command(permissions.DECIDE)
def make_change(
    change_id: UUID,
    decision_reference: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> str:
    """Make a planned change: the matrix has a new version from its day on, mandates are given and ended,
    roles are changed; all of it or nothing. Whoever makes it needs the right to each of that. Returns
    the reference of the matrix's version, "" where it stays as it is."""
    row = _locked(change_id)
    actor = require(actor, permissions.DECIDE, at=at, within=over(None))
    row.state = LIFECYCLE.after(State(row.state), "make")
    steps = steps_of(row)
    found = organisation_on(row.valid_from, actor=actor)
    problems = [
        *problems_with_day(row.valid_from, at),
        *_problems_making_now(row, steps, at),
        *problems_making(found, steps),
    ]
    if not decision_reference.strip():
        problems.append(Problem("responsibility.no_decision", {}, ("decision_reference",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.decision_reference = decision_reference.strip()
    row.decided_by, row.decided_at = actor.person_id, at
    if any(step.kind == StepKind.MATRIX for step in steps):
        row.rule_set = write_matrix(
            changing.after(found.ground, steps).matrix,
            valid_from=row.valid_from,
            reason=row.decision_reference,
            actor=actor,
            at=at,
        )
    row.save(
        update_fields=[
            "state",
            "version",
            "decision_reference",
            "decided_by",
            "decided_at",
            "rule_set",
        ]
    )
    _carry_out(steps, row, actor, at)
    outbox.publish(
        events.ChangeMade(row.id, row.rule_set), actor=actor, at=at, reason=row.decision_reference
    )
    return str(row.rule_set)


def _problems_making_now(
    row: PlannedChange, steps: Sequence[Step], at: datetime
) -> Iterator[Problem]:
    if not steps:
        yield Problem("responsibility.no_steps")
    at_once = {StepKind.END, StepKind.PERMISSION}
    if row.valid_from > day_of(at) and any(step.kind in at_once for step in steps):
        yield Problem("responsibility.not_before_its_day", {"day": row.valid_from})


def _carry_out(steps: Sequence[Step], row: PlannedChange, actor: Actor, at: datetime) -> None:
    """What ends ends first, so that the same can be given anew; as many statements for all steps as for
    one of each kind."""
    reference = row.decision_reference
    ended = [one.mandate_id for one in steps if one.kind == StepKind.END and one.mandate_id]
    given = [
        authority.Grant(one.person_id, one.role, one.unit_id)
        for one in steps
        if one.kind == StepKind.GRANT and one.person_id
    ]
    changes = [
        authority.Adjustment(one.role, one.permission, one.gains)
        for one in steps
        if one.kind == StepKind.PERMISSION
    ]
    authority.revoke_each(ended, reference, actor=actor, at=at)
    authority.grant_each(
        given, valid_from=row.valid_from, decision_reference=reference, actor=actor, at=at
    )
    if changes:
        authority.change_roles(changes, reference, actor=actor, at=at)


@command(permissions.PLAN)
def drop_change(
    change_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Say that a planned change will not be made, and why."""
    row = _locked(change_id)
    actor = require(actor, permissions.PLAN, at=at)
    row.state = LIFECYCLE.after(State(row.state), "drop")
    refuse_if(problems_with_reason(reason))
    count_change(row, expected_version)
    row.decided_by, row.decided_at = actor.person_id, at
    row.save(update_fields=["state", "version", "decided_by", "decided_at"])
    outbox.publish(events.ChangeDropped(row.id), actor=actor, at=at, reason=reason.strip())


def _is_draft(row: PlannedChange) -> None:
    if row.state != State.DRAFT:
        refuse_if([Problem("responsibility.change_is_decided")])


def _locked(change_id: UUID) -> PlannedChange:
    row = PlannedChange.objects.select_for_update().filter(id=change_id).first()
    if row is None:
        raise missing("planned_change", change_id)
    return row
