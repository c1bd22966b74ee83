"""Deeds done at the same moment, and on very many chains, with real transactions."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from itertools import combinations
from time import sleep
from uuid import UUID

import pytest
from django.db import connections
from hypothesis import given, settings
from hypothesis import strategies as st

from avrop.authority import actions, queries
from avrop.authority.models import Delegation
from avrop.authority.separation import DEFAULT, PURCHASE, counted_as_one
from avrop.authority.shapes import DeedView
from avrop.authority.tests.builders import (
    NOON,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed, record_deed
from avrop.kernel.problems import Refused
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7

pytestmark = pytest.mark.usefixtures("committed")


def test_two_releases_by_one_person_at_the_same_moment_are_one_release() -> None:
    town, chain, answers = a_town(), uuid7(), []
    anna = a_person(town)
    both_have_begun = threading.Barrier(2)

    def release() -> None:
        try:
            with tenant_scope(town.tenant_id):
                both_have_begun.wait()
                record_deed([chain], Deed.RELEASE_PAYMENT, actor=anna, at=NOON)
                sleep(0.2)  # the other one is waiting for this transaction's end
            answers.append("released")
        except Refused as refusal:
            answers.extend(refusal.codes)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=release) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert sorted(answers) == ["authority.duties_not_separated", "released"]
    with tenant_scope(town.tenant_id):
        assert [deed.person_id for deed in queries.deeds_on([chain])] == [anna.person_id]


@pytest.mark.parametrize("chains", [1, 100, 1000])
def test_a_deed_on_any_number_of_chains_takes_two_statements(chains: int) -> None:
    town = a_town()
    anna, bo = a_person(town), a_person(town, "Bo")
    many = [uuid7() for _ in range(chains)]
    _done(town, anna, Deed.PREPARE_PAYMENT, many)

    with statements(town) as asked:
        record_deed(many, Deed.RELEASE_PAYMENT, actor=bo, at=NOON)

    assert len(asked) == 2
    with tenant_scope(town.tenant_id):
        assert len(queries.deeds_on(many)) == 2 * chains


PLAYERS = range(3)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["lend", "lend", "take home", *[str(deed) for deed in PURCHASE]]),
        st.sampled_from(PLAYERS),
        st.sampled_from(PLAYERS),
        st.booleans(),
    ),
    min_size=12,
    max_size=24,
)


@settings(max_examples=25, deadline=None)
@given(STEPS)
def test_no_run_of_commands_leaves_a_purchase_to_one_person_and_his_substitutes(
    steps: list[tuple[str, int, int, bool]],
) -> None:
    town, chain = a_town(), uuid7()
    people = [a_person(town, f"Person {number}") for number in PLAYERS]
    mandates = [a_mandate(town, person) for person in people]
    lendings: dict[tuple[int, int], UUID] = {}

    for hour, (verb, one, other, for_the_other) in enumerate(steps):
        at = NOON + timedelta(hours=6 * hour)
        pair = (id_of(people[one]), id_of(people[other]))
        try:
            if verb == "lend":
                lendings[one, other] = actions.delegate(
                    mandates[one],
                    pair[1],
                    valid_from=at.date(),
                    valid_until=at.date() + timedelta(days=2),
                    reason="Away",
                    actor=people[one],
                    at=at,
                )
            elif verb == "take home":
                if key := lendings.pop((one, other), None):
                    actions.end_delegation(key, actor=people[one], at=at)
            else:
                doer = people[one].instead_of(pair[1]) if for_the_other else people[one]
                _done(town, doer, Deed(verb), [chain], at)
        except Refused:
            continue

    with tenant_scope(town.tenant_id):
        done = queries.deeds_on([chain])
        lent = list(Delegation.objects.all())
    for first, later in combinations(done, 2):
        if Deed(later.deed) in DEFAULT.apart_from(Deed(first.deed)):
            in_force = _links(lent, first, later)
            same = counted_as_one((later.person_id, later.on_behalf_of), in_force)
            assert not same & {first.person_id, first.on_behalf_of}
    for person in people:
        did = {Deed(d.deed) for d in done if person.person_id in (d.person_id, d.on_behalf_of)}
        assert not did.issuperset(PURCHASE)


def _links(lent: list[Delegation], first: DeedView, later: DeedView) -> list[tuple[UUID, UUID]]:
    """Who stood in for whom on some day between two deeds."""
    since, until = first.at.date(), later.at.date()
    return [
        (row.from_person, row.to_person)
        for row in lent
        if row.valid_from <= until
        and row.valid_until >= since
        and (row.revoked_at is None or row.revoked_at.date() >= since)
        and row.made_at <= later.at
    ]


def _done(town: Town, actor: Actor, deed: Deed, chains: list[UUID], at: datetime = NOON) -> None:
    with tenant_scope(town.tenant_id):
        record_deed(chains, deed, actor=actor, at=at)
