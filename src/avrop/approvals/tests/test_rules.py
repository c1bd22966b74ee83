"""How an approval finds its way."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.approvals.lifecycle import LIFECYCLE, State, StepState
from avrop.approvals.rules import (
    Part,
    Routing,
    RoutingRule,
    StepFacts,
    Tolerance,
    advance,
    because,
    covers,
    merged,
    problems_deciding,
    problems_with_routing,
    repeats,
    route,
    total,
)
from avrop.approvals.tests.builders import a_part, kronor
from avrop.values import Money, uuid7

ANNA, BERIT = uuid7(), uuid7()
PARTS = st.lists(
    st.builds(
        Part,
        st.sampled_from(["4100", "4110", "4200"]),
        st.integers(0, 9999).map(lambda n: Money(Decimal(n), "SEK")),
        st.lists(st.sampled_from(["15000000", "33600000"]), max_size=2).map(tuple),
    ),
    min_size=1,
)
ROUTING = Routing(
    (
        RoutingRule("responsible"),
        RoutingRule("medicine", "category_manager", categories=("336",)),
        RoutingRule("school", "manager", level=2, minimum=Decimal(500), responsibilities=("41*",)),
        RoutingRule("big", "manager", level=3, minimum=Decimal(5000), whole=True),
    )
)


def a_step(
    level: int = 1,
    state: str = "waiting",
    may_repeat: bool = True,
    candidates: tuple[UUID, ...] | list[UUID] = (),
    decided_by: UUID | None = None,
) -> StepFacts:
    return StepFacts(uuid7(), level, state, may_repeat, frozenset(candidates), decided_by)


def test_each_responsibility_is_asked_once_for_all_it_pays() -> None:
    steps = route([a_part(10, "4200"), a_part(5, "4100"), a_part(7, "4200")], Routing())

    assert [(step.responsibility, step.amount) for step in steps] == [
        ("4100", kronor(5)),
        ("4200", kronor(17)),
    ]


def test_rules_ask_by_amount_responsibility_goods_and_the_whole() -> None:
    parts = [a_part(4000, "4110", "33600000"), a_part(2000, "4200", "15000000")]

    steps = route(parts, ROUTING)

    assert [(s.rule.name, s.rule.level, s.responsibility, int(s.amount.amount)) for s in steps] == [
        ("responsible", 1, "4110", 4000),
        ("responsible", 1, "4200", 2000),
        ("medicine", 1, "4110", 4000),
        ("school", 2, "4110", 4000),
        ("big", 3, "", 6000),
    ]


@given(PARTS, st.randoms())
def test_the_same_parts_in_any_order_give_the_same_route(parts: Any, chance: Random) -> None:
    shuffled = list(parts)
    chance.shuffle(shuffled)

    assert route(shuffled, ROUTING) == route(parts, ROUTING)


@given(PARTS)
def test_every_krona_is_approved_by_whoever_answers_for_it(parts: Any) -> None:
    steps = [step for step in route(parts, ROUTING) if step.rule.name == "responsible"]

    assert Money.sum((step.amount for step in steps), "SEK") == total(parts)
    assert [step.responsibility for step in steps] == [p.responsibility for p in merged(parts)]


def test_a_step_says_why_it_is_there() -> None:
    found = because("Costs over 50 000", "4100", kronor(5))
    by_default = because("responsible", "4100", kronor(5))

    assert found.code == "approvals.because_responsibility"
    assert found.values == {
        "rule": "Costs over 50 000",
        "responsibility": "4100",
        "amount": kronor(5),
    }
    assert by_default.code == "approvals.because_bears_cost"
    assert by_default.values == {"responsibility": "4100", "amount": kronor(5)}


@pytest.mark.parametrize(
    ("person", "principal", "codes"),
    [
        (BERIT, None, []),
        (ANNA, None, ["approvals.own_request"]),
        (BERIT, ANNA, ["approvals.own_request"]),
        (None, None, ["approvals.only_people"]),
    ],
)
def test_nobody_approves_what_he_or_his_principal_needs(
    person: Any, principal: Any, codes: Any
) -> None:
    found = problems_deciding(requester=ANNA, person=person, principal=principal, repeats=False)

    assert [problem.code for problem in found] == codes


def test_a_second_pair_of_eyes_is_not_the_first() -> None:
    first = a_step(state="approved", decided_by=ANNA)
    second = a_step(level=2, may_repeat=False)

    assert repeats(second, [first, second], ANNA)
    assert not repeats(second, [first, second], BERIT)


def test_a_level_opens_when_the_one_before_is_approved() -> None:
    first, second = a_step(state="approved", decided_by=ANNA), a_step(2, "pending")

    assert advance([first, second]).opened == (second.id,)
    assert not advance([a_step(), second]).opened


def test_who_has_approved_is_not_asked_again_where_the_rule_allows_it() -> None:
    first = a_step(state="approved", decided_by=ANNA)
    same, others = a_step(2, "pending", True, [ANNA]), a_step(3, "pending", False, [ANNA, BERIT])

    following = advance([first, same, others])

    assert (following.skipped, following.opened) == ((same.id,), (others.id,))
    assert advance([first, same]).is_granted


@given(st.lists(st.tuples(st.integers(1, 3), st.booleans()), min_size=1))
def test_a_request_is_granted_after_every_step_and_not_before(shapes: Any) -> None:
    first = min(level for level, _ in shapes)
    steps = [
        a_step(level, "waiting" if level == first else "pending", repeat, [ANNA])
        for level, repeat in shapes
    ]
    for _ in steps:
        waiting = next((step for step in steps if step.state == StepState.WAITING), None)
        if waiting is None:
            break
        steps = [_answered(step) if step is waiting else step for step in steps]
        following = advance(steps)
        steps = [_turned(step, following) for step in steps]
        open_steps = [s for s in steps if s.state in (StepState.WAITING, StepState.PENDING)]
        assert following.is_granted is (not open_steps)

    assert following.is_granted


def _answered(step: Any) -> Any:
    return StepFacts(step.id, step.level, "approved", step.may_repeat, step.candidates, ANNA)


def _turned(step: Any, following: Any) -> Any:
    state = step.state
    if step.id in following.opened:
        state = "waiting"
    if step.id in following.skipped:
        state = "skipped"
    return StepFacts(step.id, step.level, state, step.may_repeat, step.candidates, step.decided_by)


@pytest.mark.parametrize(
    ("amount", "tolerance", "covered"),
    [
        ("1000", Tolerance(), True),
        ("1000.01", Tolerance(), False),
        ("1020", Tolerance(Decimal(5), Decimal(20)), True),
        ("1020.01", Tolerance(Decimal(5), Decimal(20)), False),
        ("1010.01", Tolerance(Decimal(1), Decimal(20)), False),
    ],
)
def test_an_approval_covers_what_was_approved_and_the_lower_tolerance(
    amount: Any,
    tolerance: Any,
    covered: Any,
) -> None:
    assert covers(kronor(1000), kronor(amount), tolerance) is covered


def test_rules_that_leave_gaps_or_ask_nobody_are_not_accepted() -> None:
    rules = (
        RoutingRule("a", "king", minimum=Decimal(1)),
        RoutingRule("a", level=0, categories=("1",)),
    )

    found = problems_with_routing(Routing(rules), {"manager"})

    assert [problem.code for problem in found] == [
        "approvals.rule_name_twice_or_missing",
        "approvals.unknown_role",
        "approvals.rule_name_twice_or_missing",
        "approvals.bad_rule",
        "approvals.routing_leaves_gaps",
    ]


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: Any) -> None:
    state = State.WAITING.value
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)

    assert state in State.values
