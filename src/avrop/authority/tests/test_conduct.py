"""Conflict of interest: whoever benefits does not decide, nor does anybody below him."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.authority import actions, conduct, queries
from avrop.authority.conduct import Benefit, Conduct, Ranks, Stakes, is_under
from avrop.authority.tests.builders import (
    NOON,
    TODAY,
    Town,
    a_mandate,
    a_town,
    id_of,
    statements,
)
from avrop.buying.invoices import permissions as invoices
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Deed, Within, record_deed
from avrop.kernel.problems import Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.values import uuid7

ANNA, BOSS, CHIEF, CHAIN = (UUID(int=number) for number in range(1, 5))
RANKS = Ranks(
    areas={BOSS: ("/town/schools/",), CHIEF: ("/",)},
    places={
        ANNA: "/town/schools/oak/",
        BOSS: "/town/schools/",
        CHIEF: "/town/",
    },
)


def codes(stakes: Stakes, deed: Deed, *doers: UUID) -> list[str]:
    return [problem.code for problem in stakes.problems(deed, doers)]


@pytest.mark.parametrize("deed", conduct.DECIDING)
def test_nobody_decides_on_what_is_for_himself_nor_a_substitute_for_him(deed: Deed) -> None:
    stakes = Stakes((Benefit(CHAIN, BOSS),), RANKS)

    assert codes(stakes, deed, BOSS) == ["authority.decides_own_benefit"]
    assert codes(stakes, deed, CHIEF, BOSS) == ["authority.decides_own_benefit"]
    assert codes(stakes, deed, CHIEF) == []


def test_whoever_works_under_who_benefits_does_not_decide_and_those_above_do() -> None:
    stakes = Stakes((Benefit(CHAIN, BOSS),), RANKS)

    assert codes(stakes, Deed.APPROVE, ANNA) == ["authority.superior_benefits"]
    assert codes(stakes, Deed.APPROVE, CHIEF, ANNA) == ["authority.superior_benefits"]
    assert codes(stakes, Deed.RELEASE_PAYMENT, ANNA) == []
    assert not stakes.problems(Deed.APPROVE, (ANNA,), chains={UUID(int=9)})


def test_whoever_lends_to_or_borrows_from_the_one_who_benefits_counts_as_one_with_him() -> None:
    stakes = Stakes((Benefit(CHAIN, BOSS),), RANKS, links=((BOSS, CHIEF),))

    assert codes(stakes, Deed.APPROVE, CHIEF) == ["authority.decides_own_benefit"]


def test_two_who_head_the_same_unit_are_not_each_others_superiors() -> None:
    both = Ranks({ANNA: ("/town/",), BOSS: ("/town/",)}, {ANNA: "/town/", BOSS: "/town/"})

    assert not is_under(ANNA, BOSS, both)
    assert not is_under(BOSS, ANNA, both)


paths = st.lists(st.sampled_from("abc"), max_size=4).map(
    lambda parts: "/" + "".join(f"{part}/" for part in parts)
)


@given(paths, paths, paths, paths)
def test_no_two_people_are_each_others_superiors(
    area: str, other_area: str, place: str, other_place: str
) -> None:
    # Whoever heads a unit works in it, or above it.
    ranks = Ranks(
        {ANNA: (area,), BOSS: (other_area,)},
        {ANNA: area + place.lstrip("/"), BOSS: other_area + other_place.lstrip("/")},
    )

    assert not (is_under(ANNA, BOSS, ranks) and is_under(BOSS, ANNA, ranks))


def test_no_version_of_the_rules_lets_somebody_approve_what_is_for_himself() -> None:
    weak = Conduct(own=(Deed.ATTEST_REVIEW,), superiors=(Deed.RECEIVE,), heads=("king",))

    found = [problem.code for problem in conduct.problems_with_conduct(weak, {"manager"})]

    assert found == [
        "authority.conduct_too_weak",
        "authority.conduct_of_other_deed",
        "authority.unknown_role",
    ]
    given_up = Stakes((Benefit(CHAIN, BOSS),), RANKS, conduct=weak)
    assert codes(given_up, Deed.APPROVE, BOSS) == ["authority.decides_own_benefit"]


# --- with a database ----------------------------------------------------------------------------------

db = pytest.mark.django_db


class Case:
    """A school with a head and a teacher who may attest, and a chief above them both."""

    def __init__(self) -> None:
        self.town: Town = a_town()
        self.chief = self.works("Chief", self.town.library)
        self.head = self.works("Head", self.town.schools)
        self.teacher = self.works("Teacher", self.town.oak_hill)
        a_mandate(self.town, self.chief, "manager")
        a_mandate(self.town, self.head, "manager", unit_id=self.town.schools)
        a_mandate(self.town, self.teacher, "approver", unit_id=self.town.schools)

    def works(self, name: str, unit_id: UUID) -> Actor:
        office = self.town.office
        person_id = parties.add_person(
            name,
            "",
            valid_from=TODAY,
            unit_id=unit_id,
            signs_in=False,
            actor=office,
            at=NOON,
        )
        return Actor(self.town.tenant_id, person_id=person_id)

    def says(self, person: Actor) -> UUID:
        chain = uuid7()
        with tenant_scope(self.town.tenant_id):
            actions.state_benefits({chain: chain}, id_of(person), actor=self.town.office, at=NOON)
        return chain

    def who(self, chain: UUID) -> set[str]:
        named = {id_of(one): name for name, one in vars(self).items() if isinstance(one, Actor)}
        within = Within(unit_id=self.town.oak_hill)
        with tenant_scope(self.town.tenant_id):
            one = queries.who_may(
                invoices.ATTEST_DECISION,
                within,
                NOON,
                without_deeds_on=(chain,),
                deed=Deed.ATTEST_DECISION,
            )
            (each,) = queries.who_may_each(
                [queries.Act(chain, within, (chain,))],
                invoices.ATTEST_DECISION,
                NOON,
                deed=Deed.ATTEST_DECISION,
            )
        assert {right.person_id for right in one} == {right.person_id for right in each}
        return {named[right.person_id] for right in one}


@pytest.fixture
def case() -> Case:
    return Case()


@db
def test_an_attest_goes_upward_from_who_benefits(case: Case) -> None:
    nobody, teacher, head = uuid7(), case.says(case.teacher), case.says(case.head)

    assert case.who(nobody) == {"teacher", "head", "chief"}
    assert case.who(teacher) == {"head", "chief"}
    assert case.who(head) == {"chief"}


@db
def test_a_deed_of_who_benefits_or_works_under_him_is_refused_with_the_reason(case: Case) -> None:
    chain = case.says(case.head)

    said = {}
    for name, person in (("head", case.head), ("teacher", case.teacher)):
        with pytest.raises(Refused) as refusal, tenant_scope(case.town.tenant_id):
            record_deed((chain,), Deed.ATTEST_DECISION, actor=person, at=NOON)
        said[name] = [problem.code for problem in refusal.value.problems]
    with tenant_scope(case.town.tenant_id):
        record_deed((chain,), Deed.ATTEST_DECISION, actor=case.chief, at=NOON)
        done = [deed.person_id for deed in queries.deeds_on((chain,))]

    assert said == {
        "head": ["authority.decides_own_benefit"],
        "teacher": ["authority.superior_benefits"],
    }
    assert done == [case.chief.person_id]


@db
def test_who_benefits_does_not_take_it_back_and_somebody_above_does(case: Case) -> None:
    chain = case.says(case.head)
    with tenant_scope(case.town.tenant_id):
        (found,) = queries.benefits_on((chain,))

        for person in (case.head, case.teacher):
            with pytest.raises(Refused) as refusal:
                actions.withdraw_benefit(
                    found.id, "Not mine", chains=(chain,), actor=person, at=NOON
                )
            assert refusal.value.codes == ["authority.own_benefit_stays"]
        actions.withdraw_benefit(found.id, "A mistake", chains=(chain,), actor=case.chief, at=NOON)
        with pytest.raises(Missing):
            actions.withdraw_benefit(found.id, "Again", chains=(chain,), actor=case.chief, at=NOON)

    assert case.who(chain) == {"teacher", "head", "chief"}


@db
def test_a_dated_version_of_the_rules_lets_those_below_review(case: Case) -> None:
    chain = case.says(case.head)
    decides = (Deed.APPROVE, Deed.ATTEST_DECISION)

    version = actions.change_conduct(
        conduct.DECIDING,
        decides,
        valid_from=TODAY + timedelta(days=1),
        reason="Reviews are checked",
        actor=case.town.office,
        at=NOON,
    )

    assert version == "authority.conduct/1"
    with tenant_scope(case.town.tenant_id):
        with pytest.raises(Refused):
            record_deed((chain,), Deed.ATTEST_REVIEW, actor=case.teacher, at=NOON)
        record_deed((chain,), Deed.ATTEST_REVIEW, actor=case.teacher, at=NOON + timedelta(days=1))


@db
def test_the_statements_are_as_many_for_many_chains_as_for_one(case: Case) -> None:
    one, several = [case.says(case.head)], [case.says(case.head) for _ in range(20)]

    counted = []
    for chains in (one, several):
        with statements(case.town) as asked:
            queries.who_may(
                invoices.ATTEST_DECISION,
                Within(unit_id=case.town.oak_hill),
                NOON,
                without_deeds_on=chains,
                deed=Deed.ATTEST_DECISION,
            )
        counted.append(len(asked))

    assert counted[0] == counted[1]
