"""People go to another department."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require, require_each
from avrop.kernel.problems import missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.employing import send_on
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonMoved
from avrop.parties.models import Person
from avrop.parties.queries.units import unit as unit_view
from avrop.parties.rules import problems_not_open, problems_of_having_left


@command(permissions.CHANGE_PEOPLE)
def move_person(
    person_id: UUID,
    *,
    unit_id: UUID | None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Let a person work in another department (C11). What the floors above keep by person follows
    from the event; what has been done stays where it was done."""
    _move((person_row(person_id),), unit_id, actor, at, expected_version)


@command(permissions.CHANGE_PEOPLE)
def staff_unit(
    unit_id: UUID,
    *,
    joining: tuple[UUID, ...] = (),
    leaving: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """Let people work in a unit from now on, and others no longer. Who is there already stays; who is
    elsewhere is not taken away from there. Statements do not grow with the people."""
    require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(unit_id))
    locked = Person.objects.select_for_update().filter(id__in={*joining, *leaving}).order_by("id")
    people = {row.id: row for row in locked}
    for person_id in joining:
        if person_id not in people:
            raise missing("person", person_id)
    coming = [people[one] for one in dict.fromkeys(joining) if people[one].unit_id != unit_id]
    going = [
        row
        for row in people.values()
        if row.id in leaving and row.id not in joining and row.unit_id == unit_id
    ]
    _move(coming, unit_id, actor, at)
    _move(going, None, actor, at)


def _move(
    people: Sequence[Person],
    unit_id: UUID | None,
    asked: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Locked people go to a unit (None: to none); who is there already stays."""
    if not people:
        return
    today, former = day_of(at), {person.id: person.unit_id for person in people}
    actor = require(asked, permissions.CHANGE_PEOPLE, at=at, within=over(people[0].unit_id))
    places = [over(each) for each in dict.fromkeys((*former.values(), unit_id))]
    require_each(asked, permissions.CHANGE_PEOPLE, places, at=at)
    unit = unit_view(unit_id) if unit_id else None
    refuse_if(
        [
            *(
                problem
                for person in people
                for problem in problems_of_having_left(person.name, person.valid_until, today)
            ),
            *problems_not_open(unit, today, ("unit_id",)),
        ]
    )
    for person in people:
        count_change(person, expected_version)
    moving = [person for person in people if person.unit_id != unit_id]
    for person in moving:
        person.unit_id = unit_id
    update_rows(Person, ["unit", "version"], moving)
    if moving:
        send_on(moving, {person.id: former[person.id] for person in moving}, unit_id, today)
    moved = [PersonMoved(person.id, former[person.id], unit_id) for person in moving]
    outbox.publish_each(moved, actor=actor, at=at)
