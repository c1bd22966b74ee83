"""The desk in a real browser: a need is approved on a phone with touch, an invoice is matched and
attested with the keyboard alone, and no page of it has a violation of accessibility."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from avrop.approvals import queries as approvals
from avrop.buying.invoices import queries as invoices
from avrop.buying.invoices.tests.builders import Billed, a_delivered_order, a_document, taken_in
from avrop.buying.payables import actions as payables
from avrop.buying.payables.tests.builders import (
    AT,
    LATER,
    Money,
    a_paying_town,
    an_approved_invoice,
)
from avrop.buying.requisitions import actions as needs
from avrop.buying.requisitions.tests.builders import a_cart
from avrop.kernel.actors import Actor
from avrop.testing.worlds import a_person
from tests.browser.faults import faults_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
PHONE = {"width": 390, "height": 844}
#: More presses of Tab than any page here needs.
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Desk:
    """A town where something waits for each of those who decide."""

    money: Money
    waiting: UUID
    looked_at: UUID
    priced: UUID
    short: UUID
    proposal: UUID
    clerk: Actor


@cache
def the_desk() -> Desk:
    """Everything, once."""
    money = a_paying_town()
    town = money.town
    waiting, looked_at = (
        needs.submit_requisition(
            a_cart(town, money.seller, wanted_date=None), actor=town.requester, at=AT
        )
        for _ in range(2)
    )
    priced = _invoice(money, Billed(1, price="15"), Billed(2))
    short = _invoice(money, received=Decimal(10))
    an_approved_invoice(money)
    clerk = a_person(town.tenant_id, roles=("ap_clerk",))
    proposal = payables.propose_payments(LATER, actor=clerk, at=AT)
    return Desk(money, waiting, looked_at, priced, short, proposal.id, clerk)


def _invoice(money: Money, *billed: Billed, **first: Any) -> UUID:
    order = a_delivered_order(money.town, money.seller, money.office.receiver, **first)
    return taken_in(money.town, a_document(order, money.seller, *billed)).id


@pytest.fixture
def desk(site_address: str) -> Desk:
    """What there is to decide."""
    return the_desk()


def test_what_waits_at_the_desk_has_no_fault_of_access(desk: Desk, open_as: Any) -> None:
    money, office = desk.money, desk.money.office
    difference = invoices.invoice(desk.short, actor=money.town.office).differences[0].id
    found = {}

    for actor, address in (
        (money.town.approver, "/approvals"),
        (money.town.approver, f"/approvals/{desk.looked_at}"),
        (office.receiver, f"/invoices/{desk.short}"),
        (office.receiver, f"/invoices/differences/{difference}"),
        (office.clerk, f"/invoices/{desk.short}/code"),
        (desk.clerk, "/payments/propose"),
        (money.first, f"/payments/{desk.proposal}"),
    ):
        page = open_as(actor)
        page.goto(address)
        found |= faults_of(page, address)
        page.context.close()

    assert found == {}


def test_a_need_is_approved_on_a_phone_by_touch(desk: Desk, open_as: Any) -> None:
    page = open_as(desk.money.town.approver, viewport=PHONE, has_touch=True, is_mobile=True)
    address = f"/approvals/{desk.waiting}"

    page.goto("/approvals")
    page.locator(f"a[href='{address}']").tap()
    page.get_by_role("link", name="Go to the decision").tap()
    page.get_by_label("A word to the requester").fill("Varsågod")
    page.get_by_role("button", name="Approve").tap()

    page.get_by_text("is approved. It goes on by itself.").wait_for()
    found = approvals.request(desk.waiting, actor=desk.money.town.office)
    assert (found.state, found.steps[0].note) == ("approved", "Varsågod")


def test_an_invoice_is_matched_and_attested_with_the_keyboard_alone(
    desk: Desk, open_as: Any
) -> None:
    office = desk.money.office
    address = f"/invoices/{desk.priced}"

    page = open_as(office.prices)
    page.goto(address)
    _tab_to(page, "a[href^='/invoices/differences/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/invoices/differences/**")
    _tab_to(page, "input[name=how]")
    page.keyboard.press("Space")
    _tab_to(page, "textarea[name=reason]")
    page.keyboard.type("Nytt pris enligt avtal")
    _tab_to(page, "main form button")
    page.keyboard.press("Enter")
    page.get_by_text("The difference is settled.").wait_for()

    for person, button, told in (
        (office.clerk, "Give review attest", "has your review attest."),
        (office.decider, "Give decision attest", "is approved for payment."),
    ):
        page = open_as(person)
        page.goto(address)
        _tab_to(page, f"button:text-is('{button}')")
        page.keyboard.press("Enter")
        page.locator(".notes").get_by_text(told).wait_for()

    assert invoices.invoice(desk.priced, actor=desk.money.town.office).state == "approved"


def _tab_to(page: Page, selector: str) -> None:
    """Press Tab until what is meant has the focus."""
    wanted = page.locator(selector).first
    wanted.wait_for()
    for _ in range(PATIENCE):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {selector}")
