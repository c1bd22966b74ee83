"""The seller's orders: the list by stage, and one order with everything that happened to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.selling.sales import queries
from avrop.selling.sales.shapes import TimelineEntry
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Happened:
    """Something that happened to a sales order, in words where there are any."""

    at: datetime
    sentence: str
    person: str
    reason: str


@require_safe
@signed_in
def sales_orders(request: Request) -> HttpResponse:
    """Sales orders, the newest first, in one stage if asked for."""
    arguments = {name: request.GET[name] for name in ("stage", "cursor") if request.GET.get(name)}
    page = ask(request, queries.orders_page, limit=PAGE_SIZE, **arguments)
    values = {
        "page": page,
        "stage": arguments.get("stage", ""),
        "is_first": "cursor" not in arguments,
    }
    part = "#results" if request.htmx and not request.htmx.boosted else ""
    return show(request, f"site/sales_orders.html{part}", values)


@require_safe
@signed_in
def sales_order(request: Request, order_id: UUID) -> HttpResponse:
    """A sales order: where it stands, its lines with what was promised, and its history."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.order, order_id=order_id)
        history = ask(request, queries.timeline, order_id=order_id)
        people = parties.people({one.person_id for one in history if one.person_id})
    names = {person_id: person.name for person_id, person in people.items()}
    values = {
        "order": found,
        "findings": tuple(say(Problem(one.code, one.values, one.place)) for one in found.findings),
        "history": tuple(_in_words(history, names)),
    }
    return show(request, "site/sales_order.html", values)


def _in_words(history: Iterable[TimelineEntry], names: Mapping[UUID, str]) -> Iterable[Happened]:
    from avrop.site.happenings import happening

    for entry in history:
        yield Happened(
            at=entry.at,
            sentence=happening(entry.name, entry.facts),
            person=names.get(entry.person_id, "") if entry.person_id else "",
            reason=entry.reason,
        )
