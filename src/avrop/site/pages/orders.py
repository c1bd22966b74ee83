"""The buyer's orders: the list, and one order with the whole way from the need to the money."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from avrop.buying.orders import actions, queries
from avrop.buying.orders.queries import LineQuantities, OrderLineView, OrderView, TraceEntry
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in
from avrop.site.sentences import words_of

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class TracedStep:
    """A step on the order's way, in words; `gap` in whole days since the step before."""

    at: datetime
    sentence: str
    source: str
    person: str
    on_behalf_of: str
    message_id: UUID | None
    gap: int


@dataclass(frozen=True, slots=True)
class LineOnPage:
    """A line with what the ledger says of it."""

    line: OrderLineView
    sums: LineQuantities | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """One of the steps every order takes, and how far it has come: none, partly or fully."""

    name: str
    extent: str


@require_safe
@signed_in
def orders(request: Request) -> HttpResponse:
    """Orders, the newest first, in one state if asked for."""
    arguments = {name: request.GET[name] for name in ("state", "cursor") if request.GET.get(name)}
    page = ask(request, queries.orders_page, limit=PAGE_SIZE, **arguments)
    with tenant_scope(actor_of(request).tenant_id):
        units = _unit_names()
    values = {
        "page": page,
        "units": units,
        "state": arguments.get("state", ""),
        "is_first": "cursor" not in arguments,
    }
    return show(request, _part(request, "site/orders.html"), values)


def _part(request: Request, template: str) -> str:
    return f"{template}#results" if request.htmx and not request.htmx.boosted else template


@require_safe
@signed_in
def order(request: Request, order_id: UUID) -> HttpResponse:
    """An order: where it stands in one sentence, its lines, what was answered, and its whole trace."""
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.order, order_id=order_id)
        standing = ask(request, queries.standing, order_id=order_id)
        sums = {
            one.order_line_id: one for one in ask(request, queries.quantities, order_id=order_id)
        }
        trace = ask(request, queries.trace, order_id=order_id)
        differences = ask(request, queries.difference, order_id=order_id)
        people = _names((found.requester_person_id, *_people_in(trace)))
        units = _unit_names()
        centre = _organisation(found.consignee_organisation_id)
        rights = rights_of(request)
    values = {
        "order": found,
        "standing": say(Problem(standing.code, standing.values)),
        "milestones": _milestones(found),
        "lines": tuple(LineOnPage(line, sums.get(line.id)) for line in found.lines),
        "differences": tuple(_difference(one.code, one.values, one.place) for one in differences),
        "trace": _in_words(trace, people),
        "requester": people.get(found.requester_person_id, ""),
        "unit": units.get(found.unit_id, ""),
        "delivery_unit": units.get(found.delivery_unit_id, ""),
        "centre": centre,
        "may_decide": "accept_changes" in found.available_actions and "orders.decide" in rights,
        "may_send": "send" in found.available_actions and "orders.send" in rights,
    }
    return show(request, "site/order.html", values)


def _difference(code: str, values: Mapping[str, object], place: tuple[str | int, ...]) -> Said:
    return say(Problem(code, values, place))


def _milestones(order: OrderView) -> tuple[Milestone, ...]:
    answered = "none"
    if order.answered_at is not None:
        answered = (
            "partly" if order.state in ("change_pending", "accepted_with_changes") else "fully"
        )
    found = [
        Milestone(pgettext("milestone of an order", "Sent"), "fully" if order.sent_at else "none"),
        Milestone(pgettext("milestone of an order", "Answered"), answered),
        Milestone(pgettext("milestone of an order", "Despatched"), order.despatched),
        Milestone(pgettext("milestone of an order", "Received"), order.received),
        Milestone(pgettext("milestone of an order", "Invoiced"), order.invoiced),
    ]
    if order.consignee_organisation_id is not None:
        found.insert(
            3,
            Milestone(
                pgettext("milestone of an order", "At the distribution centre"), order.at_centre
            ),
        )
    return tuple(found)


def _people_in(trace: Iterable[TraceEntry]) -> Iterable[UUID]:
    for entry in trace:
        yield from (one for one in (entry.person_id, entry.on_behalf_of) if one is not None)


def _names(people: Iterable[UUID]) -> dict[UUID, str]:
    return {one: person.name for one, person in parties.people(set(people)).items()}


def _unit_names() -> dict[UUID, str]:
    return {unit.id: unit.name for unit in parties.units()}


def _organisation(organisation_id: UUID | None) -> str:
    return parties.organisation(organisation_id).name if organisation_id else ""


def _in_words(trace: Iterable[TraceEntry], people: Mapping[UUID, str]) -> tuple[TracedStep, ...]:
    steps: list[TracedStep] = []
    for entry in trace:
        waited = (entry.at - steps[-1].at).days if steps else 0
        steps.append(
            TracedStep(
                at=entry.at,
                sentence=words_of(entry.code, entry.values),
                source=entry.source,
                person=people.get(entry.person_id, "") if entry.person_id else "",
                on_behalf_of=people.get(entry.on_behalf_of, "") if entry.on_behalf_of else "",
                message_id=entry.message_id,
                gap=waited,
            )
        )
    return tuple(steps)


@require_POST
@signed_in
def accept_changes(request: Request, order_id: UUID) -> HttpResponse:
    """Take the order as the seller has changed it."""
    ask(request, actions.accept_changes, order_id=order_id, **_version(request))
    messages.success(
        request, _("The changes are accepted. The order stands as the seller answered.")
    )
    return HttpResponseRedirect(reverse("order", args=[order_id]))


@require_POST
@signed_in
def refuse_changes(request: Request, order_id: UUID) -> HttpResponse:
    """Say no to the seller's changes."""
    ask(
        request,
        actions.refuse_changes,
        order_id=order_id,
        how=request.POST.get("how", ""),
        reason=request.POST.get("reason", "").strip(),
        **_contact(request),
        **_version(request),
    )
    messages.success(request, _("The changes are refused."))
    return HttpResponseRedirect(reverse("order", args=[order_id]))


def _contact(request: Request) -> dict[str, dict[str, str]]:
    """With whom the reader spoke, where the form says so; a moment without a zone is the
    organisation's."""
    facts = {name: request.POST.get(name, "").strip() for name in ("with_whom", "means", "what")}
    if not (facts["with_whom"] or facts["what"]):
        return {}
    spoken_at = request.POST.get("contact_at", "")
    try:
        moment = timezone.make_aware(datetime.fromisoformat(spoken_at)).isoformat()
    except ValueError:
        moment = spoken_at
    return {"contact": {**facts, "contact_at": moment}}


@require_POST
@signed_in
def send(request: Request, order_id: UUID) -> HttpResponse:
    """Send an order that has not been sent."""
    sent = ask(request, actions.send_order, order_id=order_id, **_version(request))
    messages.success(request, _("The order %(number)s has been sent.") % {"number": sent.number})
    return HttpResponseRedirect(reverse("order", args=[order_id]))


def _version(request: Request) -> dict[str, str]:
    version = request.POST.get("version", "")
    return {"expected_version": version} if version else {}
