"""The organisation's tree: on a day, and what hangs on a part of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of, in_force
from avrop.kernel.problems import missing
from avrop.parties import touching
from avrop.parties.models import Employment, Person, UnitMove
from avrop.parties.queries.reading import read_units
from avrop.parties.queries.stored import employment_of
from avrop.parties.rules import parents_on
from avrop.parties.shapes import EmploymentView, UnitMoveFacts, UnitView
from avrop.parties.touching import Touched


@dataclass(frozen=True, slots=True)
class Node:
    """A unit of the tree on a day: where it lies, how deep, how many units lie below it, and how many
    people have their main employment there."""

    id: UUID
    name: str
    code: str
    gln: str
    parent_id: UUID | None
    depth: int
    below: int
    people: int
    valid_from: date
    valid_until: date | None


@dataclass(frozen=True, slots=True)
class Effects:
    """What changing a part of the tree touches: the unit, what is open below it, who works there, what
    is planned for it, and what the rest of the product has there."""

    unit: UnitView
    units_below: int
    people: int
    people_below: int
    planned: UnitMoveFacts | None
    touched: tuple[Touched, ...]


@query
def organisation_tree(*, actor: Actor, on: date, at: datetime) -> tuple[Node, ...]:
    """Every unit that is open on a day, each after the one it lies in and by name among its like. Three
    statements."""
    units = [one for one in read_units("true", []) if one.is_open(on)]
    today = day_of(at)
    stands = {one.id: one.parent_id for one in units}
    parents = parents_on(on, today, stands, _moves())
    counted = Employment.objects.filter(in_force(on), is_main=True).values_list("unit_id")
    people = dict(counted.annotate(count=Count("person_id", distinct=True)).order_by())
    return _in_order(units, parents, people)


def _moves() -> tuple[UnitMoveFacts, ...]:
    rows = UnitMove.objects.order_by("valid_from", "id")
    return tuple(_move_of(row) for row in rows)


def _move_of(row: UnitMove) -> UnitMoveFacts:
    return UnitMoveFacts(
        row.unit_id, row.former_parent_id, row.parent_id, row.valid_from, row.applied_at is not None
    )


def _in_order(
    units: list[UnitView], parents: Mapping[UUID, UUID | None], people: Mapping[UUID, int]
) -> tuple[Node, ...]:
    known = {one.id for one in units}
    children: dict[UUID | None, list[UnitView]] = {}
    for one in sorted(units, key=lambda unit: (unit.name.casefold(), unit.id)):
        above = parents[one.id]
        children.setdefault(above if above in known else None, []).append(one)
    order: list[tuple[UnitView, UUID | None, int]] = []
    waiting: list[tuple[UnitView, UUID | None, int]] = [
        (one, None, 0) for one in reversed(children.get(None, []))
    ]
    while waiting:
        unit, above, depth = waiting.pop()
        order.append((unit, above, depth))
        waiting += [(one, unit.id, depth + 1) for one in reversed(children.get(unit.id, []))]
    below: dict[UUID, int] = {}
    for unit, above, _ in reversed(order):
        if above is not None:
            below[above] = below.get(above, 0) + below.get(unit.id, 0) + 1
    return tuple(
        Node(
            unit.id,
            unit.name,
            unit.code,
            unit.gln,
            above,
            depth,
            below.get(unit.id, 0),
            people.get(unit.id, 0),
            unit.valid_from,
            unit.valid_until,
        )
        for unit, above, depth in order
    )


@query
def effects_on_unit(unit_id: UUID, *, actor: Actor, on: date) -> Effects:
    """What is there before a unit is closed, moved, merged or split. Statements do not grow with it."""
    found = read_units("u.id = %s", [unit_id])
    if not found:
        raise missing("unit", unit_id)
    (view,) = found
    subtree = [one for one in read_units("starts_with(u.path, %s)", [view.path]) if one.is_open(on)]
    ids = [one.id for one in subtree] or [unit_id]
    counted = Person.objects.visible_to(actor).filter(in_force(on), unit_id__in=ids)
    by_unit = dict(counted.values_list("unit_id").annotate(count=Count("id")).order_by())
    planned = UnitMove.objects.filter(unit_id=unit_id, applied_at=None).first()
    return Effects(
        unit=view,
        units_below=sum(1 for one in subtree if one.id != unit_id),
        people=by_unit.get(unit_id, 0),
        people_below=sum(count for key, count in by_unit.items() if key != unit_id),
        planned=_move_of(planned) if planned else None,
        touched=touching.touched(ids, on),
    )


@query
def employments_of(person_id: UUID, *, actor: Actor) -> tuple[EmploymentView, ...]:
    """Where somebody works and has worked, the latest first."""
    rows = Employment.objects.filter(person_id=person_id).order_by("-valid_from", "-id")
    return tuple(employment_of(row) for row in rows)
