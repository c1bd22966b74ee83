"""The ten main pages for somebody who hears them or has no mouse: data says which language it is in, the
Tab key leads through everything in order, and no two links of one name lead to different places."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pytest

from avrop.site.pages.sitemap import NOBODY
from tests.browser.faults import AXE
from tests.browser.site_walk import Walker, address_of, page_named, unfold

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.browser]
MAIN = {
    "start": "requester",
    "shop": "requester",
    "cart_of": "requester",
    "send_cart": "requester",
    "order": "requester",
    "approval": "approver",
    "receive_order": "receiver",
    "invoice": "ap_clerk",
    "sales_order": "order_clerk",
    "supplier_order": NOBODY,
}
#: Names that the world has given to goods, places, organisations and people.
SWEDISH = re.compile(
    r"[åäöÅÄÖ]|kommun|Bokskolan|Havre|Paracetamol|Mineralvatten|Grossisten|Lind\b|Prislista"
)
_TEXTS = """() => {
    const found = []
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
        const parent = walker.currentNode.parentElement
        if (parent.closest('script, style') === null) {
            found.push([parent.closest('[lang]').lang, walker.currentNode.textContent.trim()])
        }
    }
    return found
}"""
#: What one can do something with, in the order of the page; what only looks so is left out.
_REACHED = """() => [...document.querySelectorAll(
        'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]')]
    .filter(one => one.checkVisibility({visibilityProperty: true})
        && !one.disabled && one.closest('[aria-hidden=true]') === null)
    .map((one, place) => { one.dataset.place = place; return [one.tagName, one.type ?? '',
        one.name ?? '', one.tabIndex] })"""
_FOCUSED = "document.activeElement.dataset.place ?? document.activeElement.tagName"
#: More presses of Tab than any page needs.
PATIENCE = 300


@pytest.fixture(params=MAIN)
def url(request: pytest.FixtureRequest) -> str:
    """One of the main pages."""
    return str(request.param)


def opened(walker: Any, url: str, language: str = "en") -> Walker:
    """A main page, as the one whose it is."""
    reader: Walker = walker(MAIN[url], language)
    status = reader.open(address_of(page_named(url), reader.samples))
    assert status == 200
    return reader


def test_no_swedish_stands_in_a_chinese_page_without_saying_so(walker: Any, url: str) -> None:
    page = opened(walker, url, "zh-hans").page

    texts = page.evaluate(_TEXTS)

    assert [text for lang, text in texts if lang.startswith("zh") and SWEDISH.search(text)] == []
    assert any(lang == "sv" and SWEDISH.search(text) for lang, text in texts)


def test_the_tab_key_leads_through_everything_in_the_order_of_the_page(
    walker: Any, url: str
) -> None:
    page = opened(walker, url).page
    controls = page.evaluate(_REACHED)

    places = _tabbed(page)

    assert [kind for kind, _, _, index in controls if index > 0] == []
    assert page.evaluate("document.querySelector('[data-place=\"0\"]').hash") == "#content"
    assert places == sorted(places)
    assert [controls[one] for one in _unreached(controls, places)] == []


def _tabbed(page: Page) -> list[int]:
    """The places in the page that the Tab key leads to, until it leaves the page."""
    places: list[int] = []
    for _ in range(PATIENCE):
        page.keyboard.press("Tab")
        place = page.evaluate(_FOCUSED)
        if place == "BODY" or (places and int(place) == places[0]):
            return places
        places.append(int(place))
    raise AssertionError("the Tab key does not leave the page")


def _unreached(controls: list[Any], places: list[int]) -> list[int]:
    """What is passed by; of a group of radio buttons one is enough, the arrows lead to the rest."""
    groups = {controls[place][2] for place in places if controls[place][1] == "radio"}
    return [
        place
        for place, (_, kind, name, index) in enumerate(controls)
        if place not in places and index == 0 and not (kind == "radio" and name in groups)
    ]


#: Whether some part of what has the focus is seen: a corner or the middle of it.
_SEEN = """() => {
    const one = document.activeElement, box = one.getBoundingClientRect()
    const across = [box.left + 2, (box.left + box.right) / 2, box.right - 2]
    const down = [box.top + 2, (box.top + box.bottom) / 2, box.bottom - 2]
    return across.some(x => down.some(y => {
        const there = document.elementFromPoint(x, y)
        return there !== null && (one.contains(there) || there.contains(one)
            || (one.labels && [...one.labels].some(label => label.contains(there))))
    }))
}"""


def test_nothing_lies_over_what_has_the_focus_on_a_phone(walker: Any, url: str) -> None:
    """WCAG 2.2, 2.4.11: bars that stick to the edge of the screen hide nothing that is in use."""
    page = opened(walker, url).page
    page.set_viewport_size({"width": 320, "height": 640})
    controls = page.evaluate(_REACHED)
    hidden = []

    for _ in range(len(controls)):
        page.keyboard.press("Tab")
        place = page.evaluate(_FOCUSED)
        if place != "BODY" and not page.evaluate(_SEEN):
            hidden.append(controls[int(place)])

    assert hidden == []


@pytest.mark.parametrize("language", ["en", "sv"])
def test_links_of_one_name_lead_to_one_place(walker: Any, url: str, language: str) -> None:
    page = opened(walker, url, language).page
    unfold(page, "body")
    leads = defaultdict(set)

    for node in _links(page):
        leads[node["name"], node["description"]].add(node["address"])

    assert {name: found for name, found in leads.items() if len(found) > 1} == {}
    assert [found for (name, _), found in leads.items() if not name] == []


def _links(page: Page) -> list[dict[str, str]]:
    """Every link with its name and description as the browser tells them to a screen reader."""
    session = page.context.new_cdp_session(page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    found = []
    for node in nodes:
        if node.get("ignored") or node.get("role", {}).get("value") != "link":
            continue
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        found.append(
            {
                "name": node["name"]["value"].strip(),
                "description": node.get("description", {}).get("value", ""),
                "address": str(properties.get("url", "")).split("#")[0],
            }
        )
    return found


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_name_of_a_control_holds_the_words_that_are_seen_on_it(
    walker: Any, url: str, language: str
) -> None:
    """WCAG 2.2, 2.5.3: who says to his computer what he sees on a button presses that button."""
    page = opened(walker, url, language).page
    unfold(page, "body")

    page.evaluate(AXE.read_text(encoding="utf-8"))

    controls = page.evaluate(_NAMED)

    assert len(controls) > 5
    assert [one for one in controls if _plain(one[0]) not in _plain(one[1])] == []


#: The words that are seen on each control, and its name. Left out is what is cut away for those who see,
#: and keys and numbers that stand there for them alone.
_NAMED = """() => {
    axe.setup(document.body)
    const seen = one => {
        const copy = one.cloneNode(true)
        copy.querySelectorAll('.ds-sr-only, svg, kbd, .count').forEach(part => part.remove())
        return copy.textContent
    }
    const named = [...document.querySelectorAll('a[href], button, summary')]
        .filter(one => one.checkVisibility() && one.closest('[aria-hidden=true]') === null)
        .map(one => [seen(one), axe.commons.text.accessibleText(one)])
    axe.teardown()
    return named
}"""


def _plain(text: str) -> str:
    return re.sub(r"[^\w]+", " ", text).strip().casefold()


# --- time that can be had more of ------------------------------------------------------------------

WARNING_MINUTES = 5
MINUTE = 60_000


def test_who_is_about_to_be_signed_out_can_stay_as_often_as_he_likes(
    walker: Any, settings: Any
) -> None:
    """WCAG 2.2, 2.2.1: the time can be had more of by one press, long before it is over."""
    page = walker("requester").page
    page.clock.install()
    page.goto("/shop")
    with page.expect_response(
        "**text=Havre**"
    ):  # each answer gives the session its whole time again
        page.get_by_label("What do you need?").fill("Havre")
        page.clock.run_for(2_000)
    whole = settings.SESSION_COOKIE_AGE // 60
    dialog = page.get_by_role("dialog", name="Are you still there?")

    for _ in range(2):
        page.clock.fast_forward((whole - WARNING_MINUTES - 2) * MINUTE)
        assert not dialog.is_visible()
        page.clock.fast_forward(3 * MINUTE)
        dialog.wait_for()
        assert page.evaluate("document.activeElement.closest('dialog') !== null")
        with page.expect_response("**/stay") as answer:
            page.keyboard.press("Enter")
        assert answer.value.status == 204
        dialog.wait_for(state="hidden")

    assert page.get_by_label("What do you need?").input_value() == "Havre"


def test_who_was_away_too_long_is_told_and_what_he_typed_is_still_there(
    walker: Any, settings: Any
) -> None:
    page = walker("requester").page
    page.clock.install()
    page.goto("/help")
    page.get_by_label("What do you need?").fill("Jag kommer inte vidare")

    page.clock.fast_forward((settings.SESSION_COOKIE_AGE // 60 + 1) * MINUTE)
    page.get_by_text("You have been signed out").wait_for()
    page.get_by_role("dialog").get_by_role("button", name="Close").click()

    assert page.get_by_label("What do you need?").input_value() == "Jag kommer inte vidare"
