"""Opening every page of the site map as somebody, and saying what is wrong with it in each mode: what
axe finds against WCAG 2.2 A and AA and best practice, and whether one has to scroll sideways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from avrop.site.pages.sitemap import NOBODY, SitePage, all_pages
from tests.browser.faults import AXE, TAGS
from tests.browser.site_walk_world import ASKED, Samples, WalkedWorld, arguments
from tests.browser.stage import half_signed_in_cookie, session_cookie

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: Pages that are everybody's are looked at as somebody who meets the site a few times a week.
ANYBODY = "requester"
#: A requester who has done nothing yet; he sees the pages that lead on as soon as there is something.
NEWCOMER = "newcomer"
EMPTY = frozenset({"cart"})
LARGE_TEXT = "200%"
USUAL_TEXT = 16

#: Addresses with no page of their own, which are not on the map: those that only take what a form of a
#: page sends, and lead on to a page; and those that answer with a file.
TAKES_A_FORM = """
    accept_changes accept_sales_change acknowledge act_on_case act_on_department act_on_question
    act_on_rollout_plan
    act_on_sales_order activate_price_list allocate_gln arrive ask_others assign_price_list
    begin_cart begin_tour call_off_move confirm_contact confirm_options confirm_passkey
    deliver_to despatch_arrived end_absence end_delivery_place end_lending end_other_sessions
    end_session end_substitute favour finish_requester_change
    finish_task flag_contact give_back_task give_up_cart goods_stopped language mend
    new_passkey_options openid_connect_callback openid_connect_login passkey_options
    put_in_cart put_several_in_cart recovery_codes remove_change_step remove_factor resend retry
    revoke_link send_order settle shop_for sign_in_as sign_in_passkey sign_out stay supplier_accept
    supplier_change supplier_paid take_back take_hand_off take_out take_task theme throw_away undo
    use_short_code want_on withdraw_invitation
"""
IS_A_FILE = """
    download import_file import_template invoice_certificate_pdf order_certificate_pdf payload_pdf
    payment_file photo price_list_template receive_worker
    sie_content supplier_invoice_pdf supplier_template
"""


@dataclass(frozen=True, slots=True)
class Mode:
    """How a page is looked at: the screen's width, and what the reader has asked his system for."""

    width: int
    colours: Literal["light", "dark", "forced"] = "light"
    text: str = "100%"

    @property
    def may_be_wide(self) -> bool:
        """Twice the text on the narrowest screen is twice what WCAG 1.4.10 asks for."""
        return self.text == LARGE_TEXT and self.width < 768


#: What is looked at with every change, and what with `--long`.
FEW = (Mode(320), Mode(1440, "dark"))
ALL = tuple(
    mode
    for width in (320, 768, 1440)
    for mode in (
        Mode(width),
        Mode(width, "dark"),
        Mode(width, "forced"),
        Mode(width, text=LARGE_TEXT),
    )
)


def addresses_with_a_page() -> set[str]:
    """The names of every address of the site, but for the API's and those without a page."""
    unseen = {*TAKES_A_FORM.split(), *IS_A_FILE.split()}
    return set(_names(get_resolver().url_patterns)) - unseen


def _names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for one in patterns:
        if isinstance(one, URLPattern) and one.name:
            yield one.name


def address_of(page: SitePage, samples: Samples) -> str:
    """Where a page of the map is with these samples; KeyError where one lacks."""
    address = reverse(page.url, args=list(arguments(page.url, page.samples, samples)))
    return address + ASKED.get(page.url, "").format_map(samples)


def address_for_any(page: SitePage, samples: Samples) -> str:
    """The same for anybody who may open it: without its query where he has nothing to ask about."""
    try:
        return address_of(page, samples)
    except KeyError:
        return reverse(page.url, args=list(arguments(page.url, page.samples, samples)))


def page_named(url: str) -> SitePage:
    """The page of the map whose address has this name."""
    return next(page for page in all_pages() if page.url == url)


def owner_of(page: SitePage) -> str:
    """The role as which a page is looked at."""
    return NEWCOMER if page.url in EMPTY else page.role or ANYBODY


def pages_of(role: str) -> list[SitePage]:
    """The pages that a role owns."""
    return [page for page in all_pages() if owner_of(page) == role]


def pages_for(role: str, samples: Samples) -> Iterator[SitePage]:
    """The pages that somebody with a role may be able to open: there is something to fill them with."""
    for page in all_pages():
        is_without = NOBODY in (page.role, role) and page.role not in ("", role)
        if not is_without and all(
            f"{page.url}.{name}" in samples or name in samples for name in page.samples
        ):
            yield page


class Walker:
    """Somebody in a browser, who opens pages and looks at them."""

    def __init__(
        self, browser: Browser, address: str, world: WalkedWorld, role: str, language: str = "en"
    ) -> None:
        self.reader = None if role == NOBODY else world.readers[role]
        self.samples = world.samples_of(self.reader)
        self.context: BrowserContext = browser.new_context(
            locale="en-GB", base_url=address, reduced_motion="reduce"
        )
        kept = {
            "django_language": language,
            "sessionid": session_cookie(self.reader) if self.reader else half_signed_in_cookie(),
        }
        self.context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in kept.items()]
        )
        self.page: Page = self.context.new_page()

    def close(self) -> None:
        """Leave."""
        self.context.close()

    def open(self, address: str) -> int:
        """Open a page; its status, and 0 where one was led elsewhere."""
        answer = self.page.goto(address)
        assert answer is not None
        arrived = urlsplit(self.page.url).path
        return answer.status if arrived == urlsplit(address).path else 0

    def faults(self, modes: tuple[Mode, ...], within: str = "main") -> dict[Mode, list[str]]:
        """What is wrong with the page that is open, in each mode where something is.

        What is folded within a part of it is unfolded first. The menus of the header lie over the page,
        so they are looked at alone.
        """
        page = self.page
        # Through the debugger, not as a script element: the page's own policy forbids that.
        page.evaluate(AXE.read_text(encoding="utf-8"))
        unfold(page, within)
        part = "body" if within == "main" else within
        found = {}
        for mode in modes:
            enter(page, mode)
            wide = [] if mode.may_be_wide else too_wide(page)
            found[mode] = violations(page, part) + wide
        return {mode: faults for mode, faults in found.items() if faults}


def enter(page: Page, mode: Mode) -> None:
    """Look at the open page in a mode."""
    page.set_viewport_size({"width": mode.width, "height": 900})
    forced: Any = "active" if mode.colours == "forced" else "none"
    scheme: Any = "dark" if mode.colours == "dark" else "light"
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    size = 2 * USUAL_TEXT if mode.text == LARGE_TEXT else USUAL_TEXT
    session = page.context.new_cdp_session(page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": size, "fixed": size}})
    session.detach()
    page.evaluate(
        """() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))
            .then(() => Promise.all(document.getAnimations().map(one => one.finished)))
            .then(() => undefined)"""
    )


def unfold(page: Page, within: str) -> None:
    """Open everything that is folded in a part of the page, and nothing else."""
    page.evaluate(
        "within => document.querySelectorAll('details').forEach("
        "each => { each.open = each.closest(within) !== null })",
        within,
    )


def violations(page: Page, within: str = "body") -> list[str]:
    """What axe finds in a part of the page."""
    result = page.evaluate(
        """async ([tags, within]) => {
            const where = within === 'body' ? document : within
            const found = await axe.run(where, {runOnly: tags, resultTypes: ['violations']})
            return found.violations.map(one => [one.id, one.nodes.map(
                node => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ''}`)])
        }""",
        [TAGS, within],
    )
    return [f"{rule}: {node}" for rule, nodes in result for node in nodes]


def too_wide(page: Page) -> list[str]:
    """Whether one has to scroll sideways, and what is too wide."""
    width, seen, widest = page.evaluate(
        """() => {
            const seen = document.documentElement.clientWidth
            const scrolls = one => one !== null && one !== document.body
                && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement))
            const wide = [...document.body.querySelectorAll('*')].filter(
                one => one.getBoundingClientRect().right > seen + 1 && !scrolls(one.parentElement))
            return [document.documentElement.scrollWidth, seen,
                    wide.slice(0, 2).map(one => one.outerHTML.slice(0, 160))]
        }"""
    )
    return [f"{width} px wide on a screen of {seen}: {widest}"] if width > seen else []
