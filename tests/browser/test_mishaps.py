"""What goes wrong between a person and a page: pressed twice, gone back, two at one thing, signed out in
the middle, pasted too much, the wrong file, no network. Nothing is done twice, nothing is lost, and a
sentence says what happened."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from avrop.approvals import queries as approvals
from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.queries import InvoiceView
from avrop.buying.invoices.tests.builders import a_delivered_order, a_document
from avrop.buying.payables.tests.builders import Money, a_paying_town, taken_in
from avrop.buying.requisitions import actions as buying
from avrop.buying.requisitions import queries as needs
from avrop.buying.requisitions.actions import NewLine
from avrop.buying.requisitions.tests.builders import AT, CODING, Town, a_cart, a_seller, a_town
from avrop.exchange import queries as exchange
from avrop.kernel.jobs import running_here
from avrop.selling.billing import queries as billing
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.sales import actions as selling
from avrop.selling.sales import links
from avrop.selling.sales import queries as sales
from avrop.selling.sales.tests.builders import (
    NOW,
    Market,
    a_market,
    a_received_order,
    came_to_the_buyer,
)
from avrop.testing.worlds import a_person, an_email
from tests.browser.stage import PASSWORD
from tests.browser.test_receiving import School, a_telephone

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = [pytest.mark.browser]

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: What a camera writes: the beginning of a photograph.
PHOTOGRAPH = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(400)
TOO_MUCH = "Vi kan inte leverera. " * 455


def sign_in(page: Page, email: str) -> None:
    """Sign in on the page that asks for it."""
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


# --- the cart ----------------------------------------------------------------------------------------


def a_full_cart() -> tuple[Town, UUID]:
    """A cart that nothing stops."""
    town = a_town()
    return town, a_cart(town, a_seller(town), wanted_date=None)


def times_sent(town: Town, cart: UUID) -> int:
    """How many times somebody has been asked to approve a cart."""
    return len(approvals.requests_about(cart, actor=town.office))


def test_a_cart_is_sent_once_though_its_button_is_pressed_twice(open_as: Any) -> None:
    town, cart = a_full_cart()
    page = open_as(town.requester, java_script_enabled=False)

    page.goto(f"/cart/{cart}/send")
    page.get_by_role("button", name="Send for approval").dblclick()
    page.wait_for_url(f"**/requisitions/{cart}")

    said = page.get_by_text(
        re.compile("has been sent for approval|had been sent or closed already")
    )
    said.first.wait_for()
    assert times_sent(town, cart) == 1


def test_who_goes_back_and_sends_a_cart_again_is_told_that_it_is_sent(open_as: Any) -> None:
    town, cart = a_full_cart()
    page = open_as(town.requester)
    page.goto(f"/cart/{cart}/send")
    other_tab = page.context.new_page()
    other_tab.goto(f"/cart/{cart}/send")

    page.get_by_role("button", name="Send for approval").click()
    page.get_by_text("has been sent for approval").first.wait_for()
    page.go_back()
    assert page.get_by_role("button", name="Send for approval").count() == 0
    other_tab.get_by_role("button", name="Send for approval").click()

    other_tab.get_by_text("had been sent or closed already").wait_for()
    assert times_sent(town, cart) == 1


def test_a_cart_that_was_changed_in_another_tab_is_looked_at_before_it_is_sent(
    open_as: Any,
) -> None:
    town, cart = a_full_cart()
    page = open_as(town.requester)
    page.goto(f"/cart/{cart}/send")
    item = needs.requisition(cart, actor=town.requester).lines[0].item_id
    assert item is not None
    buying.add_lines(cart, (NewLine(item, Decimal(7), coding=CODING),), actor=town.requester, at=AT)

    page.get_by_role("button", name="Send for approval").click()
    page.get_by_text("Somebody has changed this since you opened it.").first.wait_for()
    assert times_sent(town, cart) == 0
    page.get_by_text("3 lines for").wait_for()
    page.get_by_role("button", name="Send for approval").click()

    page.get_by_text("has been sent for approval").first.wait_for()
    assert times_sent(town, cart) == 1
    assert len(needs.requisition(cart, actor=town.requester).lines) == 3


# --- the invoice -------------------------------------------------------------------------------------


def a_matched_invoice() -> tuple[Money, InvoiceView]:
    """An invoice that waits for review attest."""
    money = a_paying_town()
    order = a_delivered_order(money.town, money.seller, money.office.receiver)
    return money, taken_in(money.town, a_document(order, money.seller))


def attests_of(money: Money, invoice: InvoiceView) -> list[tuple[str, str]]:
    """The kind and the note of each attest."""
    found = invoices.invoice_to_match(invoice.id, actor=money.town.office).invoice
    return [(one.kind, one.note) for one in found.attestations]


def test_of_two_who_attest_one_invoice_the_second_is_told_and_keeps_the_note(
    open_as: Any,
) -> None:
    money, invoice = a_matched_invoice()
    other = a_person(money.town.tenant_id, roles=("ap_clerk",))
    pages = [open_as(money.office.clerk), open_as(other)]

    for page, note in zip(pages, ("Jag var först", "Jag var sist"), strict=True):
        page.goto(f"/invoices/{invoice.id}")
        page.get_by_label("A note").first.fill(note)
    for page in pages:
        page.get_by_role("button", name="Give review attest").click()

    pages[0].get_by_text("has your review attest").wait_for()
    pages[1].get_by_text("Nothing was done this time: the invoice has gone on").wait_for()
    pages[1].get_by_text("Jag var sist").wait_for()
    assert attests_of(money, invoice) == [("review", "Jag var först")]


def test_a_reason_written_while_the_session_ended_is_kept_and_sent_after_signing_in(
    open_as: Any,
) -> None:
    money, invoice = a_matched_invoice()
    email = an_email()
    clerk = a_person(money.town.tenant_id, roles=("ap_clerk",), email=email, password=PASSWORD)
    page = open_as(clerk)

    page.goto(f"/invoices/{invoice.id}")
    page.get_by_label("A note").first.fill("Ringde skolan, allt har kommit")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Give review attest").click()
    sign_in(page, email)
    page.get_by_text("You were signed out before the form arrived.").wait_for()
    page.get_by_role("listitem").filter(has_text="Ringde skolan, allt har kommit").wait_for()
    assert attests_of(money, invoice) == []
    page.get_by_role("button", name="Send it now").click()

    page.get_by_text("has your review attest").wait_for()
    assert attests_of(money, invoice) == [("review", "Ringde skolan, allt har kommit")]


def test_without_network_an_attest_stays_on_its_page_until_it_can_be_sent(open_as: Any) -> None:
    money, invoice = a_matched_invoice()
    page = open_as(money.office.clerk)
    page.goto(f"/invoices/{invoice.id}")
    page.get_by_label("A note").first.fill("Stämmer")

    page.context.set_offline(True)
    page.get_by_role("button", name="Give review attest").click()
    page.get_by_text("There is no network.").wait_for()
    assert page.get_by_label("A note").first.input_value() == "Stämmer"
    assert attests_of(money, invoice) == []
    page.context.set_offline(False)
    page.get_by_role("button", name="Give review attest").click()

    page.get_by_text("has your review attest").wait_for()
    assert attests_of(money, invoice) == [("review", "Stämmer")]


# --- the supplier's link -----------------------------------------------------------------------------


def a_linked_order() -> tuple[Market, UUID, str]:
    """An order at a seller, and the address of the link to it."""
    market = a_market()
    with running_here() as drain:
        order = a_received_order(market, drain).id
        link = selling.issue_link(order, holder="bo@gard.example", actor=market.seller, at=NOW)
        drain()
    return market, order, f"/o/{links.token_of(market.seller.tenant_id, link)}"


def test_of_two_telephones_with_one_link_the_second_is_told_that_it_is_answered(
    open_as: Any,
) -> None:
    market, order, address = a_linked_order()
    first, second = open_as(**PHONE), open_as(**PHONE)
    first.goto(address)
    second.goto(f"{address}/decline")
    second.get_by_label("Why can you not deliver?").fill("Slut för säsongen")

    first.get_by_role("button", name="Yes, we deliver everything").tap()
    first.get_by_text("The customer knows now that you deliver.").wait_for()
    second.locator("main form button").last.tap()

    second.get_by_text("somebody may have been before you").wait_for()
    assert second.get_by_label("Why can you not deliver?").input_value() == "Slut för säsongen"
    assert sales.order(order, actor=market.seller).answer_code == "AP"


def test_what_was_written_is_there_again_after_the_network_died_on_the_way(open_as: Any) -> None:
    market, order, address = a_linked_order()
    page = open_as(**PHONE)
    written = {"We deliver": "8", "Why, if something differs": "Räcker inte"}
    page.goto(f"{address}/answer")
    for label, text in written.items():
        page.get_by_label(label).first.fill(text)

    page.route("**/answer", lambda route: route.abort())
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send the answer").tap(no_wait_after=True)
    page.wait_for_timeout(300)  # the browser shows its own page
    page.unroute("**/answer")
    page.goto(f"{address}/answer")
    page.get_by_text("The answer to what you sent did not come.").wait_for()
    found = {label: page.get_by_label(label).first.input_value() for label in written}
    assert found == written
    page.get_by_role("button", name="Send the answer").tap()

    page.get_by_text("The customer has your answer.").first.wait_for()
    assert sales.order(order, actor=market.seller).lines[0].to_deliver.value == 8


def test_ten_thousand_characters_that_were_pasted_stay_and_are_told_at_the_field(
    open_as: Any,
) -> None:
    market, order, address = a_linked_order()
    page = open_as(**PHONE)

    page.goto(f"{address}/decline")
    field = page.get_by_label("Why can you not deliver?")
    field.fill(TOO_MUCH)
    page.locator("main form button").last.tap()

    page.get_by_text("At most 500 characters can be kept").first.wait_for()
    assert field.input_value().strip() == TOO_MUCH.strip()
    assert sales.order(order, actor=market.seller).stage != "rejected"


def test_an_invoice_is_sent_once_though_the_answer_is_slow_and_the_button_pressed_again(
    open_as: Any,
) -> None:
    market, order, address = a_linked_order()
    with running_here() as drain:
        selling.accept_order(order, actor=market.seller, at=NOW)
        fulfilment.despatch_order(order, actor=market.seller, at=NOW)
        drain()
    page, sent = open_as(**PHONE), []

    def slowly(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.url)
            page.wait_for_timeout(1500)
        route.continue_()

    page.route("**/invoice", slowly)
    page.goto(f"{address}/invoice")
    page.get_by_role("button", name="Send the invoice").dblclick()

    page.get_by_text("The invoice is sent.").first.wait_for()
    assert len(sent) == 1
    assert len(billing.invoices_of(order, actor=market.seller)) == 1


def test_an_answer_that_was_lost_on_the_way_back_is_given_once_though_it_is_sent_again(
    open_as: Any,
) -> None:
    market, order, address = a_linked_order()
    page, arrived = open_as(**PHONE), []

    def lose(route: Route) -> None:
        arrived.append(route.fetch(max_redirects=0).status)
        route.abort()

    page.goto(f"{address}/answer")
    page.get_by_label("We deliver").first.fill("8")
    page.route("**/answer", lose)
    with page.expect_event("requestfailed"):
        page.get_by_role("button", name="Send the answer").tap(no_wait_after=True)
    page.wait_for_timeout(300)  # the browser shows its own page
    page.unroute("**/answer")
    page.goto(f"{address}/answer")
    page.get_by_text("The answer to what you sent did not come.").wait_for()
    page.get_by_role("button", name="Send the answer").tap()

    page.get_by_text("The customer has your answer.").first.wait_for()
    assert arrived == [302]
    assert len(came_to_the_buyer(market, "order_response")) <= 1
    assert sales.order(order, actor=market.seller).lines[0].to_deliver.value == 8


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("priser.pdf", "is of a kind that cannot be used here"),
        ("priser.xlsx", "The file is not a spreadsheet that can be read."),
    ],
)
def test_what_is_no_price_list_is_told_and_nothing_reaches_the_customer(
    open_as: Any, tmp_path: Path, name: str, sentence: str
) -> None:
    market, _order, address = a_linked_order()
    page, file = open_as(**PHONE), tmp_path / name
    file.write_bytes(PHOTOGRAPH)

    page.goto(f"{address}/price-list")
    page.get_by_label("The filled-in price list").set_input_files(str(file))
    page.get_by_label("The prices hold from").fill("2031-05-01")
    page.locator("main form button").last.tap()

    page.get_by_text(sentence).first.wait_for()
    assert page.get_by_label("The prices hold from").input_value() == "2031-05-01"
    assert came_to_the_buyer(market, "catalogue") == []


# --- files and goods ---------------------------------------------------------------------------------


def test_a_photograph_among_the_files_is_told_and_the_same_file_twice_is_one(
    open_as: Any, tmp_path: Path
) -> None:
    market = a_market()
    page, file = open_as(market.person("coordinator")), tmp_path / "faktura.jpg"
    file.write_bytes(PHOTOGRAPH)

    for _ in range(2):
        page.goto("/take-in")
        page.get_by_label("Files").set_input_files(str(file))
        page.get_by_role("button", name="Take in").click()
        page.get_by_text("What became of them").wait_for()

    page.get_by_text("The same bytes had come before; they have no second effect.").wait_for()
    assert page.locator(".outcomes .problem__sentence").first.inner_text()
    found = exchange.messages_page(direction="in", actor=market.seller).items
    assert len(found) == 1


def test_files_that_came_after_the_session_ended_are_asked_for_again(
    open_as: Any, tmp_path: Path
) -> None:
    market, email = a_market(), an_email()
    clerk = a_person(
        market.seller.tenant_id, roles=("coordinator",), email=email, password=PASSWORD
    )
    page, file = open_as(clerk), tmp_path / "faktura.jpg"
    file.write_bytes(PHOTOGRAPH)
    page.goto("/take-in")
    page.get_by_label("Files").set_input_files(str(file))

    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Take in").click()
    sign_in(page, email)

    page.get_by_text("Files could not be kept.").wait_for()
    page.get_by_role("button", name="Send it now").click()
    page.get_by_text("No file was chosen. Choose at least one.").wait_for()
    assert exchange.messages_page(direction="in", actor=market.seller).items == ()


def test_a_receipt_whose_answer_is_lost_on_the_way_is_registered_once(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    school = School()
    lost: list[int] = []

    def lose(route: Route) -> None:
        if route.request.method == "POST" and not lost:
            lost.append(route.fetch(max_redirects=0).status)
            route.abort()
        else:
            route.continue_()

    with a_telephone(browser, site_address, school.receiver, tmp_path / "profile") as telephone:
        page = telephone.new_page()
        page.route("**/receive/orders/**", lose)
        page.goto(f"/receive/orders/{school.orders[0].id}")
        page.get_by_role("button", name="Everything has come").tap()
        page.wait_for_url("**/receive")
        page.get_by_text("No goods are expected.").wait_for(timeout=60_000)

    assert lost == [200]
    assert len(school.receipts()) == 1
