"""The map of the site. Each page registers itself here once, beside its view; navigation, search by
keyboard, the help, the page "Site map" and the tests that look at every page read it.

    register(SitePage(_("Orders"), "orders", BUY, "requester", rights=("orders.",)))
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import pgettext_lazy

START, BUY, APPROVE, RECEIVE = "start", "buy", "approve", "receive"
INVOICES, PAYMENTS, SELL, CONTROL = "invoices", "payments", "sell", "control"
MESSAGES, AGREEMENTS, ORGANISATION = "messages", "agreements", "organisation"
RIGHTS, TRAINING, ASSURANCE, ABOUT = "rights", "training", "assurance", "about"
#: In place of a role: a page for who is not signed in, or comes by a link.
NOBODY = "nobody"

#: The parts of the site in the order of the navigation. What is about the site stands in the footer.
GROUPS = {
    START: pgettext_lazy("part of the site", "Start"),
    BUY: pgettext_lazy("part of the site", "Buy"),
    APPROVE: pgettext_lazy("part of the site", "Approve"),
    RECEIVE: pgettext_lazy("part of the site", "Receive"),
    INVOICES: pgettext_lazy("part of the site", "Invoices"),
    PAYMENTS: pgettext_lazy("part of the site", "Payments"),
    SELL: pgettext_lazy("part of the site", "Carry out orders"),
    CONTROL: pgettext_lazy("part of the site", "Control orders"),
    MESSAGES: pgettext_lazy("part of the site", "Messages"),
    AGREEMENTS: pgettext_lazy("part of the site", "Agreements and articles"),
    ORGANISATION: pgettext_lazy("part of the site", "Organisation"),
    RIGHTS: pgettext_lazy("part of the site", "Responsibility and rights"),
    TRAINING: pgettext_lazy("part of the site", "Training"),
    ASSURANCE: pgettext_lazy("part of the site", "Follow-up"),
    ABOUT: pgettext_lazy("part of the site", "About this site"),
}


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of the site.

    `url` is the name of its address, `group` the part of the site, `role` the code of the role that
    owns it (as whom the tests look at it; "" for everybody, NOBODY for who is not signed in).
    `rights` open it, any of them; one that ends with a point stands for all that begin so, and
    without any it is everybody's. `samples` name what its address takes ("order"), so that a test can
    fill them. `in_navigation` is for pages
    without arguments that people go to; `help` says what is done here, in two or three sentences;
    `words` are other names that people may look for it by. `place` orders a part's pages, the lowest
    first.
    """

    name: Any
    url: str
    group: str
    role: str = ""
    rights: tuple[str, ...] = ()
    samples: tuple[str, ...] = ()
    in_navigation: bool = True
    help: Any = ""
    words: Any = ""
    place: int = 10

    @property
    def is_address(self) -> bool:
        """Whether its address takes nothing."""
        return not self.samples

    @property
    def address(self) -> str:
        """Where it is; for a page without samples."""
        return _address(self.url)


@cache
def _address(url: str) -> str:
    return reverse(url)


_PAGES: dict[str, SitePage] = {}


def register(*pages: SitePage) -> None:
    """Put pages on the map; each address once."""
    for page in pages:
        known = _PAGES.setdefault(page.url, page)
        if known != page:
            raise ValueError(f"two pages are called {page.url}")
        if page.group not in GROUPS:
            raise ValueError(f"{page.url}: there is no part of the site called {page.group}")
    all_pages.cache_clear()


@cache
def all_pages() -> tuple[SitePage, ...]:
    """Every page, by the order of the parts, their own place, and of registration."""
    import_module(settings.ROOT_URLCONF)
    order = list(GROUPS)
    return tuple(sorted(_PAGES.values(), key=lambda page: (order.index(page.group), page.place)))


def page_named(url: str) -> SitePage | None:
    """The page with this name of its address."""
    return _PAGES.get(url)


def is_open(page: SitePage, rights: Collection[str]) -> bool:
    """Whether somebody with these rights has something to do there."""
    return not page.rights or any(
        right.startswith(wanted) if wanted.endswith(".") else right == wanted
        for wanted in page.rights
        for right in rights
    )


def pages_for(rights: Collection[str]) -> Iterator[SitePage]:
    """The pages without arguments that somebody with these rights can go to, by part."""
    return (
        page
        for page in all_pages()
        if page.in_navigation and page.is_address and is_open(page, rights)
    )
