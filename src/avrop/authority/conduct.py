"""Conflict of interest: who must not decide on something because of whom it is for. Pure.

Whoever benefits from a purchase neither approves nor attests it, and nobody decides on what benefits
somebody he works under: he would judge his own superior (requirement REQ-07). Both hold for
substitutes as for those they stand in for. Who is left is asked, so that such a purchase finds its
way upward by itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from avrop.authority.separation import counted_as_one
from avrop.kernel.ports import Deed
from avrop.kernel.problems import Problem

NAME = "authority.conduct"

#: The deeds by which somebody decides that money is spent.
DECIDING = (Deed.APPROVE, Deed.ATTEST_REVIEW, Deed.ATTEST_DECISION)
#: Of these nobody does any for his own benefit, whatever version of the rules is in force.
ALWAYS = frozenset((Deed.APPROVE, Deed.ATTEST_DECISION))
#: The area of whoever heads the whole organisation: every unit's path begins with it.
EVERYWHERE = "/"


@dataclass(frozen=True, slots=True)
class Conduct:
    """The parameters of the dated rule set `authority.conduct`.

    `own`: deeds that nobody does to what he benefits from; `superiors`: deeds that nobody does to what
    somebody above him benefits from; `heads`: the roles whose holders head the units of their mandate.
    """

    own: tuple[Deed, ...] = DECIDING
    superiors: tuple[Deed, ...] = DECIDING
    heads: tuple[str, ...] = ("manager",)


@dataclass(frozen=True, slots=True)
class Benefit:
    """A chain of documents is, in part or whole, for somebody's own benefit."""

    chain_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class Ranks:
    """Who heads what and works where; areas and places are paths of units, "/root/…/own/"."""

    areas: Mapping[UUID, tuple[str, ...]] = field(default_factory=dict)
    places: Mapping[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stakes:
    """What is at stake in some chains, and what decides who is too close to it."""

    benefits: tuple[Benefit, ...] = ()
    ranks: Ranks = field(default_factory=Ranks)
    links: tuple[tuple[UUID, UUID], ...] = ()
    conduct: Conduct = field(default_factory=Conduct)

    def problems(
        self, deed: Deed, doers: Iterable[UUID | None], chains: Collection[UUID] | None = None
    ) -> tuple[Problem, ...]:
        """Why none of the doers (a person, and whom he stands in for) may do the deed to the chains;
        None: to any there is something at stake in."""
        benefits = [each for each in self.benefits if chains is None or each.chain_id in chains]
        if not benefits:
            return ()
        return tuple(_opposed(deed, frozenset(doers) - {None}, benefits, self))


def _opposed(
    deed: Deed, doers: frozenset[UUID | None], benefits: Iterable[Benefit], stakes: Stakes
) -> Iterator[Problem]:
    people = [person for person in doers if person is not None]
    as_one = counted_as_one(people, stakes.links)
    for person_id in dict.fromkeys(each.person_id for each in benefits):
        values = {"deed": str(deed), "person": str(person_id)}
        if person_id in as_one:
            if deed in ALWAYS or deed in stakes.conduct.own:
                yield Problem("authority.decides_own_benefit", values)
        elif deed in stakes.conduct.superiors and any(
            is_under(person, person_id, stakes.ranks) for person in people
        ):
            yield Problem("authority.superior_benefits", values)


def is_under(person_id: UUID, superior_id: UUID, ranks: Ranks) -> bool:
    """Whether somebody works in a unit that the other heads, and heads nothing as high himself: two
    who head the same unit are not each other's superiors."""
    place = ranks.places.get(person_id)
    if place is None or person_id == superior_id:
        return False
    own = ranks.areas.get(person_id, ())
    return any(
        place.startswith(area) and not any(area.startswith(each) for each in own)
        for area in ranks.areas.get(superior_id, ())
    )


def problems_with_conduct(conduct: Conduct, roles: Collection[str]) -> Iterator[Problem]:
    """What makes a new version of the rules unfit."""
    if not set(conduct.own) >= ALWAYS:
        yield Problem("authority.conduct_too_weak", {}, ("own",))
    strange = {*conduct.own, *conduct.superiors} - set(DECIDING)
    if strange:
        deeds = ", ".join(sorted(map(str, strange)))
        yield Problem("authority.conduct_of_other_deed", {"deed": deeds}, ("superiors",))
    for role in conduct.heads:
        if role not in roles:
            yield Problem("authority.unknown_role", {"role": role}, ("heads",))
