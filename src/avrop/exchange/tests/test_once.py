"""Whatever dies wherever: one message at the receiver, one effect, and the sender knows.

Real transactions and the real job table. A worker here takes a job away only when it has been done,
as the queue does with the jobs of workers that died.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from random import Random
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, connections
from procrastinate.contrib.django import app

from avrop.exchange import actions, points, queries
from avrop.exchange.intake import take_in_message
from avrop.exchange.queries import MessageView
from avrop.exchange.tests.builders import (
    NOON,
    Organisation,
    an_order,
    an_organisation,
    taken_in_by,
    transmitted,
)
from avrop.values import uuid7

ONCE = "order/1"


class Crash(BaseException):
    """A process that is gone: nothing may catch it."""


def run_queue(*organisations: Organisation) -> None:
    """Run the jobs of these organisations, and what follows from them, until none is left."""
    tenants = [str(organisation.tenant_id) for organisation in organisations]
    while (job := _next_job(tenants)) is not None:
        number, task, arguments = job
        app.tasks[task].func(**arguments)
        with connection.cursor() as cursor:
            cursor.execute("delete from procrastinate_jobs where id = %s", [number])


def _next_job(tenants: list[str]) -> tuple[int, str, dict[str, Any]] | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, task_name, args from procrastinate_jobs "
            "where status = 'todo' and args->>'tenant' = any(%s) order by id limit 1",
            [tenants],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    number, task, arguments = row
    return number, task, json.loads(arguments) if isinstance(arguments, str) else arguments


@dataclass
class Story:
    """An order by the portal: sent, delivered, taken in, opened, each step reported."""

    buyer: Organisation = field(default_factory=an_organisation)
    seller: Organisation = field(default_factory=an_organisation)
    order_id: UUID = field(default_factory=uuid7)
    content: bytes = b""
    sent_id: UUID | None = None

    def tell(self) -> None:
        """From wherever it stands to the end; may be told again after a crash."""
        self.content = self.content or an_order(self.buyer, self.seller)
        self.sent_id = transmitted(
            self.content,
            self.buyer,
            self.seller,
            once_key=ONCE,
            channel="portal",
            subject_id=self.order_id,
        )
        run_queue(self.buyer, self.seller)
        clerk = replace(self.seller.routine, person_id=uuid7(), system="")
        for message in self.inbox():
            actions.acknowledge(message.id, actor=clerk, at=NOON)
        run_queue(self.buyer, self.seller)

    def inbox(self) -> list[MessageView]:
        return list(queries.messages_page(direction="in", actor=self.seller.routine).items)

    def ends_well(self) -> bool:
        """One order at the seller, taken in once; the buyer knows all three layers."""
        assert self.sent_id is not None
        sent = queries.message(self.sent_id, actor=self.buyer.routine)
        sent_once = len(queries.messages_page(actor=self.buyer.routine).items) == 1
        (came,) = self.inbox()
        assert (sent.state, sent.message_status, came.state) == (
            "delivered",
            "accepted",
            "taken_in",
        )
        assert sent.transport_acknowledged_at == NOON
        return sent_once and taken_in_by(self.seller) == 1


@pytest.mark.parametrize("point", points.POINTS)
def test_a_death_at_any_point_leaves_one_order_and_one_effect(
    committed: None, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    story = Story()
    monkeypatch.setenv(points.VARIABLE, point)
    monkeypatch.setattr(points, "die", _crash)

    with pytest.raises(Crash):
        story.tell()
    monkeypatch.delenv(points.VARIABLE)
    story.tell()

    assert story.ends_well()


def _crash() -> None:
    raise Crash


@pytest.mark.parametrize("seed", range(1, 9))
def test_many_deaths_leave_one_order_and_one_effect(
    committed: None, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    chance, story = Random(seed), Story()

    def perhaps_die(point: str) -> None:
        if chance.random() < 0.15:
            raise Crash

    monkeypatch.setattr(points, "reached", perhaps_die)
    deaths = 0
    while True:
        try:
            story.tell()
            break
        except Crash:
            deaths += 1

    assert story.ends_well()
    assert deaths > 0


def test_many_workers_at_once_leave_one_message_and_one_effect(committed: None) -> None:
    buyer, seller = an_organisation(), an_organisation()
    content = an_order(buyer, seller)

    def receive(_: int) -> MessageView:
        return actions.receive(content, channel="as4", actor=seller.routine, at=NOON)

    views = _at_once(4, receive)
    _at_once(4, lambda _: take_in_message(seller.tenant_id, views[0].id, at=NOON))

    assert len({view.id for view in views}) == 1
    assert sorted(view.is_repeat for view in views) == [False, True, True, True]
    assert queries.message(views[0].id, actor=seller.routine).state == "taken_in"
    assert taken_in_by(seller) == 1


def test_two_documents_under_one_number_at_once_leave_one_effect_and_a_conflict(
    committed: None,
) -> None:
    buyer, seller = an_organisation(), an_organisation()
    views = [
        actions.receive(
            an_order(buyer, seller, note=note), channel="as4", actor=seller.routine, at=NOON
        )
        for note in ("one", "other")
    ]

    _at_once(2, lambda n: take_in_message(seller.tenant_id, views[n].id, at=NOON))

    states = [queries.message(view.id, actor=seller.routine).state for view in views]
    assert sorted(states) == ["conflict", "taken_in"]
    assert taken_in_by(seller) == 1


def _at_once(count: int, work: Callable[[int], Any]) -> list[Any]:
    barrier = Barrier(count)

    def one(number: int) -> Any:
        barrier.wait()
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
