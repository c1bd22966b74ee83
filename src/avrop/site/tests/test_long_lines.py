"""Documents of more lines than a page shows: a part at a time, and nothing that was typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from avrop.kernel.jobs import running_here
from avrop.selling.billing import actions as billing
from avrop.selling.billing import queries as billed
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions, queries
from avrop.selling.sales.shapes import OrderView
from avrop.selling.sales.tests.builders import (
    ASSORTMENT,
    NOW,
    Market,
    a_line,
    a_market,
    a_received_order,
)
from avrop.site.pages.selling import invoicing
from avrop.site.patterns import long_lines
from avrop.site.patterns.long_lines import part_of
from avrop.site.tests.builders import a_client_of
from avrop.site.tests.desk import keys_in

pytestmark = pytest.mark.django_db
FORM = re.compile(r'<input[^>]* name="(line-[^"]+|from)"[^>]* value="([^"]*)"')


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    with running_here() as run:
        yield run


@pytest.fixture
def market() -> Market:
    return a_market(advanced_ordering=True)


@pytest.fixture(autouse=True)
def _two_lines_a_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_lines, "LINES_ON_PAGE", 2)
    monkeypatch.setattr(invoicing, "LINES_ON_PAGE", 2)


def _of_five(market: Market, drain: Callable[[], int]) -> OrderView:
    lines = (a_line(position, ASSORTMENT[0], 10) for position in range(1, 6))
    return a_received_order(market, drain, *lines)


def _answering(market: Market, order: OrderView) -> tuple[Client, str]:
    client = a_client_of(market.person("order_clerk"))
    return client, reverse("answer_sales_order", args=[order.id])


def _fields(page: str) -> dict[str, str]:
    """What a browser would send of the form on the page."""
    return {**keys_in(page, "AnswerForm"), **dict(FORM.findall(page))}


def test_a_part_begins_where_its_lines_do() -> None:
    lines = tuple("abcde")

    assert (part_of(lines, "").rows, part_of(lines, "3").rows) == (("a", "b"), ("c", "d"))
    assert (part_of(lines, "4").first, part_of(lines, "4").last, part_of(lines, "4").rest) == (
        5,
        5,
        0,
    )
    assert [part_of(lines, asked).start for asked in ("5", "-1", "x", "99999999999")] == [0] * 4
    assert (part_of((), "2").total, part_of((), "").is_whole) == (0, True)


def test_an_orders_page_shows_a_part_of_its_lines_and_leads_to_the_others(
    market: Market, drain: Callable[[], int]
) -> None:
    order = _of_five(market, drain)
    client = a_client_of(market.person("order_clerk"))
    address = reverse("sales_order", args=[order.id])

    first = client.get(address).content.decode()
    last = client.get(address, {"from": "4"}).content.decode()

    assert [first.count('class="number row-number"'), last.count('class="number row-number"')] == [
        2,
        1,
    ]
    assert "Lines 1 to 2 of 5" in first
    assert 'href="?from=2#lines"' in first
    assert "Lines 5 to 5 of 5" in last
    assert "Show more" not in last


def test_what_was_written_about_lines_of_several_parts_is_sent_as_one_answer(
    market: Market, drain: Callable[[], int]
) -> None:
    order = _of_five(market, drain)
    client, address = _answering(market, order)

    first = client.get(address).content.decode()
    second = client.post(address, {**_fields(first), "line-1-quantity": "7", "to": "2"})
    third = client.post(
        address, {**_fields(second.content.decode()), "line-4-quantity": "0", "to": "4"}
    )
    sent = client.post(address, {**_fields(third.content.decode()), "line-5-quantity": "9"})

    assert (second.status_code, third.status_code, sent.status_code) == (200, 200, 302)
    assert "line-3-quantity" in second.content.decode()
    assert "line-2-" not in second.content.decode()
    lines = queries.order(order.id, actor=market.seller).lines
    assert [line.to_deliver.value for line in lines] == [7, 10, 10, 0, 9]


def test_nobody_goes_on_from_a_part_where_something_is_wrong(
    market: Market, drain: Callable[[], int]
) -> None:
    order = _of_five(market, drain)
    client, address = _answering(market, order)
    fields = _fields(client.get(address).content.decode())

    answer = client.post(address, {**fields, "line-2-quantity": "många", "to": "2"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#line-2-quantity"' in page
    assert 'value="många"' in page
    assert "line-3-quantity" not in page


def test_a_refusal_shows_the_part_where_its_line_stands(
    market: Market, drain: Callable[[], int]
) -> None:
    order = _of_five(market, drain)
    client, address = _answering(market, order)
    first = _fields(client.get(address).content.decode())
    second = client.post(address, {**first, "line-1-quantity": "99", "to": "2"}).content.decode()

    answer = client.post(address, _fields(second))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#line-1-quantity"' in page
    assert 'value="99"' in page
    assert "line-3-quantity" not in page


def _invoice(market: Market, drain: Callable[[], int]) -> UUID:
    order = _of_five(market, drain)
    actions.accept_order(order.id, actor=market.seller, at=NOW)
    fulfilment.despatch_order(order.id, actor=market.seller, at=NOW)
    drain()
    return billing.bill_order(order.id, actor=market.seller, at=NOW)


@pytest.mark.parametrize(
    ("given", "credited"),
    [({"line-2-quantity": "1"}, [1]), ({"whole": "on"}, [10, 10, 10, 10, 10])],
)
def test_of_a_long_invoice_nothing_is_credited_that_nobody_has_seen(
    market: Market, drain: Callable[[], int], given: dict[str, str], credited: list[int]
) -> None:
    invoice_id = _invoice(market, drain)
    client = a_client_of(market.person("seller_finance"))
    address = reverse("credit_sales_invoice", args=[invoice_id])

    page = client.get(address).content.decode()
    answer = client.post(address, {"once": str(uuid4()), "reason": "Trasig kartong", **given})

    assert 'value="10"' not in page
    note = billed.invoice(UUID(answer["Location"].rsplit("/", 1)[1]), actor=market.seller)
    assert [abs(line.quantity.value) for line in note.lines] == [Decimal(one) for one in credited]
