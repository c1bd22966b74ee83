"""How long a guesser waits, and what a password must be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.accounts import rules
from avrop.accounts.rules import Tries

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def test_the_first_tries_are_free_and_then_each_wait_is_twice_the_last() -> None:
    waits = [rules.wait_after(failures, 5).total_seconds() for failures in range(1, 12)]

    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


@given(st.integers(0, 10**9), st.integers(0, 100))
def test_nobody_ever_waits_longer_than_the_longest_wait(failures: int, free: int) -> None:
    assert timedelta(0) <= rules.wait_after(failures, free) <= timedelta(minutes=15)


def test_an_hour_without_a_try_is_forgotten() -> None:
    many = Tries(40, NOON, NOON + timedelta(minutes=15))

    soon = rules.after_a_try("account", many, at=NOON + timedelta(minutes=59))
    later = rules.after_a_try("account", many, at=NOON + timedelta(minutes=60))

    assert (soon.failures, later.failures) == (41, 1)
    assert later.free_at == NOON + timedelta(minutes=60)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_place_is_an_address_or_the_network_of_one_customer(address: str, place: str) -> None:
    assert rules.place_of(address) == place


def test_people_are_told_a_whole_minute_that_is_never_too_early() -> None:
    assert rules.next_whole_minute(NOON) == NOON
    assert rules.next_whole_minute(NOON + timedelta(seconds=1)) == NOON + timedelta(minutes=1)


@pytest.mark.parametrize(
    ("password", "is_common", "codes"),
    [
        ("elva tecken", False, ["accounts.password_too_short"]),
        ("tolv tecken!", False, []),
        ("qwertyuiop", True, ["accounts.password_too_short", "accounts.password_is_common"]),
        ("x" * 1025, False, ["accounts.password_too_long"]),
    ],
)
def test_a_password_is_long_and_not_everybodys(
    password: str, is_common: bool, codes: list[str]
) -> None:
    found = rules.problems_with_password(password, is_common=is_common)

    assert [problem.code for problem in found] == codes
