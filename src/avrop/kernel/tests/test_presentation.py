"""Facts are read as before, whatever was read before them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal, localcontext
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.presentation import AMOUNT_THEN_CURRENCY, LOCALES, shown
from avrop.values import Money

NUMBERS = st.decimals(
    min_value=Decimal("-1e9"), max_value=Decimal("1e9"), allow_nan=False, allow_infinity=False
)
LANGUAGES = tuple(LOCALES)


@given(number=NUMBERS, language=st.sampled_from(LANGUAGES))
def test_a_number_is_written_as_the_language_writes_it(number: Decimal, language: str) -> None:
    locale = LOCALES[language]
    pattern = None if language == "sv" else AMOUNT_THEN_CURRENCY

    with override(language), localcontext(prec=100):
        assert shown(number) == format_decimal(number, locale=locale, decimal_quantization=False)
        assert shown(Money(number, "SEK")) == format_currency(
            number, "SEK", format=pattern, locale=locale
        )


def test_a_number_keeps_every_digit_that_a_document_may_have() -> None:
    with override("en"):
        assert shown(Decimal("1" * 40)) == "1" + ",111" * 13
        assert shown(Decimal("0." + "1" * 38)) == "0." + "1" * 38


@pytest.mark.parametrize("language", LANGUAGES)
def test_equal_numbers_keep_the_places_they_are_written_with(language: str) -> None:
    def as_babel_writes(text: str) -> str:
        locale = LOCALES[language]
        return str(format_decimal(Decimal(text), locale=locale, decimal_quantization=False))

    with override(language):
        for text in ("1", "1.0", "1.00", "1E+3", "1000", "-0", "0"):
            assert shown(Decimal(text)) == as_babel_writes(text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_moment_is_read_by_the_clock_of_each_place(language: str) -> None:
    noon = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)

    for zone, hour in (("Europe/Stockholm", 14), ("Asia/Shanghai", 20), ("UTC", 12)):
        with override(language), timezone.override(ZoneInfo(zone)):
            read = format_datetime(noon.replace(hour=hour), "short", locale=LOCALES[language])
            assert shown(noon) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [("text", "text"), (7, 7), (True, True), (None, None), (date(2026, 3, 2), None)],
    ids=str,
)
def test_what_people_write_one_way_only_stays_as_it_is(value: Any, read: Any) -> None:
    with override("sv"):
        if isinstance(value, date):
            assert shown(value) == format_date(value, "medium", locale="sv_SE")
        else:
            assert shown(value) is read
