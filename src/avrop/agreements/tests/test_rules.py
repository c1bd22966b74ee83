"""What an agreement allows."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.agreements.lifecycle import LIFECYCLE, State
from avrop.agreements.rules import (
    ChargeTerm,
    TermsOfAgreement,
    months_left,
    problems_charging,
    problems_ordering,
    problems_registering,
    warnings_crossed,
)
from avrop.agreements.tests.builders import SINCE, UNTIL, kronor, some_terms
from avrop.kernel.problems import Problem

TODAY = date(2026, 3, 2)


def codes(problems: list[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_an_agreement_in_force_can_be_ordered_from() -> None:
    assert problems_ordering(some_terms(), on=TODAY, amount=kronor(100)) == []


def test_every_reason_not_to_order_is_given_at_once() -> None:
    terms = some_terms(
        state="draft",
        valid_until=TODAY - timedelta(days=1),
        is_entitled=False,
        min_order=kronor(500),
        ceiling=kronor(90),
        drawn=kronor(1),
    )

    found = problems_ordering(terms, on=TODAY, amount=kronor(100))

    assert codes(found) == [
        "agreements.not_active",
        "agreements.has_expired",
        "agreements.not_entitled",
        "agreements.below_minimum_order",
        "agreements.ceiling_reached",
    ]


@pytest.mark.parametrize(
    ("day", "can"), [(SINCE, True), (UNTIL, True), (SINCE - timedelta(1), False)]
)
def test_the_first_and_the_last_day_are_part_of_the_term(day: Any, can: Any) -> None:
    assert (problems_ordering(some_terms(), on=day, amount=kronor(1)) == []) is can


def test_the_last_krona_of_the_maximum_can_be_called_off_and_no_more() -> None:
    terms = some_terms(ceiling=kronor(1000), drawn=kronor(900))

    assert problems_ordering(terms, on=TODAY, amount=kronor(100)) == []
    over = problems_ordering(terms, on=TODAY, amount=kronor("100.01"))
    assert codes(over) == ["agreements.ceiling_reached"]
    assert over[0].values["remaining"] == kronor(100)


def test_another_currency_is_the_one_thing_said_of_an_amount() -> None:
    terms = some_terms(currency="EUR", ceiling=None)

    assert codes(problems_ordering(terms, on=TODAY, amount=kronor(1))) == [
        "agreements.other_currency"
    ]


def test_only_agreed_charges_may_be_invoiced_and_only_up_to_their_cap() -> None:
    terms = some_terms(charges=(ChargeTerm("FC", Decimal(150)), ChargeTerm("RAA")))

    assert problems_charging(terms, "FC", kronor(150)) == []
    assert problems_charging(terms, "RAA", kronor(9999)) == []
    assert codes(problems_charging(terms, "FC", kronor(151))) == ["agreements.charge_above_cap"]
    assert codes(problems_charging(terms, "PC", kronor(1))) == ["agreements.charge_not_agreed"]


@pytest.mark.parametrize(
    ("before", "after", "crossed"),
    [(0, 699, ()), (699, 700, (70,)), (700, 800, ()), (600, 1000, (70, 85, 95))],
)
def test_a_warning_is_given_when_its_share_of_the_maximum_is_crossed(
    before: Any,
    after: Any,
    crossed: Any,
) -> None:
    assert warnings_crossed(kronor(before), kronor(after), kronor(1000)) == crossed


@given(st.lists(st.integers(0, 400), min_size=1), st.integers(1, 1000))
def test_each_warning_is_given_once_however_the_maximum_is_drawn(
    amounts: Any, ceiling: Any
) -> None:
    given_: list[int] = []
    drawn = 0
    for amount in amounts:
        given_ += warnings_crossed(kronor(drawn), kronor(drawn + amount), kronor(ceiling))
        drawn += amount

    assert given_ == [share for share in (70, 85, 95) if drawn * 100 >= ceiling * share]


@pytest.mark.parametrize(
    ("end", "months"),
    [
        (date(2026, 4, 1), 3),
        (date(2026, 6, 2), 3),
        (date(2026, 6, 3), 6),
        (date(2027, 3, 2), 12),
        (date(2027, 3, 3), None),
    ],
)
def test_the_end_is_announced_twelve_six_and_three_months_ahead(end: Any, months: Any) -> None:
    assert months_left(end, TODAY) == months


def test_what_makes_no_sense_in_an_agreement_is_told_at_once() -> None:
    terms = TermsOfAgreement(ceiling=Decimal(0), on_silence="wait", currency="kr")

    found = problems_registering(" ", UNTIL, SINCE, terms)

    assert codes(found) == [
        "agreements.no_number",
        "agreements.ends_before_start",
        "agreements.bad_amount",
        "agreements.unknown_choice",
        "agreements.unknown_choice",
    ]


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: Any) -> None:
    state = State.DRAFT.value
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)

    assert state in State.values
