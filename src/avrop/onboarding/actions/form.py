"""A manager states a new department, sends the form, and gives it up."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from avrop.coding import queries as coding
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import require
from avrop.kernel.problems import Missing, Problem, invalid_if, refuse_if
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.finding import (
    TO_MEND,
    TO_NUMBER,
    department_for_change,
    place_in,
    place_of,
    save,
    wait_for,
)
from avrop.onboarding.actions.questions import withdraw_questions
from avrop.onboarding.events import (
    DepartmentBegun,
    DepartmentCancelled,
    DepartmentSaved,
    DepartmentSubmitted,
)
from avrop.onboarding.lifecycle import LIFECYCLE
from avrop.onboarding.models import Department
from avrop.onboarding.shapes import DepartmentForm
from avrop.onboarding.stored import form_of, plain
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks

#: A default coding may leave parts open that a line fills in.
_LEFT_OPEN = frozenset({"coding.dimension_missing", "coding.combination_not_allowed"})


@command(permissions.REQUEST)
def begin_department(form: DepartmentForm, *, actor: Actor, at: datetime) -> UUID:
    """Begin the form of a new department; it may lack anything until it is sent. Returns its id."""
    actor = require(actor, permissions.REQUEST, at=at, within=place_in(form))
    invalid_if(rules.problems_storing(form))
    row = Department(
        number=f"NE-{day_of(at).year}-{next_number('onboarding.departments'):05}",
        form=plain(form),
        parent_unit_id=form.parent_id,
        requested_by=actor.person_id,
        begun_at=at,
    )
    row.save(force_insert=True)
    outbox.publish(DepartmentBegun(row.id), actor=actor, at=at)
    return row.id


@command(permissions.REQUEST)
def save_department(
    department_id: UUID,
    form: DepartmentForm,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Keep the form as a draft, whatever it lacks; also one that was sent back."""
    row = department_for_change(department_id)
    actor = require(actor, permissions.REQUEST, at=at, within=place_of(row))
    row.state = LIFECYCLE.after(row.state, "save")
    require(actor, permissions.REQUEST, at=at, within=place_in(form))
    invalid_if(rules.problems_storing(form))
    row.form, row.parent_unit_id = plain(form), form.parent_id
    save(row, expected_version, "form", "parent_unit_id")
    outbox.publish(DepartmentSaved(row.id), actor=actor, at=at)


@command(permissions.REQUEST)
def submit_department(
    department_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Send the form to the coordinator. Raises `Refused` with everything that is missing or wrong, each
    at its field; the draft stays as it is."""
    row = department_for_change(department_id)
    actor = require(actor, permissions.REQUEST, at=at, within=place_of(row))
    row.state = LIFECYCLE.after(row.state, "submit")
    today = day_of(at)
    form = form_of(row)
    refuse_if([*rules.problems_submitting(form, today), *_problems_elsewhere(form, today)])
    row.submitted_at, row.reason, row.owner = at, "", None
    row.due_at = rules.due_after(at, today, rules.TO_NUMBER_DAYS)
    save(row, expected_version, "submitted_at", "reason", "owner", "due_at")
    tasks.close_tasks(row.id, kind=TO_MEND, actor=actor, at=at)
    wait_for(row, TO_NUMBER, permissions.COORDINATE, rules.TO_NUMBER_DAYS, actor=actor, at=at)
    outbox.publish(DepartmentSubmitted(row.id), actor=actor, at=at)


def _problems_elsewhere(form: DepartmentForm, today: date) -> Iterator[Problem]:
    """What other registers say: the coding by its chart on the opening day, the unit that it is to lie
    in."""
    if form.default_coding.strip():
        chart = coding.plan(form.opens_on or today, naming=(form.default_coding,))
        for problem in coding.problems_with(form.default_coding, chart):
            if problem.code not in _LEFT_OPEN:
                place = ("form", "default_coding")
                yield Problem(problem.code, problem.values, place, problem.fixer)
    if form.parent_id is not None:
        try:
            parent = parties.unit(form.parent_id)
        except Missing as gone:
            yield from gone.problems
            return
        day = form.opens_on or today
        if not parent.is_open(day):
            values = {"unit": parent.name, "day": day}
            yield Problem("parties.unit_not_open", values, ("form", "parent_id"))


@command(permissions.REQUEST)
def cancel_department(
    department_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Give a new department up, while it is no unit yet. A GLN that was kept for it is never given to
    another one."""
    row = department_for_change(department_id)
    actor = require(actor, permissions.REQUEST, at=at, within=place_of(row))
    row.state = LIFECYCLE.after(row.state, "cancel")
    refuse_if(rules.problems_with_reason(reason))
    row.reason, row.due_at = reason.strip(), None
    save(row, expected_version, "reason", "due_at")
    withdraw_questions(row, at=at)
    tasks.close_tasks(row.id, outcome="cancelled", actor=actor, at=at)
    outbox.publish(DepartmentCancelled(row.id), actor=actor, at=at, reason=reason.strip())
