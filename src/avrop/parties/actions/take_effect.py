"""What was decided for a day that has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.outbox import Event
from avrop.kernel.ports import EVERYWHERE, require
from avrop.parties import permissions
from avrop.parties.events import PersonMoved, UnitMoveCalledOff, UnitMoved
from avrop.parties.importing.writing import rearrange
from avrop.parties.models import Unit, UnitMove
from avrop.parties.queries.reading import read_units
from avrop.parties.rules import lies_in, problems_not_open

#: Everybody whose main employment of the day is in another unit than the one he stands in.
_MOVED = """
    update parties_person p set unit_id = e.unit_id, version = p.version + 1
    from (
        select distinct on (person_id) person_id, unit_id from parties_employment
        where is_main and valid_from <= %(on)s and (valid_until is null or valid_until >= %(on)s)
        order by person_id, valid_from desc
    ) e, parties_person former
    where e.person_id = p.id and former.id = p.id and former.tenant_id = p.tenant_id
        and p.unit_id is distinct from e.unit_id
        and (p.valid_until is null or p.valid_until >= %(on)s)
    returning p.id, former.unit_id, p.unit_id
"""


@command(permissions.TAKE_EFFECT)
def take_effect(*, actor: Actor, at: datetime) -> int:
    """Move the units and the people whose day has come; safe to repeat. Returns how many moved.

    A move that has become impossible since it was planned is called off. Statements do not grow.
    """
    actor = require(actor, permissions.TAKE_EFFECT, at=at, within=EVERYWHERE)
    happened = [*_units_moved(at), *_people_moved(at)]
    outbox.publish_each(happened, actor=actor, at=at)
    return len(happened)


def _units_moved(at: datetime) -> list[Event]:
    today = day_of(at)
    due = list(UnitMove.objects.filter(applied_at=None, valid_from__lte=today).order_by("id"))
    if not due:
        return []
    list(Unit.objects.order_by("id").select_for_update().values_list("id"))
    units = {unit.id: unit for unit in read_units("true", [])}
    parents = {unit.id: unit.parent_id for unit in units.values()}
    happened: list[Event] = []
    off: list[UUID] = []
    for move in due:
        above = units.get(move.parent_id) if move.parent_id else None
        if list(problems_not_open(above, today)) or lies_in(move.parent_id, move.unit_id, parents):
            happened.append(UnitMoveCalledOff(move.unit_id, move.valid_from))
            off.append(move.id)
            continue
        happened.append(UnitMoved(move.unit_id, parents[move.unit_id], move.parent_id))
        parents[move.unit_id] = move.parent_id
    _lay({move.unit_id: move.parent_id for move in due if move.id not in off})
    UnitMove.objects.filter(id__in=off).delete()
    UnitMove.objects.filter(id__in=[move.id for move in due]).update(applied_at=at)
    return happened


def _lay(parents: dict[UUID, UUID | None]) -> None:
    rows = list(Unit.objects.filter(id__in=list(parents)))
    for row in rows:
        row.parent_id, row.version = parents[row.id], row.version + 1
    Unit.objects.bulk_update(rows, ["parent", "version"], batch_size=max(1, len(rows)))
    rearrange()


def _people_moved(at: datetime) -> list[Event]:
    with connection.cursor() as cursor:
        cursor.execute(_MOVED, {"on": day_of(at)})
        return [PersonMoved(*row) for row in cursor.fetchall()]
