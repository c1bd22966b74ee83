"""What it costs to search a municipality of 1,200 units and 9,000 people for a forbidden chain.

`prover.s` is the CPU of one search over frozen facts, in which three chains are planted and found and
nothing else; its floor is looking once at every mandate and delegation and putting them by person. To
be called by the benchmark about authority.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from uuid import UUID

from avrop.authority.prover import Facts, Proof, prove
from avrop.authority.rules import Right
from avrop.site.cli.bench import Figure
from avrop.testing.municipal_rights import Planted, a_municipality, with_three_chains

ROUNDS = 5


def proving() -> Iterator[Figure]:
    """The search, beside putting what it reads by person."""
    planted = with_three_chains(a_municipality())
    seconds = _least(lambda: _prove(planted))
    floor = _least(lambda: _by_person(planted.facts))
    yield Figure("prover.s", seconds, "s", floor, limit=10)


def _prove(planted: Planted) -> Proof:
    found = prove(planted.facts)
    wanted = {planted.by_two_delegations, planted.by_overlap, planted.by_bank_details}
    if {one.people for one in found.findings} != {(person,) for person in wanted}:
        raise SystemExit("the three planted chains were not found, or more than they")
    return found


def _by_person(facts: Facts) -> dict[UUID, list[Right]]:
    hands: dict[UUID, list[Right]] = defaultdict(list)
    by_id = {}
    for right in facts.mandates:
        hands[right.person_id].append(right)
        by_id[right.mandate_id] = right
    for lent in facts.lendings:
        hands[lent.absence.person_id].append(by_id[lent.mandate_id])
    return hands


def _least(act: Callable[[], object]) -> float:
    """The CPU of the quickest of some rounds, in seconds."""
    taken = []
    for _ in range(ROUNDS):
        began = time.process_time()
        act()
        taken.append(time.process_time() - began)
    return min(taken)
