"""The buyer's orders: the list, and one order with where it stands and its whole way."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_safe

from avrop.buying.orders import queries
from avrop.buying.orders.queries import (
    InvoiceStanding,
    LinePage,
    OrderView,
    TraceEntry,
)
from avrop.exchange import queries as exchange
from avrop.exchange.queries import MessageView
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.parties import queries as parties
from avrop.parties.queries import ContactView, Purpose
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.code_names import codes_of, legend
from avrop.site.pages.frame import show
from avrop.site.pages.order_offers import offers_for
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.whither import name_and_street
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    Sort,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Fact, Happened, Step
from avrop.site.sentences import words_of

LINES_SHOWN = 50
DIFFERENCES_SHOWN = 20
sitemap.register(
    SitePage(
        gettext_lazy("Orders"),
        "orders",
        sitemap.BUY,
        "requester",
        rights=("requisitions.", "orders.", "receipts.", "invoices.", "approvals.", "payables."),
        help=gettext_lazy(
            "Every order that you may see, the newest first. Narrow the list by state or by how much "
            "has been received, or type the beginning of a number; the address of the page keeps what "
            "you chose, so it can be sent to a colleague."
        ),
    ),
    SitePage(
        gettext_lazy("Order"),
        "order",
        sitemap.BUY,
        "requester",
        samples=("order",),
        help=gettext_lazy(
            "The sentence on top says where the order stands. Below it is what you can do next, then "
            "the lines, the documents and everything that has happened from the need to the money."
        ),
    ),
)
ORDERS = Listing(
    "orders",
    gettext_lazy("Orders"),
    columns=(
        link("number", gettext_lazy("Number"), "order"),
        text("seller_name", gettext_lazy("Seller")),
        text("unit_name", gettext_lazy("Unit")),
        tag("state", gettext_lazy("State"), "order"),
        named("received", pgettext_lazy("quantity", "Received"), "extent"),
        day("requested_date", gettext_lazy("Wanted")),
        day("sent_at", pgettext_lazy("milestone of an order", "Sent"), hidden=True),
        figure("amount", gettext_lazy("Amount"), sort="largest"),
    ),
    is_timeless=True,
    empty=gettext_lazy("There are no orders yet."),
    what_next=gettext_lazy("An order is made when a requisition has been approved."),
    filters=(
        Filter("number", gettext_lazy("Number")),
        Filter("seller", gettext_lazy("Supplier")),
        choices("state", gettext_lazy("State"), "order", gettext_lazy("All")),
        choices(
            "received", pgettext_lazy("quantity", "Received"), "extent", gettext_lazy("Whatever")
        ),
        Filter(
            "mine",
            gettext_lazy("Ordered by"),
            lambda: [("true", gettext_lazy("Me"))],
            gettext_lazy("Anybody"),
            "choice",
        ),
    ),
    sorts=(
        Sort("newest", gettext_lazy("The newest first")),
        Sort("oldest", gettext_lazy("The oldest first")),
        Sort("largest", gettext_lazy("The largest first")),
    ),
)


@require_safe
@signed_in
def orders(request: Request) -> HttpResponse:
    """The orders that the reader may see, as he chose and sorted them."""
    return show_list(request, ORDERS, queries.orders_page)


@require_safe
@signed_in
def order(request: Request, order_id: UUID) -> HttpResponse:
    """An order: where it stands in one sentence, its lines, what was answered, and its whole trace."""
    return show_order(request, order_id)


def show_order(request: Request, order_id: UUID, form: PageForm | None = None) -> HttpResponse:
    """The page of an order; with a form, what kept it from being done stands on top."""
    with tenant_scope(actor_of(request).tenant_id):
        seen = ask(
            request, queries.overview, order_id=order_id, after=_after(request), limit=LINES_SHOWN
        )
        documents = _documents(request, seen.trace)
        people = parties.person_names(_people_in(seen.order, seen.trace))
        facts, way = _facts(seen.order, people), _in_words(seen.trace, people)
        codes, rights = codes_of(seen.lines.items), rights_of(request)
        has_places = _has_places(seen.order)
    found, standing, lines, changes = seen.order, seen.standing, seen.lines, seen.changes
    return show(
        request,
        "site/orders/order.html",
        {
            "order": found,
            "facts": facts,
            "trace": way,
            "form": form,
            "standing": say(Problem(standing.code, standing.values)),
            "invoice": seen.invoice if _sees_invoices(rights) else None,
            "milestones": _milestones(found, seen.invoice),
            "offers": offers_for(request, found, rights, has_places=has_places),
            "lines": lines,
            "codes": codes,
            "code_names": legend(codes),
            "after": _after(request),
            "last_line": _last(lines),
            "differences": tuple(_difference(one) for one in changes[:DIFFERENCES_SHOWN]),
            "more_differences": max(0, len(changes) - DIFFERENCES_SHOWN),
            "documents": documents,
        },
        status=form.status if form is not None else 200,
    )


def _has_places(order: OrderView) -> bool:
    """Whether an order that is yet to be sent could go to another place of its unit."""
    if order.sent_at is not None:
        return False
    chosen = order.delivery_place_id is not None
    return chosen or bool(parties.delivery_places(order.delivery_unit_id, since=today()))


def _sees_invoices(rights: Collection[str]) -> bool:
    return any(right.startswith("invoices.") for right in rights)


def _after(request: Request) -> int:
    given = request.GET.get("after", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0


def _last(lines: LinePage) -> int:
    return lines.items[-1].line.position if lines.items else 0


def _difference(change: queries.Change) -> Said:
    return say(Problem(change.code, change.values, change.place))


def _documents(request: Request, trace: Iterable[TraceEntry]) -> tuple[MessageView, ...]:
    """The documents that went and came about the order, invoices among them, the oldest first."""
    named_in = {entry.message_id for entry in trace if entry.message_id is not None}
    return exchange.messages_by_id(named_in, actor=actor_of(request)) if named_in else ()


def _milestones(order: OrderView, invoice: InvoiceStanding | None) -> tuple[Step, ...]:
    answered = "none"
    if order.answered_at is not None:
        answered = (
            "partly" if order.state in ("change_pending", "accepted_with_changes") else "fully"
        )
    found = [
        Step(pgettext("milestone of an order", "Sent"), "fully" if order.sent_at else "none"),
        Step(pgettext("milestone of an order", "Answered"), answered),
        Step(pgettext("milestone of an order", "Despatched"), order.despatched),
        Step(pgettext("milestone of an order", "Received"), order.received),
        _invoiced(order, invoice),
    ]
    if order.consignee_organisation_id is not None:
        found.insert(
            3,
            Step(pgettext("milestone of an order", "At the distribution centre"), order.at_centre),
        )
    return tuple(found)


def _invoiced(order: OrderView, invoice: InvoiceStanding | None) -> Step:
    """An invoice that has come is told of, though none of it counts before it has been matched."""
    name = pgettext("milestone of an order", "Invoiced")
    if invoice is None:
        return Step(name, order.invoiced)
    extent = "partly" if order.invoiced == "none" else order.invoiced
    return Step(name, extent, INVOICE_WAITS.get(invoice.state, ""))


#: What an invoice that has come waits for, in a few words.
INVOICE_WAITS = {
    "received": gettext_lazy("Has come"),
    "differing": gettext_lazy("Has come, but differs"),
    "disputed": gettext_lazy("Has come; disputed"),
    "matched": gettext_lazy("Waits for review attest"),
    "reviewed": gettext_lazy("Waits for decision attest"),
}


def _facts(order: OrderView, people: Mapping[UUID, str]) -> tuple[Fact, ...]:
    """What is known of the order as a whole; inside a scope."""
    units = parties.unit_names({order.unit_id, order.delivery_unit_id})
    centre = order.consignee_organisation_id
    contact = parties.contact_for(
        order.seller_organisation_id, Purpose.ORDERS, unit_id=order.unit_id
    )
    return (
        Fact(gettext_lazy("Ordered by"), people.get(order.requester_person_id)),
        Fact(gettext_lazy("For"), units.get(order.unit_id)),
        *_delivered_to(order, units.get(order.delivery_unit_id, "")),
        Fact(gettext_lazy("By way of"), parties.organisation(centre).name if centre else None),
        Fact(gettext_lazy("Wanted"), order.requested_date),
        Fact(pgettext_lazy("milestone of an order", "Sent"), order.sent_at),
        Fact(gettext_lazy("Answer due"), order.answer_due_at),
        Fact(gettext_lazy("Customer number"), order.customer_number),
        Fact(gettext_lazy("Buyer reference"), order.customer_reference),
        Fact(gettext_lazy("Requisition"), order.requisition_number),
        Fact(gettext_lazy("Seller’s number"), order.sales_order_number),
        *_speaking_with(contact),
        Fact(
            gettext_lazy("Agreement"),
            order.agreement_number,
            reverse("agreement", args=[order.agreement_id]),
        ),
    )


def _delivered_to(order: OrderView, unit: str) -> Iterator[Fact]:
    """The unit, with the further place of its that was chosen. What the document has no room for stands
    here, for whoever speaks with the supplier."""
    if order.delivery_place_id is None:
        yield Fact(gettext_lazy("Delivered to"), unit)
        return
    place = parties.delivery_place(order.delivery_place_id)
    named = ", ".join((unit, name_and_street(place)))
    yield Fact(gettext_lazy("Delivered to"), named, lang="sv")
    yield Fact(gettext_lazy("When goods can be taken in"), place.opening_hours, lang="sv")
    yield Fact(gettext_lazy("Directions to the driver"), place.directions, lang="sv")


def _speaking_with(contact: ContactView | None) -> Iterator[Fact]:
    """Whom the unit speaks with about its orders, marked where that is doubtful."""
    if contact is None:
        return
    ways = ", ".join(way for way in (contact.name, contact.phone, contact.email) if way)
    doubt = gettext_lazy("Nobody has confirmed the contact for a year, or mail to it came back.")
    is_doubtful = contact.is_doubtful(today())
    address = f"mailto:{contact.email}" if contact.email else ""
    yield Fact(gettext_lazy("Whom to speak with"), ways, address, note=doubt if is_doubtful else "")


def _people_in(order: OrderView, trace: Iterable[TraceEntry]) -> Iterator[UUID]:
    yield order.requester_person_id
    for entry in trace:
        yield from (one for one in (entry.person_id, entry.on_behalf_of) if one is not None)


def _in_words(trace: Sequence[TraceEntry], names: Mapping[UUID, str]) -> tuple[Happened, ...]:
    """The steps of the way, each with what leads to its document."""
    people: dict[UUID | None, str] = dict(names.items())
    steps: list[Happened] = []
    for entry in trace:
        steps.append(
            Happened(
                at=entry.at,
                sentence=words_of(entry.code, entry.values),
                person=people.get(entry.person_id, ""),
                on_behalf_of=people.get(entry.on_behalf_of, ""),
                address=reverse("payload", args=[entry.message_id]) if entry.message_id else "",
                address_name=gettext_lazy("The document"),
                kind=entry.source,
                days_before=(entry.at - steps[-1].at).days if steps else 0,
            )
        )
    return tuple(steps)
