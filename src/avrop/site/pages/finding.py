"""Finding: pages and things to do by name, documents by the beginning of their number. With script it is
a dialog that Ctrl-K opens on every page; without, a page of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import queries as requisitions
from avrop.exchange import queries as exchange
from avrop.kernel.finding import Found
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.selling.sales import queries as sales
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import BUYING, show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.subjects import PAGES
from avrop.site.words import named
from avrop.support import queries as support

sitemap.register(
    SitePage(
        gettext_lazy("Find"),
        "find",
        sitemap.ABOUT,
        help=gettext_lazy(
            "Write the name of a page or of a supplier, or the beginning of the number of an order, a "
            "requisition, an invoice, a sales order or a message. The number alone is enough for this "
            "year's."
        ),
    )
)

LONGEST = 60
MOST_PAGES = 8
#: A supplier is looked for by so many letters of his name, and so many are shown.
SHORTEST_NAME, MOST_SUPPLIERS = 2, 5
#: A section of a handbook is looked for by so many letters, and so many are shown.
SHORTEST_TITLE, MOST_SECTIONS = 4, 3
#: The lists that are narrowed to a supplier.
BY_SUPPLIER = ("orders", "invoices")
#: What can be found by its number, and for whom it is looked for.
NUMBERED: tuple[tuple[tuple[str, ...], Callable[..., tuple[Found, ...]]], ...] = (
    (BUYING, orders.orders_numbered),
    (BUYING, requisitions.requisitions_numbered),
    (BUYING, invoices.invoices_numbered),
    (("sales.",), sales.orders_numbered),
    ((), exchange.messages_numbered),
)
#: The table of words for the state of each kind.
STATES = {
    "order": "order",
    "requisition": "requisition",
    "invoice": "invoice",
    "sales_order": "stage",
    "message": "message",
}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that was found: its name, what kind of thing it is, and where."""

    name: str
    kind: Any
    address: str
    about: str = ""
    state: str = ""
    table: str = ""


@require_safe
@signed_in
def find(request: Request) -> HttpResponse:
    """Everything that fits; straight to it where there is one document and nothing else."""
    text = request.GET.get("q", "").strip()[:LONGEST]
    hits = tuple(_hits(request, text)) if text else ()
    is_part = bool(request.htmx) and not request.htmx.boosted
    if not is_part and len(hits) == 1:
        return HttpResponseRedirect(hits[0].address)
    values = {"text": text, "hits": hits}
    return show(request, "site/find.html#found" if is_part else "site/find.html", values)


def _hits(request: Request, text: str) -> Iterator[Hit]:
    with tenant_scope(actor_of(request).tenant_id):
        rights = rights_of(request)
        pages = _meant(sitemap.pages_for(rights), text)
        yield from (_page(page) for page in pages[:MOST_PAGES])
        yield from _suppliers(text, rights)
        yield from _sections(request, text)
        if not any(character.isdigit() for character in text):
            return
        for wanted, query in NUMBERED:
            if not wanted or any(right.startswith(wanted) for right in rights):
                for one in ask(request, query, text=text):
                    yield _document(one)


def _sections(request: Request, text: str) -> Iterator[Hit]:
    """Sections of the handbooks with all these words in their titles, the reader's own roles first."""
    if len(text) < SHORTEST_TITLE:
        return
    found = ask(request, support.search_handbooks, text=text)
    in_title = [hit.entry for hit in found if hit.is_in_title]
    for one in in_title[:MOST_SECTIONS]:
        yield Hit(one.title, one.book, reverse("handbook_entry", args=[one.role, one.code]))


def _suppliers(text: str, rights: Collection[str]) -> Iterator[Hit]:
    """What there is of suppliers who are called so: the lists of it, for those who may see them. Only
    the suppliers are looked for, so that it costs the same however many orders there are."""
    lists = [page for page in map(sitemap.page_named, BY_SUPPLIER) if page is not None]
    wanted = [page for page in lists if sitemap.is_open(page, rights)]
    if len(text) < SHORTEST_NAME or not wanted:
        return
    for name in parties.organisations_named(text, MOST_SUPPLIERS).values():
        for page in wanted:
            yield Hit(name, page.name, f"{page.address}?{urlencode({'seller': name})}")


def _meant(pages: Iterable[SitePage], text: str) -> list[SitePage]:
    """The pages whose name, other names and part of the site have all these words: at the beginning of
    a word, and only where there is none such, within one ("mistakes" is not meant by "take")."""
    wanted = [re.escape(word) for word in text.casefold().split()]
    known = [(page, _known_by(page)) for page in pages] if wanted else []
    for beginning in (r"\b", ""):
        found = [
            page
            for page, words in known
            if all(re.search(beginning + word, words) for word in wanted)
        ]
        if found:
            return found
    return []


def _known_by(page: SitePage) -> str:
    return f"{page.name} {page.words} {sitemap.GROUPS[page.group]}".casefold()


def _page(page: SitePage) -> Hit:
    return Hit(str(page.name), sitemap.GROUPS[page.group], page.address)


def _document(found: Found) -> Hit:
    page = sitemap.page_named(PAGES[found.kind])
    about = named(found.about, "document") if found.kind == "message" else found.about
    return Hit(
        name=found.number,
        kind=page.name if page else named(found.kind, "document"),
        address=reverse(PAGES[found.kind], args=[found.id]),
        about=about,
        state=found.state,
        table=STATES[found.kind],
    )


def page_of(address: str) -> SitePage | None:
    """The page of the map that an address of this site leads to."""
    from django.urls import Resolver404, resolve

    try:
        match = resolve(urlsplit(address).path)
    except Resolver404:
        return None
    return sitemap.page_named(match.url_name or "")
