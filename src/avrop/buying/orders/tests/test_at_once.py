"""Dearer offers on two orders of one cart, accepted at the same moment, with real transactions."""

from __future__ import annotations

from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connections

from avrop.buying.orders import actions, queries
from avrop.buying.orders.tests.builders import (
    AT,
    a_seller,
    a_town,
    answered,
    offered_more,
    orders_of_one_cart,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Refused

pytestmark = pytest.mark.usefixtures("committed")


def test_two_who_accept_more_at_once_do_not_both_use_what_is_left_of_an_approval() -> None:
    town = a_town()
    sellers = tuple(a_seller(town, name=name) for name in ("Mejeriet", "Bageriet", "Slakteriet"))
    orders = orders_of_one_cart(town, *sellers)
    first, second, third = (orders[seller.organisation_id] for seller in sellers)
    with running_here():
        answered(town, third, sellers[2], "RE")
        offered_more(town, first, sellers[0])
        offered_more(town, second, sellers[1])
    answers: list[str] = []
    both_begin = Barrier(2)

    def accept(order_id: UUID) -> None:
        try:
            with running_here():
                connections["default"].ensure_connection()
                both_begin.wait(20)
                actions.accept_changes(order_id, actor=town.requester, at=AT)
            answers.append("accepted")
        except Refused as refusal:
            answers.extend(refusal.codes)
        finally:
            connections.close_all()

    threads = [Thread(target=accept, args=(order.id,)) for order in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(answers) == ["accepted", "orders.increase_not_approved"]
    amounts = [queries.order(it.id, actor=town.requester).amount.amount for it in (first, second)]
    assert sorted(amounts) == [432, 696]
