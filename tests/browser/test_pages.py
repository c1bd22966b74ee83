"""The pages in a real browser: no violation of accessibility on wide and narrow screens, in light and
dark; nothing said on the console; sign-in by keyboard alone; everything without script."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.faults import faults_of
from tests.browser.stage import PASSWORD, Stage, the_stage

pytestmark = [pytest.mark.browser]

LARGEST_FRAME = 150 * 1024
NO_SUCH = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def stage(site_address: str) -> Stage:
    """What there is to look at."""
    return the_stage()


def addresses(stage: Stage) -> list[tuple[Any, str]]:
    """Every page, and who looks at it."""
    return [
        (None, "/sign-in"),
        (None, "/accessibility"),
        (None, "/no-such-page"),
        (stage.buyer, "/"),
        (stage.buyer, "/orders"),
        (stage.buyer, "/orders?state=closed"),
        (stage.buyer, f"/orders/{stage.changed_order}"),
        (stage.buyer, f"/orders/{stage.draft_order}"),
        (stage.buyer, f"/orders/{NO_SUCH}"),
        (stage.seller, "/"),
        (stage.seller, "/sales-orders"),
        (stage.seller, f"/sales-orders/{stage.sales_order}"),
        (stage.seller, "/messages"),
        (stage.seller, f"/messages/{stage.good_message}"),
        (stage.seller, f"/messages/{stage.bad_message}"),
        (stage.seller, f"/messages/{stage.good_message}/payload"),
        (stage.seller, f"/messages/{stage.bad_message}/payload"),
        (stage.seller, "/take-in"),
    ]


def test_pages_in_unusual_states_have_no_fault_of_access(stage: Stage, open_context: Any) -> None:
    found = {}

    for actor, address in (
        (None, "/no-such-page"),
        (stage.buyer, "/orders?state=closed"),
        (stage.buyer, f"/orders/{stage.changed_order}"),
        (stage.buyer, f"/orders/{stage.draft_order}"),
        (stage.buyer, f"/orders/{NO_SUCH}"),
        (stage.seller, "/"),
        (stage.seller, f"/messages/{stage.bad_message}"),
        (stage.seller, f"/messages/{stage.bad_message}/payload"),
    ):
        page = open_context(actor).new_page()
        page.goto(address)
        found |= faults_of(page, address)
        page.close()

    assert found == {}


def test_the_browser_has_nothing_to_complain_about(
    stage: Stage, open_context: Any, site_address: str
) -> None:
    said: list[str] = []

    for actor, address in addresses(stage):
        context = open_context(actor)
        page = context.new_page()
        page.on("console", lambda message, where=address: said.append(f"{where}: {message.text}"))
        page.on("pageerror", lambda error, where=address: said.append(f"{where}: {error}"))
        page.on(
            "request", lambda request, ours=site_address: said.extend(_foreign(request.url, ours))
        )
        page.goto(address)
        page.wait_for_load_state("networkidle")
        context.close()

    assert [line for line in said if "404 (Not Found)" not in line] == []


def _foreign(asked: str, ours: str) -> list[str]:
    return [] if asked.startswith((ours, "data:")) else [asked]


def test_signing_in_needs_nothing_but_a_keyboard(stage: Stage, open_context: Any) -> None:
    page = open_context().new_page()
    page.goto("/messages")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to the content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type(stage.stranger_email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/messages")

    assert page.locator("h1").inner_text() == "Messages"


def test_the_menu_opens_by_keyboard_and_escape_closes_it(stage: Stage, open_context: Any) -> None:
    page = open_context(stage.seller).new_page()
    page.goto("/")
    menu = page.locator(".site-tools details.menu")

    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    assert menu.get_attribute("open") is not None
    for choice in ("Practise", "Your sign-in", "Sign out"):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent").strip() == choice
    page.keyboard.press("Escape")

    assert menu.get_attribute("open") is None
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_what_has_the_focus_is_seen(stage: Stage, open_context: Any) -> None:
    page = open_context(stage.seller).new_page()
    page.goto("/messages")

    unseen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        outline = page.evaluate(
            "(e => [e.tagName + '#' + e.id, getComputedStyle(e).outlineStyle,"
            " getComputedStyle(e).boxShadow])(document.activeElement)"
        )
        if not outline[0].startswith("BODY") and outline[1] == "none" and outline[2] == "none":
            unseen.append(outline)

    assert unseen == []


def test_everything_works_without_script(stage: Stage, open_context: Any) -> None:
    page = open_context(stage.seller, java_script_enabled=False).new_page()
    page.goto("/messages")

    page.select_option("#by-state", "refused")
    page.click("text=Show >> visible=true")
    page.wait_for_url("**state=refused**")
    assert page.locator("tbody tr").count() == 1
    page.click("button:has-text('Dark')")
    assert page.locator("html").get_attribute("data-color-scheme") == "dark"
    page.click("button:has-text('Svenska')")

    assert page.locator("html").get_attribute("lang") == "sv"
    assert "state=refused" in page.url


def test_choosing_a_filter_changes_the_list_and_the_address(
    stage: Stage, open_context: Any
) -> None:
    page = open_context(stage.seller).new_page()
    page.goto("/messages")

    page.select_option("#by-state", "refused")
    page.wait_for_url("**state=refused**")

    assert page.locator("tbody tr").count() == 1


def test_a_file_is_taken_in_by_hand(stage: Stage, open_context: Any) -> None:
    page = open_context(stage.seller).new_page()
    page.goto("/take-in")

    page.set_input_files(
        "#files", [{"name": "tom.xml", "mimeType": "text/xml", "buffer": b"<tom/>"}]
    )
    page.click("main button")

    assert page.locator(".outcomes .ds-tag").inner_text() == "Refused"
    assert page.locator(".problem").count() >= 1


def test_the_frame_of_a_page_is_small(stage: Stage, open_context: Any) -> None:
    page = open_context(stage.seller).new_page()
    sizes: dict[str, int] = {}
    page.on("response", lambda answer: sizes.update({answer.url: _packed(answer.body())}))

    page.goto("/")
    page.wait_for_load_state("networkidle")

    assert sum(sizes.values()) <= LARGEST_FRAME


def _packed(body: bytes) -> int:
    return min(len(body), len(gzip.compress(body)))


@pytest.mark.parametrize("folder", ["tests/browser/vendor", "src/avrop/site/static/vendor"])
def test_files_of_others_are_as_the_manifest_says(folder: str) -> None:
    here = Path(__file__).parents[2] / folder
    manifest = json.loads((here / "manifest.json").read_text(encoding="utf-8"))
    listed = {name: digest for entry in manifest for name, digest in entry["files"].items()}

    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in here.iterdir()
        if path.name != "manifest.json"
    }

    assert found == listed
    assert all(entry["licence"] and entry["version"] for entry in manifest)
