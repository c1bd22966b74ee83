"""Takes docs/screenshot.png: an order's page in the running demonstration.

Start `./avrop demo`, then run `python tools/screenshot.py [ADDRESS]` with the developers' packages
and a Chromium on the machine. The picture changes only when somebody takes it again.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from avrop.testing.fixtures import chromium_path

if TYPE_CHECKING:
    from playwright.sync_api import Page

PICTURE = Path(__file__).resolve().parent.parent / "docs" / "screenshot.png"
ADDRESS = "http://127.0.0.1:8000"
WIDTH, HEIGHT = 1280, 1000
REQUESTER, SELLER = "Anna Lind", "Norrgrossisten AB"


def take(address: str, picture: Path) -> None:
    """Sign in as the requester, open her newest order of one seller, and save what is seen."""
    path = chromium_path()
    if path is None:
        sys.exit("There is no Chromium on this machine (on Debian: apt-get install chromium).")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []  # Chromium's sandbox refuses root
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        context = browser.new_context(
            locale="en-GB",
            color_scheme="light",
            viewport={"width": WIDTH, "height": HEIGHT},
        )
        context.add_cookies([{"name": "django_language", "value": "en", "url": address}])
        _show_order(context.new_page(), address)
        context.pages[0].screenshot(path=str(picture))
        browser.close()


def _show_order(page: Page, address: str) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_role("button", name=REQUESTER).first.click()
    page.goto(f"{address}/orders")
    row = page.get_by_role("row").filter(has_text=SELLER).first
    row.get_by_role("link").first.click()
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/") if len(sys.argv) > 1 else ADDRESS, PICTURE)
    print(PICTURE)
