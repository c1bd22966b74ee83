"""A department ends."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.employing import A_DAY, send_on
from avrop.parties.actions.finding import unit_row
from avrop.parties.events import UnitClosed
from avrop.parties.models import Person, Unit
from avrop.parties.queries.stored import unit_of
from avrop.parties.queries.units import unit as unit_view
from avrop.parties.rules import Closing, problems_closing


@command(permissions.CHANGE_UNITS)
def close_unit(
    unit_id: UUID,
    *,
    last_day: date,
    successor_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Close a department after a day. It is never deleted: what is open finishes under it.

    Its people work in the successor from the day after.
    """
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    people = list(staying_in(row.id, last_day))
    refuse_if(
        problems_closing(
            Closing(
                unit=unit_of(row),
                last_day=last_day,
                open_units=open_below(row, last_day).count(),
                people=len(people),
                successor=unit_view(successor_id) if successor_id else None,
            )
        )
    )
    count_change(row, expected_version)
    end_unit(row, last_day, successor_id)
    if successor_id is not None:
        send_people_on(people, row.id, successor_id, last_day, day_of(at))
    outbox.publish(UnitClosed(row.id, last_day, successor_id), actor=actor, at=at)


def staying_in(unit_id: UUID, last_day: date) -> QuerySet[Person]:
    """Who works in a unit and stays after a day."""
    staying = Q(valid_until=None) | Q(valid_until__gt=last_day)
    rows: QuerySet[Person] = Person.objects.filter(staying, unit_id=unit_id).order_by("id")
    return rows


def open_below(row: Unit, last_day: date) -> QuerySet[Unit]:
    """What lies below a unit and is open after a day."""
    staying = Q(valid_until=None) | Q(valid_until__gt=last_day)
    rows: QuerySet[Unit] = Unit.objects.filter(staying, path__startswith=row.path)
    return rows.exclude(id=row.id)


def end_unit(row: Unit, last_day: date, successor_id: UUID | None) -> None:
    """Write the last day; the caller has counted the change."""
    row.valid_until, row.successor_id = last_day, successor_id
    row.save(update_fields=["valid_until", "successor_id", "version"])


def send_people_on(
    people: Sequence[Person], unit_id: UUID, successor_id: UUID, last_day: date, today: date
) -> None:
    """People go on in another unit when theirs has ended: at once, where that day is over; else the
    routine `take_effect` sees to it on the day."""
    former = {person.id: unit_id for person in people}
    send_on(people, former, successor_id, last_day + A_DAY)
    if last_day < today:
        rows = Person.objects.filter(id__in=[person.id for person in people])
        rows.update(unit_id=successor_id, version=F("version") + 1)
