"""Who does what in a unit, and what somebody answers for himself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.responsibility import reading
from avrop.responsibility.activities import CATALOGUE, activities_of
from avrop.responsibility.changing import letters_in_order
from avrop.responsibility.holding import Answering, Holders, Lineage, answering
from avrop.responsibility.matrix import Gap, Rows
from avrop.responsibility.parts import Level, Levels
from avrop.responsibility.queries.confirming import mine_to_confirm
from avrop.responsibility.shapes import Doer, DutyHeld, Mine, PartRow

#: Who does the work may be hundreds: so many are named, the rest is counted.
MOST_NAMED = 5


@query
def who_does_what(
    *, unit_id: UUID | None = None, on: date | None = None, actor: Actor, at: datetime
) -> tuple[PartRow, ...]:
    """Who answers for each activity in a unit, who does it, and who is asked and told; the whole
    organisation without a unit. Reads the mandates that reach the unit, whatever else there is."""
    day = on or day_of(at)
    lineage = _lineage(unit_id, day)
    decided, _ = reading.matrix_in_force(day)
    register, _ = reading.register_in_force(day)
    held = authority.held_on(day, lineage=lineage)
    people = parties.people({one.person_id for one in held})
    here = {key: one.name for key, one in people.items() if one.works_here(day)}
    holders = Holders(reading.holdings(one for one in held if one.person_id in here))
    rows, levels = Rows(decided), Levels(register)
    activities = activities_of(authority.roles_held_on(day))
    return tuple(
        _row(
            answering(
                rows.of(one.code, lineage),
                holders,
                lineage,
                is_central=levels.of(one.part, lineage).level == Level.CENTRAL,
            ),
            str(one.part),
            str(levels.of(one.part, lineage).level),
            here,
        )
        for one in activities
    )


def _lineage(unit_id: UUID | None, day: date) -> Lineage:
    if unit_id is None:
        return ()
    unit = parties.unit(unit_id)
    if not unit.is_open(day):
        raise missing("unit", unit_id)
    return unit.lineage


def _shown(one: Answering) -> tuple[tuple[UUID, ...], ...]:
    return one.accountable, one.responsible[:MOST_NAMED], one.consulted[:MOST_NAMED]


def _row(one: Answering, part: str, level: str, names: Mapping[UUID, str]) -> PartRow:
    accountable, responsible, consulted = (
        tuple(Doer(person, names.get(person, "")) for person in several) for several in _shown(one)
    )
    return PartRow(
        activity=one.row.activity,
        part=part,
        level=level,
        roles={letter: one.row.roles(letter) for letter in "ARCI"},
        accountable=accountable,
        responsible=responsible,
        responsible_count=len(one.responsible),
        consulted=consulted,
        consulted_count=len(one.consulted),
        informed_count=len(one.informed),
        gaps=tuple(_gaps(one)),
    )


def _gaps(one: Answering) -> Iterable[Gap]:
    if not one.row.roles("A"):
        yield Gap.NO_ACCOUNTABLE
    elif not one.accountable:
        yield Gap.VACANT
    if len(one.row.roles("A")) > 1:
        yield Gap.SEVERAL_ACCOUNTABLE
    elif len(one.accountable) > 1:
        yield Gap.SEVERAL_HOLDERS
    if not one.responsible:
        yield Gap.NOBODY_DOES_IT


@query
def my_responsibilities(*, on: date | None = None, actor: Actor, at: datetime) -> Mine:
    """What the acting person answers for, does, is asked about and told: by the roles of his mandates,
    in his positions, and what he is to confirm."""
    day = on or day_of(at)
    if actor.person_id is None:
        return Mine((), (), ())
    held = authority.held_on(day, person_id=actor.person_id)
    decided, _ = reading.matrix_in_force(day)
    named = [one.unit_id for one in held if one.unit_id is not None]
    units = parties.units_by_id(named) if named else {}
    register, _ = reading.register_in_force(day)
    rows, levels = Rows(decided), Levels(register)
    duties = []
    for one in held:
        unit = units.get(one.unit_id) if one.unit_id else None
        for activity in CATALOGUE:
            lineage = unit.lineage if unit else ()
            letters = rows.of(activity.code, lineage).letters.get(one.role, "")
            if unit and levels.of(activity.part, lineage).level == Level.CENTRAL:
                letters = letters.replace("A", "")  # one answers for the whole organisation
            if letters:
                duties.append(
                    DutyHeld(
                        activity.code,
                        str(activity.part),
                        letters_in_order(letters),
                        one.role,
                        one.unit_id,
                        unit.name if unit else "",
                    )
                )
    return Mine(
        tuple(dict.fromkeys(duties)),
        authority.positions_of(actor.person_id, day),
        mine_to_confirm(actor, at),
    )
