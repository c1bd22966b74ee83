"""The seller's two desks in a real browser, and the small supplier: from the link to the invoice on the
screen of a phone, with touch, without an account."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.selling.billing import actions as billing
from avrop.selling.fulfilment import actions as fulfilment
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions, links, queries
from avrop.selling.sales.tests.builders import NOW, Market, a_market, a_received_order
from tests.browser.stage import session_cookie
from tests.browser.test_pages import AXE, VIEWS, _too_wide, _violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser]
#: Where pictures of the pages go, for whoever wants to look at them.
PICTURES = os.environ.get("AVROP_TEST_PICTURES", "")
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Desks:
    """A seller at work: who sits where, and an order in each place."""

    market: Market
    clerk: Actor
    picker: Actor
    finance: Actor
    manager: Actor
    new: UUID
    held: UUID
    packed: UUID
    despatch: UUID
    billed: UUID
    invoice: UUID
    token: str


@cache
def the_desks() -> Desks:
    """Everything, once."""
    market = a_market()
    seller = market.seller
    people = {
        role: market.person(role, name=name)
        for role, name in (
            ("order_clerk", "Petra Vik"),
            ("warehouse", "Qasim Wahl"),
            ("seller_finance", "Rut Åberg"),
            ("order_manager", "Olle Ström"),
        )
    }
    with running_here() as drain:
        new, held, packed, billed, linked = (a_received_order(market, drain).id for _ in range(5))
        actions.set_hold(held, "check", "Ring skolan först", actor=people["order_manager"], at=NOW)
        actions.give_order(held, "finance", note="Kolla", actor=people["order_clerk"], at=NOW)
        for order_id in (packed, billed):
            actions.accept_order(order_id, actor=seller, at=NOW)
        fulfilment.allocate_order(packed, actor=seller, at=NOW)
        actions.release_order(packed, actor=seller, at=NOW)
        picks = (Pick("1", Decimal(6)), Pick("2", Decimal(4), handling_unit=2))
        despatch = fulfilment.pick_order(packed, picks=picks, final=False, actor=seller, at=NOW)
        fulfilment.despatch_order(billed, actor=seller, at=NOW)
        invoice = billing.bill_order(billed, actor=seller, at=NOW)
        link = actions.issue_link(linked, holder="bo@gard.example", actor=seller, at=NOW)
        drain()
    return Desks(
        market=market,
        clerk=people["order_clerk"],
        picker=people["warehouse"],
        finance=people["seller_finance"],
        manager=people["order_manager"],
        new=new,
        held=held,
        packed=packed,
        despatch=despatch,
        billed=billed,
        invoice=invoice,
        token=links.token_of(seller.tenant_id, link),
    )


@pytest.fixture
def desks(site_address: str) -> Desks:
    """The seller at work."""
    return the_desks()


@pytest.fixture
def open_as(browser: Browser, site_address: str) -> Iterator[Any]:
    """Opens pages, signed in as somebody or as nobody."""
    contexts = []

    def make(actor: Actor | None = None, **options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "base_url": site_address, **options})
        contexts.append(context)
        if actor is not None:
            cookie = {"name": "sessionid", "value": session_cookie(actor), "url": site_address}
            context.add_cookies([cookie])  # type: ignore[list-item]
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def addresses(desks: Desks) -> dict[str, tuple[Actor | None, str]]:
    """Every page of the two desks and of the link, by a name, with who looks at it."""
    new, held, packed = (f"/sales-orders/{one}" for one in (desks.new, desks.held, desks.packed))
    by_link = f"/o/{desks.token}"
    return {
        "work": (desks.clerk, "/work"),
        "sales-orders": (desks.clerk, "/sales-orders?all=1"),
        "order-new": (desks.clerk, new),
        "order-packed": (desks.picker, packed),
        "order-billed": (desks.finance, f"/sales-orders/{desks.billed}"),
        "answer": (desks.clerk, f"{new}/answer"),
        "key": (desks.clerk, "/sales-orders/key"),
        "reject": (desks.clerk, f"{new}/reject"),
        "give": (desks.clerk, f"{new}/give"),
        "contact": (desks.clerk, f"{new}/contact"),
        "link": (desks.clerk, f"{new}/link"),
        "send-price-list": (desks.clerk, "/send-price-list"),
        "stock": (desks.picker, "/stock?all=1"),
        "article": (desks.picker, "/stock/A-001"),
        "pick": (desks.picker, f"{packed}/pick"),
        "pick-list": (desks.picker, f"{packed}/pick-list"),
        "despatches": (desks.picker, "/despatches?all=1"),
        "despatch": (desks.picker, f"/despatches/{desks.despatch}"),
        "labels": (desks.picker, f"/despatches/{desks.despatch}/labels"),
        "invoices": (desks.finance, "/sales-invoices?all=1"),
        "invoice": (desks.finance, f"/sales-invoices/{desks.invoice}"),
        "credit": (desks.finance, f"/sales-invoices/{desks.invoice}/credit"),
        "bill": (desks.finance, f"{packed}/bill"),
        "control": (desks.manager, "/control"),
        "control-orders": (desks.manager, "/control/orders?all=1"),
        "holds": (desks.manager, "/control/holds"),
        "hand-offs": (desks.manager, "/control/hand-offs?all=1"),
        "crossings": (desks.manager, "/control/crossings"),
        "cross-over": (desks.manager, "/control/cross-over"),
        "order-held": (desks.manager, held),
        "hold": (desks.manager, f"{new}/hold"),
        "move": (desks.manager, f"{new}/move"),
        "priority": (desks.manager, f"{new}/priority"),
        "by-link": (None, by_link),
        "by-link-answer": (None, f"{by_link}/answer"),
        "by-link-decline": (None, f"{by_link}/decline"),
        "by-link-send": (None, f"{by_link}/send"),
        "by-link-invoice": (None, f"{by_link}/invoice"),
        "by-link-price-list": (None, f"{by_link}/price-list"),
    }


def _look(page: Page, name: str) -> dict[tuple[str, int, str], list[str]]:
    """What is wrong with the page that is open, at each width and in each scheme."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = {}
    for width, scheme in (VIEWS[1], VIEWS[3]):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found[name, width, scheme] = _violations(page) + _too_wide(page)
        if PICTURES:
            path = Path(PICTURES) / f"{name}-{width}-{scheme}.png"
            page.screenshot(path=str(path), full_page=True)
    return {view: faults for view, faults in found.items() if faults}


def test_no_page_of_the_sellers_desks_has_a_violation_of_accessibility(
    desks: Desks, open_as: Any
) -> None:
    pages: dict[Any, Page] = {}
    found: dict[Any, list[str]] = {}

    for name, (actor, address) in addresses(desks).items():
        page = pages.setdefault(actor, open_as(actor))
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            found[name, 0, ""] = [f"status {answer and answer.status}"]
            continue
        found |= _look(page, name)

    assert found == {}


def test_a_small_supplier_answers_delivers_and_invoices_on_a_phone_from_the_link(
    desks: Desks, open_as: Any
) -> None:
    with running_here() as drain:
        order = a_received_order(desks.market, drain)
        link = actions.issue_link(order.id, actor=desks.market.seller, at=NOW)
        drain()
    token = links.token_of(desks.market.seller.tenant_id, link)
    page = open_as(viewport=PHONE, has_touch=True, is_mobile=True)

    page.goto(f"/o/{token}")
    page.get_by_text("wants to buy this from you.").first.wait_for()
    page.get_by_role("link", name="Yes, but something differs").tap()
    page.get_by_label("We deliver").nth(0).fill("8")
    page.get_by_label("Why, if something differs").nth(0).fill("Räcker inte")
    page.get_by_role("button", name="Send the answer").tap()
    page.get_by_text("The customer has your answer.").first.wait_for()
    page.get_by_role("link", name="The goods leave now").tap()
    page.get_by_role("button", name="Tell the customer that it leaves").tap()
    page.get_by_text("The customer knows now what comes.").first.wait_for()
    page.get_by_role("link", name="Send the invoice").tap()
    page.get_by_role("button", name="Send the invoice").tap()
    page.get_by_text("The invoice is sent.").first.wait_for()
    page.get_by_role("link", name="The order", exact=True).tap()
    page.get_by_text("The money has come").tap()
    page.get_by_role("button", name="Yes, mark it as paid").tap()

    page.get_by_text("The invoice is paid.").first.wait_for()
    found = queries.order(order.id, actor=desks.market.seller)
    assert (found.stage, found.answer_code) == ("paid", "CA")
    assert found.lines[0].to_deliver.value == 8
