"""Who may do something, and whose rights a reader sees."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from avrop.authority import queries
from avrop.authority.tests.builders import (
    JUDGE,
    NOON,
    Town,
    a_mandate,
    a_person,
    a_town,
    done,
    id_of,
    kronor,
    lent,
)
from avrop.kernel.ports import Deed, Within
from avrop.kernel.scope import tenant_scope
from avrop.values import Money, uuid7

pytestmark = pytest.mark.django_db
BREAD = "15811100-7"


@pytest.fixture
def town() -> Town:
    return a_town()


def test_those_who_may_are_found_lowest_limit_first_without_the_conflicted(town: Town) -> None:
    anna, bo, cecilia, david = (a_person(town, name) for name in ("Anna", "Bo", "Cecilia", "David"))
    a_mandate(town, anna, "approver", limit=kronor(5000))
    a_mandate(town, bo, "approver", limit=kronor(1000))
    a_mandate(town, cecilia, "approver", limit=kronor(100))
    a_mandate(town, david, "approver", valid_until=date(2026, 2, 28))
    within, chain = Within(town.oak_hill, amount=kronor(900)), uuid7()
    done(town, bo, Deed.NEED, chain)

    with tenant_scope(town.tenant_id):
        all_who_may = queries.who_may(JUDGE, within, NOON)
        others = queries.who_may(JUDGE, within, NOON, without_deeds_on=[chain], deed=Deed.APPROVE)

    assert [right.person_id for right in all_who_may] == [bo.person_id, anna.person_id]
    assert [right.person_id for right in others] == [anna.person_id]


def test_a_reader_sees_the_units_of_his_mandates_and_below(town: Town) -> None:
    anna, bo, cecilia = a_person(town), a_person(town, "Bo"), a_person(town, "Cecilia")
    a_mandate(town, anna, unit_id=town.schools)
    a_mandate(town, bo, "auditor")

    with tenant_scope(town.tenant_id):
        sights = [queries.sight(actor, at=NOON) for actor in (anna, bo, cecilia, town.office)]

    assert [sight.everything for sight in sights] == [False, True, False, True]
    assert [sight.unit_ids for sight in sights] == [
        {town.schools, town.oak_hill}, frozenset(), frozenset(), frozenset(),
    ]  # fmt: skip


def test_a_reader_sees_the_mandates_of_his_units_only(town: Town) -> None:
    anna, bo = a_person(town), a_person(town, "Bo")
    own = a_mandate(town, anna, unit_id=town.oak_hill)
    a_mandate(town, bo, unit_id=town.library)

    seen = queries.mandates_page(actor=anna)

    assert [mandate.id for mandate in seen.items] == [own]
    assert len(queries.mandates_page(actor=town.office).items) == 2
    assert queries.mandates_of(id_of(bo), actor=anna) == ()


def test_whoever_may_is_found_and_nobody_else(town: Town) -> None:
    facts: list[dict[str, Any]] = [
        {},
        {"unit_id": town.schools},
        {"unit_id": town.library},
        {"limit": kronor(900)},
        {"limit": kronor(899)},
        {"limit": Money(Decimal(5000), "EUR")},
        {"categories": ("15000000-8",)},
        {"responsibilities": ("41*",)},
        {"responsibilities": ("4200",)},
        {"valid_from": date(2026, 3, 3)},
        {"valid_until": date(2026, 3, 1)},
    ]
    people = [a_person(town, f"Person {number}") for number in range(len(facts))]
    for person, given in zip(people, facts, strict=True):
        a_mandate(town, person, "approver", **given)
    holder, substitute = a_person(town), a_person(town, "Bo")
    lent(town, a_mandate(town, holder, "approver", limit=kronor(900)), substitute)
    everybody = [*people, holder, substitute]
    within = Within(town.oak_hill, frozenset({BREAD}), None, kronor(-900), "4100")

    with tenant_scope(town.tenant_id):
        found = {right.person_id for right in queries.who_may(JUDGE, within, NOON)}
        told = {
            person.person_id
            for person in everybody
            if not queries.why_not(person, JUDGE, at=NOON, within=within)
        }

    assert found == told
    assert [n for n, person in enumerate(everybody) if person.person_id in found] == [
        0, 1, 3, 6, 7, 11, 12,
    ]  # fmt: skip
