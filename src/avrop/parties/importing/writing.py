"""Carrying a plan out: a statement for each table, however many rows there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from avrop.accounts import actions as accounts
from avrop.accounts.letting_go import held_accounts
from avrop.kernel.bulk import insert_new_rows, insert_rows, update_rows
from avrop.kernel.canonical import canonical_json
from avrop.kernel.days import day_of
from avrop.kernel.outbox import Event
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.scope import current_tenant
from avrop.parties import events
from avrop.parties.importing.grounding import holders_of
from avrop.parties.importing.plan import (
    AbsenceWrite,
    EmploymentWrite,
    PersonWrite,
    PlaceWrite,
    Plan,
    UnitWrite,
)
from avrop.parties.importing.progress import tell
from avrop.parties.models import (
    Absence,
    Address,
    DeliveryPlace,
    Employment,
    Person,
    Source,
    TakenGln,
    Unit,
    UnitMove,
)
from avrop.parties.queries.sides import on_other_side
from avrop.values import uuid7

_UNIT = [
    "version",
    "name",
    "parent",
    "gln",
    "invoice_reference",
    "default_coding",
    "serves_food",
    "by_centre",
    "opening_hours",
    "valid_from",
    "valid_until",
    "successor_id",
]
_PLACE_FACTS = ("address", "opening_hours", "directions", "takes_food")
_DELIVERY_PLACE = [
    "version",
    "opening_hours",
    "directions",
    "takes_food",
    "valid_from",
    "valid_until",
]
_PERSON = [
    "version",
    "account_id",
    "number",
    "name",
    "email",
    "phone",
    "unit",
    "valid_from",
    "valid_until",
    "taker_id",
    "external_id",
]
_ABSENCE = [
    "version",
    "valid_from",
    "valid_until",
    "stated_until",
    "told_by",
    "told_at",
    "called_off_at",
]
_EMPLOYMENT = ["version", "unit", "title", "is_main", "valid_from", "valid_until"]
#: Everybody who signs in, with the days on which he may choose this organisation.
_MEMBERSHIPS = """
    insert into parties_membership
        (id, account_id, tenant_id, person_id, valid_from, valid_until, is_across, accepted_at)
    select n.id, n.account_id, n.tenant_id, n.person_id, n.valid_from, n.valid_until, n.is_across,
        n.accepted_at
    from json_populate_recordset(null::parties_membership, %s::json) n
    on conflict (account_id, tenant_id) do update set person_id = excluded.person_id,
        valid_from = excluded.valid_from, valid_until = excluded.valid_until,
        is_across = case
            when parties_membership.valid_until is null
                or parties_membership.valid_until >= excluded.valid_from
            then parties_membership.is_across else excluded.is_across end
"""
#: From the outermost down: the path of a unit is that of the unit above it, and its own id.
_PATHS = """
    with recursive tree as (
        select id, '/' || id || '/' as path from parties_unit where parent_id is null
        union all
        select u.id, t.path || u.id || '/' from parties_unit u join tree t on u.parent_id = t.id
    )
    update parties_unit u set path = tree.path from tree
    where u.id = tree.id and u.path <> tree.path
"""


def write_plan(plan: Plan, on: date, at: datetime, by: UUID | None) -> list[Event]:
    """Write units, delivery addresses, people, employments and absences. Returns what has happened, in
    that order."""
    return [
        *_write_units(plan, on, at),
        *_write_places(plan, at),
        *_write_people(plan, at),
        *_write_employments(plan),
        *_write_absences(plan, on, at, by),
    ]


# --- units -------------------------------------------------------------------------------------------


def _write_units(plan: Plan, on: date, at: datetime) -> list[Event]:
    writes = list(plan.units.values())
    if not writes:
        return []
    tell("units", len(writes))
    rows = [_unit_row(one) for one in writes]
    moved_places = [
        (one, row) for one, row in zip(writes, rows, strict=True) if _is_another_place(one)
    ]
    for one, row in moved_places:
        row.delivery_address = _address_row(one)
    insert_rows(
        Address,
        [row.delivery_address for _, row in moved_places if row.delivery_address is not None],
    )
    _take_glns(writes, at)
    insert_rows(Unit, [row for one, row in zip(writes, rows, strict=True) if one.former is None])
    known = [row for one, row in zip(writes, rows, strict=True) if one.former is not None]
    update_rows(Unit, _UNIT, known)
    update_rows(Unit, ["delivery_address"], [row for one, row in moved_places if one.former])
    insert_rows(UnitMove, [_move_row(one, on, at) for one in writes if _is_moved(one)])
    rearrange()
    return [event for one in writes for event in _unit_events(one)]


def rearrange() -> None:
    """Let every unit's path follow from where it lies. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_PATHS)


def _unit_row(write: UnitWrite) -> Unit:
    facts = {
        name: value for name, value in asdict(write.facts).items() if name != "delivery_address"
    }
    return Unit(
        id=write.id,
        version=write.former.version + 1 if write.former else 1,
        parent_id=write.parent_id,
        path=write.former.path if write.former else f"/{write.id}/",
        valid_from=write.valid_from,
        valid_until=write.valid_until,
        successor_id=write.successor_id,
        **facts,
    )


def _is_another_place(write: UnitWrite) -> bool:
    return write.facts.delivery_address != (write.former.delivery_address if write.former else None)


def _address_row(write: UnitWrite) -> Address | None:
    address = write.facts.delivery_address
    return Address(owner_id=write.id, **asdict(address)) if address else None


def _is_moved(write: UnitWrite) -> bool:
    return write.former is not None and write.former.parent_id != write.parent_id


def _move_row(write: UnitWrite, on: date, at: datetime) -> UnitMove:
    assert write.former is not None
    return UnitMove(
        unit_id=write.id,
        former_parent_id=write.former.parent_id,
        parent_id=write.parent_id,
        valid_from=on,
        decided_at=at,
        applied_at=at,
    )


def _take_glns(writes: Iterable[UnitWrite], at: datetime) -> None:
    """Whoever took one of them in the meantime was first."""
    wanted: dict[str, UUID] = {}
    for one in writes:
        place = one.facts.delivery_address
        wanted |= {gln: one.id for gln in (one.facts.gln, place.gln if place else "") if gln}
    _take(wanted, at)


def _take(wanted: Mapping[str, UUID], at: datetime) -> None:
    if not wanted:
        return
    insert_new_rows(
        TakenGln, [TakenGln(gln=gln, holder_id=id_, taken_at=at) for gln, id_ in wanted.items()]
    )
    held = holders_of(wanted)
    refuse_if(
        Problem("parties.gln_taken", {"gln": gln}, ("gln",))
        for gln in sorted(wanted)
        if held.get(gln) != wanted[gln]
    )


def _unit_events(write: UnitWrite) -> Iterator[Event]:
    former = write.former
    if former is None:
        yield events.UnitOpened(write.id, write.parent_id, write.valid_from)
    else:
        stated = asdict(write.facts)
        known = {name: getattr(former, name) for name in stated if name != "delivery_address"}
        names = [name for name, value in known.items() if value != stated[name]]
        if _is_another_place(write):
            names.append("delivery_address")
        if write.valid_from != former.valid_from:
            names.append("valid_from")
        if names:
            yield events.UnitChanged(write.id, tuple(sorted(names)))
        if _is_moved(write):
            yield events.UnitMoved(write.id, former.parent_id, write.parent_id)
    if write.valid_until is not None and (
        former is None or former.valid_until != write.valid_until
    ):
        yield events.UnitClosed(write.id, write.valid_until, write.successor_id)


# --- delivery places ---------------------------------------------------------------------------------


def _write_places(plan: Plan, at: datetime) -> list[Event]:
    writes = plan.places
    if not writes:
        return []
    tell("places", len(writes))
    addresses = {
        one.id: Address(owner_id=one.id, **asdict(one.facts.address))
        for one in writes
        if _lies_elsewhere(one)
    }
    insert_rows(Address, addresses.values())
    _take({gln: one.id for one in writes if (gln := one.facts.address.gln)}, at)
    rows = [(one, _place_row(one, addresses.get(one.id))) for one in writes]
    insert_rows(DeliveryPlace, [row for one, row in rows if one.former is None])
    update_rows(DeliveryPlace, _DELIVERY_PLACE, [row for one, row in rows if one.former])
    moved = [row for one, row in rows if one.former and one.id in addresses]
    update_rows(DeliveryPlace, ["address"], moved)
    return [event for one in writes for event in _place_events(one)]


def _lies_elsewhere(write: PlaceWrite) -> bool:
    return write.former is None or write.former.address != write.facts.address


def _place_row(write: PlaceWrite, address: Address | None) -> DeliveryPlace:
    return DeliveryPlace(
        id=write.id,
        version=write.former.version + 1 if write.former else 1,
        unit_id=write.unit_id,
        name=write.facts.name,
        address=address,
        opening_hours=write.facts.opening_hours,
        directions=write.facts.directions,
        takes_food=write.facts.takes_food,
        valid_from=write.valid_from,
        valid_until=write.valid_until,
    )


def _place_events(write: PlaceWrite) -> Iterator[Event]:
    former, facts = write.former, write.facts
    if former is None:
        yield events.DeliveryPlaceAdded(write.unit_id, write.id, write.valid_from)
    else:
        stated = {name: getattr(facts, name) for name in _PLACE_FACTS}
        stated["valid_from"] = write.valid_from
        names = [name for name, value in stated.items() if getattr(former, name) != value]
        if write.valid_until is None and former.valid_until is not None:
            names.append("valid_until")
        if names:
            yield events.DeliveryPlaceChanged(write.unit_id, write.id, tuple(sorted(names)))
    ends = write.valid_until
    if ends is not None and (former is None or former.valid_until != ends):
        yield events.DeliveryPlaceEnded(write.unit_id, write.id, ends)


# --- people ------------------------------------------------------------------------------------------


def _write_people(plan: Plan, at: datetime) -> list[Event]:
    writes = list(plan.people.values())
    if not writes:
        return []
    tell("people", len(writes))
    nameless = {
        one.email.lower(): one.name for one in writes if one.email and one.account_id is None
    }
    made = accounts.make_accounts(nameless, at=at) if nameless else {}
    rows = [_person_row(one, made) for one in writes]
    insert_rows(Person, [row for one, row in zip(writes, rows, strict=True) if not one.former])
    update_rows(Person, _PERSON, [row for one, row in zip(writes, rows, strict=True) if one.former])
    _write_memberships(rows, at)
    return [event for one in writes for event in _person_events(one)]


def _person_row(write: PersonWrite, made: dict[str, UUID]) -> Person:
    return Person(
        id=write.id,
        version=write.former.version + 1 if write.former else 1,
        account_id=write.account_id or made.get(write.email.lower()),
        number=write.number,
        external_id=write.former.external_id if write.former else "",
        name=write.name,
        email=write.email,
        phone=write.phone,
        unit_id=write.unit_id,
        valid_from=write.valid_from,
        valid_until=write.valid_until,
        taker_id=write.taker_id,
    )


def _write_memberships(rows: Iterable[Person], at: datetime) -> None:
    """What was accepted once stays so; who could sign in before is asked first."""
    members = [row for row in rows if row.account_id is not None]
    across = on_other_side([row.account_id for row in members if row.account_id], on=day_of(at))
    held = held_accounts({row.account_id for row in members if row.account_id}, at=at)
    found = [
        {
            "id": uuid7(),
            "account_id": row.account_id,
            "tenant_id": current_tenant(),
            "person_id": row.id,
            "valid_from": row.valid_from,
            "valid_until": row.valid_until,
            "is_across": row.account_id in across.let,
            "accepted_at": None if row.account_id in held else at,
        }
        for row in members
    ]
    if found:
        with connection.cursor() as cursor:
            cursor.execute(_MEMBERSHIPS, [canonical_json(found)])


def _person_events(write: PersonWrite) -> Iterator[Event]:
    former = write.former
    if former is None or write.returns:
        yield events.PersonAdded(write.id, write.unit_id)
    else:
        named = ("name", "email", "phone", "number", "valid_from")
        if any(getattr(former, name) != getattr(write, name) for name in named):
            yield events.PersonChanged(write.id)
        if former.unit_id != write.unit_id:
            yield events.PersonMoved(write.id, former.unit_id, write.unit_id)
    if write.valid_until is not None and (
        former is None or former.valid_until != write.valid_until
    ):
        yield events.PersonEnded(write.id, write.valid_until, write.taker_id)


def _write_employments(plan: Plan) -> list[Event]:
    writes = [one for one in plan.employments if not _stands(one)]
    if writes:
        tell("employments", len(writes))
    rows = [(one, _employment_row(one)) for one in writes]
    insert_rows(Employment, [row for one, row in rows if one.former is None])
    update_rows(Employment, _EMPLOYMENT, [row for one, row in rows if one.former is not None])
    return []


def _stands(write: EmploymentWrite) -> bool:
    former = write.former
    names = ("unit_id", "title", "is_main", "valid_from", "valid_until")
    return former is not None and all(
        getattr(former, name) == getattr(write, name) for name in names
    )


def _employment_row(write: EmploymentWrite) -> Employment:
    return Employment(
        id=write.id,
        version=write.former.version + 1 if write.former else 1,
        person_id=write.person_id,
        unit_id=write.unit_id,
        number=write.number,
        title=write.title,
        is_main=write.is_main,
        valid_from=write.valid_from,
        valid_until=write.valid_until,
    )


def _write_absences(plan: Plan, on: date, at: datetime, by: UUID | None) -> list[Event]:
    writes = plan.absences
    if not writes:
        return []
    tell("absences", len(writes))
    versions = dict(
        Absence.objects.filter(id__in=[one.id for one in writes if one.former]).values_list(
            "id", "version"
        )
    )
    rows = [_absence_row(one, versions.get(one.id, 0) + 1, at, by) for one in writes]
    insert_rows(Absence, [row for one, row in zip(writes, rows, strict=True) if not one.former])
    changed = [row for one, row in zip(writes, rows, strict=True) if one.former]
    update_rows(Absence, _ABSENCE, changed)
    return [_absence_event(one, on) for one in writes]


def _absence_row(write: AbsenceWrite, version: int, at: datetime, by: UUID | None) -> Absence:
    return Absence(
        id=write.id,
        version=version,
        person_id=write.person_id,
        valid_from=write.valid_from,
        valid_until=write.valid_until,
        stated_until=write.valid_until,
        source=Source.HR,
        reference=write.reference,
        told_by=by,
        told_at=at,
        called_off_at=at if write.is_called_off else None,
    )


def _absence_event(write: AbsenceWrite, on: date) -> Event:
    if write.is_called_off or write.valid_until < on:
        last = None if write.is_called_off else write.valid_until
        return events.AbsenceEnded(write.id, write.person_id, last)
    return events.AbsenceTold(write.id, write.person_id, write.valid_from, write.valid_until)
