"""Who cannot send and why, for those who look after everybody's buying: the reasons, the carts that
wait, and the people who could send nothing today."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority.roles import CATALOGUE
from avrop.buying.requisitions import queries
from avrop.buying.requisitions.queries import (
    Finding,
    Reason,
    StoppedCart,
    StoppedPerson,
    WhatStops,
)
from avrop.kernel.wording import all_wording
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.mending import way_to_mend
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    day,
    figure,
    link,
    sentence,
    show_list,
    text,
)
from avrop.site.patterns.shapes import Drawing, Point, Tab
from avrop.site.words import named, role_name, tables

RIGHTS = ("requisitions.see_stops",)
#: So many bars are drawn; the table has them all.
MOST_BARS = 10
#: So much of what stops a cart is told in a list; its own page tells it all.
MOST_SENTENCES = 4
sitemap.register(
    SitePage(
        gettext_lazy("What stops ordering"),
        "what_stops",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        help=gettext_lazy(
            "Why carts that people have filled cannot be sent and become orders, gathered by what has "
            "to be mended: one mend often frees many. The same rules decide here as when somebody "
            "sends a cart."
        ),
        words=gettext_lazy("who cannot send, stopped, problems, obstacles, mandate, approver"),
    ),
    SitePage(
        gettext_lazy("Carts that are stopped"),
        "stopped_carts",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        in_navigation=False,
        help=gettext_lazy(
            "Each cart that waits and cannot be sent, with everything that stops it, who can mend it "
            "and how."
        ),
    ),
    SitePage(
        gettext_lazy("People who cannot order"),
        "people_who_cannot_send",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        in_navigation=False,
        help=gettext_lazy(
            "People who could not send anything today: without a mandate, without a unit, without a "
            "place to deliver to, or with nobody who can approve."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class ReasonRow:
    """A reason in words, with the way to what it stops and, where there is one, to what is mended."""

    reason: Reason
    name: str
    address: str
    subject_address: str
    fixer: str
    how: str


@dataclass(frozen=True, slots=True)
class Row:
    """A stopped cart or person with everything that stops it, in words."""

    stopped: Any
    whys: tuple[str, ...]
    fixers: tuple[str, ...]
    hows: tuple[str, ...]

    def __getattr__(self, name: str) -> Any:
        """What the cart or the person itself says."""
        return getattr(self.stopped, name)


def _of_carts() -> Sequence[tuple[str, Any]]:
    return [(code, name) for code, name in tables()["stop"].items() if "person_" not in code]


#: What can stop somebody whatever he wants to send.
OF_PEOPLE = (
    "authority.no_role",
    "authority.mandate_expired",
    "authority.mandate_not_begun",
    "requisitions.person_without_unit",
    "requisitions.unit_is_closed",
    "requisitions.no_delivery_address",
    "approvals.no_approver",
)


def _roles() -> Sequence[tuple[str, Any]]:
    buyers = ("requester", "coordinator", "agreement_manager", "finance_officer", "approver")
    known = (*buyers, "category_manager", "system_administrator")
    return [(role.code, role_name(role.code)) for role in CATALOGUE if role.code in known]


def _joined(texts: Iterable[str]) -> str:
    """Sentences one after another; a cart of a thousand lines may have as many."""
    found = list(dict.fromkeys(texts))
    rest = len(found) - MOST_SENTENCES
    if rest > 0:
        more = ngettext("And %(rest)s thing more.", "And %(rest)s things more.", rest)
        found = [*found[:MOST_SENTENCES], more % {"rest": rest}]
    return " ".join(found)


CARTS = Listing(
    "stopped-carts",
    gettext_lazy("Carts that are stopped"),
    (
        link("number", pgettext_lazy("number of a document", "Number"), "requisition"),
        text("requester", gettext_lazy("Requester")),
        text("unit", gettext_lazy("Unit")),
        sentence("why", gettext_lazy("What stops it"), lambda row: _joined(row.whys)),
        text("fixer", gettext_lazy("Who can mend it"), lambda row: ", ".join(row.fixers)),
        sentence("how", gettext_lazy("How"), lambda row: _joined(row.hows)),
        figure("amount", gettext_lazy("Amount")),
        day("waits_since", gettext_lazy("Waits since")),
    ),
    empty=gettext_lazy("No cart is stopped."),
    what_next=gettext_lazy(
        "A cart comes here when it waits and something keeps it from being sent."
    ),
    filters=(
        Filter(
            "code", gettext_lazy("What stops it"), _of_carts, gettext_lazy("Everything"), "choice"
        ),
        Filter("fixer", gettext_lazy("Who can mend it"), _roles, gettext_lazy("Anybody"), "choice"),
        Filter("about", gettext_lazy("Seller, agreement, unit or person")),
    ),
)
PEOPLE = Listing(
    "people-who-cannot-send",
    gettext_lazy("People who cannot order"),
    (
        text("name", gettext_lazy("Name"), is_head=True),
        text("unit", gettext_lazy("Unit")),
        sentence("why", gettext_lazy("What stops it"), lambda row: _joined(row.whys)),
        text("fixer", gettext_lazy("Who can mend it"), lambda row: ", ".join(row.fixers)),
        figure("carts", gettext_lazy("Carts that wait")),
    ),
    empty=gettext_lazy("Everybody could send today."),
    what_next=gettext_lazy("Who has no mandate, unit or approver comes here."),
    filters=(
        Filter(
            "code",
            gettext_lazy("What stops it"),
            lambda: [(code, tables()["stop"][code]) for code in OF_PEOPLE],
            gettext_lazy("Everything"),
            "choice",
        ),
        Filter("text", gettext_lazy("Name")),
    ),
)


@require_safe
@signed_in
def what_stops(request: Request) -> HttpResponse:
    """The reasons behind what waits and cannot be sent: what stops most, first."""
    found = ask(request, queries.what_stops_most)
    rights = rights_of(request)
    rows = tuple(_row(reason, rights) for reason in found.reasons)
    values = {
        "found": found,
        "counted": _counted(found),
        "rows": rows,
        "drawing": _drawing(rows),
        "tabs": _tabs("what_stops"),
    }
    return show(request, "site/coordinator/stops.html", values)


@require_safe
@signed_in
def stopped_carts(request: Request) -> HttpResponse:
    """Carts that wait and cannot be sent, each with everything that stops it."""
    return show_list(
        request,
        CARTS,
        queries.stopped_carts,
        rows=_cart_rows,
        values={"tabs": _tabs("stopped_carts")},
        template="site/coordinator/stopped.html",
    )


@require_safe
@signed_in
def people_who_cannot_send(request: Request) -> HttpResponse:
    """People who could not send anything today, and why."""
    return show_list(
        request,
        PEOPLE,
        queries.people_who_cannot_send,
        rows=_people_rows,
        values={"tabs": _tabs("people_who_cannot_send")},
        template="site/coordinator/stopped.html",
    )


def _tabs(current: str) -> tuple[Tab, ...]:
    names = {
        "what_stops": _("What has to be mended"),
        "stopped_carts": _("Carts"),
        "people_who_cannot_send": _("People"),
    }
    return tuple(Tab(name, reverse(url), url == current) for url, name in names.items())


def _counted(found: WhatStops) -> str:
    if not found.looked_at:
        return _("No cart waits to be sent.")
    facts = {"stopped": found.stopped, "looked_at": found.looked_at}
    return (
        ngettext(
            "%(stopped)s cart of the %(looked_at)s that wait cannot be sent.",
            "%(stopped)s carts of the %(looked_at)s that wait cannot be sent.",
            found.stopped,
        )
        % facts
    )


def _row(reason: Reason, rights: Collection[str]) -> ReasonRow:
    stop = reason.stop
    chosen = {"code": stop.code} | ({"about": stop.subject} if stop.subject else {})
    known = tables()["stop"]
    name = str(known[stop.code]) if stop.code in known else reason.finding.sentence
    subject = ""
    if stop.kind == "agreement" and stop.subject_id:
        subject = reverse("agreement", args=[stop.subject_id])
    elif mending := way_to_mend(stop.code, reason.finding.values, rights):
        subject = mending.address
    address = f"{reverse('stopped_carts')}?{urlencode(chosen)}"
    fixer = role_name(reason.finding.fixer)
    return ReasonRow(reason, name, address, subject, fixer, _how(reason))


def _how(reason: Reason) -> str:
    """How it is mended; not where that is told in the figures of one line of one cart."""
    known = all_wording().get(reason.stop.code)
    names_figures = known is not None and "%(" in str(known.remedy)
    return _("Each cart says how.") if names_figures else reason.finding.how


def _drawing(rows: Sequence[ReasonRow]) -> Drawing | None:
    """What stops the most, as bars; nothing where there is nothing to compare."""
    if len(rows) < 2:
        return None
    points = tuple(
        Point(
            f"{row.name}: {row.reason.stop.subject}" if row.reason.stop.subject else row.name,
            float(row.reason.carts),
            str(row.reason.carts),
            row.address,
        )
        for row in rows[:MOST_BARS]
    )
    return Drawing(
        _("What stops the most carts"),
        points,
        _("What has to be mended"),
        _("Carts"),
        _("One mend at the top frees more carts than one further down."),
    )


def _cart_rows(items: Sequence[StoppedCart]) -> tuple[Row, ...]:
    return tuple(
        _with_words(item, item.findings, tuple(one.sentence for one in item.findings))
        for item in items
    )


def _people_rows(items: Sequence[StoppedPerson]) -> tuple[Row, ...]:
    return tuple(
        _with_words(
            item, item.findings, tuple(f"{named(one.code, 'stop')}." for one in item.findings)
        )
        for item in items
    )


def _with_words(stopped: Any, findings: Sequence[Finding], whys: tuple[str, ...]) -> Row:
    fixers = dict.fromkeys(role_name(one.fixer) for one in findings)
    hows = dict.fromkeys(one.how for one in findings if one.how)
    return Row(stopped, whys, tuple(fixers), tuple(hows))
