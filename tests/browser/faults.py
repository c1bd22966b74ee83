"""What is wrong with a page in a state that the walk over the site map doesn't show: on the narrowest
screen in light colours, and on a wide one in dark ones."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
VIEWS: tuple[tuple[int, Literal["light", "dark"]], ...] = ((320, "light"), (1440, "dark"))
#: A folder to put pictures of what is looked at in, for somebody who wants to see it.
PICTURES = os.environ.get("AVROP_TEST_PICTURES")


def faults_of(page: Page, name: str) -> dict[tuple[str, int, str], list[str]]:
    """What is wrong in each view where something is. All that can be unfolded is unfolded."""
    # Through the debugger, not as a script element: the page's own policy forbids that.
    page.evaluate(AXE.read_text(encoding="utf-8"))
    page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
    found = {}
    for width, scheme in VIEWS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found[name, width, scheme] = violations(page) + too_wide(page)
        if PICTURES:
            path = Path(PICTURES) / f"{name.strip('/').replace('/', '-')}-{width}-{scheme}.png"
            page.screenshot(path=str(path), full_page=True)
    return {view: faults for view, faults in found.items() if faults}


def violations(page: Page) -> list[str]:
    """What axe finds; it must have been given to the page."""
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [
        f"{fault['id']}: {node['html'][:160]}"
        for fault in result["violations"]
        for node in fault["nodes"]
    ]


def too_wide(page: Page) -> list[str]:
    """Whether one has to scroll sideways."""
    width, seen = page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]")
    return [f"{width} px wide on a screen of {seen}"] if width > seen else []
