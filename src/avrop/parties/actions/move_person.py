"""A person goes to another department."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.employing import begin_main, send_on
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonMoved
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
    row = person_row(person_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    require(asked, permissions.CHANGE_PEOPLE, at=at, within=over(unit_id))
    unit = unit_view(unit_id) if unit_id else None
    refuse_if(
        [
            *problems_of_having_left(row.name, row.valid_until, day_of(at)),
            *problems_not_open(unit, day_of(at), ("unit_id",)),
        ]
    )
    count_change(row, expected_version)
    former = row.unit_id
    if former == unit_id:
        return
    row.unit_id = unit_id
    row.save(update_fields=["unit", "version"])
    if former is not None:
        send_on([row], former, unit_id, day_of(at))
    elif unit_id is not None:
        begin_main(row.id, unit_id, max(day_of(at), row.valid_from), until=row.valid_until)
    outbox.publish(PersonMoved(row.id, former, unit_id), actor=actor, at=at)
