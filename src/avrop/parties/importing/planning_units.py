"""What the units of a file change in the tree, and why they cannot. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.importing.columns import UNITS, Line, Lines
from avrop.parties.importing.plan import (
    ADD,
    CHANGE,
    END,
    MOVE,
    Change,
    Ground,
    Plan,
    UnitWrite,
    address_words,
    fields_that_differ,
)
from avrop.parties.rules import problems_changing_place, problems_with_gln, problems_with_period
from avrop.parties.shapes import PostalAddress, UnitFacts

_PLACE = {"street": "street", "postal_code": "postal_code", "city": "city", "place_gln": "gln"}
_PLAIN = (
    "name",
    "gln",
    "invoice_reference",
    "default_coding",
    "serves_food",
    "by_centre",
    "opening_hours",
)


def plan_units(lines: Lines, ground: Ground, plan: Plan, new_id: Callable[[], UUID]) -> None:
    """Judge every line of units, and write what they do into the plan."""
    known = {unit.code: unit for unit in ground.units if unit.code}
    ids: dict[str, UUID] = {code: unit.id for code, unit in known.items()}
    own = _without_doubles(lines, "code", lines.of(UNITS))
    for line in own:
        ids.setdefault(line.get("code"), new_id())
    stated = {}
    for line in own:
        unit_id = ids[line.get("code")]
        former = known.get(line.get("code"))
        plan.units[unit_id] = stated[line] = _stated(line, unit_id, ids, lines, former, ground)
    _find_cycles(stated, ground, lines)
    _find_doubled_glns(stated, ground, lines)
    periods = _periods(ground, plan)
    names = {unit_id: code for code, unit_id in ids.items()}
    names |= {unit.id: unit.name for unit in ground.units if not unit.code}
    for line, write in stated.items():
        for column, problem in _problems(write, ground, periods):
            lines.fault(line, column, problem)
        _say(line, write, names, plan)


def _without_doubles(lines: Lines, key: str, given: list[Line]) -> list[Line]:
    """The first line of each key; the others are faults that say which row was first."""
    first: dict[str, Line] = {}
    for line in given:
        value = line.get(key)
        former = first.setdefault(value, line)
        if former is not line and value:
            problem = Problem("parties.import_doubled", {"text": value, "row": former.row})
            lines.fault(line, key, problem)
    return [line for value, line in first.items() if value]


def _stated(
    line: Line,
    unit_id: UUID,
    ids: Mapping[str, UUID],
    lines: Lines,
    former: Any,
    ground: Ground,
) -> UnitWrite:
    """The unit as the line says, over what is known."""
    facts = UnitFacts(name="", code=line.get("code"))
    if former is not None:
        names = asdict(facts).keys()
        facts = UnitFacts(**{name: getattr(former, name) for name in names})
    plain = {name: line.values[name] for name in _PLAIN if name in line.values}
    facts = replace(facts, **plain, delivery_address=_address(line, facts.delivery_address))
    parent_id = former.parent_id if former else None
    if "parent" in line.values:
        parent_id = _unit_named(line, "parent", ids, lines)
    successor = former.successor_id if former else None
    if "successor" in line.values:
        successor = _unit_named(line, "successor", ids, lines)
    begun = former.valid_from if former else ground.today
    ends = former.valid_until if former else None
    return UnitWrite(
        id=unit_id,
        facts=facts,
        parent_id=parent_id,
        valid_from=line.get("valid_from") or begun,
        valid_until=line.get("valid_until", ends),
        successor_id=successor,
        former=former,
    )


def _address(line: Line, former: PostalAddress | None) -> PostalAddress | None:
    """The place that the file states; the former where it has no such columns."""
    if not any(name in line.values for name in (*_PLACE, "country")):
        return former
    stated = {to: line.values[name] for name, to in _PLACE.items() if name in line.values}
    if "country" in line.values:
        stated["country"] = line.values["country"]
    address = replace(former or PostalAddress(name=line.get("name")), **stated)
    is_there = address.street or address.postal_code or address.city or address.gln
    return address if is_there else None


def _unit_named(line: Line, column: str, ids: Mapping[str, UUID], lines: Lines) -> UUID | None:
    code = line.get(column)
    if code and code not in ids:
        lines.fault(line, column, Problem("parties.import_unknown_unit", {"text": code}))
    return ids.get(code)


def _find_cycles(stated: Mapping[Line, UnitWrite], ground: Ground, lines: Lines) -> None:
    """A unit that lies in itself by way of others: each of the ring is told."""
    parents = {unit.id: unit.parent_id for unit in ground.units}
    parents |= {write.id: write.parent_id for write in stated.values()}
    codes = {unit.id: unit.code or unit.name for unit in ground.units}
    codes |= {write.id: write.facts.code for write in stated.values()}
    rings = {member: ring for ring in _rings(parents) for member in ring}
    for line, write in stated.items():
        if write.id in rings:
            named = " → ".join(codes[member] for member in (*rings[write.id], rings[write.id][0]))
            lines.fault(line, "parent", Problem("parties.import_cycle", {"ring": named}))


def _rings(parents: Mapping[UUID, UUID | None]) -> Iterator[tuple[UUID, ...]]:
    """Every ring of units that lie in one another. Each unit is walked once."""
    settled: set[UUID] = set()
    for start in parents:
        walked: dict[UUID, None] = {}
        at: UUID | None = start
        while at is not None and at not in settled and at not in walked:
            walked[at] = None
            at = parents.get(at)
        if at is not None and at in walked:
            order = list(walked)
            yield tuple(order[order.index(at) :])
        settled |= walked.keys()


def _find_doubled_glns(stated: Mapping[Line, UnitWrite], ground: Ground, lines: Lines) -> None:
    """A GLN stands for one unit or one place; two rows of a file may share a place, not its number for
    different units."""
    held: dict[str, tuple[UUID, int]] = {}
    for line, write in stated.items():
        place = write.facts.delivery_address.gln if write.facts.delivery_address else ""
        for column, gln in (("gln", write.facts.gln), ("place_gln", place)):
            if not gln:
                continue
            holder = ground.glns.get(gln)
            if holder is not None and holder != write.id:
                lines.fault(line, column, Problem("parties.gln_taken", {"gln": gln}))
            first = held.setdefault(gln, (write.id, line.row))
            if first[0] != write.id:
                values = {"text": gln, "row": first[1]}
                lines.fault(line, column, Problem("parties.import_doubled", values))


#: What a unit is called, and from when until when it is there.
Period = tuple[str, date, date | None]


def _periods(ground: Ground, plan: Plan) -> Mapping[UUID, Period]:
    """Every unit's, as the plan leaves it."""
    known = {unit.id: (unit.name, unit.valid_from, unit.valid_until) for unit in ground.units}
    stated = {
        write.id: (write.facts.name, write.valid_from, write.valid_until)
        for write in plan.units.values()
    }
    return {**known, **stated}


def _problems(
    write: UnitWrite, ground: Ground, periods: Mapping[UUID, Period]
) -> Iterator[tuple[str, Problem]]:
    former, facts = write.former, write.facts
    if former is None or former.gln != facts.gln:
        for problem in problems_with_gln(facts.gln, own_prefix=ground.own_prefix):
            yield "gln", problem
    place = former.delivery_address if former else None
    for problem in problems_changing_place(place, facts.delivery_address, is_corrected=False):
        yield "place_gln", problem
    for problem in problems_with_period(write.valid_from, write.valid_until):
        yield "valid_until", problem
    if (
        former is not None
        and former.valid_until is not None
        and former.valid_until < ground.today
        and former.valid_until != write.valid_until
    ):
        yield "valid_until", Problem("parties.unit_is_closed", {"day": former.valid_until})
    yield from _problems_above(write, ground, periods)
    yield from _problems_after(write, periods)


def _problems_after(
    write: UnitWrite, periods: Mapping[UUID, Period]
) -> Iterator[tuple[str, Problem]]:
    """A successor that is not there when it is to take over."""
    if write.valid_until is None or write.successor_id is None:
        return
    name, _, ends = periods[write.successor_id]
    if write.successor_id == write.id or (ends is not None and ends <= write.valid_until):
        yield "successor", Problem("parties.successor_not_open", {"unit": name})


def _problems_above(
    write: UnitWrite, ground: Ground, periods: Mapping[UUID, Period]
) -> Iterator[tuple[str, Problem]]:
    """What lies in another is there no longer than that."""
    if write.parent_id is None or write.parent_id == write.id:
        return
    name, begins, ends = periods[write.parent_id]
    needed = write.valid_from if write.former is None else max(ground.today, write.valid_from)
    if begins > needed:
        yield "parent", Problem("parties.unit_not_open", {"unit": name, "day": needed})
    if ends is not None and (write.valid_until is None or write.valid_until > ends):
        yield "parent", Problem("parties.import_outlives", {"unit": name, "day": ends})


def problems_left_open(
    ground: Ground, plan: Plan, staying: Counter[UUID]
) -> Iterator[tuple[UUID, Problem]]:
    """Units that the plan closes although something goes on in them: units that are not in the file, or
    people without a successor to go to."""
    closing = {
        write.id: write
        for write in plan.units.values()
        if write.valid_until and (write.former is None or write.former.valid_until is None)
    }
    below: Counter[UUID] = Counter()
    for unit in ground.units:
        if unit.id in plan.units or unit.parent_id not in closing:
            continue
        ends = closing[unit.parent_id].valid_until
        if unit.valid_until is None or (ends is not None and unit.valid_until > ends):
            below[unit.parent_id] += 1
    for unit_id, write in closing.items():
        if below[unit_id]:
            yield unit_id, Problem("parties.unit_has_open_units", {"count": below[unit_id]})
        if staying[unit_id] and write.successor_id is None:
            yield unit_id, Problem("parties.unit_has_people", {"count": staying[unit_id]})


def _say(line: Line, write: UnitWrite, names: Mapping[UUID, str], plan: Plan) -> None:
    """The change as people read it; a line that changes nothing is counted, and not written."""
    former = write.former
    before = None if former is None else _shown(former, former, names)
    fields = fields_that_differ(before, _shown(write.facts, write, names))
    if former is not None and not fields:
        plan.unchanged(UNITS)
        del plan.units[write.id]
        return
    action = ADD if former is None else CHANGE
    changed = {one.field for one in fields}
    if former is not None and "parent" in changed:
        action = MOVE
    if former is not None and write.valid_until and "valid_until" in changed:
        action = END
    plan.changes.append(Change(UNITS, line.row, action, write.facts.code, write.facts.name, fields))


def _shown(facts: Any, periods: Any, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        **{name: getattr(facts, name) for name in _PLAIN},
        "place": address_words(facts.delivery_address),
        "parent": names.get(periods.parent_id, "") if periods.parent_id else "",
        "valid_from": periods.valid_from,
        "valid_until": periods.valid_until,
        "successor": names.get(periods.successor_id, "") if periods.successor_id else "",
    }
