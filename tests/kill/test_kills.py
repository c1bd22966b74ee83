"""At any kill, nothing accepted is lost and nothing is sent twice.

Orders are sent over HTTP by a client that asks again what got no answer, while a worker runs them to a
seller who answers by itself. The web and the worker are killed with SIGKILL at random moments, and
whatever reaches it at each numbered point of sending and receiving. Afterwards every order is at the
seller once, every answer is at the buyer once, and the audit trail holds.
"""

from __future__ import annotations

import base64
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.buying.orders.models import Response
from avrop.exchange import queries as exchange
from avrop.exchange.points import POINTS
from avrop.kernel import sealing
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.parties.shapes import ChannelChoice
from avrop.selling.sales import queries as sales
from avrop.selling.twin.shapes import Script, Step
from avrop.testing.trade import Trade, a_cart, a_trade, approve, submit
from avrop.testing.worlds import a_person, a_relationship, everything
from tests.kill.client import Client
from tests.kill.processes import Killable, Web, Worker, command, wait_until

PATIENCE_SECONDS = 180.0
#: From the moment everything is up again, when the next orders have been waiting to be taken.
LATEST_KILL_SECONDS = 1.0
ACCEPTS = Script((Step("accept"),), name="accepts")
#: What is killed at one moment; each comes equally often.
VICTIMS = (("web",), ("worker",), ("web", "worker"))
#: Points that a person's request reaches, in the web; the worker reaches all others.
OPENED = "open.1"
RECEIVED_IN_THE_WEB = ("receive.1", "receive.2")
RECEIVED_FROM_A_FILE = tuple(point for point in POINTS if point.startswith("receive."))


def now() -> datetime:
    """The installation works for real."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Installation:
    """An installation's processes, not started yet."""

    web: Web
    worker: Worker
    folder: Path

    def named(self, name: str) -> Killable:
        """The web or the worker."""
        return {"web": self.web, "worker": self.worker}[name]


@pytest.fixture
def installation(committed: None, tmp_path: Path) -> Iterator[Installation]:
    """Processes on this test's database, without jobs that other tests have left in its queue."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
    made = Installation(Web(tmp_path), Worker(tmp_path), tmp_path)
    yield made
    made.web.kill()
    made.worker.kill()
    for log in sorted(tmp_path.glob("*.log")):
        print(f"{log.name}:\n{log.read_text()[-4000:]}")


@pytest.fixture
def trade(committed: None) -> Trade:
    """A buyer, and a seller that says yes."""
    with running_here() as drain:
        return a_trade(items=2, script=ACCEPTS, drain=drain)


def a_client(installation: Installation, person: Actor) -> Client:
    """A program that acts for the person."""
    assert person.person_id is not None
    api_key = parties.issue_api_key(
        person.person_id, name="kill", actor=everything(person.tenant_id), at=now()
    )
    return Client(installation.web.port, api_key)


def approved_orders(trade: Trade, count: int) -> list[UUID]:
    """That many orders ready to be sent."""
    with running_here() as drain:
        for _ in range(count):
            requisition_id = a_cart(trade, lines=2, at=now())
            approve(trade, submit(trade, requisition_id, at=now(), send=False), at=now())
        drain()
    page = ordered.orders_page(actor=trade.requester, state="draft", limit=200)
    assert len(page.items) == count
    return [order.id for order in page.items]


def answered(trade: Trade) -> int:
    """How many orders have their answer."""
    page = ordered.orders_page(actor=trade.requester, state="accepted", limit=200)
    return len(page.items)


def nothing_waits() -> bool:
    """Whether all that was queued is done; what is done leaves the queue."""
    with connection.cursor() as cursor:
        cursor.execute("select status from procrastinate_jobs where queue_name <> 'upkeep'")
        left = [row[0] for row in cursor.fetchall()]
    assert "failed" not in left
    return not left


def wait_for_answers(trade: Trade, count: int) -> None:
    """Until every order is answered and nothing is left to do; fails when that takes too long."""
    wait_until("all answers", lambda: answered(trade) == count, PATIENCE_SECONDS)
    wait_until("an empty queue", nothing_waits, PATIENCE_SECONDS)


def messages_of(actor: Actor) -> Counter[tuple[str, str, str]]:
    """How many messages of each direction, kind and state somebody's organisation holds."""
    page = exchange.messages_page(actor=everything(actor.tenant_id), limit=200)
    found = Counter((each.direction, each.kind, each.state) for each in page.items)
    return Counter({key: many for key, many in found.items() if key[1] != "catalogue"})


def assert_once_and_sound(trade: Trade, order_ids: list[UUID]) -> None:
    """Every order at the seller once, every answer at the buyer once, both chains sound."""
    numbers = sorted(ordered.order(one, actor=trade.requester).number for one in order_ids)
    at_seller = sales.orders_page(actor=trade.seller, limit=200).items
    assert sorted(order.buyer_order_number for order in at_seller) == numbers
    with tenant_scope(trade.requester.tenant_id):
        answers = list(Response.objects.values_list("order_id", flat=True))
    assert sorted(answers) == sorted(order_ids)
    many = len(order_ids)
    assert messages_of(trade.requester) == {
        ("out", "order", "delivered"): many,
        ("in", "order_response", "taken_in"): many,
    }
    assert messages_of(trade.seller) == {
        ("in", "order", "taken_in"): many,
        ("out", "order_response", "delivered"): many,
    }
    assert_chains_hold(trade)


def assert_chains_hold(trade: Trade) -> None:
    """What `avrop audit verify` does, for both organisations."""
    for actor in (trade.requester, trade.seller):
        sealing.seal_tenant(actor.tenant_id, at=now())
        assert sealing.verify(actor.tenant_id) == []


def run_with_kills(
    installation: Installation, trade: Trade, *, orders_count: int, kills: int, seed: int
) -> int:
    """Send orders while the web and the worker are killed again and again.

    How many requests were in the web's hands when it was killed.
    """
    chance = random.Random(seed)
    moments = [VICTIMS[number % len(VICTIMS)] for number in range(kills)]
    chance.shuffle(moments)
    order_ids = approved_orders(trade, orders_count)
    client = a_client(installation, trade.requester)
    sendings: list[Future[Any]] = []
    installation.web.start()
    installation.worker.start()
    with ThreadPoolExecutor(max_workers=4) as pool:
        for number, victims in enumerate(moments):
            for order_id in order_ids[number::kills]:
                sendings.append(pool.submit(client.post, f"orders/{order_id}/send", {}))
            installation.web.wait_until_up()
            installation.worker.wait_until_up()
            time.sleep(chance.uniform(0, LATEST_KILL_SECONDS))
            for name in victims:
                installation.named(name).kill()
            for name in victims:
                installation.named(name).start()
        states = [sending.result()["state"] for sending in sendings]
    wait_for_answers(trade, orders_count)

    assert states == ["sent"] * orders_count
    assert_once_and_sound(trade, order_ids)
    return client.lost


def test_five_kills_lose_and_double_nothing(installation: Installation, trade: Trade) -> None:
    run_with_kills(installation, trade, orders_count=10, kills=5, seed=20261121)


def test_an_order_whose_answer_died_with_the_web_is_sent_once(
    installation: Installation, trade: Trade
) -> None:
    (order_id,) = approved_orders(trade, 1)
    client = a_client(installation, trade.requester)
    where, key = f"orders/{order_id}/send", "the one key"
    installation.web.start()
    installation.web.wait_until_up()

    with client.not_hearing(where, {}, key):
        wait_until("the order to be sent", lambda: is_sent(trade, order_id), PATIENCE_SECONDS)
        installation.web.kill()
    installation.web.start()
    installation.worker.start()
    again = client.post(where, {}, key)
    wait_for_answers(trade, 1)

    assert (again["state"], client.replayed) == ("sent", 1)
    assert_once_and_sound(trade, [order_id])


def is_sent(trade: Trade, order_id: UUID) -> bool:
    """Whether the order is committed as sent."""
    return ordered.order(order_id, actor=trade.requester).state == "sent"


@pytest.mark.long
def test_thirty_kills_under_fifty_orders_lose_and_double_nothing(
    installation: Installation, trade: Trade
) -> None:
    lost = run_with_kills(installation, trade, orders_count=50, kills=30, seed=7)

    assert lost > 0


@pytest.mark.long
@pytest.mark.parametrize("point", [point for point in POINTS if point != OPENED])
def test_a_worker_killed_at_each_point_loses_and_doubles_nothing(
    installation: Installation, trade: Trade, point: str
) -> None:
    order_ids = approved_orders(trade, 2)
    installation.worker.start(kill_at=point)
    for order_id in order_ids:
        orders.send_order(order_id, actor=trade.requester, at=now())
    wait_until(f"a death at {point}", installation.worker.is_dead, PATIENCE_SECONDS)

    installation.worker.kill()
    installation.worker.start()
    wait_for_answers(trade, len(order_ids))

    assert_once_and_sound(trade, order_ids)


def killed_while_asked(
    installation: Installation, client: Client, point: str, where: str, arguments: dict[str, Any]
) -> Any:
    """The answer to a command whose first request kills the web at the point named."""
    installation.web.start(kill_at=point)
    installation.web.wait_until_up()
    with ThreadPoolExecutor(max_workers=1) as pool:
        asking = pool.submit(client.post, where, arguments)
        wait_until(f"a death at {point}", lambda: client.lost > 0, PATIENCE_SECONDS)
        installation.web.kill()
        installation.web.start()
        return asking.result()


def another_order(trade: Trade) -> tuple[bytes, str]:
    """An order of this buyer's that comes as a file, and its number."""
    (order_id,) = approved_orders(trade, 1)
    with running_here() as drain:
        orders.send_order(order_id, actor=trade.requester, at=now())
        drain()
    buyer = everything(trade.requester.tenant_id)
    sent = exchange.messages_page(direction="out", kind="order", actor=buyer).items[0]
    number = f"{sent.document_number}-F"
    content = exchange.payload(sent.id, actor=buyer)
    return content.replace(f">{sent.document_number}<".encode(), f">{number}<".encode()), number


def assert_sold_once(trade: Trade, number: str) -> None:
    """The order has come to the seller once, and both chains are sound."""
    found = sales.orders_page(actor=trade.seller, limit=200).items
    assert [each.buyer_order_number for each in found].count(number) == 1
    assert_chains_hold(trade)


@pytest.mark.long
@pytest.mark.parametrize("point", RECEIVED_IN_THE_WEB)
def test_the_web_killed_while_receiving_takes_in_once(
    installation: Installation, trade: Trade, point: str
) -> None:
    content, number = another_order(trade)
    clerk = a_person(trade.seller.tenant_id, ("order_clerk",))
    client = a_client(installation, clerk)
    arguments = {"content": base64.b64encode(content).decode(), "channel": "api"}

    killed_while_asked(installation, client, point, "messages", arguments)
    installation.worker.start()
    wait_until("an empty queue", nothing_waits, PATIENCE_SECONDS)

    assert_sold_once(trade, number)


@pytest.mark.long
@pytest.mark.parametrize("point", RECEIVED_FROM_A_FILE)
def test_a_command_killed_while_receiving_takes_in_once(
    installation: Installation, trade: Trade, point: str
) -> None:
    content, number = another_order(trade)
    file = installation.folder / "order.xml"
    file.write_bytes(content)
    receiving = ("messages", "receive", str(file))

    killed = command(installation.folder, *receiving, kill_at=point).wait(PATIENCE_SECONDS)
    done = command(installation.folder, *receiving).wait(PATIENCE_SECONDS)
    installation.worker.start()
    wait_until("an empty queue", nothing_waits, PATIENCE_SECONDS)

    assert (killed, done) == (-signal.SIGKILL, 0)
    assert_sold_once(trade, number)


@pytest.mark.long
def test_the_web_killed_while_a_message_is_opened_tells_its_sender_once(
    installation: Installation, trade: Trade
) -> None:
    (order_id,) = approved_orders(trade, 1)
    put_on_the_portal(trade, order_id)
    with running_here() as drain:
        orders.send_order(order_id, actor=trade.requester, at=now())
        drain()
    clerk = a_person(trade.seller.tenant_id, ("order_clerk",))
    came = exchange.messages_page(direction="in", kind="order", actor=trade.seller).items[0]
    client = a_client(installation, clerk)

    killed_while_asked(installation, client, OPENED, f"messages/{came.id}/acknowledge", {})
    installation.worker.start()
    wait_until("an empty queue", nothing_waits, PATIENCE_SECONDS)

    opened = [step.step for step in exchange.steps(came.id, actor=trade.seller)].count("opened")
    buyer = everything(trade.requester.tenant_id)
    (sent,) = exchange.messages_page(direction="out", kind="order", actor=buyer).items
    steps = [step.step for step in exchange.steps(sent.id, actor=buyer)]
    assert (opened, steps.count("transport_acknowledged"), sent.state) == (1, 1, "delivered")
    assert_chains_hold(trade)


def put_on_the_portal(trade: Trade, order_id: UUID) -> None:
    """What the order's unit orders of its seller goes by the portal from now on."""
    a_relationship(
        trade.requester.tenant_id,
        ordered.order(order_id, actor=trade.requester).seller_organisation_id,
        trade.unit_id,
        channels=(ChannelChoice("order", "portal"),),
    )
