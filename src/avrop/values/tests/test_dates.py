"""What is in force on a day: rates of VAT, holidays, bank days."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values import (
    Dated,
    DatedTable,
    NothingInForce,
    UnknownVatKind,
    VatRate,
    add_working_days,
    easter_sunday,
    is_bank_day,
    next_bank_day,
    previous_bank_day,
    public_holidays,
    vat_rate,
    working_days_between,
)
from avrop.values.vat import rates_in_force, vat_table

DAYS = st.dates(min_value=date(2010, 1, 1), max_value=date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2026, 3, 31), 12),
        (date(2026, 4, 1), 6),
        (date(2027, 12, 31), 6),
        (date(2028, 1, 1), 12),
    ],
)
def test_food_is_taxed_lower_from_april_2026_to_the_end_of_2027(day: date, percent: int) -> None:
    assert vat_rate("food", day) == VatRate("S", Decimal(percent))


def test_a_rate_carries_the_law_it_stands_in() -> None:
    row = vat_table("food").row_in_force(date(2026, 5, 1))

    assert row.citation == "9 kap. mervärdesskattelagen (2023:200), prop. 2025/26:55"


def test_what_is_not_taxed_says_so_by_its_category() -> None:
    day = date(2026, 5, 1)

    assert vat_rate("exempt", day) == VatRate("E", Decimal(0))
    assert vat_rate("reverse_charge", day) == VatRate("AE", Decimal(0))
    assert vat_rate("outside_scope", day) == VatRate("O", None)
    assert rates_in_force(day) == {Decimal(25), Decimal(12), Decimal(6)}


def test_an_unknown_kind_and_a_day_before_the_table_are_told_apart() -> None:
    with pytest.raises(UnknownVatKind):
        vat_rate("gold", date(2026, 1, 1))
    with pytest.raises(NothingInForce):
        vat_rate("food", date(1980, 1, 1))


def test_rows_that_overlap_are_refused() -> None:
    first = Dated(date(2025, 1, 1), date(2025, 6, 30), 1, "a")
    second = Dated(date(2025, 6, 30), None, 2, "b")

    with pytest.raises(ValueError, match="overlap"):
        DatedTable([second, first])
    with pytest.raises(ValueError, match="comes after"):
        Dated(date(2025, 2, 1), date(2025, 1, 31), 1, "a")


def test_nothing_is_in_force_between_two_rows() -> None:
    table = DatedTable(
        [
            Dated(date(2025, 1, 1), date(2025, 3, 31), "early", "a"),
            Dated(date(2025, 5, 1), None, "late", "b"),
        ]
    )

    assert table.in_force(on=date(2025, 3, 31)) == "early"
    assert table.in_force(on=date(2025, 5, 1)) == "late"
    with pytest.raises(NothingInForce):
        table.in_force(on=date(2025, 4, 15))


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2008, date(2008, 3, 23)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_church_says(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_public_holidays_of_2026() -> None:
    assert sorted(public_holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 1, 6),
        date(2026, 4, 3),
        date(2026, 4, 5),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 6),
        date(2026, 6, 20),
        date(2026, 10, 31),
        date(2026, 12, 25),
        date(2026, 12, 26),
    ]


def test_a_payment_due_on_a_holiday_is_made_on_the_next_bank_day() -> None:
    assert next_bank_day(date(2026, 4, 3)) == date(2026, 4, 7)
    assert previous_bank_day(date(2026, 4, 6)) == date(2026, 4, 2)
    assert next_bank_day(date(2026, 6, 19)) == date(2026, 6, 22)
    assert next_bank_day(date(2026, 12, 24)) == date(2026, 12, 28)
    assert next_bank_day(date(2026, 12, 31)) == date(2027, 1, 4)


def test_working_days_step_over_weekends_and_holidays() -> None:
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert add_working_days(date(2026, 4, 7), -1) == date(2026, 4, 2)
    assert add_working_days(date(2026, 4, 4), 0) == date(2026, 4, 4)
    assert working_days_between(date(2026, 4, 2), date(2026, 4, 8)) == 2


@given(DAYS, st.integers(1, 60))
def test_counting_working_days_is_the_reverse_of_adding_them(day: date, number: int) -> None:
    later = add_working_days(day, number)

    assert is_bank_day(later)
    assert working_days_between(day, later) == number
