"""A department ends."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
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

    Its people go to the successor, which is how two departments are merged.
    """
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    staying = Q(valid_until=None) | Q(valid_until__gt=last_day)
    below = Unit.objects.filter(staying, path__startswith=row.path).exclude(id=row.id)
    people = Person.objects.filter(staying, unit_id=row.id)
    refuse_if(
        problems_closing(
            Closing(
                unit=unit_of(row),
                last_day=last_day,
                open_units=below.count(),
                people=people.count(),
                successor=unit_view(successor_id) if successor_id else None,
            )
        )
    )
    count_change(row, expected_version)
    row.valid_until, row.successor_id = last_day, successor_id
    row.save(update_fields=["valid_until", "successor_id", "version"])
    if successor_id is not None:
        people.update(unit_id=successor_id, version=F("version") + 1)
    outbox.publish(UnitClosed(row.id, last_day, successor_id), actor=actor, at=at)
