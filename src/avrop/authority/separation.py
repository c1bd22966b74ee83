"""Separation of duties: which deeds on one chain of documents may not be one person's. Pure.

Counted as one person are the doer, whoever he acts for, and everybody linked to either of them by a
delegation, in either direction: a substitute inherits the principal's conflicts and the principal
the substitute's (invariant 2, requirements REQ-07 and X5).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from avrop.kernel.ports import Deed
from avrop.kernel.problems import Problem

NAME = "authority.separation"


#: For how long whoever changed where a supplier is paid neither attests nor releases a payment to it.
ACCOUNT_DAYS = 90


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deeds that one person must not do to the same chain; the same twice means: by two people.

    `within_days`: only so many days after one another; None: ever.
    """

    first: Deed
    second: Deed
    within_days: int | None = None

    @property
    def deeds(self) -> frozenset[Deed]:
        """The two, whichever is named first."""
        return frozenset((self.first, self.second))


#: What no version of the rules can give up: money leaves by two people, neither of whom prepared the
#: payment or decided on its invoice. With it nobody is alone in a whole purchase (invariant 2, INV-09).
ALWAYS = (
    Pair(Deed.ATTEST_DECISION, Deed.RELEASE_PAYMENT),
    Pair(Deed.PREPARE_PAYMENT, Deed.RELEASE_PAYMENT),
    Pair(Deed.RELEASE_PAYMENT, Deed.RELEASE_PAYMENT),
)


@dataclass(frozen=True, slots=True)
class Separation:
    """The parameters of the dated rule set `authority.separation`."""

    pairs: tuple[Pair, ...]

    def apart_from(self, deed: Deed) -> dict[Deed, int | None]:
        """The deeds whose doers must not do this one, and within how many days (None: ever); what is
        always apart, whatever was decided."""
        apart: dict[Deed, int | None] = {}
        for pair in (*ALWAYS, *self.pairs):
            if deed in (pair.first, pair.second):
                other = pair.second if pair.first == deed else pair.first
                apart[other] = _longer(apart.get(other, 0), pair.within_days)
        return apart

    def keeps_apart(self, pair: Pair) -> bool:
        """Whether the decided rules name these two, in either order."""
        return any(own.deeds == pair.deeds for own in self.pairs)


DEFAULT = Separation(
    (
        Pair(Deed.NEED, Deed.APPROVE),
        Pair(Deed.NEED, Deed.ATTEST_DECISION),
        Pair(Deed.RECEIVE, Deed.ATTEST_DECISION),
        Pair(Deed.ATTEST_REVIEW, Deed.ATTEST_DECISION),
        *ALWAYS,
        Pair(Deed.KEY_ORDER, Deed.REVIEW_ORDER),
        Pair(Deed.SET_HOLD, Deed.RELEASE_HOLD),
        Pair(Deed.CHANGE_SUPPLIER, Deed.ATTEST_DECISION, ACCOUNT_DAYS),
        Pair(Deed.CHANGE_SUPPLIER, Deed.RELEASE_PAYMENT, ACCOUNT_DAYS),
        Pair(Deed.CHANGE_ACCOUNT, Deed.ATTEST_DECISION, ACCOUNT_DAYS),
        Pair(Deed.CHANGE_ACCOUNT, Deed.RELEASE_PAYMENT, ACCOUNT_DAYS),
    )
)

#: What a purchase passes on its way from need to money; nobody is ever alone in all of it.
PURCHASE = (Deed.NEED, Deed.APPROVE, Deed.RECEIVE, Deed.ATTEST_DECISION, Deed.RELEASE_PAYMENT)


@dataclass(frozen=True, slots=True)
class Done:
    """A deed that has been done to a chain."""

    chain_id: UUID
    deed: Deed
    person_id: UUID
    on_behalf_of: UUID | None = None

    @property
    def doers(self) -> frozenset[UUID]:
        """Who did it, and for whom."""
        both = (self.person_id, self.on_behalf_of)
        return frozenset(person for person in both if person is not None)


def counted_as_one(
    doers: Iterable[UUID | None], links: Iterable[tuple[UUID, UUID]]
) -> frozenset[UUID]:
    """The doers and everybody a delegation links to one of them; `links` are (principal, substitute).

    One step only: two substitutes of the same principal are not each other's.
    """
    people = frozenset(person for person in doers if person is not None)
    linked = (other for link in links for person, other in (link, link[::-1]) if person in people)
    return people.union(linked)


@dataclass(frozen=True, slots=True)
class Open:
    """A dispensation: one person may do two deeds to some chains although they are kept apart.

    `chains` empty: to any chain of the unit it was given for, which has been looked at.
    """

    id: UUID
    person_id: UUID
    pair: Pair
    chains: frozenset[UUID] = frozenset()

    def opens(self, done: Done, deed: Deed) -> bool:
        """Whether it lets the deed be done in spite of what was done."""
        pair = Pair(done.deed, deed)
        if is_always(pair) or pair.deeds != self.pair.deeds:
            return False
        return not self.chains or done.chain_id in self.chains


@dataclass(frozen=True, slots=True)
class Conflict:
    """A deed, and what was done that is kept apart from it. `opened_by`: the dispensation."""

    done: Done
    deed: Deed
    opened_by: UUID | None = None

    @property
    def problem(self) -> Problem:
        """Why the deed is refused."""
        return Problem(
            "authority.duties_not_separated",
            {
                "deed": str(self.deed),
                "done": str(self.done.deed),
                "person": str(self.done.person_id),
                "chain": str(self.done.chain_id),
            },
        )


def is_always(pair: Pair) -> bool:
    """Whether no version of the rules and no dispensation lets one person do both."""
    return any(pair.deeds == always.deeds for always in ALWAYS)


def opposed(
    deeds: Iterable[Done],
    deed: Deed,
    people: frozenset[UUID],
    pairs: Separation,
    opened: Sequence[Open] = (),
) -> Iterator[Conflict]:
    """What is kept apart from a deed of `people`, counted as one: each deed of each person once."""
    apart = pairs.apart_from(deed)
    seen: set[tuple[Deed, UUID]] = set()
    for done in deeds:
        if done.deed not in apart or not done.doers & people:
            continue
        if (done.deed, done.person_id) in seen:
            continue
        by = next((each.id for each in opened if each.opens(done, deed)), None)
        if by is None:
            seen.add((done.deed, done.person_id))
        yield Conflict(done, deed, by)


def conflicts(
    deeds: Iterable[Done],
    deed: Deed,
    people: frozenset[UUID],
    pairs: Separation,
    opened: Sequence[Open] = (),
) -> Iterator[Problem]:
    """What forbids `people`, counted as one, to do `deed`: one problem for each deed in the way."""
    found = opposed(deeds, deed, people, pairs, opened)
    return (each.problem for each in found if each.opened_by is None)


def opposed_each(
    deeds: Sequence[Done],
    doing: Iterable[Done],
    links: Sequence[tuple[UUID, UUID]],
    pairs: Separation,
    *,
    beside: Iterable[UUID] = (),
    opened: Sequence[Open] = (),
) -> Iterator[Conflict]:
    """What is kept apart from deeds that are done together: each doer is judged by himself, on his own
    chains and on those beside them. A dispensation is for whoever does the deed, for nobody else."""
    chains: dict[tuple[Deed, UUID, frozenset[UUID]], set[UUID]] = {}
    for each in doing:
        key = (each.deed, each.person_id, each.doers)
        chains.setdefault(key, set(beside)).add(each.chain_id)
    for (deed, doer, doers), own in chains.items():
        people = counted_as_one(doers, links)
        his = [each for each in opened if each.person_id == doer]
        on_them = (done for done in deeds if done.chain_id in own)
        yield from opposed(on_them, deed, people, pairs, his)


def conflicts_of_each(
    deeds: Sequence[Done],
    doing: Iterable[Done],
    links: Sequence[tuple[UUID, UUID]],
    pairs: Separation,
) -> Iterator[Problem]:
    """What forbids deeds that are done together, where nothing has been dispensed."""
    return (each.problem for each in opposed_each(deeds, doing, links, pairs))


def problems_with_separation(separation: Separation) -> Iterator[Problem]:
    """What is wrong with a new version of the rules: it must name what is always kept apart, so that
    nobody believes to have decided otherwise."""
    if not all(separation.keeps_apart(pair) for pair in ALWAYS):
        yield Problem("authority.separation_too_weak")
    for pair in separation.pairs:
        if pair.within_days is not None and pair.within_days < 1:
            yield Problem("authority.separation_without_days", {}, ("pairs",))
            return


def _longer(days: int | None, others: int | None) -> int | None:
    return None if days is None or others is None else max(days, others)
