"""Finding by number: what somebody means by what he writes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from avrop.kernel.finding import fitting

AT = datetime(2026, 11, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "series", "meant"),
    [
        ("12", "AO", "AO-2026-00012"),
        ("ao-2026-0", "AO", "AO-2026-0"),
        (" AO ", "AO", "AO"),
        ("123456", "AO", "123456"),
        ("12", "", "12"),
        ("Fakt-7a", "", "Fakt-7a"),
        ("", "AO", ""),
        ("a\x00", "AO", ""),
        ("²", "AO", "²"),
    ],
)
def test_digits_are_this_years_number_and_a_series_is_in_capitals(
    written: str, series: str, meant: str
) -> None:
    assert fitting(written, series=series, at=AT) == meant
