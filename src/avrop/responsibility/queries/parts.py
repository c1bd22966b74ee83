"""What is decided centrally, locally and by delegation, and which mandates go against it."""

from __future__ import annotations

from datetime import date, datetime

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page
from avrop.parties import queries as parties
from avrop.responsibility.activities import Part
from avrop.responsibility.parts import Against, Decided, Given, Levels, Register, conflicts
from avrop.responsibility.queries.pages import slice_of
from avrop.responsibility.reading import (
    Organisation,
    organisation_on,
    parts_by_role,
    register_in_force,
)
from avrop.responsibility.shapes import ConflictView


@query
def decision_levels(*, on: date | None = None, actor: Actor, at: datetime) -> tuple[Decided, ...]:
    """Where each part of the process is decided on, then what units decide otherwise. One statement."""
    register, _ = register_in_force(on or day_of(at))
    levels = Levels(register)
    whole = tuple(levels.of(str(part)) for part in Part)
    return (*whole, *(one for one in register.decided if one.unit_id is not None))


@query
def decision_conflicts_page(
    *,
    conflict: str = "",
    part: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ConflictView]:
    """The mandates that go against what is decided, one by one."""
    found = organisation_on(day_of(at), actor=actor)
    chosen = [
        one
        for one in conflicts_of(found, found.register)
        if conflict in ("", one.conflict) and part in ("", one.decided.part)
    ]
    page = slice_of(chosen, cursor, limit)
    names = parties.person_names({one.given.person_id for one in page.items})
    units = found.unit_names
    return Page(
        tuple(
            ConflictView(
                id=str(one.given.mandate_id),
                conflict=str(one.conflict),
                role=one.given.role,
                person=names.get(one.given.person_id, ""),
                unit=units.get(one.given.unit_id, "") if one.given.unit_id else "",
                part=one.decided.part,
                limit=one.given.limit,
                decided_limit=one.decided.limit,
            )
            for one in page.items
        ),
        page.next_cursor,
    )


def conflicts_of(found: Organisation, register: Register) -> tuple[Against, ...]:
    """The mandates of an organisation that go against a register: the one in force, or a planned one."""
    given = tuple(
        Given(one.id, one.person_id, one.role, one.unit_id, one.limit) for one in found.mandates
    )
    return tuple(conflicts(register, given, parts_by_role(found.matrix), found.lineages))
