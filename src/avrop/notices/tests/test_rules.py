"""How soon somebody is told, and when not to disturb."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.notices.kinds import SOONEST_LAST, How, Occasion, occasion_of
from avrop.notices.rules import (
    DEFAULT,
    NoticeRule,
    NoticeRules,
    Times,
    how_told,
    problems_choosing,
    problems_with_rules,
    told_at,
)

STOCKHOLM = ZoneInfo("Europe/Stockholm")
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)
TIMES = Times()  # quiet from 18 to 7, the rest at half past 7


def there(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=STOCKHOLM)


@pytest.mark.parametrize(
    ("how", "happens", "told"),
    [
        (How.AT_ONCE, there(2, 9), there(2, 9)),
        (How.AT_ONCE, there(2, 22), there(3, 7)),
        (How.AT_ONCE, there(3, 3), there(3, 7)),
        (How.DIGEST, there(2, 9), there(3, 7, 30)),
        (How.DIGEST, there(3, 6), there(3, 7, 30)),
        (How.NEVER, there(2, 9), None),
    ],
)
def test_at_night_nobody_is_disturbed_and_a_digest_comes_in_the_morning(
    how: How, happens: datetime, told: datetime | None
) -> None:
    assert told_at(how, happens, TIMES, STOCKHOLM) == told


def test_the_morning_is_the_clocks_morning_also_when_summer_time_begins() -> None:
    night_of_change = there(28, 22, month=3)

    told = told_at(How.AT_ONCE, night_of_change, TIMES, STOCKHOLM)

    assert told == datetime(2026, 3, 29, 5, tzinfo=UTC)  # seven o'clock, two hours before UTC


@given(
    st.integers(0, 365 * 24 * 60).map(lambda minutes: JANUARY + timedelta(minutes=minutes)),
    st.sampled_from([How.AT_ONCE, How.DIGEST]),
    st.times(),
    st.times(),
)
def test_what_is_told_is_told_within_a_day_and_an_hour_and_never_before_it_happens(
    happens: datetime, how: How, quiet_from: time, quiet_until: time
) -> None:
    told = told_at(how, happens, Times(quiet_from, quiet_until), STOCKHOLM)

    assert told is not None
    assert 0 <= (told - happens).total_seconds() <= 25 * 3600


def test_a_choice_never_makes_what_is_mandatory_later_or_silent() -> None:
    rule = NoticeRule(Occasion.PAYMENTS, How.DIGEST, is_mandatory=True)

    told = [how_told(rule, choice) for choice in (None, *SOONEST_LAST)]

    assert told == [How.DIGEST, How.DIGEST, How.DIGEST, How.AT_ONCE]


def test_a_rule_for_her_role_goes_before_that_for_everybody_and_the_soonest_of_several_holds() -> (
    None
):
    rules = NoticeRules(
        (
            NoticeRule(Occasion.GOODS, How.NEVER),
            NoticeRule(Occasion.GOODS, How.DIGEST, ("receiver",)),
            NoticeRule(Occasion.GOODS, How.AT_ONCE, ("coordinator", "manager")),
        )
    )

    found = [
        rules.rule_for(Occasion.GOODS, roles).how
        for roles in ((), ("receiver",), ("receiver", "manager"))
    ]

    assert found == [How.NEVER, How.DIGEST, How.AT_ONCE]
    assert rules.rule_for(Occasion.OTHER, ()).how is How.DIGEST


def test_everything_wrong_with_a_choice_is_told_at_its_place() -> None:
    choices = {Occasion.PAYMENTS: How.NEVER, Occasion.ORDERS: How.NEVER}

    found = list(problems_choosing(choices, Times(digest_at=time(6)), DEFAULT, ()))

    assert [(one.code, one.place) for one in found] == [
        ("notices.is_mandatory", ("choices", "payments")),
        ("notices.digest_is_quiet", ("digest_at",)),
    ]


def test_rules_that_make_no_sense_are_refused_with_every_reason() -> None:
    chosen = NoticeRules(
        (
            NoticeRule(Occasion.ORDERS, How.NEVER, ("nobody",), is_mandatory=True),
            NoticeRule(Occasion.ORDERS, How.DIGEST, ("nobody",)),
        )
    )

    codes = [one.code for one in problems_with_rules(chosen, {"requester"})]

    assert codes == [
        "authority.unknown_role",
        "notices.mandatory_silence",
        "authority.unknown_role",
        "notices.rule_twice",
    ]


def test_every_kind_of_task_is_about_something() -> None:
    assert occasion_of("payables.payment_rejected") is Occasion.PAYMENTS
    assert occasion_of("somewhere.else") is Occasion.OTHER
