"""What the people and employments of a file change, and why they cannot. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.parties.importing.columns import EMPLOYMENTS, MANDATES, PEOPLE, Line, Lines
from avrop.parties.importing.plan import (
    ADD,
    CHANGE,
    END,
    MOVE,
    RETURN,
    Change,
    EmploymentWrite,
    Ground,
    MandateLine,
    PersonWrite,
    Plan,
    fields_that_differ,
)
from avrop.parties.rules import problems_of_having_left, problems_with_period
from avrop.parties.shapes import EmploymentView, PersonView

A_DAY = timedelta(days=1)
Unit = tuple[str, date, date | None]


@dataclass(slots=True)
class Known:
    """What lines can name: units by code, people by number or address; the units' names and periods;
    everybody's employments."""

    units: dict[str, UUID]
    periods: dict[UUID, Unit]
    codes: dict[UUID, str]
    people: dict[str, PersonView]
    employed: dict[UUID, list[EmploymentView]]
    ids: dict[str, UUID]
    persons: dict[UUID, PersonView]


def known_to(ground: Ground, plan: Plan) -> Known:
    """What can be named, as the plan's units leave it."""
    units = {unit.code: unit.id for unit in ground.units if unit.code}
    periods = {one.id: (one.name, one.valid_from, one.valid_until) for one in ground.units}
    codes = {unit.id: unit.code or unit.name for unit in ground.units}
    for write in plan.units.values():
        units[write.facts.code] = write.id
        codes[write.id] = write.facts.code
        periods[write.id] = (write.facts.name, write.valid_from, write.valid_until)
    people: dict[str, PersonView] = {}
    by_account = {one.account_id: one for one in ground.people if one.account_id}
    for person in ground.people:
        if person.email:
            people.setdefault(person.email.casefold(), person)
    for address, account_id in ground.accounts.items():
        if account_id in by_account:
            people[address] = by_account[account_id]
    people |= {person.number: person for person in ground.people if person.number}
    employed: dict[UUID, list[EmploymentView]] = {}
    for one in ground.employments:
        employed.setdefault(one.person_id, []).append(one)
    ids = {key: one.id for key, one in people.items()}
    persons = {one.id: one for one in ground.people}
    return Known(units, periods, codes, people, employed, ids, persons)


# --- people ------------------------------------------------------------------------------------------


def plan_people(lines: Lines, ground: Ground, plan: Plan, new_id: Callable[[], UUID]) -> Known:
    """Judge every line of people, and write what they do into the plan. Gives what later lines can
    name."""
    known = known_to(ground, plan)
    own = list(_each_person_once(lines))
    found = {line: _person_of(line, known, lines) for line in own}
    for line in own:
        person = found[line]
        person_id = person.id if person else new_id()
        for key in _keys(line):
            known.ids[key] = person_id
    mains = {line.get("person") for line in lines.of(EMPLOYMENTS) if line.get("is_main", False)}
    for line in own:
        person_id = known.ids[_keys(line)[0]]
        _plan_person(line, person_id, found[line], known, lines, ground, plan, new_id)
        if line.get("unit") and line.get("number") in mains:
            lines.fault(line, "unit", Problem("parties.import_unit_twice"))
    return known


def _keys(line: Line) -> list[str]:
    """What a line of a person can be named by, in the same file: the number, then the address."""
    return [key for key in (line.get("number"), line.get("email").casefold()) if key]


def _each_person_once(lines: Lines) -> Iterator[Line]:
    first: dict[str, Line] = {}
    for line in lines.of(PEOPLE):
        if not _keys(line):
            lines.fault(line, "number", Problem("parties.import_nameless"))
            continue
        is_first = True
        for column, key in (("number", line.get("number")), ("email", line.get("email"))):
            former = first.setdefault(f"{column}:{key.casefold()}", line) if key else line
            if former is not line:
                values = {"text": key, "row": former.row}
                lines.fault(line, column, Problem("parties.import_doubled", values))
                is_first = False
        if is_first:
            yield line


def _person_of(line: Line, known: Known, lines: Lines) -> PersonView | None:
    """Who is meant: by the number, or by the address where nobody has another number there."""
    number, address = line.get("number"), line.get("email").casefold()
    by_number = known.people.get(number) if number else None
    by_address = known.people.get(address) if address else None
    if by_number is not None:
        if by_address is not None and by_address.id != by_number.id:
            problem = Problem("parties.import_others_address", {"name": by_address.name})
            lines.fault(line, "email", problem)
        return by_number
    if by_address is not None and number and by_address.number not in ("", number):
        problem = Problem("parties.import_others_address", {"name": by_address.name})
        lines.fault(line, "email", problem)
        return None
    return by_address


def _plan_person(
    line: Line,
    person_id: UUID,
    former: PersonView | None,
    known: Known,
    lines: Lines,
    ground: Ground,
    plan: Plan,
    new_id: Callable[[], UUID],
) -> None:
    main = _main_of(known.employed.get(person_id, ()), ground.today)
    write = _stated(line, person_id, former, known, lines, ground)
    returns = _has_left(former, ground.today) and (
        write.valid_until is None or write.valid_until >= ground.today
    )
    if returns and not line.get("valid_from", None):
        write = replace(write, valid_from=ground.today)
    for column, problem in _problems(write, known, ground):
        lines.fault(line, column, problem)
    title = line.get("title", main.title if main else "")
    before = _shown(former, main.title if main else "", known) if former else None
    fields = fields_that_differ(before, _shown(write, title, known))
    if former is not None and not fields:
        plan.unchanged(PEOPLE)
        return
    plan.people[person_id] = write
    employments = _mains(write, title, main, bool(returns), ground.today, new_id)
    plan.employments += employments
    if write.valid_until is not None:
        held = known.employed.get(person_id, ())
        plan.employments += _ended(held, write.valid_until, but={one.id for one in employments})
    action = _action(former, write, fields, returns=bool(returns))
    plan.changes.append(
        Change(PEOPLE, line.row, action, write.number or write.email, write.name, fields)
    )


def _action(former: Any, write: PersonWrite, fields: tuple[Any, ...], *, returns: bool) -> str:
    if former is None:
        return ADD
    changed = {one.field for one in fields}
    if returns:
        return RETURN
    if write.valid_until is not None and "valid_until" in changed:
        return END
    return MOVE if "unit" in changed else CHANGE


def _has_left(former: PersonView | None, today: date) -> bool:
    return former is not None and former.valid_until is not None and former.valid_until < today


def _stated(
    line: Line,
    person_id: UUID,
    former: PersonView | None,
    known: Known,
    lines: Lines,
    ground: Ground,
) -> PersonWrite:
    """What a line says of a person. Of somebody whose identity is protected, what everybody is shown
    stays: the staff register knows the true name, and it is not for all to read."""

    def kept(name: str, default: Any) -> Any:
        return line.get(name, getattr(former, name) if former else default)

    unit_id = former.unit_id if former else None
    if "unit" in line.values:
        unit_id = unit_named(line, known, lines)
    taker = former.taker_id if former else None
    if line.get("taker"):
        taker = known.ids.get(line.get("taker"))
        if taker is None:
            values = {"text": line.get("taker")}
            lines.fault(line, "taker", Problem("parties.import_unknown_person", values))
    begun = former.valid_from if former else ground.today
    is_hidden = former is not None and former.id in ground.protected
    email = former.email if former and is_hidden else kept("email", "")
    account_id = former.account_id if former else None
    return PersonWrite(
        id=person_id,
        number=kept("number", ""),
        name=former.name if former and is_hidden else line.get("name"),
        email=email,
        phone=former.phone if former and is_hidden else kept("phone", ""),
        unit_id=unit_id,
        account_id=account_id or ground.accounts.get(email.casefold()),
        valid_from=line.get("valid_from", None) or begun,
        valid_until=kept("valid_until", None),
        taker_id=taker,
        former=former,
    )


def unit_named(line: Line, known: Known, lines: Lines) -> UUID | None:
    """Which unit a line means by its code; a fault where that is none."""
    code = line.get("unit")
    if code and code not in known.units:
        lines.fault(line, "unit", Problem("parties.import_unknown_unit", {"text": code}))
    return known.units.get(code)


def _problems(write: PersonWrite, known: Known, ground: Ground) -> Iterator[tuple[str, Problem]]:
    for problem in problems_with_period(write.valid_from, write.valid_until):
        yield "valid_until", problem
    is_leaving = write.valid_until is not None and write.valid_until < ground.today
    if write.unit_id is not None and not is_leaving:
        on = max(write.valid_from, ground.today)
        yield from (
            ("unit", one) for one in problems_not_open_then(known.periods[write.unit_id], on)
        )
    is_hidden = write.id in ground.protected  # the way to reach him is kept apart
    if write.former and write.former.account_id and not write.email and not is_hidden:
        yield "email", Problem("parties.email_missing")
    if write.account_id in ground.across.kept and write.is_joining and not is_leaving:
        yield "email", Problem("parties.works_on_other_side")
    if write.taker_id is not None and write.taker_id == write.id:
        yield "taker", Problem("parties.taker_is_leaving", {"name": write.name})


def problems_not_open_then(unit: Unit, on: date) -> Iterator[Problem]:
    """A unit that is not there on a day."""
    name, begins, ends = unit
    if begins > on or (ends is not None and ends < on):
        yield Problem("parties.unit_not_open", {"unit": name, "day": on})


def _shown(person: Any, title: str, known: Known) -> dict[str, Any]:
    return {
        "number": person.number,
        "name": person.name,
        "email": person.email,
        "phone": person.phone,
        "unit": known.codes.get(person.unit_id, "") if person.unit_id else "",
        "title": title,
        "valid_from": person.valid_from,
        "valid_until": person.valid_until,
    }


# --- employments -------------------------------------------------------------------------------------


def _main_of(employments: Any, today: date) -> EmploymentView | None:
    """The main employment of today, or the next one to come."""
    mains = [
        one
        for one in employments
        if one.is_main and (one.valid_until is None or one.valid_until >= today)
    ]
    return min(mains, key=lambda one: one.valid_from, default=None)


def _mains(
    write: PersonWrite,
    title: str,
    main: EmploymentView | None,
    returns: bool,
    today: date,
    new_id: Callable[[], UUID],
) -> list[EmploymentWrite]:
    """The main employment as it is to be: begun, gone on with elsewhere, or given another title."""
    if main is not None and not returns:
        if write.unit_id == main.unit_id:
            ends = write.valid_until
            return [replace(employment_write(main), title=title, valid_until=ends)]
        if main.valid_from >= today and write.unit_id is not None:
            return [replace(employment_write(main), unit_id=write.unit_id, title=title)]
        ended = replace(employment_write(main), valid_until=max(today - A_DAY, main.valid_from))
        return [ended, *_begun(write, title, today, new_id)]
    return _begun(
        write, title, max(write.valid_from, today) if returns else write.valid_from, new_id
    )


def _begun(
    write: PersonWrite, title: str, on: date, new_id: Callable[[], UUID]
) -> list[EmploymentWrite]:
    if write.unit_id is None or (write.valid_until is not None and write.valid_until < on):
        return []
    return [
        EmploymentWrite(new_id(), write.id, write.unit_id, "", title, True, on, write.valid_until)
    ]


def employment_write(one: EmploymentView) -> EmploymentWrite:
    """An employment as it is, to be changed."""
    return EmploymentWrite(
        one.id,
        one.person_id,
        one.unit_id,
        one.number,
        one.title,
        one.is_main,
        one.valid_from,
        one.valid_until,
        former=one,
    )


def _ended(held: Any, last_day: date, *, but: set[UUID]) -> list[EmploymentWrite]:
    """Nobody is employed longer than he is there."""
    return [
        replace(employment_write(one), valid_until=max(last_day, one.valid_from))
        for one in held
        if one.id not in but and (one.valid_until is None or one.valid_until > last_day)
    ]


def plan_employments(
    lines: Lines, known: Known, ground: Ground, plan: Plan, new_id: Callable[[], UUID]
) -> None:
    """Judge every line of employments, and write what they do into the plan."""
    by_number = {one.number: one for one in ground.employments if one.number}
    first: dict[str, Line] = {}
    for line in lines.of(EMPLOYMENTS):
        number = line.get("employment")
        former_line = first.setdefault(number, line)
        if former_line is not line and number:
            values = {"text": number, "row": former_line.row}
            lines.fault(line, "employment", Problem("parties.import_doubled", values))
            continue
        _plan_employment(line, by_number.get(number), known, lines, ground, plan, new_id)


def _plan_employment(
    line: Line,
    former: EmploymentView | None,
    known: Known,
    lines: Lines,
    ground: Ground,
    plan: Plan,
    new_id: Callable[[], UUID],
) -> None:
    person_id = person_named(line, known, lines)
    unit_id = unit_named(line, known, lines)
    if person_id is None or unit_id is None:
        return
    if former is not None and former.person_id != person_id:
        values = {"text": line.get("employment")}
        lines.fault(line, "person", Problem("parties.import_others_employment", values))
        return
    begun = former.valid_from if former else ground.today
    write = EmploymentWrite(
        id=former.id if former else new_id(),
        person_id=person_id,
        unit_id=unit_id,
        number=line.get("employment"),
        title=line.get("title", former.title if former else ""),
        is_main=line.get("is_main", former.is_main if former else False),
        valid_from=line.get("valid_from", None) or begun,
        valid_until=line.get("valid_until", former.valid_until if former else None),
        former=former,
    )
    for problem in problems_with_period(write.valid_from, write.valid_until):
        lines.fault(line, "valid_until", problem)
    for problem in problems_not_open_then(known.periods[unit_id], write.valid_from):
        lines.fault(line, "unit", problem)
    before = _employment_shown(former, known) if former else None
    fields = fields_that_differ(before, _employment_shown(write, known))
    if former is not None and not fields:
        plan.unchanged(EMPLOYMENTS)
        return
    plan.employments.append(write)
    action = ADD if former is None else CHANGE
    plan.changes.append(
        Change(EMPLOYMENTS, line.row, action, write.number, line.get("person"), fields)
    )


def person_named(line: Line, known: Known, lines: Lines) -> UUID | None:
    """Whom a line means by a number or an address; a fault where that is nobody."""
    text = line.get("person")
    found = known.ids.get(text) or known.ids.get(text.casefold())
    if text and found is None:
        lines.fault(line, "person", Problem("parties.import_unknown_person", {"text": text}))
    return found


def _employment_shown(one: Any, known: Known) -> Mapping[str, Any]:
    return {
        "unit": known.codes.get(one.unit_id, ""),
        "title": one.title,
        "main": one.is_main,
        "valid_from": one.valid_from,
        "valid_until": one.valid_until,
    }


# --- mandates and what is left open --------------------------------------------------------------------


def read_mandates(lines: Lines, known: Known, ground: Ground, plan: Plan) -> None:
    """The mandates that the file asks for, with units and people found; who may have them is judged by
    the floor that knows mandates."""
    for line in lines.of(MANDATES):
        person_id = person_named(line, known, lines)
        unit_id = unit_named(line, known, lines)
        if person_id is None or (line.get("unit") and unit_id is None):
            continue
        begins = line.get("valid_from", None) or ground.today
        for problem in problems_of_having_left(*leaving(person_id, known, plan), begins):
            lines.fault(line, "person", problem)
        plan.mandates.append(
            MandateLine(
                row=line.row,
                person_id=person_id,
                person=line.get("person"),
                role=line.get("role"),
                unit_id=unit_id,
                categories=line.get("categories", ()),
                limit=line.get("limit", None),
                currency=line.get("currency"),
                valid_from=begins,
                valid_until=line.get("valid_until", None),
                decision_reference=line.get("decision"),
            )
        )


def leaving(person_id: UUID, known: Known, plan: Plan) -> tuple[str, date | None]:
    """What somebody is called, and his last day as the plan leaves it."""
    write = plan.people.get(person_id)
    if write is not None:
        return write.name, write.valid_until
    person = known.persons.get(person_id)
    return (person.name, person.valid_until) if person else ("", None)


def staying_in(ground: Ground, plan: Plan) -> Counter[UUID]:
    """How many people work in each unit beyond its last day, as the plan leaves it."""
    ends = {one.id: one.valid_until for one in plan.units.values() if one.valid_until}
    found: Counter[UUID] = Counter()
    everybody: dict[UUID, Any] = {one.id: one for one in ground.people}
    everybody |= plan.people
    for person in everybody.values():
        last_day = ends.get(person.unit_id) if person.unit_id else None
        if last_day is not None and stays_beyond(person, last_day):
            found[person.unit_id] += 1
    return found


def stays_beyond(person: PersonView | PersonWrite, last_day: date) -> bool:
    """Whether somebody is here after a day."""
    return person.valid_until is None or person.valid_until > last_day
