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
from avrop.exchange import actions as sending
from avrop.exchange import queries as exchange
from avrop.exchange.pushing import Pushed
from avrop.kernel.paging import LARGEST_PAGE
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.messages import (
    DIRECTION,
    KIND,
    SORTS,
    MessageRow,
    addresses_of,
    rows_of,
)
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoicesField, LongTextField, TickField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    choices,
    chosen_in,
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
        gettext_lazy("Try several messages again"),
        "push_messages",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.retry",),
        in_navigation=False,
        help=gettext_lazy(
            "Tick the stuck messages whose cause has been mended. The outgoing are sent again, the "
            "incoming are taken in again; what is no longer stuck is left alone."
        ),
    ),
    SitePage(
        gettext_lazy("What became of the messages"),
        "pushed_messages",
        sitemap.MESSAGES,
        "coordinator",
        rights=("exchange.retry",),
        in_navigation=False,
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
        day("since", gettext_lazy("Stuck since")),
        text("id", "Id", hidden=True),
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
        DIRECTION,
        KIND,
        Filter("partner", gettext_lazy("Partner")),
    ),
    sorts=SORTS,
)
#: Where the outcomes of what was last tried again are kept for their page.
PUSHED = "pushed_messages"
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

    rights = rights_of(request)
    may_push = "exchange.retry" in rights
    query = request.GET.urlencode()
    address = f"{reverse('push_messages')}?{query}" if query else reverse("push_messages")
    return show_list(
        request,
        STUCK,
        exchange.stuck_page,
        rows=lambda items: rows_of(request, items),
        values={"actions": (Action(_("Try several again"), address),) if may_push else ()},
        partners=addresses_of(request),
    )


class PushForm(PageForm):
    """Which stuck messages are tried again, and why."""

    message_ids = ChoicesField(gettext_lazy("Messages"), [], required=False)
    every = TickField(gettext_lazy("All of these"))
    reason = LongTextField(
        gettext_lazy("What has been mended"),
        hint=gettext_lazy("It stands in the trace of each message."),
        longest=300,
        rows=2,
    )


@dataclass(frozen=True, slots=True)
class PushedRow:
    """What became of a message that was tried again, in words."""

    name: str
    address: str
    outcome: str
    is_going: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def push_messages(request: Request) -> HttpResponse:
    """Choose among stuck messages those that are tried again at once."""
    chosen = chosen_in(request, STUCK)
    found = ask(
        request, exchange.stuck_page, limit=LARGEST_PAGE, partners=addresses_of(request), **chosen
    )
    rows = [row for row in rows_of(request, found.items) if row.available_actions]
    options = {str(row.id): _told(row) for row in rows}
    form = PushForm(request, added={"message_ids": _to_choose(request, options)})
    given = {"message_ids": _ids(request, "shown")} if request.POST.get("every") else {}
    if form.sends(sending.push_on, **given):
        request.session[PUSHED] = [[str(one.message_id), str(one.outcome)] for one in form.answer]
        return form.redirect("pushed_messages")
    values = {"form": form, "rows": rows, "more": found.next_cursor is not None}
    return show(request, "site/coordinator/push.html", values, status=form.status)


def _to_choose(request: Request, options: Mapping[str, str]) -> ChoicesField:
    """The stuck messages, and what is sent though it is no longer stuck: its outcome says so."""
    former = {one: one for one in _ids(request, "message_ids") if one not in options}
    offered = [*options.items(), *former.items()]
    return ChoicesField(gettext_lazy("Messages"), offered, required=False)


def _ids(request: Request, name: str) -> list[str]:
    return [one for one in request.POST.getlist(name) if _is_id(one)]


def _is_id(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


@require_safe
@signed_in
def pushed_messages(request: Request) -> HttpResponse:
    """What became of each message that was last tried again."""
    outcomes = {UUID(one): outcome for one, outcome in request.session.get(PUSHED, [])}
    actor = actor_of(request)
    with tenant_scope(actor.tenant_id):
        known = exchange.messages_by_id(outcomes, actor=actor)
    names = {row.id: row.name for row in rows_of(request, known)}
    rows = tuple(
        PushedRow(
            names.get(one, str(one)),
            reverse("message", args=[one]) if one in names else "",
            word(outcome, "pushed"),
            outcome in (Pushed.SENT_AGAIN, Pushed.TAKEN_IN_AGAIN),
        )
        for one, outcome in outcomes.items()
    )
    going = sum(row.is_going for row in rows)
    return show(request, "site/coordinator/pushed.html", {"rows": rows, "going": going})


def _told(row: MessageRow) -> str:
    """A message as a choice: what it is, whose, and where it stands."""
    facts = {"name": row.name, "partner": row.partner, "state": word(row.state, "message")}
    return _("%(name)s, %(partner)s: %(state)s") % facts


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
