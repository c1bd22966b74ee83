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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two deeds that one person must not do to the same chain; the same twice means: by two people."""

    first: Deed
    second: Deed


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

    def apart_from(self, deed: Deed) -> frozenset[Deed]:
        """The deeds whose doers must not do this one; what is always apart, whatever was decided."""
        return frozenset(
            pair.second if pair.first == deed else pair.first
            for pair in (*ALWAYS, *self.pairs)
            if deed in (pair.first, pair.second)
        )

    def keeps_apart(self, pair: Pair) -> bool:
        """Whether the decided rules name these two, in either order."""
        return pair in self.pairs or Pair(pair.second, pair.first) in self.pairs


DEFAULT = Separation(
    (
        Pair(Deed.NEED, Deed.APPROVE),
        Pair(Deed.NEED, Deed.ATTEST_DECISION),
        Pair(Deed.RECEIVE, Deed.ATTEST_DECISION),
        Pair(Deed.ATTEST_REVIEW, Deed.ATTEST_DECISION),
        *ALWAYS,
        Pair(Deed.KEY_ORDER, Deed.REVIEW_ORDER),
        Pair(Deed.SET_HOLD, Deed.RELEASE_HOLD),
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


def conflicts(
    deeds: Iterable[Done], deed: Deed, people: frozenset[UUID], pairs: Separation
) -> Iterator[Problem]:
    """What forbids `people`, counted as one, to do `deed`: one problem for each deed in the way."""
    apart = pairs.apart_from(deed)
    seen: set[tuple[Deed, UUID]] = set()
    for done in deeds:
        if done.deed not in apart or not done.doers & people:
            continue
        if (done.deed, done.person_id) in seen:
            continue
        seen.add((done.deed, done.person_id))
        yield Problem(
            "authority.duties_not_separated",
            {
                "deed": str(deed),
                "done": str(done.deed),
                "person": str(done.person_id),
                "chain": str(done.chain_id),
            },
        )


def conflicts_of_each(
    deeds: Sequence[Done],
    doing: Iterable[Done],
    links: Sequence[tuple[UUID, UUID]],
    pairs: Separation,
) -> Iterator[Problem]:
    """What forbids deeds that are done together: each doer is judged by himself, on his own chains."""
    chains: dict[tuple[Deed, frozenset[UUID]], set[UUID]] = {}
    for each in doing:
        chains.setdefault((each.deed, each.doers), set()).add(each.chain_id)
    for (deed, doers), own in chains.items():
        people = counted_as_one(doers, links)
        yield from conflicts((done for done in deeds if done.chain_id in own), deed, people, pairs)


def problems_with_separation(separation: Separation) -> Iterator[Problem]:
    """What is wrong with a new version of the rules: it must name what is always kept apart, so that
    nobody believes to have decided otherwise."""
    if not all(separation.keeps_apart(pair) for pair in ALWAYS):
        yield Problem("authority.separation_too_weak")
