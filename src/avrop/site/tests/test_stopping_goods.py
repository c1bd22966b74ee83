"""A customer wants an order in the warehouse changed: it says first whether the goods can be stopped."""

from __future__ import annotations

import pytest
from django.urls import reverse

from avrop.kernel.jobs import running_here
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions, queries
from avrop.selling.sales.shapes import ChangeView
from avrop.selling.sales.tests.builders import (
    NOW,
    Market,
    a_market,
    an_order,
    came_to_the_buyer,
    received,
    send,
)
from avrop.selling.sales.tests.test_actions import a_cancellation
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import page, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    """A seller whose customers may change and cancel orders."""
    return a_market(advanced_ordering=True)


def a_cancellation_in_the_warehouse(market: Market) -> ChangeView:
    """The order is set aside and released; then the customer wants it cancelled."""
    document = an_order(market)
    with running_here() as drain:
        send(market, document, drain)
        order = received(market, document)
        actions.accept_order(order.id, actor=market.seller, at=NOW)
        fulfilment.allocate_order(order.id, actor=market.seller, at=NOW)
        actions.release_order(order.id, actor=market.seller, at=NOW)
        send(market, a_cancellation(market, document), drain)
    (change,) = queries.changes_waiting(states=("stopping",), actor=market.seller).items
    return change


def test_only_the_warehouse_is_asked_until_it_has_said_that_the_goods_are_stopped(
    market: Market,
) -> None:
    change = a_cancellation_in_the_warehouse(market)
    desk = a_client_of(market.person("order_clerk"))
    warehouse = a_client_of(market.person("warehouse"))
    asked = "The customer wants to cancel the order"

    before = (asked in page(desk, "work"), asked in page(warehouse, "work"))
    on_the_order = page(desk, "sales_order", change.order_id)
    status = warehouse.post(reverse("goods_stopped", args=[change.order_id, change.id])).status_code
    after = (asked in page(desk, "work"), asked in page(warehouse, "work"))

    assert before == (False, True)
    assert "It says first whether they can still be stopped." in on_the_order
    assert reverse("accept_sales_change", args=[change.order_id, change.id]) not in on_the_order
    assert status == 302
    assert after == (True, False)
    agreed = page(desk, "sales_order", change.order_id)
    assert reverse("accept_sales_change", args=[change.order_id, change.id]) in agreed


def test_goods_that_could_not_be_stopped_are_refused_with_a_reason_to_the_customer(
    market: Market,
) -> None:
    change = a_cancellation_in_the_warehouse(market)
    warehouse = a_client_of(market.person("warehouse"))
    address = reverse("goods_not_stopped", args=[change.order_id, change.id])

    with running_here() as drain:
        missing = sent(warehouse, address, "ReasonForm", reason="")
        done = sent(warehouse, address, "ReasonForm", reason="Bilen har gått")
        drain()

    assert missing[0] == 422
    assert done[0] == 302
    assert queries.changes_waiting(actor=market.seller).items == ()
    assert came_to_the_buyer(market, "order_response")[-1].code == "RE"


def test_who_is_not_in_the_warehouse_cannot_say_that_the_goods_are_stopped(market: Market) -> None:
    change = a_cancellation_in_the_warehouse(market)
    desk = a_client_of(market.person("order_clerk"))

    answer = desk.post(reverse("goods_stopped", args=[change.order_id, change.id]))

    assert answer.status_code == 403
    (waiting,) = queries.changes_waiting(actor=market.seller).items
    assert waiting.state == "stopping"
