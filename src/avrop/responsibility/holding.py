"""Who holds what the matrix says, unit by unit. Pure.

The nearest mandate answers: whoever holds the role in the unit itself goes before whoever holds it in a
unit around it, and those before whoever holds it everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from avrop.responsibility.matrix import Finding, Gap, Matrix, Row, Rows

Lineage = tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds by a mandate: in a unit and below, everywhere without one."""

    person_id: UUID
    role: str
    unit_id: UUID | None
    mandate_id: UUID


class Holders:
    """The holdings laid out to be asked for many units."""

    def __init__(self, held: Iterable[Holding]) -> None:
        self._by_role: dict[str, dict[UUID | None, list[UUID]]] = {}
        for one in held:
            places = self._by_role.setdefault(one.role, {})
            people = places.setdefault(one.unit_id, [])
            if one.person_id not in people:
                people.append(one.person_id)

    @property
    def roles(self) -> frozenset[str]:
        """The roles that anybody holds."""
        return frozenset(self._by_role)

    def nearest(self, role: str, lineage: Sequence[UUID]) -> tuple[UUID, ...]:
        """Who holds a role nearest to a unit; everywhere, where the lineage is empty."""
        places = self._by_role.get(role, {})
        for unit_id in (*reversed(lineage), None):
            if unit_id in places:
                return tuple(places[unit_id])
        return ()

    def all_over(self, role: str, lineage: Sequence[UUID]) -> tuple[UUID, ...]:
        """Everybody who holds a role in a unit or around it, the nearest first."""
        places = self._by_role.get(role, {})
        found = (
            person for unit_id in (*reversed(lineage), None) for person in places.get(unit_id, ())
        )
        return tuple(dict.fromkeys(found))

    def anywhere(self, role: str) -> bool:
        """Whether anybody holds a role at all."""
        return role in self._by_role


@dataclass(frozen=True, slots=True)
class Answering:
    """Who does what in one activity of one unit. `accountable` are more than one where it is double,
    and none where the post is vacant."""

    row: Row
    accountable: tuple[UUID, ...]
    responsible: tuple[UUID, ...]
    consulted: tuple[UUID, ...]
    informed: tuple[UUID, ...]


def answering(
    row: Row, holders: Holders, lineage: Sequence[UUID], *, is_central: bool = False
) -> Answering:
    """Who does what by one row in one unit; with an empty lineage, for the whole organisation. For what
    `is_central`, whoever holds the role for the whole organisation answers in every unit."""
    return Answering(
        row,
        accountable=_people(row, "A", holders, () if is_central else lineage, nearest=True),
        responsible=_people(row, "R", holders, lineage),
        consulted=_people(row, "C", holders, lineage),
        informed=_people(row, "I", holders, lineage),
    )


def _people(
    row: Row, letter: str, holders: Holders, lineage: Sequence[UUID], *, nearest: bool = False
) -> tuple[UUID, ...]:
    find = holders.nearest if nearest else holders.all_over
    found = (person for role in row.roles(letter) for person in find(role, lineage))
    return tuple(dict.fromkeys(found))


def findings_of_holders(
    matrix: Matrix,
    activities: Iterable[str],
    holders: Holders,
    lineages: Sequence[Lineage],
    is_central: Callable[[str, Sequence[UUID]], bool],
) -> Iterator[Finding]:
    """Vacant and double holders. What is decided centrally is asked once for the whole organisation;
    the rest in each unit. An organisation without units is asked once."""
    rows = Rows(matrix)
    for activity in activities:
        places = [one for one in lineages if not is_central(activity, one)]
        if is_central(activity, ()) or not lineages:
            places = [(), *places]
        for lineage in places:
            yield from _findings_of(rows.of(activity, lineage), holders, lineage)


def _findings_of(row: Row, holders: Holders, lineage: Lineage) -> Iterator[Finding]:
    unit_id = lineage[-1] if lineage else None
    for role in row.roles("A"):
        people = holders.nearest(role, lineage)
        if not people:
            yield Finding(Gap.VACANT, row.activity, role, unit_id)
        elif len(people) > 1:
            yield Finding(Gap.SEVERAL_HOLDERS, row.activity, role, unit_id, people)
    doing = row.roles("R")
    # Whoever does it anywhere does it for the whole organisation.
    has = holders.anywhere if not lineage else (lambda role: bool(holders.nearest(role, lineage)))
    if doing and not any(has(role) for role in doing):
        yield Finding(Gap.NOBODY_DOES_IT, row.activity, doing[0], unit_id)
