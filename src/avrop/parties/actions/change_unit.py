"""Other facts about a department."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.finding import unit_row
from avrop.parties.actions.stating import changed_fields, own_prefix, problems_taking_glns
from avrop.parties.events import UnitChanged
from avrop.parties.queries.stored import address_of
from avrop.parties.rules import checked_unit, problems_changing_place, problems_with_gln
from avrop.parties.shapes import UnitFacts


@command(permissions.CHANGE_UNITS)
def change_unit(
    unit_id: UUID,
    unit: UnitFacts,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
    address_is_corrected: bool = False,
) -> None:
    """State all facts of a department anew. A department that moves keeps its own GLN; the place of
    delivery needs another one, unless its address is only corrected."""
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    facts, problems = checked_unit(unit)
    invalid_if(problems)
    former, stated = address_of(row.delivery_address), facts.delivery_address
    is_new_gln = facts.gln != row.gln
    refuse_if(
        [
            *problems_with_gln(facts.gln, own_prefix=own_prefix() if is_new_gln else ""),
            *problems_changing_place(former, stated, is_corrected=address_is_corrected),
            *problems_taking_glns((facts.gln, stated.gln if stated else ""), row.id, at),
        ]
    )
    count_change(row, expected_version)
    names = changed_fields(row, facts, "delivery_address", former)
    if not names:
        return
    row.save(update_fields=[*names, "version"])
    outbox.publish(UnitChanged(row.id, tuple(sorted(names))), actor=actor, at=at)
