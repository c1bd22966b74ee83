"""Derived states are functions of their ledgers, whatever happens in whatever order.

Goods are sent, received and counted again, invoiced and credited, by the real commands on both sides
of a trade; some of it is refused. After each step every sum, extent and level is what its ledger says,
and what was matched is neither more than what was received nor more than what was invoiced.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from avrop.testing.trade import Trade
from tests.properties.courses import (
    HAPPENINGS,
    INVOICED,
    MATCHED,
    NOTHING,
    RECEIVED,
    Happening,
    an_order,
    assert_ledgers_hold,
)

#: Small ones and the first line more often: they are refused less.
QUANTITIES = st.sampled_from((1, 2, 1, 3, 5, 6, 0)).map(Decimal)
BEGINNINGS = st.sampled_from(((), RECEIVED, INVOICED, (*MATCHED, Happening("attest"))))
COURSES = st.lists(
    st.builds(
        Happening,
        name=st.sampled_from(sorted(HAPPENINGS)),
        line=st.sampled_from((0, 0, 1)),
        quantity=QUANTITIES,
        rejected=st.sampled_from((NOTHING, NOTHING, Decimal(1))),
    ),
    min_size=4,
    max_size=10,
)


def test_derived_states_equal_their_ledgers_after_any_course_of_events(
    trade_and_settle: tuple[Trade, Callable[[], int]], request: pytest.FixtureRequest
) -> None:
    trade, settle = trade_and_settle
    is_long = bool(request.config.getoption("long"))
    taken: Counter[str] = Counter()

    @settings(
        deadline=None,
        derandomize=not is_long,
        max_examples=200 if is_long else 12,
        suppress_health_check=list(HealthCheck),
        database=None,
        phases=(Phase.explicit, Phase.generate, *((Phase.shrink,) if is_long else ())),
    )
    @example(RECEIVED, [Happening("count again", quantity=Decimal(3))])
    @example(MATCHED, [Happening("attest"), Happening("count again", quantity=Decimal(2))])
    @example(INVOICED, [Happening("credit", quantity=Decimal(1)), Happening("bill")])
    @given(BEGINNINGS, COURSES)
    def hold(beginning: tuple[Happening, ...], happenings: list[Happening]) -> None:
        course = an_order(trade, settle)
        for happening in (*beginning, *happenings):
            happening.on(course)
            assert_ledgers_hold(course)
        taken.update(course.taken)

    hold()

    assert taken.keys() == {*HAPPENINGS, "refused"}
