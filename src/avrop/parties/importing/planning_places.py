"""What the delivery addresses of a file change, and why they cannot. Pure.

A place is known by its unit's code and its name. What is over is history: the same name again is a new
place, from a later day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.importing.columns import PLACES, Line, Lines
from avrop.parties.importing.plan import (
    ADD,
    CHANGE,
    END,
    Change,
    Ground,
    PlaceWrite,
    Plan,
    address_words,
    fields_that_differ,
)
from avrop.parties.importing.planning_people import Known, problems_not_open_then, unit_named
from avrop.parties.places import (
    DeliveryPlaceFacts,
    DeliveryPlaceView,
    checked_place,
    problems_naming,
)
from avrop.parties.rules import problems_changing_place, problems_with_period
from avrop.parties.shapes import PostalAddress

_ADDRESS = {
    "street": "street",
    "postal_code": "postal_code",
    "city": "city",
    "country": "country",
    "place_gln": "gln",
}
_PLAIN = ("opening_hours", "directions", "takes_food")
#: In which column a problem of the rules is shown, by the last word of its place.
_COLUMNS = {"name": "place", "gln": "place_gln"}


def plan_places(
    lines: Lines, known: Known, ground: Ground, plan: Plan, new_id: Callable[[], UUID]
) -> None:
    """Judge every line of delivery addresses, and write what they do into the plan."""
    named: dict[tuple[UUID, str], list[DeliveryPlaceView]] = {}
    for one in ground.places:
        named.setdefault((one.unit_id, one.name.casefold()), []).append(one)
    first: dict[tuple[UUID, str], Line] = {}
    held = _held_by_units(plan)
    for line in lines.of(PLACES):
        unit_id, name = unit_named(line, known, lines), line.get("place").strip()
        if unit_id is None or not name:
            continue
        key = (unit_id, name.casefold())
        former_line = first.setdefault(key, line)
        if former_line is not line:
            values = {"text": name, "row": former_line.row}
            lines.fault(line, "place", Problem("parties.import_doubled", values))
            continue
        alike = named.get(key, [])
        former = _meant(line, alike, ground)
        write = _stated(line, unit_id, name, former, ground, new_id)
        for column, problem in _problems(write, alike, known, ground, held):
            lines.fault(line, column, problem)
        if write.facts.address.gln:
            held.setdefault(write.facts.address.gln, write.id)
        _say(line, write, plan)


def _meant(line: Line, alike: list[DeliveryPlaceView], ground: Ground) -> DeliveryPlaceView | None:
    """Which of the unit's places of that name a line is about: the one that begins on its first day,
    else the one that holds today, or comes next."""
    lasting = sorted(
        (one for one in alike if not one.is_over(ground.today)), key=lambda one: one.valid_from
    )
    begins = line.get("valid_from")
    exact = (one for one in lasting if one.valid_from == begins)
    return next(exact, lasting[0] if lasting else None)


def _stated(
    line: Line,
    unit_id: UUID,
    name: str,
    former: DeliveryPlaceView | None,
    ground: Ground,
    new_id: Callable[[], UUID],
) -> PlaceWrite:
    """The place as the line says, over what is known."""
    facts = DeliveryPlaceFacts(name, PostalAddress())
    if former is not None:
        plain = {each: getattr(former, each) for each in _PLAIN}
        facts = DeliveryPlaceFacts(name=former.name, address=former.address, **plain)
    address = {to: line.values[key] for key, to in _ADDRESS.items() if key in line.values}
    stated = {each: line.values[each] for each in _PLAIN if each in line.values}
    return PlaceWrite(
        id=former.id if former else new_id(),
        unit_id=unit_id,
        facts=replace(facts, address=replace(facts.address, **address), **stated),
        valid_from=line.get("valid_from") or (former.valid_from if former else ground.today),
        valid_until=line.get("valid_until", former.valid_until if former else None),
        former=former,
    )


def _held_by_units(plan: Plan) -> dict[str, UUID]:
    """The GLNs that the file's units take."""
    held: dict[str, UUID] = {}
    for unit in plan.units.values():
        place = unit.facts.delivery_address.gln if unit.facts.delivery_address else ""
        held |= {gln: unit.id for gln in (unit.facts.gln, place) if gln}
    return held


def _problems(
    write: PlaceWrite,
    alike: Iterable[DeliveryPlaceView],
    known: Known,
    ground: Ground,
    held: Mapping[str, UUID],
) -> Iterator[tuple[str, Problem]]:
    others = [one for one in alike if one.id != write.id]
    for problem in problems_naming(write.facts.name, others, write.valid_from, write.valid_until):
        yield "place", problem
    for problem in checked_place(write.facts)[1]:
        column = str(problem.place[-1])
        yield _COLUMNS.get(column, column), problem
    for problem in problems_with_period(write.valid_from, write.valid_until):
        yield "valid_until", problem
    if write.former is None:
        for problem in problems_not_open_then(known.periods[write.unit_id], write.valid_from):
            yield "unit", problem
    former = write.former.address if write.former else None
    for problem in problems_changing_place(former, write.facts.address, is_corrected=False):
        yield "place_gln", problem
    gln = write.facts.address.gln
    holders = {ground.glns.get(gln), held.get(gln)} - {None, write.id}
    if gln and holders:
        yield "place_gln", Problem("parties.gln_taken", {"gln": gln})


def _say(line: Line, write: PlaceWrite, plan: Plan) -> None:
    """The change as people read it; a line that changes nothing is counted, and not written."""
    former = write.former
    before = None if former is None else _shown(former, former)
    fields = fields_that_differ(before, _shown(write.facts, write))
    if former is not None and not fields:
        plan.unchanged(PLACES)
        return
    plan.places.append(write)
    is_ending = former is not None and any(one.field == "valid_until" for one in fields)
    action = ADD if former is None else END if is_ending and write.valid_until else CHANGE
    plan.changes.append(
        Change(PLACES, line.row, action, line.get("unit"), write.facts.name, fields)
    )


def _shown(facts: Any, period: Any) -> dict[str, Any]:
    return {
        "place": address_words(facts.address),
        "opening_hours": facts.opening_hours,
        "directions": facts.directions,
        "serves_food": facts.takes_food,
        "valid_from": period.valid_from,
        "valid_until": period.valid_until,
    }
