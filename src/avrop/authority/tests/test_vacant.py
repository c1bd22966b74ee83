"""Since when a position is vacant, and after how long that is told."""

from __future__ import annotations

from datetime import date

import pytest

from avrop.authority import vacant
from avrop.authority.vacant import Patience, Term

MARCH, APRIL = date(2026, 3, 1), date(2026, 4, 1)
EARLY = Term(MARCH, date(2026, 3, 9))


@pytest.mark.parametrize(
    ("terms", "since"),
    [
        ([], MARCH),
        ([Term(MARCH, None)], None),
        ([EARLY], date(2026, 3, 10)),
        ([Term(APRIL, None)], MARCH),
        ([EARLY, Term(date(2026, 3, 20), None)], None),
    ],
)
def test_a_position_is_vacant_from_the_day_after_its_last_holder(
    terms: list[Term], since: date | None
) -> None:
    assert vacant.vacant_since(terms, MARCH, date(2026, 3, 25)) == since


def test_a_vacancy_is_late_after_the_days_that_are_decided_and_not_before() -> None:
    fortnight = Patience(14)

    assert not vacant.is_late(MARCH, fortnight, date(2026, 3, 15))
    assert vacant.is_late(MARCH, fortnight, date(2026, 3, 16))
    assert not vacant.is_late(None, fortnight, date(2030, 1, 1))
