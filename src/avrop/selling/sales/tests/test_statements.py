"""However many lines an order has, each step takes the same number of statements."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.selling.billing import actions as billing
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions, permissions
from avrop.selling.sales.shapes import LineChange
from avrop.selling.sales.tests.builders import (
    NOW,
    Market,
    a_line,
    a_market,
    an_article,
    an_assortment,
    an_order,
    received,
    send,
)

SIZES = (1, 100, 1000)
#: Statements of each step, the scope's four (savepoint, setting, and back) included.
BUDGET = {
    "take in": 16,
    "accept": 11,
    "accept with changes": 13,
    "allocate": 17,
    "release": 8,
    "despatch": 22,
    "bill": 17,
}


def _statements(act: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        act()
    return len(queries)


def _of_every_size(steps: Callable[[Market, int], dict[str, int]]) -> list[dict[str, int]]:
    return [steps(a_market(), size) for size in SIZES]


def _life(market: Market, size: int) -> dict[str, int]:
    """The whole life of an order of so many lines: statements by step."""
    articles = tuple(an_article(1000 + number) for number in range(size))
    an_assortment(market.seller, articles)
    lines = (a_line(place, article, 4) for place, article in enumerate(articles, start=1))
    document = an_order(market, *lines)
    taker = Actor.routine(market.seller.tenant_id, "taker", frozenset({permissions.TAKE_IN.name}))
    counts: dict[str, int] = {}
    with running_here() as drain:
        send(market, document, lambda: 0)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("avrop.exchange.intake.take_in_message", lambda *a, **k: None)
            drain()
        message = exchange.messages_page(direction="in", actor=market.seller).items[0]

        def take_in() -> None:
            with tenant_scope(market.seller.tenant_id):
                actions.take_in_order(document, message.id, actor=taker, at=NOW)

        counts["take in"] = _statements(take_in)
        order_id = received(market, document).id

        def does(name: str, act: Callable[..., Any], *given: Any, **also: Any) -> None:
            counts[name] = _statements(
                lambda: act(order_id, *given, **also, actor=market.seller, at=NOW)
            )
            counts[f"{name}: what follows"] = _statements(drain)

        less = tuple(LineChange(str(place), quantity=Decimal(3)) for place in range(1, size + 1))
        does("accept", actions.accept_order)
        does("accept with changes", actions.accept_with_changes, less)
        does("allocate", fulfilment.allocate_order)
        does("release", actions.release_order)
        does("despatch", fulfilment.despatch_order)
        does("bill", billing.bill_order)
    return counts


def test_every_step_of_a_sales_order_takes_the_same_number_of_statements(db: None) -> None:
    few, many, very_many = _of_every_size(_life)

    assert few == many == very_many
    assert {step: few[step] for step in BUDGET} == BUDGET
