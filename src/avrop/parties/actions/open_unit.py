"""A new department."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import unit_row
from avrop.parties.actions.stating import (
    own_prefix,
    problems_taking_glns,
    problems_with_reservation,
    stated_address,
)
from avrop.parties.events import UnitOpened
from avrop.parties.models import Unit
from avrop.parties.queries.stored import unit_of
from avrop.parties.rules import checked_unit, problems_not_open, problems_with_gln
from avrop.parties.shapes import UnitFacts
from avrop.values import uuid7


@command(permissions.CHANGE_UNITS)
def open_unit(
    unit: UnitFacts,
    *,
    valid_from: date,
    parent_id: UUID | None = None,
    reserved_as: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Open a department from a day on, within another one or outermost.

    What it still lacks before it can order is told by the query `unit_readiness`. `reserved_as` is the
    id that came with its GLN, where that was reserved before.
    """
    parent = unit_of(unit_row(parent_id)) if parent_id else None
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(parent_id))
    facts, problems = checked_unit(unit)
    invalid_if(problems)
    unit_id = reserved_as or uuid7()
    place = facts.delivery_address.gln if facts.delivery_address else ""
    refuse_if(
        [
            *problems_not_open(parent, valid_from, ("parent_id",)),
            *(problems_with_reservation(facts.gln, reserved_as) if reserved_as else ()),
            *problems_with_gln(facts.gln, own_prefix=own_prefix() if facts.gln else ""),
            *problems_taking_glns((facts.gln, place), unit_id, at),
        ]
    )
    columns = asdict(facts) | {"delivery_address": stated_address(facts.delivery_address, unit_id)}
    row = Unit(
        id=unit_id,
        parent_id=parent_id,
        path=f"{parent.path if parent else '/'}{unit_id}/",
        valid_from=valid_from,
        **columns,
    )
    row.save(force_insert=True)
    outbox.publish(UnitOpened(unit_id, parent_id, valid_from), actor=actor, at=at)
    return unit_id
