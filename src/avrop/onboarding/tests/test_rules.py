"""What a form must say, what an answer must be, and when somebody is reminded."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.onboarding import rules
from avrop.onboarding.lifecycle import LIFECYCLE, State
from avrop.onboarding.rules import Belongings, Link
from avrop.onboarding.shapes import (
    DeliveryAnswer,
    DeliveryWindow,
    DepartmentForm,
    FuturePerson,
    NumberAnswer,
)
from avrop.values import uuid7

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


def test_an_empty_form_is_told_everything_it_lacks_each_thing_at_its_field() -> None:
    problems = list(rules.problems_submitting(DepartmentForm(), TODAY))

    assert [(problem.code, problem.place[1]) for problem in problems] == [
        ("onboarding.name_missing", "name"),
        ("onboarding.street_missing", "street"),
        ("onboarding.postal_code_missing", "postal_code"),
        ("onboarding.city_missing", "city"),
        ("onboarding.opening_hours_missing", "opening_hours"),
        ("onboarding.coding_missing", "default_coding"),
        ("onboarding.reference_missing", "invoice_reference"),
        ("onboarding.contact_missing", "contact_name"),
        ("onboarding.place_missing", "parent_id"),
        ("onboarding.opening_day_missing", "opens_on"),
        ("onboarding.food_undecided", "orders_food"),
        ("onboarding.no_agreement", "agreements"),
        ("onboarding.contact_unreachable", "contact_email"),
        ("onboarding.nobody_orders", "people"),
    ]


def test_people_without_a_name_or_a_right_address_are_named_by_their_row() -> None:
    form = DepartmentForm(
        people=(FuturePerson("", "x@example.com"), FuturePerson("Disa Holm", "disa"))
    )

    places = {
        problem.place: problem.code
        for problem in rules.problems_submitting(form, TODAY)
        if problem.place[1:2] == ("people",)
    }

    assert places == {
        ("form", "people", 1): "onboarding.person_without_name",
        ("form", "people", 2): "onboarding.person_without_email",
    }


def test_a_department_does_not_begin_on_a_day_that_has_passed() -> None:
    form = DepartmentForm(opens_on=TODAY - timedelta(days=1))

    codes = [problem.code for problem in rules.problems_submitting(form, TODAY)]

    assert "onboarding.opens_in_the_past" in codes


@pytest.mark.parametrize(
    ("link", "code"),
    [
        (Link("answered", NOW + timedelta(days=9), NOW), "onboarding.link_is_used"),
        (Link("replaced", NOW + timedelta(days=9), None), "onboarding.link_is_replaced"),
        (Link("withdrawn", NOW + timedelta(days=9), None), "onboarding.link_is_replaced"),
        (Link("asked", NOW, None), "onboarding.link_has_expired"),
    ],
)
def test_a_link_that_was_used_replaced_or_whose_time_is_out_opens_nothing(
    link: Link, code: str
) -> None:
    assert [problem.code for problem in rules.problems_opening(link, NOW)] == [code]


def test_a_clock_that_is_set_back_opens_no_answered_link() -> None:
    link = Link("answered", NOW + timedelta(days=9), NOW)

    assert any(rules.problems_opening(link, NOW - timedelta(days=400)))


def test_delivery_hours_end_after_they_begin_and_each_day_is_given_once() -> None:
    windows = (
        DeliveryWindow(1, time(9), time(7)),
        DeliveryWindow(1, time(7), time(9)),
    )

    problems = rules.problems_with_days(DeliveryAnswer(windows, time(12), 99))

    assert [problem.code for problem in problems] == [
        "onboarding.weekdays_shape",
        "onboarding.window_ends_first",
        "onboarding.days_before_shape",
    ]


def test_a_supplier_who_takes_orders_under_a_number_only_must_give_one() -> None:
    none, some = NumberAnswer("  "), NumberAnswer("K-77")

    assert [p.code for p in rules.problems_with_number(none, is_required=True)] == [
        "onboarding.number_missing"
    ]
    assert not list(rules.problems_with_number(none, is_required=False))
    assert not list(rules.problems_with_number(some, is_required=True))


def test_somebody_with_anything_open_leaves_only_to_a_taker() -> None:
    carts = Belongings(carts=1)
    leaver, taker = uuid7(), uuid7()

    assert [p.code for p in rules.problems_leaving("Anna", carts, None, leaver)] == [
        "onboarding.taker_needed"
    ]
    assert not list(rules.problems_leaving("Anna", carts, taker, leaver))
    assert not list(rules.problems_leaving("Anna", Belongings(), None, leaver))


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 30))
def test_so_many_working_days_later_is_a_working_day_after_as_many(day: date, number: int) -> None:
    due = rules.working_days_after(day, number)

    between = [day + timedelta(days=n) for n in range(1, (due - day).days + 1)]
    assert due.isoweekday() < 6
    assert sum(one.isoweekday() < 6 for one in between) == number


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state: str = State.DRAFT
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in list(State)


def test_who_has_not_answered_is_reminded_every_third_day_and_three_times_at_most() -> None:
    def at(days: int) -> datetime:
        return NOW + timedelta(days=days)

    assert not rules.is_to_remind(NOW, None, 0, at(2))
    assert rules.is_to_remind(NOW, None, 0, at(3))
    assert not rules.is_to_remind(NOW, at(3), 1, at(5))
    assert rules.is_to_remind(NOW, at(3), 1, at(6))
    assert not rules.is_to_remind(NOW, at(9), 3, at(30))
