"""What coordinators look after: messages that have got stuck, and price lists that wait for review."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.catalogues import actions as reviewing
from avrop.catalogues import queries as catalogues
from avrop.catalogues.queries import VersionView
from avrop.exchange import queries as exchange
from avrop.exchange.queries import MessageView
from avrop.kernel.paging import LARGEST_PAGE
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action
from avrop.site.words import named as word
from avrop.site.words import tables

sitemap.register(
    SitePage(
        gettext_lazy("Stuck messages"),
        "stuck_messages",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.resend", "exchange.retry", "exchange.settle"),
        help=gettext_lazy(
            "Messages that go no further until somebody does something. Open one to see why, and to "
            "send it again, take it in again or settle the conflict."
        ),
    ),
    SitePage(
        gettext_lazy("Price lists"),
        "price_lists",
        sitemap.AGREEMENTS,
        "category_manager",
        rights=("catalogues.",),
        help=gettext_lazy(
            "Every price list that has come, the newest first. Those in review wait for somebody to "
            "look at what they change, and to put them in force or reject them."
        ),
    ),
    SitePage(
        gettext_lazy("Decide on a price list"),
        "decide_price_list",
        sitemap.AGREEMENTS,
        samples=("price_list", "decision"),
    ),
)
STUCK = Listing(
    "stuck-messages",
    gettext_lazy("Stuck messages"),
    (
        link("number", gettext_lazy("Document"), "message", lambda row: row.name),
        named("direction", gettext_lazy("Direction"), "direction"),
        text("partner", gettext_lazy("Partner")),
        tag("state", gettext_lazy("State"), "message"),
        text("why", gettext_lazy("Why")),
        day("created_at", gettext_lazy("Since")),
    ),
    empty=gettext_lazy("Nothing is stuck."),
    what_next=gettext_lazy("A message comes here when it goes no further by itself."),
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            lambda: [(one.value, tables()["message"][one.value]) for one in exchange.STUCK],
            gettext_lazy("All"),
            "choice",
        ),
    ),
)
PRICE_LISTS = Listing(
    "price-lists",
    gettext_lazy("Price lists"),
    (
        link("catalogue_number", gettext_lazy("Number"), "price_list"),
        text("seller", gettext_lazy("Seller")),
        tag("state", gettext_lazy("State"), "price_list"),
        figure("lines", pgettext_lazy("price list", "Lines")),
        figure("quarantined", gettext_lazy("Lines that wait for a decision")),
        day("valid_from", gettext_lazy("In force from")),
        day("received_at", gettext_lazy("Came in")),
    ),
    empty=gettext_lazy("No price list has come yet."),
    what_next=gettext_lazy("They come from sellers as documents, or are taken in as files."),
    filters=(choices("state", gettext_lazy("State"), "price_list", gettext_lazy("All")),),
)


@dataclass(frozen=True, slots=True)
class StuckRow:
    """A message that is stuck, with its partner and why, in words."""

    message: MessageView
    name: str
    partner: str
    why: str

    def __getattr__(self, name: str) -> Any:
        """What the message itself says."""
        return getattr(self.message, name)


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A price list, with the name of its seller."""

    version: VersionView
    seller: str

    @property
    def lines(self) -> int:
        """How many articles it has."""
        return self.version.counts.lines

    @property
    def quarantined(self) -> int:
        """How many of them wait for a decision."""
        return self.version.counts.quarantined

    def __getattr__(self, name: str) -> Any:
        """What the list itself says."""
        return getattr(self.version, name)


class ReasonForm(PageForm):
    """Why something is decided so."""

    reason = LongTextField(gettext_lazy("Reason"), longest=500, rows=3)


@require_safe
@signed_in
def stuck_messages(request: Request) -> HttpResponse:
    """Messages that wait for somebody to do something about them, and since when."""

    def in_words(items: Sequence[MessageView]) -> tuple[StuckRow, ...]:
        known = ask(request, parties.organisations_page, limit=LARGEST_PAGE).items
        names = {one.endpoint: one.name for one in known if one.endpoint}
        return tuple(_stuck(item, names) for item in items)

    return show_list(request, STUCK, exchange.stuck_page, rows=in_words)


def _stuck(message: MessageView, names: dict[str, str]) -> StuckRow:
    partner = message.receiver if message.direction == "out" else message.sender
    number = message.document_number or message.file_name
    why = exchange.said(message.findings[0]).sentence if message.findings else ""
    name = f"{word(message.kind, 'document')} {number}".strip()
    return StuckRow(message, name, names.get(partner, partner), why)


@require_safe
@signed_in
def price_lists(request: Request) -> HttpResponse:
    """The price lists that have come, in the state that is chosen."""

    def with_sellers(items: Sequence[VersionView]) -> tuple[PriceListRow, ...]:
        with tenant_scope(actor_of(request).tenant_id):
            sellers = parties.organisations({item.seller_organisation_id for item in items})
        return tuple(
            PriceListRow(item, sellers[item.seller_organisation_id].name) for item in items
        )

    return show_list(request, PRICE_LISTS, catalogues.versions_page, rows=with_sellers)


#: What is decided of a price list with a reason: its right, its name, the command, what is said after.
DECISIONS: Mapping[str, tuple[Any, Callable[..., Any], Any]] = {
    "accept-lines": (
        gettext_lazy("Accept the lines that wait"),
        reviewing.accept_lines,
        gettext_lazy("The lines are accepted."),
    ),
    "reject": (
        gettext_lazy("Reject the price list"),
        reviewing.reject_version,
        gettext_lazy("The price list is rejected. What is in force stays as it is."),
    ),
}


def offers_for_price_list(
    request: Request, found: VersionView, rights: Collection[str]
) -> tuple[Action, ...]:
    """What the reader can do with a price list now."""
    offered = []
    if "activate" in found.available_actions and "catalogues.activate" in rights:
        address = reverse("activate_price_list", args=[found.id])
        keys = keys_of(request, version=found.version)
        offered.append(
            Action(_("Put it in force"), address, variant="primary", post=True, hidden=keys)
        )
    if "catalogues.review" in rights:
        if found.state == "in_review" and found.counts.quarantined:
            offered.append(_decision(found, "accept-lines"))
        if "reject" in found.available_actions:
            offered.append(_decision(found, "reject"))
    return tuple(offered)


def _decision(found: VersionView, how: str) -> Action:
    color = "danger" if how == "reject" else ""
    return Action(
        DECISIONS[how][0], reverse("decide_price_list", args=[found.id, how]), color=color
    )


@require_POST
@signed_in
def activate_price_list(request: Request, version_id: UUID) -> HttpResponse:
    """Put a reviewed price list in force."""
    from avrop.site.pages.agreements import show_price_list

    form = PageForm(request)
    if form.sends(reviewing.activate_version, version_id=version_id):
        messages.success(request, _("The price list is in force, or will be on its first day."))
        return form.redirect("price_list", version_id)
    return show_price_list(request, version_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def decide_price_list(request: Request, version_id: UUID, how: str) -> HttpResponse:
    """Accept what waits in a price list, or reject the list, with a reason."""
    if how not in DECISIONS:
        raise Http404
    title, command, done = DECISIONS[how]
    found = ask(request, catalogues.version, version_id=version_id)
    form = ReasonForm(request, version=found.version)
    if form.sends(command, version_id=version_id):
        messages.success(request, done)
        return form.redirect("price_list", version_id)
    values = {
        "version": found,
        "form": form,
        "title": title,
        "color": "danger" if how == "reject" else "",
    }
    return show(request, "site/coordinator/decide.html", values, status=form.status)
