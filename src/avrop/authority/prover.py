"""Who could bring together deeds that are kept apart: a search of the whole organisation. Pure.

A purchase passes from need to money by deeds that are kept apart two by two; whoever cannot bring two
such deeds together cannot complete any longer forbidden chain either, so that pairs are all there is to
look for (requirement X5, invariant 2). Looked at are, from a day on:

- each person with everything that is in his hands: his own mandates and those that he has been lent;
- each two people whom a delegation links, since they count as one;
- roles that one person does not hold together, and circles of substitutes.

Two rights meet where a purchase lies within both (`overlap`). What one single mandate brings together
is the make of its role: it is told once for the role, with how many hold it, and a combination that
gives nothing beyond it is not told again. Nor is a pair of people where one of the two suffices.

For each way the answer says what stands against it when it is tried: the ledger of deeds, which refuses
the second deed; nothing, where the rules in force don't keep the two apart; or a dispensation, which
somebody has decided on until a day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import combinations
from uuid import UUID

from avrop.authority.delegation import Lending, circle
from avrop.authority.desks import Held, RolesApart, roles_across
from avrop.authority.overlap import Means, Overlap, Use, common_period, overlap_of, reaches
from avrop.authority.rules import Absence, Right, substituted
from avrop.authority.separation import ALWAYS, DEFAULT, Pair, Separation
from avrop.kernel.deeds import Asks, Deed
from avrop.values import Money

NO_ROLES_APART = RolesApart(())
LEDGER, NOTHING, DISPENSATION, DECISION = "ledger", "nothing", "dispensation", "decision"
PERSON, PAIR, ROLES, CIRCLE = "person", "pair", "roles", "circle"


@dataclass(frozen=True, slots=True)
class Lent:
    """A delegation: whose mandate, to whom, from when to when, up to how much."""

    delegation_id: UUID
    mandate_id: UUID
    principal: UUID
    absence: Absence


@dataclass(frozen=True, slots=True)
class Dispensed:
    """A dispensation for a unit, with its period. One for a single transaction opens no way."""

    id: UUID
    person_id: UUID
    pair: Pair
    unit_id: UUID
    valid_from: date
    valid_until: date


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the search reads: nothing that has ended before `day`, or been revoked.

    `roles` gives for each role the permissions that let its holder do deeds; `paths` is as in `Ground`.
    """

    day: date
    roles: Mapping[str, tuple[Means, ...]]
    mandates: tuple[Right, ...]
    lendings: tuple[Lent, ...] = ()
    paths: Mapping[UUID, str] = field(default_factory=dict)
    restricted: tuple[str, ...] = ()
    separation: Separation = DEFAULT
    roles_apart: RolesApart = NO_ROLES_APART
    dispensed: tuple[Dispensed, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the path: who, under which mandate, role and permission, in whose place, to which deed.

    `deed` and `permission` are "" where it is the roles themselves that are kept apart.
    """

    person_id: UUID
    role: str
    mandate_id: UUID
    permission: str
    deed: str
    unit_id: UUID | None
    limit: Money | None
    valid_from: date
    valid_until: date | None
    principal: UUID | None = None
    delegation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """Two deeds that are kept apart, how they come together, on which purchases, and what stands
    against it."""

    first: str
    second: str
    steps: tuple[Step, Step]
    overlap: Overlap
    stopped_by: str
    dispensation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """Somebody, or two whom a delegation links, and every way that is open to them.

    For a circle `people` is its path, the first again at the end, and there are no ways.
    """

    kind: str
    people: tuple[UUID, ...]
    ways: tuple[Way, ...] = ()
    link: UUID | None = None

    @property
    def stands(self) -> bool:
        """Whether it speaks against the proof: all but what somebody has decided on."""
        return not self.ways or any(way.stopped_by in (LEDGER, NOTHING) for way in self.ways)

    @property
    def is_open(self) -> bool:
        """Whether nothing stands against one of its ways."""
        return any(way.stopped_by == NOTHING for way in self.ways)


@dataclass(frozen=True, slots=True)
class Carried:
    """Two deeds that a role carries by its own make; only the ledger keeps its holders from doing both.

    `holders`: how many people hold it so widely that both can be done, lent mandates included.
    """

    role: str
    first: str
    second: str
    holders: int
    stopped_by: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the search came to."""

    people: int
    findings: tuple[Finding, ...]
    carried: tuple[Carried, ...]

    @property
    def holds(self) -> bool:
        """Whether nobody can complete a forbidden chain: no finding stands, no role is wide open."""
        return not any(found.stands for found in self.findings) and not any(
            carried.stopped_by == NOTHING for carried in self.carried
        )


@dataclass(frozen=True, slots=True)
class _Hand:
    """A right in somebody's hands, and the delegation it came by."""

    right: Right
    delegation_id: UUID | None = None


#: For two deeds, the areas in which somebody alone can do both already, with the days.
_Covered = dict[frozenset[Deed], list[tuple[UUID | None, date, date | None]]]


def prove(facts: Facts) -> Proof:
    """Search everybody and every two who are linked; the findings in order of kind and people."""
    search = _Search(facts)
    found = [*search.people(), *search.pairs(), *_roles(facts, search.hands), *_circles(facts)]
    carried = tuple(sorted(search.carried(), key=lambda each: (each.role, each.first, each.second)))
    return Proof(len(search.hands), tuple(found), carried)


def gained(before: Proof, after: Proof) -> tuple[Finding, ...]:
    """What a change would add: the ways that were not there (requirement X5 c)."""
    known = {
        (found.kind, found.people, way.first, way.second, way.overlap.unit_id)
        for found in before.findings
        for way in found.ways
    }
    circles = {found.people for found in before.findings if found.kind == CIRCLE}
    new = []
    for found in after.findings:
        ways = tuple(
            way
            for way in found.ways
            if (found.kind, found.people, way.first, way.second, way.overlap.unit_id) not in known
        )
        if ways or (found.kind == CIRCLE and found.people not in circles):
            new.append(replace(found, ways=ways))
    return tuple(new)


def searched_pairs(rules: Separation) -> tuple[Pair, ...]:
    """The pairs to look for: those of the rules in force and those that the product comes with.

    A deed that takes two people is left out: that two hold the right is what it is for, and the ledger
    counts them as one while a delegation links them.
    """
    pairs: dict[frozenset[Deed], Pair] = {}
    for pair in (*DEFAULT.pairs, *ALWAYS, *rules.pairs):
        if pair.first != pair.second:
            pairs.setdefault(pair.deeds, pair)
    return tuple(pairs.values())


class _Search:
    """The hands of everybody, read once, and what one person alone comes to."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.pairs_sought = searched_pairs(facts.separation)
        self.hands = _hands(facts)
        self._means = {role: _by_deed(means) for role, means in facts.roles.items()}
        self._uses: dict[UUID, dict[Deed, list[tuple[_Hand, Use]]]] = {}
        self._covered: dict[UUID, _Covered] = defaultdict(dict)
        self._carriers: dict[tuple[str, Pair], set[UUID]] = defaultdict(set)
        self._dispensed: dict[UUID, list[Dispensed]] = defaultdict(list)
        for each in facts.dispensed:
            self._dispensed[each.person_id].append(each)
        for person_id, hands in self.hands.items():
            self._uses[person_id] = self._uses_of(hands)
            self._note_single_mandates(person_id, hands)

    def people(self) -> Iterator[Finding]:
        """Everybody who brings two deeds together by more than one mandate."""
        for person_id in self.hands:
            uses = self._uses[person_id]
            ways = tuple(self._ways(uses, uses, (person_id,)))
            for way in ways:
                self._cover(person_id, way)
            if ways:
                yield Finding(PERSON, (person_id,), ways)

    def pairs(self) -> Iterator[Finding]:
        """Every two whom a delegation links and neither of whom suffices; after `people`."""
        links: dict[tuple[UUID, UUID], list[Lent]] = defaultdict(list)
        for lent in self.facts.lendings:
            if lent.principal != lent.absence.person_id:
                links[lent.principal, lent.absence.person_id].append(lent)
        told: set[frozenset[UUID]] = set()
        for (principal, substitute), lendings in links.items():
            if frozenset((principal, substitute)) in told:
                continue
            ours, theirs = self._uses.get(principal, {}), self._uses.get(substitute, {})
            for lent in lendings:
                both = (principal, substitute)
                days = (lent.absence.valid_from, lent.absence.valid_until)
                found = [
                    *self._ways(ours, theirs, both, days),
                    *self._ways(theirs, ours, both, days),
                ]
                ways = tuple({(way.first, way.second): way for way in reversed(found)}.values())
                if ways:
                    told.add(frozenset(both))
                    yield Finding(PAIR, both, ways[::-1], lent.delegation_id)
                    break

    def carried(self) -> Iterator[Carried]:
        """What roles bring together by their own make."""
        for (role, pair), people in self._carriers.items():
            stopped = self._stops(pair)
            yield Carried(role, str(pair.first), str(pair.second), len(people), stopped)

    def _uses_of(self, hands: Sequence[_Hand]) -> dict[Deed, list[tuple[_Hand, Use]]]:
        uses: dict[Deed, list[tuple[_Hand, Use]]] = defaultdict(list)
        for hand in hands:
            for deed, means in self._means.get(hand.right.role, {}).items():
                use = Use(hand.right, means)
                if use.is_possible:
                    uses[deed].append((hand, use))
        return uses

    def _note_single_mandates(self, person_id: UUID, hands: Sequence[_Hand]) -> None:
        covered = self._covered[person_id]
        for hand in hands:
            right = hand.right
            able = self._means.get(right.role, {})
            if len(able) < 2:
                continue
            for pair in self.pairs_sought:
                one, other = able.get(pair.first), able.get(pair.second)
                if one is None or other is None:
                    continue
                if Use(right, one).is_possible and Use(right, other).is_possible:
                    self._carriers[right.role, pair].add(person_id)
                    days = (right.valid_from, right.valid_until)
                    covered.setdefault(pair.deeds, []).append((right.unit_id, *days))

    def _ways(
        self,
        ours: Mapping[Deed, list[tuple[_Hand, Use]]],
        theirs: Mapping[Deed, list[tuple[_Hand, Use]]],
        people: tuple[UUID, ...],
        days: tuple[date, date | None] | None = None,
    ) -> Iterator[Way]:
        """For each two deeds the first way that they come together, if any."""
        for pair in self.pairs_sought:
            if pair.first not in ours or pair.second not in theirs:
                continue
            way = self._way(pair, ours[pair.first], theirs[pair.second], people, days)
            if way is not None:
                yield way

    def _way(
        self,
        pair: Pair,
        firsts: Sequence[tuple[_Hand, Use]],
        seconds: Sequence[tuple[_Hand, Use]],
        people: tuple[UUID, ...],
        days: tuple[date, date | None] | None,
    ) -> Way | None:
        facts = self.facts
        for hand, use in firsts:
            for other_hand, other in seconds:
                if hand.right.mandate_id == other_hand.right.mandate_id:
                    continue
                met = overlap_of(use, other, facts.day, facts.paths, facts.restricted)
                if met is not None and days is not None:
                    met = _during(met, days, facts.day)
                if met is None or self._is_covered(people, pair, met):
                    continue
                steps = (_step(hand, use), _step(other_hand, other))
                stopped, by = self._against(pair, people, met)
                return Way(str(pair.first), str(pair.second), steps, met, stopped, by)
        return None

    def _is_covered(self, people: tuple[UUID, ...], pair: Pair, met: Overlap) -> bool:
        """Whether one of them alone does as much already, for all of that time."""
        return any(
            reaches(area, met.unit_id, self.facts.paths)
            and begins <= met.valid_from
            and (ends is None or (met.valid_until is not None and met.valid_until <= ends))
            for person_id in people
            for area, begins, ends in self._covered[person_id].get(pair.deeds, ())
        )

    def _cover(self, person_id: UUID, way: Way) -> None:
        deeds = frozenset((Deed(way.first), Deed(way.second)))
        met = way.overlap
        area = (met.unit_id, met.valid_from, met.valid_until)
        self._covered[person_id].setdefault(deeds, []).append(area)

    def _stops(self, pair: Pair) -> str:
        return LEDGER if pair.second in self.facts.separation.apart_from(pair.first) else NOTHING

    def _against(
        self, pair: Pair, people: tuple[UUID, ...], met: Overlap
    ) -> tuple[str, UUID | None]:
        """What stands against a way, and the dispensation that has opened all of it."""
        for person_id in people:
            for each in self._dispensed.get(person_id, ()):
                if (
                    each.pair.deeds == pair.deeds
                    and reaches(each.unit_id, met.unit_id, self.facts.paths)
                    and each.valid_from <= self.facts.day <= each.valid_until
                ):
                    return DISPENSATION, each.id
        return self._stops(pair), None


def _hands(facts: Facts) -> dict[UUID, list[_Hand]]:
    """Everything in everybody's hands, own mandates first."""
    hands: dict[UUID, list[_Hand]] = defaultdict(list)
    held: dict[tuple[UUID, UUID], Right] = {}
    for right in facts.mandates:
        held[right.mandate_id, right.person_id] = right
        hands[right.person_id].append(_Hand(right))
    for lent in facts.lendings:
        own = held.get((lent.mandate_id, lent.principal))
        if own is not None:
            right = substituted(own, lent.absence)
            if right.valid_until is None or right.valid_until >= max(right.valid_from, facts.day):
                hands[right.person_id].append(_Hand(right, lent.delegation_id))
    return dict(sorted(hands.items()))


def _by_deed(means: Iterable[Means]) -> dict[Deed, Means]:
    """For each deed the permission that is held against the least."""

    def strictness(each: Means) -> tuple[bool, int, str]:
        return Asks.EVERYWHERE in each.asks, len(each.asks), each.permission

    return {each.deed: each for each in sorted(means, key=strictness, reverse=True)}


def _during(met: Overlap, days: tuple[date, date | None], day: date) -> Overlap | None:
    period = common_period((met.valid_from, met.valid_until), days, day)
    return None if period is None else replace(met, valid_from=period[0], valid_until=period[1])


def _step(hand: _Hand, use: Use) -> Step:
    right = hand.right
    return Step(
        person_id=right.person_id,
        role=right.role,
        mandate_id=right.mandate_id,
        permission=use.means.permission,
        deed=str(use.means.deed),
        unit_id=right.unit_id,
        limit=right.limit,
        valid_from=right.valid_from,
        valid_until=right.valid_until,
        principal=right.principal,
        delegation_id=hand.delegation_id,
    )


def _roles(facts: Facts, hands: Mapping[UUID, list[_Hand]]) -> Iterator[Finding]:
    """Who holds roles that one person does not hold together, a crossing of one day left out."""
    rules = facts.roles_apart
    if not rules.pairs:
        return
    stopped = DECISION if rules.both_with_reason else NOTHING
    for person_id, several in hands.items():
        lasting = [hand for hand in several if hand.right.valid_from != hand.right.valid_until]
        ways = []
        for one, other in combinations(lasting, 2):
            held = Held(one.right.role, one.right.valid_from, one.right.valid_until)
            beside = Held(other.right.role, other.right.valid_from, other.right.valid_until)
            days = common_period(
                (held.valid_from, held.valid_until),
                (beside.valid_from, beside.valid_until),
                facts.day,
            )
            if days is not None and roles_across(held, (beside,), rules):
                steps = (_holding(one), _holding(other))
                ways.append(Way(held.role, beside.role, steps, Overlap(*days), stopped))
        if ways:
            yield Finding(ROLES, (person_id,), tuple(ways))


def _holding(hand: _Hand) -> Step:
    """A role in somebody's hands, whatever it lets him do."""
    right = hand.right
    return Step(
        right.person_id,
        right.role,
        right.mandate_id,
        "",
        "",
        right.unit_id,
        right.limit,
        right.valid_from,
        right.valid_until,
        right.principal,
        hand.delegation_id,
    )


def _circles(facts: Facts) -> Iterator[Finding]:
    """Substitutes who stand in for one another in a circle, each circle once."""
    lendings = [
        Lending(
            lent.principal,
            lent.absence.person_id,
            lent.absence.valid_from,
            lent.absence.valid_until,
        )
        for lent in facts.lendings
        if lent.absence.valid_until >= facts.day
    ]
    principals = {each.principal for each in lendings}
    # Who stands in for somebody and has no substitute himself cannot be part of a circle.
    possible = [each for each in lendings if each.substitute in principals]
    seen: set[frozenset[UUID]] = set()
    for each in possible:
        path = circle(each, possible)
        if path and frozenset(path) not in seen:
            seen.add(frozenset(path))
            yield Finding(CIRCLE, path)
