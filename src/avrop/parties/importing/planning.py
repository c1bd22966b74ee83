"""A file against an organisation: the plan, or every fault. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from avrop.parties.importing.columns import KINDS, UNITS, Fault, Lines
from avrop.parties.importing.plan import EmploymentWrite, Ground, PersonWrite, Plan, UnitWrite
from avrop.parties.importing.planning_absences import plan_absences
from avrop.parties.importing.planning_people import (
    A_DAY,
    employment_write,
    plan_employments,
    plan_people,
    read_mandates,
    staying_in,
    stays_beyond,
)
from avrop.parties.importing.planning_places import plan_places
from avrop.parties.importing.planning_units import plan_units, problems_left_open
from avrop.parties.shapes import PersonView


def plan_of(lines: Lines, ground: Ground, new_id: Callable[[], UUID]) -> Plan:
    """What the lines do to the organisation as it stands. With a fault nothing of it is done."""
    plan = Plan()
    plan_units(lines, ground, plan, new_id)
    known = plan_people(lines, ground, plan, new_id)
    plan_places(lines, known, ground, plan, new_id)
    plan_employments(lines, known, ground, plan, new_id)
    read_mandates(lines, known, ground, plan)
    plan_absences(lines, known, ground, plan, new_id)
    by_code = {line.get("code"): line for line in lines.of(UNITS)}
    for unit_id, problem in problems_left_open(ground, plan, staying_in(ground, plan)):
        lines.fault(by_code[plan.units[unit_id].facts.code], "valid_until", problem)
    for write in list(plan.units.values()):
        if write.valid_until is not None and write.successor_id is not None:
            _send_on(write, ground, plan, new_id)
    plan.faults = in_order(lines.faults)
    return plan


def in_order(faults: list[Fault]) -> list[Fault]:
    """By sheet in their order, then by row."""
    place = {kind: number for number, kind in enumerate(KINDS, start=1)}
    return sorted(faults, key=lambda one: (place.get(one.kind, 0), one.row))


def _send_on(write: UnitWrite, ground: Ground, plan: Plan, new_id: Callable[[], UUID]) -> None:
    """Whoever works in a unit beyond its last day goes on in its successor, from the day after."""
    last_day = write.valid_until
    assert last_day is not None
    assert write.successor_id is not None
    everybody: dict[UUID, Any] = {one.id: one for one in ground.people}
    everybody |= plan.people
    planned = {one.id for one in plan.employments}
    held = [employment_write(one) for one in ground.employments if one.id not in planned]
    for one in (*plan.employments, *held):
        person = everybody.get(one.person_id)
        goes_on = one.valid_until is None or one.valid_until > last_day
        if one.unit_id != write.id or not goes_on or person is None:
            continue
        if one.valid_from > last_day:
            _put(plan, replace(one, unit_id=write.successor_id))
        else:
            _put(plan, replace(one, valid_until=last_day))
            following = replace(
                one,
                id=new_id(),
                unit_id=write.successor_id,
                number="",
                valid_from=last_day + A_DAY,
                former=None,
            )
            plan.employments.append(following)
    for person in everybody.values():
        if (
            person.unit_id == write.id
            and stays_beyond(person, last_day)
            and last_day < ground.today
        ):
            plan.people[person.id] = replace(_person_write(person), unit_id=write.successor_id)


def _put(plan: Plan, write: EmploymentWrite) -> None:
    for place, one in enumerate(plan.employments):
        if one.id == write.id:
            plan.employments[place] = write
            return
    plan.employments.append(write)


def _person_write(person: PersonView | PersonWrite) -> PersonWrite:
    if isinstance(person, PersonWrite):
        return person
    return PersonWrite(
        id=person.id,
        number=person.number,
        name=person.name,
        email=person.email,
        phone=person.phone,
        unit_id=person.unit_id,
        account_id=person.account_id,
        valid_from=person.valid_from,
        valid_until=person.valid_until,
        taker_id=person.taker_id,
        former=person,
    )
