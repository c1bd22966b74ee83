"""The same questions as in `rights`, of many people and many acts at once.

For pages that look at a whole organisation. Statements don't grow with the people: the rights are
fetched in one, where the units lie in another, and the same rules judge each act.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from avrop.authority import benefits, conduct, deeds, rights, rules, separation
from avrop.authority.rules import Ground, Right
from avrop.authority.separation import Separation
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import Deed, Within
from avrop.kernel.problems import Problem
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql

_PATHS = f"""
    select u.id, u.path from ({units_in_sql()}) u
    where u.tenant_id = %(tenant)s and u.id = any(%(units)s)"""


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody would do: who asks, where and for what, on which chains of documents."""

    person_id: UUID
    within: Within
    chains: tuple[UUID, ...] = ()


def problems_requiring_each(
    acts: Sequence[Act], permission: Permission, *, at: datetime
) -> tuple[tuple[Problem, ...], ...]:
    """For each act of a person, every reason why `require` would refuse it. Two statements."""
    if not acts:
        return ()
    people = {act.person_id for act in acts}
    held = rights.rights_of_people(people, permission, at, _categories(acts))
    ground = replace(held.ground, paths=_paths(acts))
    by_person = _by_person(held.rights)
    return tuple(
        rules.why_not(by_person.get(act.person_id, ()), act.within, ground, permission.name)
        for act in acts
    )


def who_may_each(
    acts: Sequence[Act],
    permission: Permission,
    *,
    at: datetime,
    deed: Deed | None,
    pairs_on: Callable[[date], Separation],
) -> tuple[tuple[Right, ...], ...]:
    """For each act, the narrowest right of everybody who may do it and, with `deed`, is not kept from
    it by a deed on its chains. `person_id` of an act is not looked at. A handful of statements."""
    if not acts:
        return ()
    held = rights.rights_of_everybody(permission, at, _categories(acts))
    ground = replace(held.ground, paths=_paths(acts))
    by_area = _by_area(held.rights)
    barred = deed and _Barred(acts, deed, pairs_on(ground.day), held.rights, at)
    return tuple(
        tuple(
            right
            for right in _narrowest_of_each(_reaching(act.within, by_area, ground), act, ground)
            if not (barred and barred.keeps(right, act))
        )
        for act in acts
    )


class _Barred:
    """Who is kept from a deed by what has been done on the chains of an act."""

    def __init__(
        self,
        acts: Sequence[Act],
        deed: Deed,
        pairs: Separation,
        held: Iterable[Right],
        at: datetime,
    ) -> None:
        self._deed, self._pairs = deed, pairs
        apart = pairs.apart_from(deed)
        chains = {chain for act in acts for chain in act.chains}
        units = {act.within.unit_id for act in acts if act.within.unit_id is not None}
        found = (
            deeds.in_the_way(tuple(chains), apart, at, units=tuple(units))
            if chains and (apart or deed in conduct.DECIDING)
            else deeds.InTheWay((), ())
        )
        self._found = found
        self._done: dict[UUID, list[separation.Done]] = {}
        for done in found.done:
            self._done.setdefault(done.chain_id, []).append(done)
        at_stake = found.benefits if deed in conduct.DECIDING else ()
        people = {who for right in held for who in (right.person_id, right.principal)}
        self._stakes = benefits.stakes(at_stake, people if at_stake else (), at)

    def keeps(self, right: Right, act: Act) -> bool:
        """Whether this right is of no use for the act."""
        if self._stakes.problems(self._deed, (right.person_id, right.principal), act.chains):
            return True
        done = [each for chain in act.chains for each in self._done.get(chain, ())]
        if not done:
            return False
        people = separation.counted_as_one((right.person_id, right.principal), self._found.links)
        opened = self._found.opened_to(right.person_id, act.within.unit_id)
        return any(separation.conflicts(done, self._deed, people, self._pairs, opened))


def _narrowest_of_each(found: Iterable[Right], act: Act, ground: Ground) -> list[Right]:
    several = _by_person(found).values()
    narrowest = (rules.narrowest(each, act.within, ground) for each in several)
    return [right for right in narrowest if right is not None]


def _reaching(
    within: Within, by_area: Mapping[UUID | None, Sequence[Right]], ground: Ground
) -> list[Right]:
    """The rights for the unit, for one that it lies in, and for everywhere."""
    path = ground.paths.get(within.unit_id, "") if within.unit_id else ""
    lineage = [UUID(part) for part in path.strip("/").split("/") if part]
    return [right for area in (None, *lineage) for right in by_area.get(area, ())]


def _by_person(found: Iterable[Right]) -> dict[UUID, list[Right]]:
    people: dict[UUID, list[Right]] = {}
    for right in found:
        people.setdefault(right.person_id, []).append(right)
    return people


def _by_area(found: Iterable[Right]) -> dict[UUID | None, list[Right]]:
    areas: dict[UUID | None, list[Right]] = {}
    for right in found:
        areas.setdefault(right.unit_id, []).append(right)
    return areas


def _categories(acts: Sequence[Act]) -> frozenset[str]:
    return frozenset(category for act in acts for category in act.within.categories)


def _paths(acts: Sequence[Act]) -> dict[UUID, str]:
    units = {act.within.unit_id for act in acts if act.within.unit_id is not None}
    with connection.cursor() as cursor:
        cursor.execute(_PATHS, {"tenant": current_tenant(), "units": list(units)})
        return dict(cursor.fetchall())
