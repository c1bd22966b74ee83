"""The search of the whole organisation for somebody who could complete a forbidden chain."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.authority.desks import Apart, RolesApart
from avrop.authority.prover import (
    CIRCLE,
    DISPENSATION,
    LEDGER,
    NOTHING,
    PAIR,
    PERSON,
    ROLES,
    Dispensed,
    Facts,
    Finding,
    Lent,
    Proof,
    gained,
    prove,
)
from avrop.authority.rules import Absence, Right
from avrop.authority.separation import ALWAYS, DEFAULT, Pair, Separation
from avrop.kernel.deeds import Deed
from avrop.testing.municipal_rights import (
    DAY,
    YEAR,
    a_municipality,
    kronor,
    roles,
    with_three_chains,
)
from avrop.values import Money

SCHOOLS, OAK_HILL, LIBRARY = UUID(int=101), UUID(int=102), UUID(int=103)
PATHS = {
    SCHOOLS: f"/{SCHOOLS}/",
    OAK_HILL: f"/{SCHOOLS}/{OAK_HILL}/",
    LIBRARY: f"/{LIBRARY}/",
}
ANNA, BO, CECILIA = (UUID(int=number) for number in range(1, 4))


def a_mandate(number: int, person_id: UUID, role: str, **facts: object) -> Right:
    right = Right(UUID(int=500 + number), person_id, role, *YEAR)
    return replace(right, **facts)  # type: ignore[arg-type]


def lent(right: Right, to: UUID, *, begins: date = DAY, days: int = 7) -> Lent:
    key = UUID(int=right.mandate_id.int + 1000 + to.int)
    absence = Absence(to, begins, begins + timedelta(days=days))
    return Lent(key, right.mandate_id, right.person_id, absence)


def facts_of(*mandates: Right, **more: object) -> Facts:
    facts = Facts(DAY, roles(), mandates, paths=PATHS, restricted=("336",))
    return replace(facts, **more)  # type: ignore[arg-type]


def told(proof: Proof) -> list[tuple[str, tuple[UUID, ...], list[tuple[str, str]]]]:
    return [
        (found.kind, found.people, [(way.first, way.second) for way in found.ways])
        for found in proof.findings
    ]


ORDERS = a_mandate(1, ANNA, "requester", unit_id=OAK_HILL)
APPROVES = a_mandate(2, ANNA, "approver", unit_id=SCHOOLS, limit=kronor(500))
BOTH = [
    ("need", "approve"),
    ("need", "attest_decision"),
    ("receive", "attest_decision"),
    ("attest_review", "attest_decision"),
]


def test_whoever_orders_in_a_unit_and_approves_above_it_is_found_with_the_path() -> None:
    proof = prove(facts_of(ORDERS, APPROVES))

    assert told(proof) == [(PERSON, (ANNA,), BOTH)]
    need, approve = proof.findings[0].ways[0].steps
    assert (need.role, need.permission, need.mandate_id) == (
        "requester",
        "requisitions.submit",
        ORDERS.mandate_id,
    )
    assert (approve.role, approve.permission, approve.unit_id) == (
        "approver",
        "approvals.approve",
        SCHOOLS,
    )
    met = proof.findings[0].ways[0].overlap
    assert (met.unit_id, met.limit, met.valid_from) == (OAK_HILL, kronor(500), DAY)
    assert proof.findings[0].ways[0].stopped_by == LEDGER
    assert not proof.holds


@pytest.mark.parametrize(
    "beside",
    [
        {"unit_id": LIBRARY},
        {"valid_from": date(2027, 1, 1), "valid_until": date(2027, 12, 31)},
        {"limit": kronor(0)},
    ],
    ids=["another unit", "another year", "nothing at all"],
)
def test_mandates_that_no_purchase_lies_within_together_are_no_finding(
    beside: dict[str, object],
) -> None:
    approves = replace(APPROVES, **beside)  # type: ignore[arg-type]

    found = told(prove(facts_of(ORDERS, approves)))

    assert found == []


def test_the_same_person_at_two_currencies_neither_prepares_and_releases_one_payment() -> None:
    prepares = a_mandate(3, ANNA, "ap_clerk", limit=Money(Decimal(100), "EUR"))
    releases = a_mandate(4, ANNA, "payment_releaser", limit=kronor(100))

    assert prove(facts_of(prepares, releases)).holds
    assert not prove(facts_of(replace(prepares, limit=None), releases)).holds


def test_payments_are_released_by_who_may_everywhere() -> None:
    prepares = a_mandate(3, ANNA, "ap_clerk")
    releases = a_mandate(4, ANNA, "payment_releaser", unit_id=SCHOOLS)

    assert prove(facts_of(prepares, releases)).holds


def test_goods_and_agreements_part_two_mandates_where_both_are_asked_for_them() -> None:
    rules = Separation((*DEFAULT.pairs, Pair(Deed.ORDER, Deed.NEED)))
    sends = a_mandate(5, ANNA, "category_manager", categories=("15",))
    means = {"category_manager": roles()["category_manager"]}

    def found(**other: object) -> list[Finding]:
        second = replace(sends, mandate_id=UUID(int=900), role="buyer", **other)  # type: ignore[arg-type]
        narrow = {
            "category_manager": tuple(
                each for each in means["category_manager"] if each.deed == Deed.ORDER
            ),
            "buyer": tuple(
                replace(each, deed=Deed.APPROVE)
                for each in means["category_manager"]
                if each.deed == Deed.ORDER
            ),
        }
        facts = facts_of(sends, second, roles=narrow)
        pairs = Separation((*rules.pairs, Pair(Deed.ORDER, Deed.APPROVE)))
        return list(prove(replace(facts, separation=pairs)).findings)

    assert [one.ways[0].overlap.categories for one in found(categories=("1511",))] == [("1511",)]
    assert found(categories=("30",)) == []
    assert found(categories=("3369",)) == []
    assert found(agreements=frozenset({ANNA}))[0].ways[0].overlap.agreements == (ANNA,)


def test_answering_for_other_parts_of_the_coding_parts_two_mandates() -> None:
    rules = Separation((*DEFAULT.pairs, Pair(Deed.APPROVE, Deed.ATTEST_DECISION)))
    only = {
        "first": tuple(each for each in roles()["approver"] if each.deed == Deed.APPROVE),
        "second": tuple(each for each in roles()["approver"] if each.deed == Deed.ATTEST_DECISION),
    }
    one = a_mandate(6, ANNA, "first", responsibilities=("41*",))

    def holds(*parts: str) -> bool:
        other = a_mandate(7, ANNA, "second", responsibilities=parts)
        return prove(facts_of(one, other, roles=only, separation=rules)).holds

    assert not holds("4100")
    assert holds("4200", "5*")


def test_what_one_mandate_brings_together_is_told_of_the_role_and_not_of_everybody() -> None:
    proof = prove(facts_of(*(a_mandate(n, UUID(int=n), "manager") for n in (1, 2))))

    assert proof.findings == ()
    assert [(one.role, one.first, one.second, one.holders) for one in proof.carried] == [
        ("manager", "need", "approve", 2),
        ("manager", "need", "attest_decision", 2),
    ]
    assert proof.holds


def test_a_manager_who_may_order_too_gains_only_what_his_own_role_does_not_give() -> None:
    manager = a_mandate(9, ANNA, "manager", unit_id=SCHOOLS)

    found = told(prove(facts_of(manager, ORDERS)))

    assert found == [
        (
            PERSON,
            (ANNA,),
            [("receive", "attest_decision"), ("attest_review", "attest_decision")],
        )
    ]


def test_two_whom_a_delegation_links_count_as_one() -> None:
    orders = replace(ORDERS, person_id=BO)
    clerk = a_mandate(3, BO, "warehouse")

    apart = prove(facts_of(orders, APPROVES, clerk))
    linked = prove(facts_of(orders, APPROVES, clerk, lendings=(lent(clerk, ANNA),)))

    assert apart.holds
    assert told(linked) == [(PAIR, (BO, ANNA), BOTH)]
    assert linked.findings[0].link == lent(clerk, ANNA).delegation_id
    assert linked.findings[0].ways[0].overlap.valid_until == DAY + timedelta(days=7)


def test_a_delegation_that_is_over_links_nobody() -> None:
    orders, clerk = replace(ORDERS, person_id=BO), a_mandate(3, BO, "warehouse")
    over = lent(clerk, ANNA, begins=DAY - timedelta(days=30))

    assert prove(facts_of(orders, APPROVES, clerk, lendings=(over,))).holds


def test_where_one_of_the_two_suffices_the_two_are_not_told_of() -> None:
    orders, approves = replace(ORDERS, person_id=BO), replace(APPROVES, person_id=CECILIA)
    lendings = (lent(orders, ANNA), lent(approves, ANNA))

    proof = prove(facts_of(orders, approves, lendings=lendings))

    assert told(proof) == [(PERSON, (ANNA,), BOTH)]
    need, approve = proof.findings[0].ways[0].steps
    assert (need.principal, need.delegation_id) == (BO, lendings[0].delegation_id)
    assert (approve.principal, approve.delegation_id) == (CECILIA, lendings[1].delegation_id)


def test_what_the_rules_in_force_do_not_keep_apart_nothing_stops() -> None:
    weak = Separation(ALWAYS)

    proof = prove(facts_of(ORDERS, APPROVES, separation=weak))
    managers = prove(facts_of(a_mandate(1, ANNA, "manager"), separation=weak))

    assert {way.stopped_by for way in proof.findings[0].ways} == {NOTHING}
    assert managers.findings == ()
    assert not managers.holds


def test_what_somebody_has_decided_on_does_not_speak_against_the_proof() -> None:
    days = (DAY, DAY + timedelta(days=30))
    given = tuple(
        Dispensed(UUID(int=700 + number), ANNA, Pair(Deed(first), Deed(second)), SCHOOLS, *days)
        for number, (first, second) in enumerate(BOTH)
    )

    all_of_it = prove(facts_of(ORDERS, APPROVES, dispensed=given))
    some_of_it = prove(facts_of(ORDERS, APPROVES, dispensed=given[1:]))
    elsewhere = prove(
        facts_of(
            ORDERS, APPROVES, dispensed=tuple(replace(each, unit_id=LIBRARY) for each in given)
        )
    )

    assert {way.stopped_by for way in all_of_it.findings[0].ways} == {DISPENSATION}
    assert all_of_it.holds
    assert not some_of_it.holds
    assert not elsewhere.holds


def test_roles_that_are_kept_apart_are_found_wherever_they_came_from() -> None:
    apart = RolesApart((Apart(("payment_releaser",), ("auditor",)),))
    releases, checks = a_mandate(1, ANNA, "payment_releaser"), a_mandate(2, BO, "auditor")
    facts = facts_of(releases, checks, lendings=(lent(checks, ANNA),), roles_apart=apart)

    assert [(one.kind, one.people) for one in prove(facts).findings] == [(ROLES, (ANNA,))]
    decided = replace(facts, roles_apart=replace(apart, both_with_reason=True))
    assert prove(decided).holds


def test_a_circle_of_substitutes_is_a_path() -> None:
    held = [a_mandate(n, person, "auditor") for n, person in enumerate((ANNA, BO, CECILIA))]
    lendings = tuple(lent(right, to) for right, to in zip(held, (BO, CECILIA, ANNA), strict=True))

    proof = prove(facts_of(*held, lendings=lendings))

    assert told(proof) == [(CIRCLE, (ANNA, BO, CECILIA, ANNA), [])]
    assert not proof.holds


def test_what_a_role_would_add_is_told_before_it_is_granted() -> None:
    before = prove(facts_of(ORDERS))

    after = prove(facts_of(ORDERS, APPROVES))

    assert [one.people for one in gained(before, after)] == [(ANNA,)]
    assert gained(after, after) == ()


def test_in_a_whole_municipality_three_planted_chains_are_found_and_nothing_else() -> None:
    planted = with_three_chains(a_municipality())
    plain = prove(a_municipality())

    proof = prove(planted.facts)

    assert plain.findings == ()
    assert plain.holds
    assert plain.people > 9000
    found = {one.people: [(way.first, way.second) for way in one.ways] for one in proof.findings}
    assert found == {
        (planted.by_two_delegations,): BOTH,
        (planted.by_overlap,): BOTH,
        (planted.by_bank_details,): [
            ("change_supplier", "release_payment"),
            ("change_account", "release_payment"),
        ],
    }
