"""May A do B to C, and why: the answer names what decides it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from avrop.authority import actions, queries
from avrop.authority.passes import Gate, PassKind
from avrop.authority.tests.builders import (
    NOON,
    RING,
    TODAY,
    Town,
    a_mandate,
    a_person,
    a_town,
    id_of,
    statements,
)
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Invalid, Missing
from avrop.values import Money

pytestmark = pytest.mark.django_db
COURSE = Gate(PassKind.CERTIFICATE, "requester", (RING.name,))


@pytest.fixture
def town() -> Town:
    return a_town()


def told(town: Town, person: Actor, **within: object) -> queries.Explanation:
    return queries.explain(id_of(person), RING.name, actor=town.office, at=NOON, **within)


def gives(found: queries.Explanation) -> set[tuple[str, str]]:
    return {(one.name, one.gives) for one in found.helpers}


def test_who_may_is_told_the_mandate_it_is_done_under(town: Town) -> None:
    anna = a_person(town)
    mandate = a_mandate(town, anna, unit_id=town.schools)

    found = told(town, anna, unit_id=town.oak_hill)

    assert found.allowed
    assert found.mandate is not None
    assert (found.mandate.id, found.mandate.decision_reference) == (mandate, "KS 2026/1")
    assert (found.reasons, found.helpers, found.gates) == ((), (), ())


def test_a_substitute_is_told_the_delegation_and_whose_mandate_it_is(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    mandate = a_mandate(town, anna)
    lending = actions.delegate(
        mandate,
        id_of(bo),
        valid_from=TODAY,
        valid_until=TODAY,
        reason="Ledig",
        actor=anna,
        at=NOON,
    )

    found = told(town, bo)

    assert found.delegation is not None
    assert (found.delegation.id, found.principal) == (lending, "Anna")


def test_who_may_not_is_told_the_gate_and_who_can_open_it(town: Town) -> None:
    anna, boss, cia = a_person(town), a_person(town, "Bo"), a_person(town, "Cia")
    a_mandate(town, anna)
    a_mandate(town, boss, "manager")
    a_mandate(town, cia, "coordinator")
    actions.change_gates(
        (COURSE,), valid_from=TODAY, reason="KS 2026/9", actor=town.office, at=NOON
    )

    found = told(town, anna)

    assert not found.allowed
    assert [one.code for one in found.reasons] == ["authority.certificate_missing"]
    assert [(one.code, one.standing, one.is_open) for one in found.gates] == [
        ("requester", "missing", False)
    ]
    assert gives(found) == {("Bo", "pass"), ("Cia", "waiver")}
    assert found.rule_set == "authority.gates/1"


def test_who_lacks_a_mandate_is_told_who_can_give_one_and_who_may_do_it(town: Town) -> None:
    anna, bo, keeper = a_person(town), a_person(town, "Bo"), a_person(town, "Kim")
    a_mandate(town, bo)
    a_mandate(town, keeper, "system_administrator")

    found = told(town, anna)

    assert [one.code for one in found.reasons] == ["authority.no_role"]
    assert gives(found) == {("Kim", "mandate"), ("Bo", "act")}


def test_a_limit_that_is_too_low_is_told_with_the_nearest_mandate(town: Town) -> None:
    anna = a_person(town)
    near = a_mandate(town, anna, limit=Money(Decimal(100), "SEK"))
    a_mandate(town, anna, unit_id=town.library, limit=Money(Decimal(50), "SEK"))

    found = told(town, anna, unit_id=town.schools, amount=Money(Decimal(101), "SEK"))

    assert [one.code for one in found.reasons] == ["authority.above_limit"]
    assert found.mandate is not None
    assert found.mandate.id == near


def test_one_is_told_of_oneself_and_of_the_people_one_sees(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    a_mandate(town, anna, unit_id=town.schools)

    assert queries.explain(id_of(anna), RING.name, actor=anna, at=NOON).allowed
    with pytest.raises(Missing):
        queries.explain(id_of(bo), RING.name, actor=anna, at=NOON)
    with pytest.raises(Invalid):
        queries.explain(id_of(anna), "no.such", actor=anna, at=NOON)


def test_the_answer_costs_as_much_with_many_people_as_with_one(town: Town) -> None:
    counted = []
    anna = a_person(town)
    for more in (1, 12):
        for number in range(more):
            a_mandate(town, a_person(town, f"P{number}"), "system_administrator")
        with statements(town) as asked:
            told(town, anna)
        counted.append(len(asked))

    assert counted[0] == counted[1]
