"""The seller's two workspaces: what waits, the work on an order from answer to payment, and control."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.selling.fulfilment import queries as despatches
from avrop.selling.sales import actions as sales_actions
from avrop.selling.sales import queries
from avrop.selling.sales.models import Crossing
from avrop.selling.sales.shapes import StageFigure
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    Market,
    a_line,
    a_market,
    a_received_order,
    an_order,
    received,
    send,
)
from avrop.selling.sales.tests.test_actions import a_cancellation
from avrop.site.pages.selling import control, execution
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    """A seller with stock, and a customer."""
    return a_market()


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    """Does what follows from what is done."""
    with running_here() as run:
        yield run


def _page(client: Client, name: str, *args: object, **query: str) -> str:
    answer = client.get(reverse(name, args=args), query)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def _post(client: Client, name: str, *args: object, **fields: Any) -> Any:
    return client.post(reverse(name, args=args), fields)


def _stage(market: Market, order_id: UUID) -> str:
    return queries.order(order_id, actor=market.seller).stage


def _clerk(market: Market) -> tuple[Actor, Client]:
    clerk = market.person("order_clerk", name="Petra Vik")
    return clerk, a_client_of(clerk)


def test_my_work_shows_what_waits_for_my_department_and_nothing_else(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _clerk_of_it, client = _clerk(market)
    picker = a_client_of(market.person("warehouse"))

    assert order.number in _page(client, "work")
    assert order.number not in _page(picker, "work")
    assert "No order waits for your department." in _page(picker, "work")
    assert order.number in _page(picker, "work", department="sales")


def test_the_start_page_says_which_orders_wait_for_my_department(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _clerk_of_it, client = _clerk(market)
    picker = a_client_of(market.person("warehouse"))

    assert f"{order.number}, " in _page(client, "start")
    assert "Nothing waits for you." not in _page(client, "start")
    assert f"{order.number}, " not in _page(picker, "start")
    assert "Nothing waits for you." in _page(picker, "start")


def test_an_order_is_accepted_with_one_button_and_a_second_click_does_nothing(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _actor, client = _clerk(market)
    once = {"once": "0199e6a5-4f5a-7cc0-8000-0000000000a1", "expected_version": str(order.version)}

    first = _post(client, "act_on_sales_order", order.id, "accept", **once)
    second = _post(client, "act_on_sales_order", order.id, "accept", **once)

    assert (first.status_code, second.status_code) == (302, 302)
    found = queries.order(order.id, actor=market.seller)
    assert (found.stage, len(found.answers)) == ("confirmed", 1)


def test_a_button_on_a_stale_page_is_told_so(market: Market, drain: Callable[[], int]) -> None:
    order = a_received_order(market, drain)
    _actor, client = _clerk(market)

    answer = _post(client, "act_on_sales_order", order.id, "accept", expected_version="0")

    assert answer.status_code == 409
    assert "Somebody has changed this since you opened it." in answer.content.decode()


def test_an_order_is_answered_line_by_line(market: Market, drain: Callable[[], int]) -> None:
    order = a_received_order(market, drain)
    _actor, client = _clerk(market)
    page = _page(client, "answer_sales_order", order.id)

    answer = _post(
        client,
        "answer_sales_order",
        order.id,
        **{
            "line-1-quantity": "8",
            "line-1-day": "",
            "line-2-quantity": "10",
            "line-2-substitute": "A-005",
            "line-3-quantity": "0",
            "line-3-note": "Slut hos tillverkaren",
        },
    )

    assert "Mellanmjölk 1 l" in page
    assert answer.status_code == 302
    lines = queries.order(order.id, actor=market.seller).lines
    assert [(line.state, line.to_deliver.value) for line in lines] == [
        ("changed", Decimal(8)),
        ("changed", Decimal(10)),
        ("rejected", Decimal(0)),
    ]
    assert lines[1].agreed_name == "Läsk, back"


def test_a_promise_of_more_than_was_ordered_is_told_at_its_line_and_what_was_typed_stays(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _actor, client = _clerk(market)
    fields = {f"line-{line}-quantity": "10" for line in (1, 3)}

    answer = _post(
        client, "answer_sales_order", order.id, note="Hej", **fields, **{"line-2-quantity": "99"}
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#line-2-quantity"' in page
    assert 'value="99"' in page
    assert "Hej" in page
    assert _stage(market, order.id) == "checked"


def test_a_keyed_order_is_reviewed_by_another(market: Market) -> None:
    _actor, client = _clerk(market)
    fields = {
        "customer": str(market.customer_id),
        "received_at": "2026-03-02T09:00",
        "line-2-item": "A-001",
        "line-2-quantity": "12",
    }
    answer = _post(client, "key_sales_order", **fields)
    order_id = UUID(answer["Location"].rsplit("/", 1)[1])
    own = _post(client, "act_on_sales_order", order_id, "review")
    _other, colleague = _clerk(market)

    review = _post(colleague, "act_on_sales_order", order_id, "review")

    assert (answer.status_code, own.status_code, review.status_code) == (302, 409, 302)
    assert queries.order(order_id, actor=market.seller).lines[0].quantity.value == 12


def test_a_line_that_is_keyed_wrong_is_told_where_it_stands(market: Market) -> None:
    _actor, client = _clerk(market)
    fields = {
        "customer": str(market.customer_id),
        "received_at": "2026-03-02T09:00",
        "line-3-item": "FINNS-EJ",
        "line-3-quantity": "2",
    }

    page = _post(client, "key_sales_order", **fields)

    assert page.status_code == 422
    assert 'href="#line-3-item"' in page.content.decode()


def test_more_lines_keep_what_was_typed(market: Market) -> None:
    _actor, client = _clerk(market)

    answer = _post(client, "key_sales_order", more="1", **{"line-5-item": "A-002"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="A-002"' in page
    assert 'name="line-10-item"' in page


def test_goods_are_picked_labelled_sent_and_invoiced_by_hand(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _actor, clerk = _clerk(market)
    picker = a_client_of(market.person("warehouse", name="Qasim Wahl"))
    finance = a_client_of(market.person("seller_finance", name="Rut Åberg"))
    for key in ("accept", "allocate", "release"):
        assert _post(clerk, "act_on_sales_order", order.id, key).status_code == 302

    assert "To pick" in _page(picker, "pick_list", order.id)
    fields = {f"line-{line}-unit": "1" for line in (1, 2, 3)}
    picked = _post(
        picker,
        "pick_sales_order",
        order.id,
        rest="later",
        **fields,
        **{"line-1-quantity": "6", "line-2-quantity": "10", "line-3-quantity": "10"},
    )
    (despatch,) = despatches.despatches_of(order.id, actor=market.seller)
    labels = _page(picker, "labels", despatch.id)
    sent = _post(picker, "despatch", despatch.id, carrier="Åkeriet")
    drain()
    bill = _page(finance, "bill_sales_order", order.id)
    with_freight = {"payment_days": "30", "freight": "99,50"}
    looked = _post(finance, "bill_sales_order", order.id, look="1", **with_freight)
    seen = keys_in(looked.content.decode(), "BillForm")
    billed = _post(finance, "bill_sales_order", order.id, **{**seen, **with_freight})

    assert (picked.status_code, sent.status_code, billed.status_code) == (302, 302, 302)
    assert "(00) 3" in labels
    assert "<path" in labels
    assert "Mellanmjölk" in bill
    invoice_id = UUID(billed["Location"].rsplit("/", 1)[1])
    invoice = _page(finance, "sales_invoice", invoice_id)
    assert "Register a payment" in invoice
    assert "What customers owe us, in SEK" in _page(finance, "sales_invoices")
    credited = _post(
        finance,
        "credit_sales_invoice",
        invoice_id,
        reason="Trasig kartong",
        **{"line-1-quantity": "1", "line-2-quantity": "0", "line-3-quantity": "0"},
    )
    assert credited.status_code == 302, credited.content.decode()


def test_a_thousand_that_is_proposed_comes_back_as_a_thousand(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain, a_line(1, ASSORTMENT[0], 1000))
    _actor, client = _clerk(market)

    page = _page(client, "answer_sales_order", order.id)
    _post(client, "answer_sales_order", order.id, **{"line-1-quantity": "1000"})

    assert 'value="1000"' in page
    assert queries.order(order.id, actor=market.seller).answer_code == "AP"


def test_stock_is_booked_from_the_article(market: Market) -> None:
    picker = a_client_of(market.person("warehouse"))

    answer = _post(picker, "stock_item", "A-001", kind="found", quantity="3", reason="Räknat")

    assert answer.status_code == 302
    page = _page(picker, "stock_item", "A-001")
    assert "Found at a count" in page
    assert "Räknat" in page
    assert "A-001" in _page(picker, "stock")


def test_whoever_controls_sees_every_stage_and_can_neither_key_nor_ship(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    manager = market.person("order_manager", name="Olle Ström")
    client = a_client_of(manager)

    page = _page(client, "control")

    assert "Orders under way: 1. Late: 0." in page
    assert order.number in _page(client, "control_orders")
    shown = _page(client, "sales_order", order.id)
    assert "Put on hold" in shown
    assert "Accept everything" not in shown
    assert _post(client, "act_on_sales_order", order.id, "accept").status_code == 403
    assert _post(client, "key_sales_order", customer="x").status_code in (403, 422)
    assert _stage(market, order.id) == "checked"


def test_a_hold_is_set_seen_and_released(market: Market, drain: Callable[[], int]) -> None:
    order = a_received_order(market, drain)
    client = a_client_of(market.person("order_manager", name="Olle Ström"))
    _actor, clerk = _clerk(market)

    held = _post(client, "set_hold", order.id, hold_type="check", reason="Ring skolan först")
    refused = _post(clerk, "act_on_sales_order", order.id, "accept")
    listed = _page(client, "holds")
    (hold,) = queries.order(order.id, actor=market.seller).holds
    released = _post(client, "release_hold", order.id, hold.id, reason="Har ringt")

    assert (held.status_code, refused.status_code, released.status_code) == (302, 409, 302)
    assert "Ring skolan först" in listed
    assert "Olle Ström" in listed
    assert "No order is on hold." in _page(client, "holds")


def test_who_carries_orders_out_does_not_release_his_own_hold(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    finance = market.person("seller_finance")
    client = a_client_of(finance)
    _post(client, "set_hold", order.id, hold_type="billing", reason="Fel pris")
    (hold,) = queries.order(order.id, actor=market.seller).holds

    answer = _post(client, "release_hold", order.id, hold.id, reason="Rätt ändå")

    assert answer.status_code == 409
    assert "does not release his own." in answer.content.decode()


def test_an_order_goes_from_one_department_to_another_and_back(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    _actor, clerk = _clerk(market)
    manager = a_client_of(market.person("order_manager"))
    finance = a_client_of(market.person("seller_finance"))

    _post(clerk, "give", order.id, to_department="finance", note="Kolla krediten")
    waiting = _page(manager, "hand_offs")
    (given,) = queries.order(order.id, actor=market.seller).hand_offs
    returned = _post(finance, "return_hand_off", order.id, given.id, reason="Inget att göra")

    assert "Kolla krediten" in waiting
    assert returned.status_code == 302
    assert "Nothing waits to be taken over." in _page(manager, "hand_offs")


def test_crossing_over_needs_a_reason_is_counted_and_ends_with_the_day(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    manager = market.person("order_manager", name="Olle Ström")
    client = a_client_of(manager)

    unsaid = _post(client, "cross_over", role="order_clerk", reason="")
    crossed = _post(client, "cross_over", role="order_clerk", reason="Petra är sjuk")
    accepted = _post(client, "act_on_sales_order", order.id, "accept")

    assert (unsaid.status_code, crossed.status_code, accepted.status_code) == (422, 302, 302)
    listed = _page(client, "crossings")
    assert "Petra är sjuk" in listed
    assert "Order clerk" in listed
    with tenant_scope(manager.tenant_id):
        assert Crossing.objects.get().person_id == manager.person_id


@pytest.mark.parametrize(("lines", "most"), [(1, 34), (20, 34)])
def test_an_orders_page_costs_the_same_however_many_its_lines(
    market: Market, drain: Callable[[], int], lines: int, most: int
) -> None:
    ordered = tuple(a_line(number, ASSORTMENT[number % 3]) for number in range(1, lines + 1))
    order = a_received_order(market, drain, *ordered)
    _actor, client = _clerk(market)
    _page(client, "sales_order", order.id)

    with CaptureQueriesContext(connection) as captured:
        _page(client, "sales_order", order.id)

    said = [one["sql"] for one in captured if not one["sql"].startswith(("SAVE", "RELEASE"))]
    assert len(said) <= most, "\n".join(sql[:150].strip() for sql in said)


def test_what_customers_ask_for_is_shown_some_at_a_time(
    market: Market, drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execution, "MOST_CHANGES", 1)
    numbers = []
    for _ in range(2):
        document = an_order(market)
        send(market, document, drain)
        order = received(market, document)
        sales_actions.accept_order(order.id, actor=market.seller, at=NOW)
        send(market, a_cancellation(market, document), drain)
        numbers.append(order.number)
    _actor, client = _clerk(market)

    first = _page(client, "work")
    (cursor,) = re.findall(r'href="\?changes=([^"#]+)#changes"', first)
    rest = _page(client, "work", changes=cursor)

    def told(page: str) -> list[bool]:
        section = page.split('id="changes"')[1].split("</section>", maxsplit=1)[0]
        return [number in section for number in numbers]

    assert (told(first), told(rest)) == ([False, True], [True, False])
    assert 'href="?changes=#changes"' in rest


def test_a_stage_of_more_orders_than_are_counted_says_so() -> None:
    figures = (StageFigure("received", 999, 3, is_more=True), StageFigure("paid", 2, 1, False))

    with translation.override("en"):
        lead = control._lead(figures) % {"total": 1001, "late": 4}
        shares = [point.shown for point in control.late_share(figures).points]

    assert lead == "Orders under way: at least 1001. Late: at least 4."
    assert shares == ["3 of 999+", "1 of 2"]
