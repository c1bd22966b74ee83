"""The small supplier: one link and no account, from the order to the money."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.kernel.jobs import running_here
from avrop.kernel.presentation import shown
from avrop.selling.billing import actions as collecting
from avrop.selling.billing import queries as billing
from avrop.selling.sales import actions, links, queries
from avrop.selling.sales.tests.builders import (
    NOW,
    Market,
    a_market,
    a_received_order,
    an_order,
    came_to_the_buyer,
)
from avrop.selling.stock.price_sheet import template
from avrop.selling.stock.shapes import PriceLine
from avrop.site.tests.builders import a_client_of, a_stranger
from avrop.site.tests.desk import keys_in
from avrop.values import Money

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    """A seller and a customer."""
    return a_market()


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    """Does what follows from what is done."""
    with running_here() as run:
        yield run


def a_link(market: Market, order_id: UUID) -> str:
    """The token of a link to an order."""
    link_id = actions.issue_link(order_id, holder="bo@gard.example", actor=market.seller, at=NOW)
    return links.token_of(market.seller.tenant_id, link_id)


def _post(client: Client, name: str, *args: object, **fields: object) -> int:
    return client.post(reverse(name, args=args), fields).status_code


def _bills(client: Client, token: str, **fields: str) -> int:
    """Send the invoice that the page shows."""
    address = reverse("supplier_invoice", args=[token])
    keys = keys_in(client.get(address).content.decode(), "BillForm")
    return client.post(address, {**keys, "payment_days": "30", **fields}).status_code


def _delivered(market: Market, drain: Callable[[], int]) -> tuple[str, Client, UUID]:
    """A link to an order that has left, whoever opens it, and the order."""
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()
    quantities = {f"line-{line}-quantity": "10" for line in (1, 2, 3)}
    _post(client, "supplier_accept", token)
    _post(client, "supplier_send", token, rest="later", **quantities)
    return token, client, order.id


def test_an_order_goes_from_the_link_to_the_money_without_an_account(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()

    first = client.get(reverse("supplier_order", args=[token]))
    accepted = _post(client, "supplier_accept", token)
    quantities = {f"line-{line}-quantity": "10" for line in (1, 2, 3)}
    sent = _post(client, "supplier_send", token, rest="later", **quantities)
    invoice = client.get(reverse("supplier_invoice", args=[token])).content.decode()
    billed = _bills(client, token)
    drain()
    assert (accepted, sent, billed) == (302, 302, 302)
    (bill,) = billing.invoices_of(order.id, actor=market.seller)
    before = client.get(reverse("supplier_order", args=[token])).content.decode()
    paid = _post(client, "supplier_paid", token, bill.summary.id)

    page = first.content.decode()
    assert "wants to buy this from you." in page
    assert "Yes, we deliver everything" in page
    assert first["Referrer-Policy"] == "same-origin"
    assert first["Cache-Control"] == "no-store"
    assert paid == 302
    assert "Mellanmjölk 1 l" in invoice
    assert queries.order(order.id, actor=market.seller).stage == "paid"
    assert len(came_to_the_buyer(market, "order_response")) == 1
    assert len(came_to_the_buyer(market, "despatch_advice")) == 1
    assert len(came_to_the_buyer(market, "invoice")) == 1
    after = client.get(reverse("supplier_order", args=[token])).content.decode()
    assert "The invoice is paid." in after
    assert "Not known to be paid." in before
    assert "by whoever had this link. Nobody else has confirmed it." in after


def test_what_the_bank_told_is_said_to_be_the_banks_word(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()
    quantities = {f"line-{line}-quantity": "10" for line in (1, 2, 3)}
    _post(client, "supplier_accept", token)
    _post(client, "supplier_send", token, rest="later", **quantities)
    _bills(client, token)
    (bill,) = billing.invoices_of(order.id, actor=market.seller)
    collecting.register_payment(
        bill.summary.ocr,
        bill.summary.payable.amount,
        "SEK",
        NOW.date(),
        bank_reference="BG-77",
        actor=market.seller,
        at=NOW,
    )

    after = client.get(reverse("supplier_order", args=[token])).content.decode()

    assert "your office has it from the bank, reference BG-77." in after


def test_less_of_one_line_and_none_of_another_is_answered_by_the_link(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()
    quantities = {"line-1-quantity": "4", "line-2-quantity": "10", "line-3-quantity": "0"}

    status = _post(client, "supplier_answer", token, **quantities)

    found = queries.order(order.id, actor=market.seller)
    assert status == 302
    assert [(line.state, int(line.to_deliver.value)) for line in found.lines] == [
        ("changed", 4),
        ("accepted", 10),
        ("rejected", 0),
    ]


def test_declining_needs_a_reason(market: Market, drain: Callable[[], int]) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()

    assert _post(client, "supplier_decline", token, reason="") == 422
    assert _post(client, "supplier_decline", token, reason="Slut för säsongen") == 302
    assert queries.order(order.id, actor=market.seller).stage == "rejected"


@pytest.mark.parametrize("spoilt", ["", "x", "~", "AAAA~AAAA"])
def test_a_link_that_was_not_made_here_opens_nothing(
    market: Market, drain: Callable[[], int], spoilt: str
) -> None:
    token = a_link(market, a_received_order(market, drain).id)

    answer = a_stranger().get(reverse("supplier_order", args=[token + spoilt or "x"]))

    assert answer.status_code == (404 if spoilt else 200)


def test_a_link_that_was_taken_back_or_is_too_old_opens_nothing(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token = a_link(market, order.id)
    old = actions.issue_link(order.id, actor=market.seller, at=NOW - timedelta(days=121))
    clerk = a_client_of(market.person("order_clerk"))
    found = queries.links_of(order.id, actor=market.seller)
    newest = max(found, key=lambda link: link.made_at)

    assert _post(clerk, "revoke_link", order.id, newest.id) == 302
    for closed in (token, links.token_of(market.seller.tenant_id, old)):
        answer = a_stranger().get(reverse("supplier_order", args=[closed]))
        assert answer.status_code == 404
        assert "Ask the one who sent you the order for a new link." in answer.content.decode()


def test_a_link_opens_no_other_order(market: Market, drain: Callable[[], int]) -> None:
    first, second = a_received_order(market, drain), a_received_order(market, drain)
    token, client = a_link(market, first.id), a_stranger()
    actions.accept_order(second.id, actor=market.seller, at=NOW)

    page = client.get(reverse("supplier_order", args=[token])).content.decode()

    assert first.buyer_order_number in page
    assert second.buyer_order_number not in page
    assert client.get(reverse("sales_order", args=[second.id])).status_code == 302


def test_the_clerk_makes_the_link_and_finds_it_on_the_order(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    clerk = a_client_of(market.person("order_clerk"))

    status = _post(clerk, "issue_link", order.id, holder="Bo på gården")

    page = clerk.get(reverse("sales_order", args=[order.id])).content.decode()
    (link,) = queries.links_of(order.id, actor=market.seller)
    assert status == 302
    assert links.token_of(link.tenant_id, link.id) in page
    assert "Not opened yet." in page


def test_making_the_link_leads_to_where_it_can_be_copied(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    clerk = a_client_of(market.person("order_clerk"))

    made = clerk.post(reverse("issue_link", args=[order.id]), {"holder": "Bo"})

    assert made["Location"] == reverse("sales_order", args=[order.id]) + "#links"
    assert 'id="links"' in clerk.get(made["Location"]).content.decode()


def test_who_sends_by_the_link_is_not_asked_in_words_of_a_warehouse(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()
    _post(client, "supplier_accept", token)

    page = client.get(reverse("supplier_send", args=[token])).content.decode()

    assert "How much leaves now?" in page
    assert "The customer waits for" in page
    assert "Picked" not in page
    assert "To pick" not in page


def test_a_price_list_goes_by_the_link_to_the_customer(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token, client = a_link(market, order.id), a_stranger()
    known = client.get(reverse("supplier_template", args=[token]))
    lines = (PriceLine("NY-1", "Potatis", "KGM", Decimal("12.50"), "food"),)
    sheet = SimpleUploadedFile("priser.xlsx", template(lines), content_type=known["Content-Type"])

    status = _post(
        client, "supplier_price_list", token, sheet=sheet, valid_from=NOW.date().isoformat()
    )
    drain()

    assert known.status_code == 200
    assert io.BytesIO(known.content).read(2) == b"PK"
    assert status == 302
    (catalogue,) = came_to_the_buyer(market, "catalogue")
    assert "NY-1" in [line.item.sellers_id for line in catalogue.lines]


def test_a_spreadsheet_that_cannot_be_read_is_told_in_words(
    market: Market, drain: Callable[[], int]
) -> None:
    order = a_received_order(market, drain)
    token = a_link(market, order.id)
    sheet = SimpleUploadedFile("priser.xlsx", b"no workbook at all")

    answer = a_stranger().post(
        reverse("supplier_price_list", args=[token]),
        {"sheet": sheet, "valid_from": NOW.date().isoformat()},
    )

    assert answer.status_code == 422
    assert "The file is not a spreadsheet that can be read." in answer.content.decode()


def test_the_link_is_mailed_to_whom_it_is_for_and_opens_the_order(
    market: Market, drain: Callable[[], int], settings: Any
) -> None:
    settings.AVROP_MAIL_FROM = "order@avrop.example"
    settings.AVROP_ADDRESS = "https://avrop.example"
    order = a_received_order(market, drain)

    token = a_link(market, order.id)
    drain()

    (sent,) = mail.outbox
    assert sent.to == ["bo@gard.example"]
    assert f"https://avrop.example/o/{token}" in sent.body


def test_an_order_through_the_portal_brings_its_link_along(
    market: Market, drain: Callable[[], int]
) -> None:
    order = an_order(market)
    exchange.transmit(
        "order",
        order.number,
        documents.write(order),
        sender=market.buyer_organisation.endpoint,
        receiver=market.seller_organisation.endpoint,
        channel="portal",
        once_key=f"order/{order.number}",
        subject_id=market.customer_id,
        actor=market.buyer,
        at=NOW,
    )
    drain()

    (sold,) = queries.orders_page(actor=market.seller).items
    assert sold.source == "portal"
    assert len(queries.links_of(sold.id, actor=market.seller)) == 1


def test_the_invoice_is_seen_whole_before_it_is_sent(
    market: Market, drain: Callable[[], int]
) -> None:
    token, client, order_id = _delivered(market, drain)

    page = client.get(reverse("supplier_invoice", args=[token])).content.decode()
    come = billing.invoice_to_come(order_id, actor=market.seller, at=NOW)

    assert f"Invoice {come.number}, as it will be" in page
    assert billing.invoices_of(order_id, actor=market.seller) == ()
    for tax in come.tax_totals[0].breakdown:
        assert shown(Money(tax.tax_amount, "SEK")) in page
        assert shown(Money(tax.taxable_amount, "SEK")) in page
    amount = shown(Money(come.total.payable, "SEK"))
    assert f"<dd>{amount}</dd>" in page
    assert come.payment_means[0].account is not None
    account = come.payment_means[0].account.id
    assert f"<dt>Bankgiro</dt><dd>{account[:-4]}-{account[-4:]}</dd>" in page
    assert f"<dt>Payment reference</dt><dd>{come.payment_means[0].reference}</dd>" in page


def test_an_invoice_that_is_no_longer_what_was_seen_is_shown_again_and_not_sent(
    market: Market, drain: Callable[[], int]
) -> None:
    token, client, order_id = _delivered(market, drain)
    address = reverse("supplier_invoice", args=[token])
    opened = keys_in(client.get(address).content.decode(), "BillForm")
    with_freight = {"payment_days": "30", "freight": "100"}

    unseen = client.post(address, {**opened, **with_freight})
    looked = client.post(address, {**opened, **with_freight, "look": "1"})
    none = billing.invoices_of(order_id, actor=market.seller)
    keys = keys_in(looked.content.decode(), "BillForm")
    sent = client.post(address, {**keys, **with_freight})

    assert (unseen.status_code, looked.status_code, sent.status_code) == (200, 200, 302)
    assert "it has not been sent" in unseen.content.decode()
    assert "it has not been sent" not in looked.content.decode()
    assert none == ()
    (bill,) = billing.invoices_of(order_id, actor=market.seller)
    assert bill.charge_amount == Money(Decimal("100.00"), "SEK")
    assert f"<dd>{shown(bill.summary.payable)}</dd>" in looked.content.decode()


def test_a_double_click_sends_one_invoice(market: Market, drain: Callable[[], int]) -> None:
    token, client, order_id = _delivered(market, drain)
    address = reverse("supplier_invoice", args=[token])
    keys = keys_in(client.get(address).content.decode(), "BillForm")

    first = client.post(address, {**keys, "payment_days": "30"})
    again = client.post(address, {**keys, "payment_days": "30"})

    (bill,) = billing.invoices_of(order_id, actor=market.seller)
    copy = reverse("supplier_invoice_copy", args=[token, bill.summary.id])
    assert (first["Location"], again["Location"]) == (copy, copy)


def test_the_supplier_keeps_a_copy_of_what_was_sent_as_a_page_and_as_a_pdf(
    market: Market, drain: Callable[[], int]
) -> None:
    token, client, order_id = _delivered(market, drain)
    _bills(client, token)
    (bill,) = billing.invoices_of(order_id, actor=market.seller)
    address = reverse("supplier_invoice_copy", args=[token, bill.summary.id])

    on_its_way = client.get(address).content.decode()
    drain()
    page = client.get(address).content.decode()
    pdf = client.get(reverse("supplier_invoice_pdf", args=[token, bill.summary.id]))
    order = client.get(reverse("supplier_order", args=[token])).content.decode()

    assert address in order
    assert f"Invoice {bill.summary.number}" in page
    assert shown(bill.summary.payable) in page
    assert "Not known to be paid. The customer has until" in page
    assert _sheet(on_its_way) == _sheet(page)
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF")


def test_a_link_shows_no_invoice_of_another_order(market: Market, drain: Callable[[], int]) -> None:
    token, client, _ = _delivered(market, drain)
    other, stranger, other_order = _delivered(market, drain)
    _bills(stranger, other)
    (bill,) = billing.invoices_of(other_order, actor=market.seller)

    for name in ("supplier_invoice_copy", "supplier_invoice_pdf"):
        assert client.get(reverse(name, args=[token, bill.summary.id])).status_code == 404


def _sheet(page: str) -> str:
    return page[page.index('<div class="sheet">') :].partition("</main>")[0]
