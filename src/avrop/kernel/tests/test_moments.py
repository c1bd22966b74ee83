"""Moments come from the database in UTC, however they were given."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import DataError, connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ("2026-06-01 12:00:00.5+02", datetime(2026, 6, 1, 10, 0, 0, 500_000, tzinfo=UTC)),
        ("1900-01-01 00:00:00+00", datetime(1900, 1, 1, tzinfo=UTC)),
        ("9999-12-31 23:59:59.999999+00", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
        (None, None),
    ],
)
def test_a_moment_is_read_in_utc(given: str | None, found: datetime | None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select %s::timestamptz", [given])
        (moment,) = cursor.fetchone()

    assert moment == found
    assert moment is None or moment.tzinfo is UTC


def test_a_moment_that_no_clock_shows_is_refused() -> None:
    with connection.cursor() as cursor, pytest.raises(DataError):
        cursor.execute("select 'infinity'::timestamptz")
        cursor.fetchone()
