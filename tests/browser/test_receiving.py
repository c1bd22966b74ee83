"""The goods entrance on a telephone: codes read through the camera, receipts that outlive the network
and the browser."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from avrop.buying.orders.models import OrderLine
from avrop.buying.orders.queries import OrderView
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.tests import builders as goods
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.testing.fixtures import chromium_path
from tests.browser.codes import ean_13, film_of, gs1_128
from tests.browser.network import Network, a_network_to
from tests.browser.stage import session_cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.browser]

GTIN, SSCC = "7350053830455", "373500000000000017"
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "locale": "en-GB",
}


class School:
    """A school that expects goods, and who receives them."""

    def __init__(self, orders: int = 1) -> None:
        self.town = goods.a_town()
        self.seller = goods.a_seller(self.town)
        self.orders: list[OrderView] = [
            goods.a_sent_order(self.town, self.seller) for _ in range(orders)
        ]
        self.receiver: Actor = goods.a_receiver(self.town)

    def receipts(self) -> list[queries.ReceiptView]:
        """What has been registered."""
        return list(queries.receipts_page(actor=self.receiver).items)


@contextmanager
def a_telephone(
    browser: Browser, address: str, actor: Actor, profile: Path, *arguments: str
) -> Iterator[BrowserContext]:
    """A browser of its own that keeps what it keeps in `profile`, signed in; closed at the end."""
    from playwright.sync_api import Error

    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    context = browser.browser_type.launch_persistent_context(
        str(profile),
        executable_path=chromium_path(),
        args=["--disable-dev-shm-usage", *root, *arguments],
        base_url=address,
        **PHONE,
    )
    cookie = {"name": "sessionid", "value": session_cookie(actor), "url": address}
    context.add_cookies([cookie])  # type: ignore[list-item]
    try:
        yield context
    finally:
        with suppress(Error):  # it may have been killed
            context.close()


def scanned(page: Page, tmp_path: Path) -> None:
    page.goto("/receive")
    page.get_by_role("button", name="Use the camera").tap()
    page.wait_for_url("**/receive/orders/**", timeout=60_000)


def test_an_article_is_read_through_the_camera(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    school = School(orders=2)
    line = school.orders[1].lines[1]
    with tenant_scope(school.town.tenant_id):
        OrderLine.objects.filter(id=line.id).update(gtin=GTIN)
    film = film_of(ean_13(GTIN), tmp_path / "article.y4m")
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")

    with a_telephone(
        browser,
        site_address,
        school.receiver,
        tmp_path / "profile",
        *fake,
        f"--use-file-for-fake-video-capture={film}",
    ) as telephone:
        page = telephone.new_page()
        scanned(page, tmp_path)

        assert str(school.orders[1].id) in page.url
        assert page.locator(".goods-line--marked .goods-line__name").inner_text() == line.name


def test_a_package_is_read_through_the_camera_and_received_with_one_touch(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    school = School()
    advice = goods.an_advice(school.orders[0], school.seller, (5, 7))
    with running_here():
        actions.note_despatch(advice, actor=school.town.office, at=goods.AT)
    film = film_of(gs1_128(f"00{SSCC}"), tmp_path / "package.y4m")
    fake = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")

    with a_telephone(
        browser,
        site_address,
        school.receiver,
        tmp_path / "profile",
        *fake,
        f"--use-file-for-fake-video-capture={film}",
    ) as telephone:
        page = telephone.new_page()
        scanned(page, tmp_path)
        page.get_by_role("button", name="All of this package has come").tap()
        page.wait_for_url("**/receive/receipts/**")

    (receipt,) = school.receipts()
    assert [(line.received, line.sscc) for line in receipt.lines] == [(5, SSCC)]


@pytest.fixture
def network(site_address: str) -> Iterator[Network]:
    """The way to the site, which can be cut."""
    with a_network_to(site_address) as network:
        yield network


def test_ten_receipts_without_network_outlive_the_browser_and_arrive_once_each(
    browser: Browser, network: Network, tmp_path: Path
) -> None:
    school = School(orders=10)
    profile = tmp_path / "profile"

    with a_telephone(browser, network.address, school.receiver, profile) as telephone:
        page = telephone.new_page()
        page.goto("/receive")
        page.locator("html[data-goods-kept]").wait_for(state="attached", timeout=60_000)
        network.cut()
        telephone.set_offline(True)
        for before in range(10):
            page.goto("/receive")
            if before:
                page.locator(".goods-card__waits:not([hidden])").nth(before - 1).wait_for()
            page.locator(".goods-card:not(:has(.goods-card__waits:not([hidden]))) a").first.tap()
            page.wait_for_url("**/receive/orders/**")
            page.get_by_role("button", name="Everything has come").tap()
            page.wait_for_url("**/receive")
        page.locator("#goods-queue li").nth(9).wait_for()
        assert page.locator("#goods-queue li").count() == 10
        assert school.receipts() == []
        kill(profile)

    network.mend()
    with a_telephone(browser, network.address, school.receiver, profile) as telephone:
        page = telephone.new_page()
        page.goto("/receive")
        page.get_by_text("No goods are expected.").wait_for(timeout=60_000)
        page.reload()
        assert page.locator("#goods-queue").is_hidden()

    found = school.receipts()
    assert len(found) == 10
    assert {receipt.order_id for receipt in found} == {order.id for order in school.orders}
    assert all([line.received for line in receipt.lines] == [12, 12] for receipt in found)


def kill(profile: Path) -> None:
    """End the browser with this profile as a dead battery does."""
    for process in psutil.process_iter(["cmdline"]):
        if f"--user-data-dir={profile}" in (process.info["cmdline"] or []):
            os.kill(process.pid, signal.SIGKILL)


def test_what_is_refused_after_it_waited_says_why_and_can_be_thrown_away(
    browser: Browser, network: Network, tmp_path: Path
) -> None:
    school = School()
    (order,) = school.orders
    profile = tmp_path / "profile"

    with a_telephone(browser, network.address, school.receiver, profile) as telephone:
        page = telephone.new_page()
        page.goto("/receive")
        page.locator("html[data-goods-kept]").wait_for(state="attached", timeout=60_000)
        network.cut()
        telephone.set_offline(True)
        page.goto(f"/receive/orders/{order.id}")
        page.get_by_role("button", name="Everything has come").tap()
        page.wait_for_url("**/receive")
        with running_here():
            goods.received(order, school.receiver)
        network.mend()
        telephone.set_offline(False)
        page.goto("/receive")
        refused = page.locator("#goods-queue li[data-state=refused]")
        refused.wait_for(timeout=60_000)

        assert "is more than the" in refused.inner_text()
        page.on("dialog", lambda dialog: dialog.accept())
        refused.get_by_role("button", name="Throw away").tap()
        refused.wait_for(state="detached")

    assert len(school.receipts()) == 1


def test_damaged_goods_are_photographed_and_claimed_by_touch(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    school = School()
    (order,) = school.orders

    with a_telephone(browser, site_address, school.receiver, tmp_path / "profile") as telephone:
        page = telephone.new_page()
        page.goto(f"/receive/orders/{order.id}")
        picture = tmp_path / "kross.png"
        page.screenshot(path=str(picture))
        first, second = page.locator(".goods-line").all()
        first.get_by_role("radio", name="All").tap()
        first.get_by_text("Something is wrong").tap()
        first.get_by_label("What is wrong?").select_option("broken")
        first.get_by_label("With how much?").fill("1")
        first.get_by_label("Credit").check()
        first.get_by_label("Photograph").set_input_files(str(picture))
        second.get_by_role("radio", name="Some").tap()
        second.get_by_label("How much has come?").fill("7,5")
        page.get_by_role("button", name="Register what is chosen").tap()
        page.wait_for_url("**/receive/receipts/**")

    (receipt,) = school.receipts()
    assert [(line.received, line.rejected) for line in receipt.lines] == [(12, 1), (7.5, 0)]
    assert [photo.media_type for photo in receipt.photos] == ["image/jpeg"]
    assert len(receipt.claim_ids) == 1
