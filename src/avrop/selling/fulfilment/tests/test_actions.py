"""From a confirmed order to goods on their way."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest

from avrop import documents
from avrop.documents.common import Identifier
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Refused
from avrop.selling.fulfilment import actions, queries
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales.shapes import OrderView
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    CENTRE,
    NOW,
    SCHOOL,
    Market,
    a_line,
    a_market,
    a_received_order,
    came_to_the_buyer,
    findings_at_the_buyer,
    stage_of,
)
from avrop.selling.stock import queries as stock
from avrop.values import Quantity, Sscc

pytestmark = pytest.mark.django_db


def an_accepted_order(
    market: Market, drain: Callable[[], int], *lines: documents.OrderLine, centre: bool = False
) -> OrderView:
    """An order that we have promised to deliver whole."""
    order = a_received_order(market, drain, *lines, through_centre=centre)
    sales.accept_order(order.id, actor=market.seller, at=NOW)
    drain()
    return order


def _stock(market: Market, number: str = "A-001") -> tuple[Decimal, Decimal]:
    (place,) = stock.stock_of(number, actor=market.seller).places
    return place.on_hand.value, place.reserved.value


def test_two_deliveries_have_an_advice_each_and_say_what_is_still_to_come() -> None:
    market = a_market()
    with running_here() as drain:
        order = an_accepted_order(market, drain)

        actions.despatch_order(
            order.id,
            picks=(Pick("1", Decimal(6)), Pick("2", Decimal(10))),
            carrier="Åkeriet",
            arrives_on=NOW.date() + timedelta(days=1),
            actor=market.seller,
            at=NOW,
        )
        between = stage_of(market, order.id)
        actions.despatch_order(order.id, actor=market.seller, at=NOW)
        drain()

    first, second = came_to_the_buyer(market, "despatch_advice")
    assert [(line.order_line, line.delivered, line.outstanding) for line in first.lines] == [
        ("1", Quantity(Decimal(6), "C62"), Quantity(Decimal(4), "C62")),
        ("2", Quantity(Decimal(10), "C62"), Quantity(Decimal(0), "C62")),
    ]
    assert [(line.order_line, line.delivered.value) for line in second.lines] == [
        ("1", Decimal(4)),
        ("3", Decimal(10)),
    ]
    assert first.order_numbers == (order.buyer_order_number,)
    assert (first.shipment.carrier.name, first.shipment.estimated.start) == (
        "Åkeriet",
        NOW.date() + timedelta(days=1),
    )
    assert (between, stage_of(market, order.id)) == ("released", "shipped")
    assert _stock(market) == (Decimal(990), Decimal(0))
    assert findings_at_the_buyer(market) == []


def test_goods_for_a_school_go_to_the_centre_under_an_sscc() -> None:
    market = a_market()
    with running_here() as drain:
        order = an_accepted_order(market, drain, centre=True)

        actions.despatch_order(order.id, actor=market.seller, at=NOW)
        drain()

    (advice,) = came_to_the_buyer(market, "despatch_advice")
    assert advice.consignee.identifications == (Identifier(CENTRE, "0088"),)
    assert advice.delivery_party.identifications == (Identifier(SCHOOL, "0088"),)
    (unit,) = advice.lines[0].handling_units
    assert unit.id.scheme == "SSCC"
    assert Sscc.parse(unit.id.value) == unit.id.value
    assert findings_at_the_buyer(market) == []


def test_catch_weight_is_despatched_in_pieces_with_its_weight() -> None:
    market = a_market()
    with running_here() as drain:
        order = an_accepted_order(market, drain, a_line(1, ASSORTMENT[3], 4))

        with pytest.raises(Refused) as refusal:
            actions.despatch_order(order.id, actor=market.seller, at=NOW)
        pick = Pick("1", Decimal(4), weight=Decimal("9.64"), lot="L7")
        actions.despatch_order(order.id, picks=(pick,), actor=market.seller, at=NOW)
        drain()

    assert refusal.value.codes == ["fulfilment.weight_missing"]
    (advice,) = came_to_the_buyer(market, "despatch_advice")
    (line,) = advice.lines
    (weight,) = line.item.properties
    assert line.delivered == Quantity(Decimal(4), "C62")
    assert (weight.name, weight.quantity) == ("net_weight", Quantity(Decimal("9.64"), "KGM"))
    assert line.item.instances[0].lot == "L7"


def test_a_short_pick_lowers_the_stock_and_tells_the_buyer_at_once() -> None:
    market = a_market()
    with running_here() as drain:
        order = an_accepted_order(market, drain, a_line(1, ASSORTMENT[0], 10))

        pick = Pick("1", Decimal(7), missing=Decimal(3))
        actions.despatch_order(order.id, picks=(pick,), actor=market.seller, at=NOW)
        drain()

    answer = came_to_the_buyer(market, "order_response")[-1]
    (line,) = answer.lines
    assert (answer.code, line.quantity.value, line.maximum_backorder) == (
        "CA",
        Decimal(7),
        Decimal(0),
    )
    assert _stock(market) == (Decimal(990), Decimal(0))
    assert stage_of(market, order.id) == "shipped"


def test_an_order_is_not_promised_goods_that_others_have() -> None:
    market = a_market()
    with running_here() as drain:
        first = an_accepted_order(market, drain, a_line(1, ASSORTMENT[0], 900))
        second = an_accepted_order(market, drain, a_line(1, ASSORTMENT[0], 200))
    actions.allocate_order(first.id, actor=market.seller, at=NOW)

    with pytest.raises(Refused) as refusal:
        actions.allocate_order(second.id, actor=market.seller, at=NOW)

    assert refusal.value.codes == ["stock.not_available"]
    assert stage_of(market, second.id) == "confirmed"


def test_step_by_step_the_work_is_the_warehouse_s() -> None:
    market = a_market()
    worker, clerk = market.person("warehouse"), market.person("order_clerk")
    with running_here() as drain:
        order = an_accepted_order(market, drain)
    actions.allocate_order(order.id, actor=clerk, at=NOW)
    sales.release_order(order.id, actor=clerk, at=NOW)

    with pytest.raises(Forbidden):
        actions.pick_order(order.id, actor=clerk, at=NOW)
    despatch_id = actions.pick_order(order.id, actor=worker, at=NOW)
    packed = stage_of(market, order.id)
    actions.send_despatch(despatch_id, actor=worker, at=NOW)
    actions.register_delivery(despatch_id, actor=worker, at=NOW)

    assert (packed, stage_of(market, order.id)) == ("packed", "delivered")
    (view,) = queries.despatches_of(order.id, actor=worker)
    assert (view.state, view.is_final, view.available_actions) == ("delivered", True, ())


def test_a_manager_ships_nothing() -> None:
    market = a_market()
    with running_here() as drain:
        order = an_accepted_order(market, drain)

    with pytest.raises(Forbidden):
        actions.despatch_order(order.id, actor=market.person("order_manager"), at=NOW)
