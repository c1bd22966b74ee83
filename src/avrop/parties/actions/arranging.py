"""Departments become one, or one becomes several."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.parties import permissions
from avrop.parties.actions.close_unit import (
    end_unit,
    open_below,
    send_people_on,
    staying_in,
)
from avrop.parties.actions.employing import A_DAY
from avrop.parties.actions.finding import unit_row
from avrop.parties.actions.stating import own_prefix, problems_taking_glns, stated_address
from avrop.parties.events import UnitClosed, UnitMoved, UnitOpened, UnitsMerged, UnitSplit
from avrop.parties.importing.writing import rearrange
from avrop.parties.models import Person, Unit, UnitMove
from avrop.parties.queries.stored import unit_of
from avrop.parties.rules import (
    Closing,
    checked_unit,
    problems_closing,
    problems_lying_under,
    problems_with_gln,
)
from avrop.parties.shapes import UnitFacts
from avrop.values import uuid7

MOST_PARTS = 20


@dataclass(frozen=True, slots=True)
class Part:
    """A department that another one is split into, and who of its people goes there."""

    unit: UnitFacts
    person_ids: tuple[UUID, ...] = ()


@command(permissions.CHANGE_UNITS)
def merge_units(
    into_id: UUID,
    unit_ids: tuple[UUID, ...],
    *,
    last_day: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Let departments go on as one after a day: they close, their people work in it from the day after,
    and what lies below them lies below it at once. What is open finishes under the old ones."""
    rows = _locked((into_id, *unit_ids))
    into, asked = rows[into_id], actor
    actor = require(asked, permissions.CHANGE_UNITS, at=at, within=over(into_id))
    for unit_id in unit_ids:
        require(asked, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    closing = [rows[unit_id] for unit_id in dict.fromkeys(unit_ids) if unit_id != into_id]
    refuse_if(_problems_merging(into, closing, unit_ids, last_day, expected_version, at))
    below = _directly_below(closing, last_day)
    people = [(row, list(staying_in(row.id, last_day))) for row in closing]
    _lay_under(below, into, at)
    for row, staying in people:
        row.version += 1
        end_unit(row, last_day, into.id)
        send_people_on(staying, row.id, into.id, last_day, day_of(at))
    closed = [UnitClosed(row.id, last_day, into.id) for row in closing]
    moved = [UnitMoved(row.id, former, into.id) for row, former in below]
    outbox.publish_each([*moved, *closed], actor=actor, at=at)
    ids = tuple(row.id for row in closing)
    outbox.publish(UnitsMerged(into.id, ids, last_day), actor=actor, at=at)


def _locked(ids: tuple[UUID, ...]) -> dict[UUID, Unit]:
    """The whole tree, by key, as `move_unit` locks it."""
    rows: dict[UUID, Unit] = {
        row.id: row
        for row in Unit.objects.select_for_update(of=("self",))
        .select_related("delivery_address")
        .order_by("id")
    }
    for unit_id in ids:
        if unit_id not in rows:
            raise missing("unit", unit_id)
    return rows


def _problems_merging(
    into: Unit,
    closing: list[Unit],
    unit_ids: tuple[UUID, ...],
    last_day: date,
    expected_version: int | None,
    at: datetime,
) -> Iterator[Problem]:
    if expected_version is not None and expected_version != into.version:
        yield Problem("kernel.stale", {"expected": expected_version, "version": into.version})
    if not closing or into.id in unit_ids:
        yield Problem("parties.merge_with_itself", {"unit": into.name}, ("unit_ids",))
    for row in closing:
        yield from problems_closing(Closing(unit_of(row), last_day, 0, 0, unit_of(into)))
        yield from problems_lying_under(row.path, unit_of(into), day_of(at))


def _directly_below(closing: list[Unit], last_day: date) -> list[tuple[Unit, UUID | None]]:
    ids = [row.id for row in closing]
    rows = Unit.objects.filter(parent_id__in=ids).exclude(id__in=ids)
    return [
        (row, row.parent_id)
        for row in rows.order_by("id")
        if row.valid_until is None or row.valid_until > last_day
    ]


def _lay_under(below: list[tuple[Unit, UUID | None]], into: Unit, at: datetime) -> None:
    """Units come under another one, with everything below them."""
    if not below:
        return
    Unit.objects.filter(id__in=[row.id for row, _ in below]).update(parent_id=into.id)
    insert_rows(
        UnitMove,
        [
            UnitMove(
                unit_id=row.id,
                former_parent_id=former,
                parent_id=into.id,
                valid_from=day_of(at),
                decided_at=at,
                applied_at=at,
            )
            for row, former in below
        ],
    )
    rearrange()


@command(permissions.CHANGE_UNITS)
def split_unit(
    unit_id: UUID,
    parts: tuple[Part, ...],
    *,
    last_day: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> tuple[UUID, ...]:
    """Let a department go on as several after a day: they open the day after where it lay, and it
    closes. Whoever is not named for a part goes to the first. Returns the new departments' ids."""
    row = unit_row(unit_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    people = list(staying_in(row.id, last_day))
    facts = _checked_parts(parts)
    ids = tuple(uuid7() for _ in facts)
    refuse_if(_problems_splitting(row, parts, people, last_day, expected_version))
    refuse_if(
        problem
        for new_id, one in zip(ids, facts, strict=True)
        for problem in _problems_opening(new_id, one, at)
    )
    for new_id, one in zip(ids, facts, strict=True):
        _open(new_id, one, row, last_day)
    row.version += 1
    end_unit(row, last_day, ids[0])
    for new_id, going in _shared_out(ids, parts, people):
        send_people_on(going, row.id, new_id, last_day, day_of(at))
    opened = [UnitOpened(new_id, row.parent_id, last_day + A_DAY) for new_id in ids]
    outbox.publish_each([*opened, UnitClosed(row.id, last_day, ids[0])], actor=actor, at=at)
    outbox.publish(UnitSplit(row.id, ids, last_day), actor=actor, at=at)
    return ids


def _checked_parts(parts: tuple[Part, ...]) -> list[UnitFacts]:
    facts, problems = [], []
    for position, part in enumerate(parts):
        checked, faults = checked_unit(part.unit)
        facts.append(checked)
        problems += [
            Problem(one.code, one.values, ("parts", position, *one.place)) for one in faults
        ]
    invalid_if(problems)
    return facts


def _problems_splitting(
    row: Unit,
    parts: tuple[Part, ...],
    people: list[Person],
    last_day: date,
    expected_version: int | None,
) -> Iterator[Problem]:
    if expected_version is not None and expected_version != row.version:
        yield Problem("kernel.stale", {"expected": expected_version, "version": row.version})
    if not 2 <= len(parts) <= MOST_PARTS:
        yield Problem("parties.split_into_too_few", {"most": MOST_PARTS}, ("parts",))
    named = [person_id for part in parts for person_id in part.person_ids]
    if len(named) != len(set(named)) or not set(named) <= {one.id for one in people}:
        yield Problem("parties.split_people", {"unit": row.name}, ("parts",))
    below = open_below(row, last_day).count()
    yield from problems_closing(Closing(unit_of(row), last_day, below, 0, None))


def _problems_opening(unit_id: UUID, facts: UnitFacts, at: datetime) -> Iterator[Problem]:
    place = facts.delivery_address.gln if facts.delivery_address else ""
    yield from problems_with_gln(facts.gln, own_prefix=own_prefix() if facts.gln else "")
    yield from problems_taking_glns((facts.gln, place), unit_id, at)


def _open(unit_id: UUID, facts: UnitFacts, former: Unit, last_day: date) -> None:
    columns = asdict(facts) | {"delivery_address": stated_address(facts.delivery_address, unit_id)}
    above = former.path.removesuffix(f"{former.id}/")
    row = Unit(
        id=unit_id,
        parent_id=former.parent_id,
        path=f"{above}{unit_id}/",
        valid_from=last_day + A_DAY,
        **columns,
    )
    row.save(force_insert=True)


def _shared_out(
    ids: tuple[UUID, ...], parts: tuple[Part, ...], people: list[Person]
) -> Iterator[tuple[UUID, list[Person]]]:
    by_id = {person.id: person for person in people}
    named = {person_id for part in parts for person_id in part.person_ids}
    for position, (new_id, part) in enumerate(zip(ids, parts, strict=True)):
        going = [by_id[person_id] for person_id in part.person_ids]
        if position == 0:
            going += [person for person in people if person.id not in named]
        if going:
            yield new_id, going
