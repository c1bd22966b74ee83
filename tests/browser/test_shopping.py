"""A requester orders five articles for a Thursday: with the mouse, and with the keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from avrop.buying.requisitions import queries
from avrop.buying.requisitions.tests.builders import Seller, Town, a_seller, a_town
from avrop.parties.delivery import DeliveryDays
from tests.browser.faults import faults_of
from tests.browser.stage import session_cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser]

#: Goods come on Tuesdays and Thursdays, ordered by noon two days before.
CALENDAR = (DeliveryDays("", (2, 4), time(12, 0), 2),)
WANTED = {"Vara 1": "2", "Vara 3": "4", "Vara 5": "3", "Vara 7": "5", "Vara 9": "1"}


@dataclass(frozen=True, slots=True)
class Kitchen:
    """A school with two sellers, and its cook."""

    town: Town
    sellers: tuple[Seller, ...]


@pytest.fixture
def kitchen(site_address: str) -> Kitchen:
    """Somebody who has nothing in the cart yet."""
    town = a_town(default_coding="ansvar=4100 konto=64400")
    dairy = a_seller(town, items=6, delivery_calendar=CALENDAR)
    grocer = a_seller(town, items=9, name="Norrgrossisten AB", delivery_calendar=CALENDAR)
    return Kitchen(town, (dairy, grocer))


@pytest.fixture
def page(kitchen: Kitchen, browser: Browser, site_address: str) -> Iterator[Page]:
    """A browser signed in as the cook."""
    context: BrowserContext = browser.new_context(
        locale="en-GB", base_url=site_address, viewport={"width": 1280, "height": 900}
    )
    cookie: Any = {
        "name": "sessionid",
        "value": session_cookie(kitchen.town.requester),
        "url": site_address,
    }
    context.add_cookies([cookie])
    yield context.new_page()
    context.close()


def thursday() -> str:
    """A Thursday that can still be ordered for, as the page writes it."""
    today = datetime.now(UTC).date()
    day = today + timedelta(days=(3 - today.weekday()) % 7 + 7)
    return f"Thursday {day.day} {day:%B}"


def the_cart(kitchen: Kitchen) -> Any:
    """The one requisition of the cook, as it is stored."""
    found = queries.requisitions_page(actor=kitchen.town.requester, mine=True).items
    assert len(found) == 1
    return queries.requisition(UUID(str(found[0].id)), actor=kitchen.town.requester)


def assert_is_sent(kitchen: Kitchen) -> None:
    """Five lines, on a Thursday, waiting for approval."""
    cart = the_cart(kitchen)
    assert cart.state == "submitted"
    assert {line.name: str(line.quantity.value.normalize()) for line in cart.lines} == WANTED
    assert {line.wanted_date.isoweekday() for line in cart.lines} == {4}


def test_five_articles_are_ordered_for_thursday_with_the_mouse(
    kitchen: Kitchen, page: Page
) -> None:
    page.goto("/shop")
    page.get_by_label("Supplier", exact=True).select_option(label="Norrgrossisten AB")
    page.get_by_text("9 articles", exact=True).wait_for()
    for name, quantity in WANTED.items():
        page.get_by_label(f"Quantity of {name}", exact=True).fill(quantity)
        page.get_by_role("button", name=f"Add {name} to the cart", exact=True).click()
        page.get_by_text(re.compile(f"of {name} was put in the cart")).wait_for()

    page.get_by_role("link", name=re.compile("To the cart: 5 articles")).click()
    page.get_by_label("Have the whole cart delivered on").select_option(label=thursday())
    page.get_by_role("button", name="Set the day").click()
    page.get_by_role("button", name="Go on to send").click()
    page.get_by_text("Nothing stops the cart.").wait_for()
    page.get_by_role("button", name="Send for approval").click()

    page.get_by_text(re.compile("has been sent for approval")).first.wait_for()
    assert_is_sent(kitchen)


def test_five_articles_are_ordered_for_thursday_with_the_keyboard_alone(
    kitchen: Kitchen, page: Page
) -> None:
    page.goto("/shop")
    _tab_to(page, "#shop-seller")
    page.keyboard.type("Norr")
    page.get_by_text("9 articles", exact=True).wait_for()
    for name, quantity in WANTED.items():
        item = kitchen.sellers[1].items[f"I-{name.removeprefix('Vara ')}"]
        _tab_to(page, f"#quantity-{item}")
        page.keyboard.press("Control+a")
        page.keyboard.type(quantity)
        page.keyboard.press("Enter")
        page.get_by_text(re.compile(f"of {name} was put in the cart")).wait_for()

    _tab_to(page, ".shop-bar__cart", backwards=True)
    page.keyboard.press("Enter")
    page.wait_for_url("**/cart/*")
    _tab_to(page, "#wanted_date")
    page.keyboard.type(thursday())
    _tab_to(page, ".cart-tools button")
    page.keyboard.press("Enter")
    page.get_by_text("The whole cart is now wanted on that day.").wait_for()
    _tab_to(page, "button[value=send]")
    page.keyboard.press("Enter")
    page.get_by_text("Nothing stops the cart.").wait_for()
    _tab_to(page, ".where button")
    page.keyboard.press("Enter")

    page.get_by_text(re.compile("has been sent for approval")).first.wait_for()
    assert_is_sent(kitchen)


def _tab_to(page: Page, selector: str, *, backwards: bool = False) -> None:
    """Go to a control by the Tab key, as somebody without a mouse does."""
    for _ in range(200):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"the Tab key does not lead to {selector}")


def test_a_filled_cart_and_what_surrounds_it_have_no_fault_of_access(
    kitchen: Kitchen, page: Page
) -> None:
    page.goto("/shop")
    item = kitchen.sellers[0].items["I-2"]
    page.locator(f"#quantity-{item}").fill("5")
    page.locator(f"#put-{item}").click()
    page.get_by_text(re.compile("was put in the cart")).wait_for()
    cart = queries.open_carts(actor=kitchen.town.requester)[0].id
    line = the_cart(kitchen).lines[0].id
    found = {}

    for address in (
        "/shop",
        "/shop?text=saknas",
        f"/cart/{cart}",
        f"/cart/{cart}/lines/{line}/coding?parts=2",
        f"/cart/{cart}/send",
        "/needs",
    ):
        page.goto(address)
        found |= faults_of(page, address)

    assert found == {}
