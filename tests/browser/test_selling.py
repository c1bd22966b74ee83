"""The seller's two desks in a real browser, and the small supplier: from the link to the invoice on the
screen of a phone, with touch, without an account."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
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
from tests.browser.faults import faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
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


def test_orders_at_every_stage_have_no_fault_of_access(desks: Desks, open_as: Any) -> None:
    order, by_link = "/sales-orders/{}".format, f"/o/{desks.token}"
    pages: dict[Any, Page] = {}
    found = {}

    for actor, address in (
        (desks.clerk, order(desks.new)),
        (desks.manager, order(desks.held)),
        (desks.picker, order(desks.packed)),
        (desks.picker, order(desks.packed) + "/pick"),
        (desks.finance, order(desks.packed) + "/bill"),
        (desks.finance, order(desks.billed)),
        (desks.picker, f"/despatches/{desks.despatch}"),
        (desks.picker, f"/despatches/{desks.despatch}/labels"),
        (desks.manager, "/control"),
        (desks.manager, "/control/hand-offs?all=1"),
        (None, by_link),
        (None, f"{by_link}/answer"),
        (None, f"{by_link}/send"),
        (None, f"{by_link}/invoice"),
    ):
        page = pages.setdefault(actor, open_as(actor))
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        found |= faults_of(page, address)

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
    page.get_by_role("link", name="The order").first.tap()
    page.get_by_text("The money has come").tap()
    page.get_by_role("button", name="Yes, mark it as paid").tap()

    page.get_by_text("The invoice is paid.").first.wait_for()
    found = queries.order(order.id, actor=desks.market.seller)
    assert (found.stage, found.answer_code) == ("paid", "CA")
    assert found.lines[0].to_deliver.value == 8
