"""My needs: every cart of mine, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from avrop.approvals import queries as approvals
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import OrderSummary
from avrop.buying.requisitions import queries
from avrop.buying.requisitions.queries import RequisitionSummary
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.cart import BEING_FILLED
from avrop.site.pages.performing import actor_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Listing,
    choices,
    day,
    figure,
    show_list,
    tag,
    text,
)
from avrop.values import Money

MOST_NAMES = 2

sitemap.register(
    SitePage(
        gettext_lazy("My needs"),
        "needs",
        sitemap.BUY,
        "requester",
        rights=("requisitions.write",),
        place=3,
        words=gettext_lazy("requisitions, carts, drafts"),
        help=gettext_lazy(
            "Your carts and what became of them. A cart is called a requisition once it has been sent, "
            "and becomes orders when it has been approved. Each line says where it stands."
        ),
    )
)


@dataclass(frozen=True, slots=True)
class Need:
    """A cart in the list."""

    id: UUID
    number: str
    state: str
    unit: str
    standing: str
    lines: int
    amount: Money
    wanted_date: date | None
    created_at: datetime
    address: str


def _number(row: Need) -> Cell:
    return Cell(row.number, address=row.address)


NEEDS = Listing(
    "needs",
    gettext_lazy("My needs"),
    columns=(
        Column("number", gettext_lazy("Number"), _number, is_head=True),
        text("unit", gettext_lazy("For"), lang="sv"),
        tag("state", gettext_lazy("State"), "requisition"),
        text("standing", gettext_lazy("Where it stands")),
        day("wanted_date", gettext_lazy("Wanted")),
        day("created_at", gettext_lazy("Begun")),
        figure("lines", gettext_lazy("Lines")),
        figure("amount", gettext_lazy("Amount")),
    ),
    empty=gettext_lazy("You have no needs yet."),
    what_next=gettext_lazy("Put something in your cart, and it stands here."),
    what_next_url="shop",
    what_next_name=gettext_lazy("To the shop"),
    filters=(choices("state", gettext_lazy("State"), "requisition", gettext_lazy("All states")),),
)


@require_safe
@signed_in
def needs(request: Request) -> HttpResponse:
    """The reader's carts, the newest first."""
    with tenant_scope(actor_of(request).tenant_id):
        return show_list(request, NEEDS, queries.requisitions_page, rows=needs_of, mine=True)


def needs_of(items: Sequence[RequisitionSummary]) -> tuple[Need, ...]:
    """Carts with where they stand; five statements for a page of them."""
    units = {one.id: one.name for one in parties.units()}
    submitted = [item.id for item in items if item.state == "submitted"]
    asked = approvals.people_asked_about(submitted) if submitted else {}
    ordered = [item.id for item in items if item.state in ("approved", "ordered", "closed")]
    came = orders.orders_of(ordered) if ordered else {}
    names = {
        one: person.name
        for one, person in parties.people({one for ids in asked.values() for one in ids}).items()
    }
    return tuple(
        Need(
            id=item.id,
            number=item.number,
            state=item.state,
            unit=units.get(item.unit_id, ""),
            standing=_standing(item, [names.get(one, "") for one in asked.get(item.id, ())], came),
            lines=item.lines,
            amount=item.amount,
            wanted_date=item.wanted_date,
            created_at=item.created_at,
            address=_address(item),
        )
        for item in items
    )


def _address(item: RequisitionSummary) -> str:
    return reverse("cart_of" if item.state in BEING_FILLED else "requisition", args=[item.id])


def _standing(item: RequisitionSummary, asked: Sequence[str], came: dict[UUID, Any]) -> str:
    """In a sentence where a cart stands."""
    if item.state == "draft":
        return _("Not sent yet.") if item.lines else _("Empty.")
    if item.state == "returned":
        return _("It came back to you: change it and send it again.")
    if item.state == "submitted":
        return _("Waits for %(names)s.") % {"names": _some(asked)}
    found = came.get(item.id, ())
    if found:
        return _orders_in_words(found)
    if item.state == "closed":
        return _("Put away.")
    return _("Approved; the orders are being made.")


def _some(names: Sequence[str]) -> str:
    first = ", ".join(sorted(name for name in names if name)[:MOST_NAMES])
    more = len(names) - MOST_NAMES
    if not first:
        return _("somebody to approve it")
    if more <= 0:
        return first
    told = ngettext("%(names)s or %(count)d other", "%(names)s or %(count)d others", more)
    return told % {"names": first, "count": more}


def _orders_in_words(found: Sequence[OrderSummary]) -> str:
    """How many orders came of it, and how they stand."""
    states: dict[str, int] = {}
    for order in found:
        name = words.named(order.state, "order")
        states[name] = states.get(name, 0) + 1
    told = ", ".join(
        _("%(state)s: %(count)d") % {"state": name, "count": count}
        for name, count in states.items()
    )
    counted = ngettext(
        "%(count)d order (%(states)s).", "%(count)d orders (%(states)s).", len(found)
    )
    return counted % {"count": len(found), "states": told}
