"""Further employments: somebody works in another unit too."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import EmploymentChanged
from avrop.parties.models import Employment
from avrop.parties.queries.units import unit as unit_view
from avrop.parties.rules import (
    problems_not_open,
    problems_of_having_left,
    problems_with_period,
)


@command(permissions.CHANGE_PEOPLE)
def begin_employment(
    person_id: UUID,
    unit_id: UUID,
    *,
    valid_from: date,
    valid_until: date | None = None,
    title: str = "",
    number: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let somebody work in another unit beside the main one, from a day on."""
    row = person_row(person_id)
    unit = unit_view(unit_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    require(asked, permissions.CHANGE_PEOPLE, at=at, within=over(unit_id))
    problems = [
        *problems_with_period(valid_from, valid_until),
        *problems_not_open(unit, valid_from, ("unit_id",)),
        *problems_of_having_left(row.name, row.valid_until, valid_until or valid_from),
    ]
    if number.strip() and Employment.objects.filter(number=number.strip()).exists():
        values = {"text": number.strip()}
        problems.append(Problem("parties.import_others_employment", values, ("number",)))
    refuse_if(problems)
    employment = Employment.objects.create(
        person_id=row.id,
        unit_id=unit_id,
        number=number.strip(),
        title=title.strip()[:200],
        is_main=False,
        valid_from=valid_from,
        valid_until=valid_until or row.valid_until,
    )
    event = EmploymentChanged(employment.id, row.id, unit_id)
    outbox.publish(event, actor=actor, at=at)
    return employment.id


@command(permissions.CHANGE_PEOPLE)
def end_employment(employment_id: UUID, *, last_day: date, actor: Actor, at: datetime) -> None:
    """Let somebody work in a further unit no longer than a day. The main employment ends when he moves
    or leaves."""
    row = Employment.objects.select_for_update().filter(id=employment_id).first()
    if row is None:
        raise missing("employment", employment_id)
    actor = require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    problems = list(problems_with_period(row.valid_from, last_day))
    if row.is_main:
        problems.append(Problem("parties.employment_is_main"))
    refuse_if(problems)
    if row.valid_until == last_day:
        return
    row.valid_until = last_day
    row.version += 1
    row.save(update_fields=["valid_until", "version"])
    event = EmploymentChanged(row.id, row.person_id, row.unit_id)
    outbox.publish(event, actor=actor, at=at)
