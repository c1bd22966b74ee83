"""Rules of rights, delegation and separation of duties."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.authority.delegation import Lending, circle, problems_delegating
from avrop.authority.rules import (
    Absence,
    Ground,
    Right,
    category_prefix,
    narrowest,
    problems_with,
    substituted,
    why_not,
)
from avrop.authority.separation import (
    ALWAYS,
    DEFAULT,
    PURCHASE,
    Done,
    Pair,
    Separation,
    conflicts,
    conflicts_of_each,
    counted_as_one,
    problems_with_separation,
)
from avrop.authority.shapes import MandateView
from avrop.kernel.ports import ANYWHERE, Deed, Within
from avrop.values import Money

TODAY = date(2026, 3, 2)
SCHOOLS, OAK_HILL, LIBRARY = UUID(int=101), UUID(int=102), UUID(int=103)
PATHS = {
    SCHOOLS: f"/{SCHOOLS}/",
    OAK_HILL: f"/{SCHOOLS}/{OAK_HILL}/",
    LIBRARY: f"/{LIBRARY}/",
}
GROUND = Ground(TODAY, PATHS, restricted=("336",))
ANNA, BO, CECILIA, DAVID = (UUID(int=number) for number in range(1, 5))
CHAIN = UUID(int=900)


def kronor(amount: int | str) -> Money:
    return Money(Decimal(amount), "SEK")


def a_right(**facts: object) -> Right:
    right = Right(UUID(int=500), ANNA, "requester", date(2026, 1, 1), date(2026, 12, 31))
    return replace(right, **facts)  # type: ignore[arg-type]


def codes(right: Right, within: Within, ground: Ground = GROUND) -> list[str]:
    return [problem.code for problem in problems_with(right, within, ground)]


def test_a_mandate_for_a_unit_reaches_everything_below_it_and_nothing_beside_or_above() -> None:
    right = a_right(unit_id=SCHOOLS)

    assert codes(right, Within(unit_id=SCHOOLS)) == []
    assert codes(right, Within(unit_id=OAK_HILL)) == []
    assert codes(right, Within(unit_id=LIBRARY)) == ["authority.outside_unit"]
    assert codes(a_right(unit_id=OAK_HILL), Within(unit_id=SCHOOLS)) == ["authority.outside_unit"]


def test_a_mandate_without_a_unit_reaches_every_unit() -> None:
    assert codes(a_right(), Within(unit_id=LIBRARY)) == []


@pytest.mark.parametrize(
    ("named", "asked", "expected"),
    [
        ((), "15000000-8", []),
        (("15",), "15000000-8", []),
        (("03",), "15000000-8", ["authority.category_not_allowed"]),
        ((), "33651600-4", ["authority.category_not_allowed"]),
        (("33",), "33651600-4", ["authority.category_not_allowed"]),
        (("336",), "33651600-4", []),
        (("33651",), "33651600-4", []),
    ],
)
def test_a_restricted_category_needs_a_mandate_that_names_it(
    named: tuple[str, ...], asked: str, expected: list[str]
) -> None:
    within = Within(categories=frozenset({asked}))

    assert codes(a_right(categories=named), within) == expected


def test_a_limit_is_reached_at_the_limit_and_passed_above_it_in_both_directions() -> None:
    right = a_right(limit=kronor(1000))

    assert codes(right, Within(amount=kronor(1000))) == []
    assert codes(right, Within(amount=kronor("1000.01"))) == ["authority.above_limit"]
    assert codes(right, Within(amount=kronor("-1000.01"))) == ["authority.above_limit"]
    assert codes(right, Within(amount=Money(Decimal(1), "EUR"))) == [
        "authority.limit_in_other_currency"
    ]


def test_a_responsibility_is_answered_for_by_name_or_by_range() -> None:
    right = a_right(responsibilities=("4100", "52*"))

    assert codes(right, Within(responsibility="4100")) == []
    assert codes(right, Within(responsibility="5210")) == []
    assert codes(right, Within(responsibility="4110")) == ["authority.not_responsible"]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"valid_from": TODAY, "valid_until": TODAY}, []),
        ({"valid_from": date(2026, 3, 3)}, ["authority.mandate_not_begun"]),
        ({"valid_until": date(2026, 3, 1)}, ["authority.mandate_expired"]),
        ({"revoked_on": TODAY}, ["authority.mandate_expired"]),
    ],
)
def test_a_mandate_is_in_force_from_its_first_day_to_its_last(
    facts: dict[str, object], expected: list[str]
) -> None:
    assert codes(a_right(**facts), ANYWHERE) == expected


def test_every_reason_why_the_nearest_mandate_does_not_do_is_named_at_once() -> None:
    near = a_right(unit_id=OAK_HILL, limit=kronor(100))
    far = a_right(unit_id=LIBRARY, limit=kronor(1), valid_until=date(2026, 1, 31))
    within = Within(OAK_HILL, frozenset({"33651600-4"}), None, kronor(500))

    found = why_not([far, near], within, GROUND, "orders.send")

    assert [problem.code for problem in found] == [
        "authority.category_not_allowed",
        "authority.above_limit",
    ]


def test_without_any_role_the_reason_is_the_role() -> None:
    found = why_not([], ANYWHERE, GROUND, "orders.send")

    assert [problem.code for problem in found] == ["authority.no_role"]


def test_one_acts_under_the_narrowest_mandate_that_does() -> None:
    everywhere = a_right(mandate_id=UUID(int=1))
    all_schools = a_right(mandate_id=UUID(int=2), unit_id=SCHOOLS, limit=kronor(50))
    this_school = a_right(mandate_id=UUID(int=3), unit_id=OAK_HILL, limit=kronor(100))
    too_narrow = a_right(mandate_id=UUID(int=4), unit_id=OAK_HILL, limit=kronor(1))
    rights = [everywhere, all_schools, this_school, too_narrow]

    chosen = narrowest(rights, Within(OAK_HILL, amount=kronor(10)), GROUND)

    assert chosen == this_school


def test_ones_own_mandate_goes_before_a_lent_one_unless_one_already_acts_for_the_holder() -> None:
    own = a_right(person_id=BO)
    lent = a_right(person_id=BO, principal=ANNA, limit=kronor(10))

    assert narrowest([lent, own], ANYWHERE, GROUND) == own
    assert narrowest([lent, own], ANYWHERE, GROUND, principal=ANNA) == lent


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("33600000-6", "336"),
        ("30000000-9", "30"),
        ("33651600", "336516"),
        ("FOOD-10", "FOOD-10"),
        ("1000", "1000"),
    ],
)
def test_a_cpv_code_says_by_its_zeros_how_wide_it_is(code: str, prefix: str) -> None:
    assert category_prefix(code) == prefix


days = st.integers(0, 30).map(lambda n: TODAY + timedelta(days=n - 15))
limits = st.none() | st.integers(0, 1000).map(kronor)
units = st.sampled_from([None, SCHOOLS, OAK_HILL, LIBRARY])
named = st.sets(st.sampled_from(["15", "33", "336", "33651"])).map(lambda s: tuple(sorted(s)))


@st.composite
def rights(draw: st.DrawFn) -> Right:
    return a_right(
        valid_from=draw(days),
        valid_until=draw(st.none() | days),
        revoked_on=draw(st.none() | days),
        unit_id=draw(units),
        categories=draw(named),
        limit=draw(limits),
    )


@st.composite
def acts(draw: st.DrawFn) -> Within:
    categories = draw(st.sets(st.sampled_from(["15000000-8", "33651600-4", "33100000-1"])))
    return Within(draw(units), frozenset(categories), None, draw(limits))


@given(rights(), acts(), days, days, days, st.none() | days, limits)
def test_a_substitute_may_nothing_that_the_holder_may_not_nor_outside_the_absence(
    right: Right,
    act: Within,
    on: date,
    begins: date,
    ends: date,
    revoked: date | None,
    limit: Money,
) -> None:
    ground = replace(GROUND, day=on)

    lent = substituted(right, Absence(BO, begins, ends, revoked, limit))

    if not problems_with(lent, act, ground):
        assert not problems_with(right, act, ground)
        assert begins <= on <= ends
        assert revoked is None or on < revoked
        assert act.amount is None or limit is None or act.amount <= limit


def a_mandate(**facts: object) -> MandateView:
    mandate = MandateView(
        UUID(int=500), ANNA, "approver", None, (), (), (), kronor(1000),
        date(2026, 1, 1), date(2026, 12, 31), "KS 2026/1", None, None,
    )  # fmt: skip
    return replace(mandate, **facts)  # type: ignore[arg-type]


def a_lending(
    principal: UUID = ANNA, substitute: UUID = BO, first: int = 0, last: int = 9
) -> Lending:
    return Lending(
        principal, substitute, TODAY + timedelta(days=first), TODAY + timedelta(days=last)
    )


def test_everything_wrong_with_a_delegation_is_named_at_once() -> None:
    lending = Lending(ANNA, BO, date(2026, 12, 1), date(2027, 1, 31))

    found = problems_delegating(
        lending, a_mandate(), kronor(1001), " ", [a_lending(BO, ANNA, 280, 300)]
    )

    assert [problem.code for problem in found] == [
        "authority.delegation_outside_mandate",
        "authority.delegation_wider",
        "authority.no_reason",
        "authority.delegation_in_a_circle",
    ]


def test_a_circle_of_substitutes_is_found_as_a_path() -> None:
    others = [a_lending(BO, CECILIA), a_lending(CECILIA, ANNA), a_lending(BO, DAVID)]

    assert circle(a_lending(ANNA, BO), others) == (ANNA, BO, CECILIA, ANNA)
    assert circle(a_lending(ANNA, BO), others[:1]) == ()


def test_standing_in_for_each_other_at_different_times_is_no_circle() -> None:
    assert circle(a_lending(ANNA, BO, 0, 9), [a_lending(BO, ANNA, 10, 19)]) == ()


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=30))
def test_delegations_let_in_one_by_one_never_make_a_circle(wishes: list[tuple[int, int]]) -> None:
    let_in: list[Lending] = []

    for principal, substitute in wishes:
        lending = a_lending(UUID(int=principal), UUID(int=substitute))
        if principal != substitute and not circle(lending, let_in):
            let_in.append(lending)

    followers = {lending.principal: set[UUID]() for lending in let_in}
    for lending in let_in:
        followers[lending.principal].add(lending.substitute)
    while leaves := [p for p, s in followers.items() if not s & followers.keys()]:
        for leaf in leaves:
            del followers[leaf]
    assert followers == {}


def conflict_codes(done: list[Done], deed: Deed, people: frozenset[UUID]) -> list[str]:
    return [problem.code for problem in conflicts(done, deed, people, DEFAULT)]


def test_who_had_the_need_does_not_approve_it() -> None:
    done = [Done(CHAIN, Deed.NEED, ANNA)]

    assert conflict_codes(done, Deed.APPROVE, frozenset({ANNA})) == [
        "authority.duties_not_separated"
    ]
    assert conflict_codes(done, Deed.APPROVE, frozenset({BO})) == []
    assert conflict_codes(done, Deed.RECEIVE, frozenset({ANNA})) == []


def test_a_payment_is_released_by_two() -> None:
    done = [Done(CHAIN, Deed.RELEASE_PAYMENT, ANNA)]

    assert conflict_codes(done, Deed.RELEASE_PAYMENT, frozenset({ANNA})) != []
    assert conflict_codes(done, Deed.RELEASE_PAYMENT, frozenset({BO})) == []


def test_a_substitute_inherits_the_conflicts_and_so_does_the_principal() -> None:
    links = [(ANNA, BO)]

    assert counted_as_one([ANNA], links) == {ANNA, BO}
    assert counted_as_one([BO, None], links) == {ANNA, BO}
    assert counted_as_one([CECILIA], links) == {CECILIA}


@pytest.mark.parametrize("given_up", ALWAYS)
def test_no_version_of_the_rules_gives_up_that_money_leaves_by_two_who_have_done_nothing_else(
    given_up: Pair,
) -> None:
    weaker = Separation(tuple(pair for pair in DEFAULT.pairs if pair != given_up))
    other_way_about = Separation(tuple(Pair(pair.second, pair.first) for pair in ALWAYS))

    assert [p.code for p in problems_with_separation(weaker)] == ["authority.separation_too_weak"]
    assert list(problems_with_separation(other_way_about)) == []
    assert list(problems_with_separation(DEFAULT)) == []


def test_a_version_from_before_that_was_so_keeps_it_apart_all_the_same() -> None:
    old = Separation((Pair(Deed.NEED, Deed.APPROVE),))

    assert set(old.apart_from(Deed.RELEASE_PAYMENT)) == {
        Deed.ATTEST_DECISION,
        Deed.PREPARE_PAYMENT,
        Deed.RELEASE_PAYMENT,
    }
    assert set(old.apart_from(Deed.APPROVE)) == {Deed.NEED}


def test_of_a_deed_that_several_share_each_is_judged_on_his_own_chains() -> None:
    other_chain = UUID(int=99)
    done = [Done(CHAIN, Deed.APPROVE, ANNA)]
    apart = [Done(CHAIN, Deed.NEED, BO), Done(other_chain, Deed.NEED, ANNA)]
    together = [*apart, Done(CHAIN, Deed.NEED, ANNA)]

    assert list(conflicts_of_each(done, apart, [], DEFAULT)) == []
    assert [p.values["person"] for p in conflicts_of_each(done, together, [], DEFAULT)] == [
        str(ANNA)
    ]
    assert list(conflicts_of_each(done, apart, [(ANNA, BO)], DEFAULT)) != []


PEOPLE = (ANNA, BO, CECILIA)


@dataclass
class Ledger:
    """A chain of documents as the application keeps it: only what the rules let through is done."""

    rules: Separation
    clock: int = 0
    lendings: list[list[int | UUID | None]] = field(default_factory=list)
    done: list[tuple[int, Done]] = field(default_factory=list)

    def lend(self, principal: UUID, substitute: UUID) -> None:
        self.lendings.append([principal, substitute, self.clock, None])

    def take_home(self, principal: UUID, substitute: UUID) -> None:
        for lending in self.lendings:
            if lending[:2] == [principal, substitute] and lending[3] is None:
                lending[3] = self.clock

    def links(self, since: int, until: int) -> list[tuple[UUID, UUID]]:
        return [
            (principal, substitute)  # type: ignore[misc]
            for principal, substitute, begins, ends in self.lendings
            if begins <= until and (ends is None or ends >= since)  # type: ignore[operator]
        ]

    def do(self, deed: Deed, person: UUID, principal: UUID | None) -> None:
        if principal is not None and (principal, person) not in self.links(self.clock, self.clock):
            principal = None
        apart = self.rules.apart_from(deed)
        opposed = [(when, done) for when, done in self.done if done.deed in apart]
        since = min((when for when, _ in opposed), default=self.clock)
        people = counted_as_one([person, principal], self.links(since, self.clock))
        if not any(conflicts([done for _, done in opposed], deed, people, self.rules)):
            self.done.append((self.clock, Done(CHAIN, deed, person, principal)))


person = st.sampled_from(PEOPLE)
pair_of_people = st.tuples(person, person).filter(lambda both: both[0] != both[1])
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("lend"), pair_of_people),
        st.tuples(st.just("take home"), pair_of_people),
        st.tuples(
            st.just("do"),
            st.tuples(
                st.sampled_from([*PURCHASE, Deed.PREPARE_PAYMENT]), person, st.none() | person
            ),
        ),
    ),
    max_size=40,
)


def played(rules: Separation, run: list[tuple[str, tuple[object, ...]]]) -> Ledger:
    ledger = Ledger(rules)
    for ledger.clock, (verb, facts) in enumerate(run):
        {"lend": ledger.lend, "take home": ledger.take_home, "do": ledger.do}[verb](*facts)  # type: ignore[operator]
    return ledger


@given(happenings)
def test_no_run_of_deeds_makes_one_person_or_his_substitutes_alone_in_a_purchase(
    run: list[tuple[str, tuple[object, ...]]],
) -> None:
    ledger = played(DEFAULT, run)

    for (first, one), (later, other) in combinations(ledger.done, 2):
        if other.deed in DEFAULT.apart_from(one.deed):
            same = counted_as_one(other.doers, ledger.links(first, later))
            assert not one.doers & same
    for alone in PEOPLE:
        did = {done.deed for _, done in ledger.done if alone in done.doers}
        assert not did.issuperset(PURCHASE)


all_pairs = st.sets(
    st.tuples(st.sampled_from(PURCHASE), st.sampled_from(PURCHASE)).map(lambda both: Pair(*both)),
    max_size=4,
)


@given(all_pairs.map(lambda pairs: Separation((*ALWAYS, *pairs))), happenings)
def test_whatever_version_of_the_rules_is_let_in_nobody_buys_alone(
    rules: Separation, run: list[tuple[str, tuple[object, ...]]]
) -> None:
    assert list(problems_with_separation(rules)) == []

    ledger = played(rules, run)

    for alone in PEOPLE:
        did = {done.deed for _, done in ledger.done if alone in done.doers}
        assert not did.issuperset(PURCHASE)
