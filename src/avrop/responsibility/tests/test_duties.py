"""What managers confirm each term and year: when it is due, what is asked, who is told."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest

from avrop.responsibility import duties
from avrop.responsibility.duties import Answer, DutyList, Frequency, Standing
from avrop.responsibility.tests.builders import codes


@pytest.mark.parametrize(
    ("frequency", "day", "name", "due"),
    [
        ("yearly", date(2026, 12, 31), "2026", date(2026, 3, 31)),
        ("termly", date(2026, 6, 30), "2026-1", date(2026, 2, 28)),
        ("termly", date(2026, 7, 1), "2026-2", date(2026, 9, 30)),
    ],
)
def test_a_day_belongs_to_a_year_and_a_term(
    frequency: str, day: date, name: str, due: date
) -> None:
    found = duties.period_on(frequency, duties.DEFAULT, day)

    assert (found.name, found.due_on) == (name, due)


@pytest.mark.parametrize(
    ("day", "confirmed", "gaps", "expected"),
    [
        (date(2026, 2, 28), False, False, Standing.COMING),
        (date(2026, 3, 1), False, False, Standing.DUE),
        (date(2026, 3, 31), False, False, Standing.DUE),
        (date(2026, 4, 1), False, False, Standing.OVERDUE),
        (date(2026, 4, 1), True, False, Standing.CONFIRMED),
        (date(2026, 4, 1), True, True, Standing.WITH_GAPS),
    ],
)
def test_a_confirmation_is_due_for_a_month_and_then_overdue(
    day: date, confirmed: bool, gaps: bool, expected: Standing
) -> None:
    period = duties.period_on("yearly", duties.DEFAULT, day)

    found = duties.standing(period, duties.DEFAULT, day, is_confirmed=confirmed, has_gaps=gaps)

    assert found == expected


LISTED = DutyList(
    (
        duties.Duty("trained", {"en": "All are trained."}, "yearly", needs_evidence=True),
        duties.Duty("received", {"en": "Goods are registered."}, "yearly"),
    ),
    {"en": "It is true."},
)
LINK = "https://example.org/bevis"


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((Answer("trained", True, LINK), Answer("received", True)), []),
        (
            (Answer("trained", True), Answer("received", True)),
            ["responsibility.evidence_missing"],
        ),
        (
            (Answer("trained", False), Answer("received", True)),
            ["responsibility.plan_missing"],
        ),
        ((Answer("trained", False, note="I maj"), Answer("received", True)), []),
        (
            (Answer("trained", True, "javascript:alert(1)"), Answer("received", True)),
            ["responsibility.link_shape"],
        ),
        ((Answer("trained", True, LINK),), ["responsibility.answers_do_not_fit"]),
        (
            (Answer("trained", True, LINK), Answer("trained", True, LINK)),
            ["responsibility.answers_do_not_fit"],
        ),
    ],
)
def test_each_duty_is_answered_shown_or_put_right(
    answers: tuple[Answer, ...], expected: list[str]
) -> None:
    assert codes(duties.problems_confirming(LISTED.duties, answers)) == expected


def test_the_products_list_is_fit_to_decide_and_speaks_three_languages() -> None:
    assert codes(duties.problems_with_list(duties.DEFAULT)) == []
    for one in (*(duty.text for duty in duties.DEFAULT.duties), duties.DEFAULT.statement):
        assert set(one) == {"sv", "en", "zh-hans"}
    for frequency in Frequency:
        assert duties.duties_of(duties.DEFAULT, frequency)


def test_a_list_with_nothing_to_read_or_a_day_that_there_is_none_of_is_refused() -> None:
    wrong = DutyList((duties.Duty("a", {}, "weekly"),), {"sv": " "}, yearly_due=(2, 30))

    assert codes(duties.problems_with_list(wrong)) == [
        "responsibility.unknown_frequency",
        "responsibility.no_text",
        "responsibility.no_text",
        "responsibility.due_day",
    ]


def test_the_superior_is_the_nearest_unit_around_that_has_a_manager() -> None:
    town, schools, oak = (UUID(int=number) for number in range(1, 4))

    assert duties.superior_of((town, schools, oak), {town, oak}) == town
    assert duties.superior_of((town, schools, oak), {oak}) is None
