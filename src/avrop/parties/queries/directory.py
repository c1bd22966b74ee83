"""Finding people as directories and long lists ask for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import in_force
from avrop.parties.models import Employment, Person
from avrop.parties.queries.stored import person_of
from avrop.parties.shapes import PersonView

LARGEST_ANSWER = 200


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Some of those who fit, and how many do."""

    total: int
    people: tuple[PersonView, ...]


@query
def find_people(
    *,
    actor: Actor,
    on: date,
    email: str = "",
    external_id: str = "",
    number: str = "",
    name: str = "",
    text: str = "",
    is_active: bool | None = None,
    offset: int = 0,
    limit: int = 50,
) -> PeopleFound:
    """People by what exactly they are known by, or a part of the name; the oldest first. Two
    statements."""
    rows = Person.objects.visible_to(actor)
    if email:
        rows = rows.filter(email__iexact=email)
    if external_id:
        rows = rows.filter(external_id=external_id)
    if number:
        rows = rows.filter(number=number)
    if name:
        rows = rows.filter(name__iexact=name)
    if text:
        rows = rows.filter(name__icontains=text)
    if is_active is not None:
        rows = rows.filter(in_force(on)) if is_active else rows.exclude(in_force(on))
    first, size = max(0, offset), max(0, min(limit, LARGEST_ANSWER))
    found = rows.order_by("id")[first : first + size] if size else ()
    return PeopleFound(rows.count(), tuple(person_of(row) for row in found))


_staff = compiled(
    lambda: (
        Person.objects.filter(unit_id__any_of=Given("units"))
        .filter(Q(valid_until=None) | Q(valid_until__gte=Given("on")))
        .order_by("name", "id")
    )
)


def staff_of(unit_ids: Iterable[UUID], on: date) -> tuple[PersonView, ...]:
    """Who works in some units on a day or is to, by name. One statement."""
    asked = list(unit_ids)
    return tuple(person_of(row) for row in _staff(units=asked, on=on)) if asked else ()


_titles = compiled(
    lambda: (
        Employment.objects.filter(
            person_id__any_of=Given("people"), is_main=True, valid_from__lte=Given("on")
        )
        .filter(Q(valid_until=None) | Q(valid_until__gte=Given("on")))
        .values_list("person_id", "title")
    )
)


def main_titles(person_ids: Iterable[UUID], on: date) -> dict[UUID, str]:
    """What people are in their main employment on a day. One statement."""
    asked = list(person_ids)
    return dict(_titles(people=asked, on=on)) if asked else {}
