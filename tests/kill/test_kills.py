"""At any kill, nothing accepted is lost and nothing is sent twice.

Orders are sent while a worker runs them to a seller who answers by itself; the worker is killed with
SIGKILL at random moments, and at each numbered point of sending and receiving. Afterwards every order
is at the seller once, every answer is at the buyer once, and the audit trail holds.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import connection

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.exchange.points import POINTS
from avrop.kernel import sealing
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.selling.sales import queries as sales
from avrop.selling.twin.shapes import Script, Step
from avrop.testing.trade import Trade, a_cart, a_trade, approve, submit

PATIENCE_SECONDS = 180
ACCEPTS = Script((Step("accept"),), name="accepts")


@pytest.fixture(autouse=True)
def only_our_jobs(committed: None) -> None:
    """What other tests have left on the queue of this database is not this test's business."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


def a_worker(kill_at: str = "") -> subprocess.Popen[bytes]:
    """A worker that soon notices the dead, and that dies at the point named."""
    environment = os.environ | {
        "AVROP_WORKER_HEARTBEAT": "0.5",
        "AVROP_WORKER_STALL": "2",
        "AVROP_KILL_AT": kill_at,
    }
    return subprocess.Popen(
        [sys.executable, "-m", "avrop", "worker"], env=environment, stderr=subprocess.DEVNULL
    )


def approved_orders(trade: Trade, count: int) -> list[UUID]:
    """That many orders ready to be sent."""
    now = datetime.now(UTC)
    with running_here() as drain:
        for _ in range(count):
            requisition_id = a_cart(trade, lines=2, at=now)
            approve(trade, submit(trade, requisition_id, at=now, send=False), at=now)
        drain()
    page = ordered.orders_page(actor=trade.requester, state="draft", limit=200)
    assert len(page.items) == count
    return [order.id for order in page.items]


def all_answered(trade: Trade, count: int) -> bool:
    """Whether every order has its answer."""
    found = ordered.orders_page(actor=trade.requester, state="accepted", limit=200)
    return len(found.items) == count


def wait_for_answers(trade: Trade, count: int) -> None:
    """Until every order is answered; fails when that takes too long."""
    patience = time.monotonic() + PATIENCE_SECONDS
    while not all_answered(trade, count):
        assert time.monotonic() < patience, "an order or an answer is missing"
        time.sleep(0.2)


def assert_once_and_sound(trade: Trade, order_ids: list[UUID]) -> None:
    """Every order at the seller once, every answer at the buyer once, both chains sound."""
    numbers = sorted(ordered.order(one, actor=trade.requester).number for one in order_ids)
    at_seller = sales.orders_page(actor=trade.seller, limit=200).items
    assert sorted(order.buyer_order_number for order in at_seller) == numbers
    with tenant_scope(trade.requester.tenant_id):
        from avrop.buying.orders.models import Response

        answered = list(Response.objects.values_list("order_id", flat=True))
    assert sorted(answered) == sorted(order_ids)
    for actor in (trade.requester, trade.seller):
        sealing.seal_tenant(actor.tenant_id, at=datetime.now(UTC))
        assert sealing.verify(actor.tenant_id) == []


def run_with_kills(orders_count: int, kills: int, seed: int) -> None:
    """Send orders while the worker is killed again and again."""
    chance = random.Random(seed)
    with running_here() as drain:
        trade = a_trade(items=2, script=ACCEPTS, drain=drain)
    order_ids = approved_orders(trade, orders_count)
    worker = a_worker()
    try:
        waiting = list(order_ids)
        for _ in range(kills):
            for _ in range(max(1, orders_count // kills)):
                if waiting:
                    orders.send_order(waiting.pop(), actor=trade.requester, at=datetime.now(UTC))
            time.sleep(chance.uniform(0.5, 2.5))
            worker.send_signal(signal.SIGKILL)
            worker.wait()
            worker = a_worker()
        for order_id in waiting:
            orders.send_order(order_id, actor=trade.requester, at=datetime.now(UTC))
        wait_for_answers(trade, orders_count)
    finally:
        worker.kill()
        worker.wait()
    assert_once_and_sound(trade, order_ids)


def test_five_kills_lose_and_double_nothing(committed: None) -> None:
    run_with_kills(orders_count=10, kills=5, seed=20261121)


@pytest.mark.long
def test_thirty_kills_under_fifty_orders_lose_and_double_nothing(committed: None) -> None:
    run_with_kills(orders_count=50, kills=30, seed=7)


@pytest.mark.long
@pytest.mark.parametrize("point", POINTS)
def test_a_kill_at_each_point_loses_and_doubles_nothing(committed: None, point: str) -> None:
    with running_here() as drain:
        trade = a_trade(items=2, script=ACCEPTS, drain=drain)
    order_ids = approved_orders(trade, 2)
    worker = a_worker(kill_at=point)
    try:
        for order_id in order_ids:
            orders.send_order(order_id, actor=trade.requester, at=datetime.now(UTC))
        time.sleep(3)
        worker.kill()
        worker.wait()
        worker = a_worker()
        wait_for_answers(trade, len(order_ids))
    finally:
        worker.kill()
        worker.wait()
    assert_once_and_sound(trade, order_ids)
