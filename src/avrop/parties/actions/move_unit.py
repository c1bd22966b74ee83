"""A department comes under another one."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, Refused, missing, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import unit_row
from avrop.parties.events import UnitMoveCalledOff, UnitMoved, UnitMovePlanned
from avrop.parties.models import Unit, UnitMove
from avrop.parties.queries.stored import unit_of
from avrop.parties.rules import problems_lying_under, problems_moving_back


@command(permissions.CHANGE_UNITS)
def move_unit(
    unit_id: UUID,
    *,
    parent_id: UUID | None,
    valid_from: date | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Put a department, with everything below it, under another one (None: outermost), today or from a
    day to come, when the routine `take_effect` does it.

    Rights that are limited to a unit follow on that day. Both ends must lie within the actor's mandate.
    A move that was planned for the unit is replaced.
    """
    row, parent = _both_locked(unit_id, parent_id)
    asked = actor
    actor = require(asked, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    require(asked, permissions.CHANGE_UNITS, at=at, within=over(parent_id))
    if expected_version is not None and expected_version != row.version:
        facts = {"expected": expected_version, "version": row.version}
        raise Refused((Problem("kernel.stale", facts),))
    above = unit_of(parent) if parent else None
    today = day_of(at)
    on = valid_from or today
    refuse_if([*problems_moving_back(on, today), *problems_lying_under(row.path, above, on)])
    former_parent_id, former_path = row.parent_id, row.path
    if former_parent_id == parent_id:
        return
    UnitMove.objects.filter(unit_id=row.id, applied_at=None).delete()
    UnitMove.objects.create(
        unit_id=row.id,
        former_parent_id=former_parent_id,
        parent_id=parent_id,
        valid_from=on,
        decided_at=at,
        applied_at=at if on == today else None,
    )
    if on > today:
        outbox.publish(UnitMovePlanned(row.id, parent_id, on), actor=actor, at=at)
        return
    path = f"{above.path if above else '/'}{row.id}/"
    Unit.objects.filter(path__startswith=former_path).update(
        path=Concat(Value(path), Substr("path", len(former_path) + 1)), version=F("version") + 1
    )
    Unit.objects.filter(id=row.id).update(parent_id=parent_id)
    outbox.publish(UnitMoved(row.id, former_parent_id, parent_id), actor=actor, at=at)


@command(permissions.CHANGE_UNITS)
def call_off_move(unit_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let a department stay where it is, although it was to move. `Missing` where no move is planned."""
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    planned = UnitMove.objects.filter(unit_id=row.id, applied_at=None).first()
    if planned is None:
        raise missing("unit_move", unit_id)
    valid_from = planned.valid_from
    UnitMove.objects.filter(id=planned.id).delete()
    outbox.publish(UnitMoveCalledOff(row.id, valid_from), actor=actor, at=at)


def _both_locked(unit_id: UUID, parent_id: UUID | None) -> tuple[Unit, Unit | None]:
    """By key, so that two moves towards one another wait instead of closing a circle.

    All units are locked: a circle of three could come about one level further away.
    """
    rows: dict[UUID, Unit] = {
        row.id: row
        for row in Unit.objects.select_for_update(of=("self",))
        .select_related("delivery_address")
        .order_by("id")
    }
    if unit_id not in rows:
        raise missing("unit", unit_id)
    if parent_id is not None and parent_id not in rows:
        raise missing("unit", parent_id)
    return rows[unit_id], rows[parent_id] if parent_id else None
