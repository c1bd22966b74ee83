"""Getting help by hand in a real browser, from an order to the answer to the closed case.

Every page on the way is free from faults of access on a phone and on a desk.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from avrop.testing.worlds import a_person
from tests.browser.faults import AXE, too_wide, violations
from tests.browser.stage import Stage, the_stage

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
PHONE, DESK = {"width": 320, "height": 844}, {"width": 1440, "height": 900}


@pytest.fixture
def stage(site_address: str) -> Stage:
    """What there is to look at."""
    return the_stage()


def _sound(page: Page) -> None:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert violations(page) + too_wide(page) == [], page.url


def test_help_is_asked_for_on_a_phone_and_given_on_a_desk(stage: Stage, open_as: Any) -> None:
    asking = open_as(stage.buyer, viewport=PHONE)
    answering = open_as(a_person(stage.buyer.tenant_id, roles=("coordinator",)), viewport=DESK)

    asking.goto(f"/help?from=/orders/{stage.changed_order}")
    _sound(asking)
    asking.get_by_label("Something does not happen").check()
    asking.get_by_label("What do you need?").fill("När kommer varorna?")
    asking.get_by_role("button", name="Ask", exact=True).click()
    asking.wait_for_url("**/cases/*")
    _sound(asking)
    case = asking.url
    answering.goto("/cases")
    _sound(answering)
    answering.goto(case)
    answering.get_by_role("textbox", name="Answer").fill("På torsdag.")
    answering.get_by_role("button", name="Send the answer").click()
    answering.get_by_text("The answer is sent.").wait_for()
    _sound(answering)
    asking.goto(case)
    asking.get_by_role("button", name="I have read the answer").click()
    asking.get_by_text("The case can be closed now.").wait_for()
    _sound(asking)
    answering.goto(case)
    answering.get_by_role("button", name="Close the case").click()

    answering.get_by_text("The case is closed.").wait_for()


def test_a_section_is_reached_from_its_screen_and_what_was_missing_becomes_a_question(
    stage: Stage, open_as: Any
) -> None:
    reading = open_as(a_person(stage.buyer.tenant_id, roles=("receiver",)), viewport=PHONE)

    reading.goto("/receive")
    reading.get_by_role("link", name="About this page").click()
    reading.get_by_role("link", name="Receive without a network").click()
    reading.wait_for_url("**/handbook/receiver/without_network")
    _sound(reading)
    reading.get_by_role("button", name="No", exact=True).click()
    reading.get_by_label("What was missing?").fill("Hur länge sparas det?")
    reading.get_by_role("button", name="Send", exact=True).click()
    _sound(reading)
    reading.get_by_role("button", name="Send it as a question").click()

    reading.wait_for_url("**/cases/*")
    reading.get_by_text("Hur länge sparas det?").wait_for()


def test_what_is_looked_for_in_the_handbooks_is_found_without_a_mouse(
    stage: Stage, open_as: Any
) -> None:
    reading = open_as(a_person(stage.buyer.tenant_id, roles=("receiver",)), viewport=DESK)

    reading.goto("/handbook")
    _sound(reading)
    reading.get_by_label("Search the handbooks").focus()
    reading.keyboard.type("wrong goods")
    reading.keyboard.press("Enter")
    reading.wait_for_url("**/handbook/search?q=wrong+goods")
    _sound(reading)
    reading.get_by_role("link", name="Something is wrong with the goods").focus()
    reading.keyboard.press("Enter")

    reading.wait_for_url("**/handbook/receiver/something_is_wrong")
    reading.get_by_role("heading", name="If something goes wrong").wait_for()
