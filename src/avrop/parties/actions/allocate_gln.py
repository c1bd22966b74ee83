"""A GLN of our own series for a department, or for one that is yet to be opened."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import numbers, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.finding import unit_row
from avrop.parties.actions.stating import own_prefix
from avrop.parties.events import GlnAllocated
from avrop.parties.models import TakenGln
from avrop.parties.rules import problems_allocating_gln
from avrop.parties.shapes import ReservedGln
from avrop.values import uuid7
from avrop.values.identifiers import gln as gln_of

#: How many numbers may have been taken by hand in a row before somebody should look.
_TRIES = 1000


@command(permissions.CHANGE_UNITS)
def allocate_gln(
    unit_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> str:
    """Give a department the next GLN under our own GS1 company prefix (C5). Returns the GLN."""
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    prefix = own_prefix()
    refuse_if(problems_allocating_gln(row.gln, prefix))
    count_change(row, expected_version)
    row.gln = next_free_gln(prefix, row.id, at)
    row.save(update_fields=["gln", "version"])
    outbox.publish(GlnAllocated(row.id, row.gln), actor=actor, at=at)
    return row.gln


@command(permissions.CHANGE_UNITS)
def reserve_gln(parent_id: UUID | None, *, actor: Actor, at: datetime) -> ReservedGln:
    """Keep the next GLN under our own prefix for a department that is to be opened within another one
    (C5). It is never given to anything else, even where the department is not opened."""
    require(actor, permissions.CHANGE_UNITS, at=at, within=over(parent_id))
    prefix = own_prefix()
    refuse_if(problems_allocating_gln("", prefix))
    unit_id = uuid7()
    return ReservedGln(unit_id, next_free_gln(prefix, unit_id, at))


def next_free_gln(prefix: str, holder_id: UUID, at: datetime) -> str:
    """Take the next number under our own prefix for whoever is to hold it. `Refused` where none is
    free."""
    room = 10 ** (12 - len(prefix))
    for _ in range(_TRIES):
        reference = numbers.next_number(f"parties.gln.{prefix}")
        if reference >= room:
            break
        gln = str(gln_of(prefix, reference))
        TakenGln.objects.bulk_create(
            [TakenGln(gln=gln, holder_id=holder_id, taken_at=at)], ignore_conflicts=True
        )
        if TakenGln.objects.filter(gln=gln, holder_id=holder_id).exists():
            return gln
    raise Refused((Problem("parties.gln_series_full", {"prefix": prefix}),))
