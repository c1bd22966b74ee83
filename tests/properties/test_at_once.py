"""Derived states are functions of their ledgers also when people and jobs do things at the same moment.

Each does his on a connection of his own, from a common start, and so do the reactions that follow:
matching, reconciling, reserving. Whoever comes second waits, is refused, or goes on from what the first
has left; nobody decides by sums that are no longer so, and nobody locks himself up with another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from itertools import combinations_with_replacement, cycle
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connections

from avrop.agreements.models import CallOff
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.testing.trade import Trade, a_cart, approve, submit
from tests.properties.courses import (
    HAPPENINGS,
    INVOICED,
    MATCHED,
    ORDERED,
    Course,
    Happening,
    an_order,
    assert_ledgers_hold,
    now,
)

START_SECONDS = 30.0
BEGINNINGS = (INVOICED, MATCHED)

#: What then happens at once, two by two, each also with its like.
MEETING = (
    Happening("receive", quantity=Decimal(2), rejected=Decimal(1)),
    Happening("count again", quantity=Decimal(4), rejected=Decimal(1)),
    Happening("bill"),
    Happening("credit", quantity=Decimal(1)),
    Happening("attest"),
    Happening("despatch", line=1, quantity=Decimal(1)),
)


def at_once(acts: Sequence[Callable[[Callable[[], int]], object]]) -> None:
    """Begin all acts at one moment, each in a thread and on a connection of its own.

    An act is given a function that runs what follows from it. Fails with the first failure.
    """
    start = Barrier(len(acts))

    def take_part(act: Callable[[Callable[[], int]], object]) -> None:
        try:
            with running_here() as drain:
                connections["default"].ensure_connection()
                start.wait(START_SECONDS)
                act(drain)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=len(acts)) as pool:
        for taken in [pool.submit(take_part, act) for act in acts]:
            taken.result()


def meet(course: Course, happenings: Sequence[Happening]) -> None:
    """All of it happens to one order at one moment, and so does what follows."""

    def happen(happening: Happening) -> Callable[[Callable[[], int]], None]:
        return lambda drain: happening.on(replace(course, settle=drain))

    at_once([happen(happening) for happening in happenings])


def test_ledgers_hold_when_two_things_happen_to_an_order_at_once(
    trade_and_settle: tuple[Trade, Callable[[], int]], request: pytest.FixtureRequest
) -> None:
    trade, settle = trade_and_settle
    rounds = 10 if request.config.getoption("long") else 1
    taken: Counter[str] = Counter()

    pairs = list(combinations_with_replacement(MEETING, 2)) * rounds
    for pair, beginning in zip(pairs, cycle(BEGINNINGS), strict=False):
        course = an_order(trade, settle)
        for happening in beginning:
            happening.on(course)
        meet(course, pair)
        assert_ledgers_hold(course)
        taken.update(course.taken)

    assert taken.keys() == {*HAPPENINGS, "refused"}


def test_ledgers_hold_when_everything_happens_to_an_order_at_once(
    trade_and_settle: tuple[Trade, Callable[[], int]], request: pytest.FixtureRequest
) -> None:
    trade, settle = trade_and_settle

    rounds = 15 if request.config.getoption("long") else 3
    for beginning in BEGINNINGS * rounds:
        course = an_order(trade, settle)
        for happening in beginning:
            happening.on(course)
        meet(course, MEETING)
        assert_ledgers_hold(course)


def test_two_who_receive_the_same_goods_at_once_are_both_counted(
    trade_and_settle: tuple[Trade, Callable[[], int]],
) -> None:
    trade, settle = trade_and_settle
    course = an_order(trade, settle)
    course_lines = [Happening("receive", line, ORDERED) for line in (0, 1)]

    meet(course, course_lines)

    found = ordered.quantities(course.order_id, actor=trade.requester)
    assert [line.sums.received for line in found] == [ORDERED, ORDERED]
    assert course.order.received == "fully"
    assert_ledgers_hold(course)


def test_orders_sent_at_once_are_all_drawn_from_their_agreement(
    trade_and_settle: tuple[Trade, Callable[[], int]],
) -> None:
    trade, settle = trade_and_settle
    order_ids = [a_draft(trade, settle) for _ in range(4)]

    def send(order_id: UUID) -> Callable[[Callable[[], int]], object]:
        def act(drain: Callable[[], int]) -> None:
            orders.send_order(order_id, actor=trade.requester, at=now())
            drain()

        return act

    at_once([send(order_id) for order_id in order_ids])

    with tenant_scope(trade.requester.tenant_id):
        drawn = list(CallOff.objects.values_list("order_id", flat=True))
    assert sorted(drawn) == sorted(order_ids)
    states = {ordered.order(each, actor=trade.requester).state for each in order_ids}
    assert states == {"accepted"}


def a_draft(trade: Trade, settle: Callable[[], int]) -> UUID:
    """An approved order that has not been sent."""
    requisition_id = a_cart(trade, lines=1, at=now())
    approve(trade, submit(trade, requisition_id, at=now(), send=False), at=now())
    settle()
    return ordered.orders_page(actor=trade.requester, state="draft", limit=1).items[0].id
