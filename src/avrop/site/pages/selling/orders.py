"""The seller's orders: the list of all, and one order with what can be done with it and everything that
happened to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import queries as parties
from avrop.selling.billing import queries as billing
from avrop.selling.fulfilment import queries as fulfilment
from avrop.selling.fulfilment.shapes import DespatchView
from avrop.selling.sales import actions, queries
from avrop.selling.sales.links import token_of
from avrop.selling.sales.shapes import LinkView, OrderView, TimelineEntry
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.selling.offers import BUTTONS, CONTROL, EXECUTION, actions_for
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import (
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
from avrop.site.patterns.long_lines import part_shown
from avrop.site.patterns.shapes import Action, Fact, Happened
from avrop.site.patterns.undoing import UNDONE, undo_offered

sitemap.register(
    SitePage(
        gettext_lazy("Sales order"),
        "sales_order",
        sitemap.SELL,
        "order_clerk",
        samples=("sales_order",),
    ),
)
ORDERS = Listing(
    "sales-orders",
    gettext_lazy("Sales orders"),
    columns=(
        link("number", gettext_lazy("Number"), "sales_order"),
        text("customer_name", gettext_lazy("Customer")),
        text("buyer_order_number", gettext_lazy("Customer’s number")),
        tag("stage", gettext_lazy("Stage"), "stage"),
        named("owner_department", gettext_lazy("Department"), "department"),
        day("stage_due_at", gettext_lazy("Due")),
        figure("total", gettext_lazy("Amount")),
    ),
    empty=gettext_lazy("There are no sales orders that you may see."),
    what_next=gettext_lazy("They come in as documents, through the portal, or are keyed by hand."),
    filters=(
        choices("stage", gettext_lazy("Stage"), "stage", gettext_lazy("All")),
        choices("department", gettext_lazy("Department"), "department", gettext_lazy("All")),
        choices("source", gettext_lazy("Came by"), "source", gettext_lazy("All")),
    ),
)


@require_safe
@signed_in
def sales_orders(request: Request) -> HttpResponse:
    """Sales orders, the newest first."""
    return show_list(request, ORDERS, queries.orders_page)


@require_safe
@signed_in
def sales_order(request: Request, order_id: UUID) -> HttpResponse:
    """A sales order: where it stands, its lines with what was promised, and its history."""
    return show_order(request, order_id)


@require_POST
@signed_in
def act(request: Request, order_id: UUID, key: str) -> HttpResponse:
    """One of the things that need nothing but a button."""
    offer = BUTTONS.get(key)
    if offer is None or offer.command is None:
        raise Http404
    form = PageForm(request)
    if form.sends(offer.command, order_id=order_id):
        if offer.command is actions.close_order:
            undo_offered(
                request, str(offer.done), actions.reopen_order, order_id=order_id, reason=UNDONE
            )
        else:
            messages.success(request, offer.done)
        return form.redirect("sales_order", order_id)
    return show_order(request, order_id, form=form)


def show_order(request: Request, order_id: UUID, *, form: PageForm | None = None) -> HttpResponse:
    """The page of an order; with the form that was refused on it."""
    rights = rights_of(request)
    with tenant_scope(actor_of(request).tenant_id):
        found = ask(request, queries.order, order_id=order_id)
        history = ask(request, queries.timeline, order_id=order_id)
        despatches = ask(request, fulfilment.despatches_of, order_id=order_id)
        invoices = ask(request, billing.invoices_of, order_id=order_id)
        links = ask(request, queries.links_of, order_id=order_id)
        people = parties.people(set(_people_in(found, history)))
    names = {person_id: person.name for person_id, person in people.items()}
    values = {
        "order": found,
        "part": part_shown(request, found.lines),
        "form": form,
        "actions": (
            *sending_off(despatches, rights),
            *actions_for(request, EXECUTION, found, rights),
        ),
        "steering": actions_for(request, CONTROL, found, rights, has_primary=False),
        "findings": tuple(say(Problem(one.code, one.values, one.place)) for one in found.findings),
        "holds": tuple(hold for hold in found.holds if hold.released_at is None),
        "given": next((one for one in found.hand_offs if one.state == "given"), None),
        "changes": tuple(one for one in found.changes if one.state in ("pending", "stopping")),
        "may": {right.replace(".", "_"): True for right in rights},
        "keys": keys_of(request, version=found.version),
        "despatches": despatches,
        "invoices": invoices,
        "links": tuple(link_on_page(request, one) for one in links),
        "names": names,
        "is_late": found.stage_due_at is not None and found.stage_due_at < now(),
        "history": tuple(happened(history, names)),
        "facts": facts_of(found),
    }
    status = form.status if form is not None else 200
    return show(request, "site/selling/order.html", values, status=status)


def sending_off(despatches: Iterable[DespatchView], rights: Collection[str]) -> Iterator[Action]:
    """What is packed is sent off from its own page: that comes first."""
    if "fulfilment.ship" in rights:
        for one in despatches:
            if one.state == "packed":
                name = _("Send off %(number)s") % {"number": one.number}
                yield Action(name, reverse("despatch", args=[one.id]), variant="primary")


def facts_of(order: OrderView) -> tuple[Fact, ...]:
    """What is known of an order as a whole."""
    from avrop.site.words import named as word

    message = reverse("message", args=[order.message_id]) if order.message_id else ""
    return (
        Fact(_("Customer’s number"), order.buyer_order_number),
        Fact(_("Came by"), word(order.source, "source")),
        Fact(_("Came in"), order.received_at),
        Fact(_("Priority"), word(order.priority, "priority")),
        Fact(_("Wanted"), order.requested_date),
        Fact(_("Answer is due"), order.answer_due_at if not order.answer_code else None),
        Fact(_("Buyer reference"), order.customer_reference),
        Fact(_("Note from the customer"), order.note),
        Fact(_("The document"), _("The order as it came") if message else "", message),
    )


def link_on_page(request: Request, link: LinkView) -> dict[str, Any]:
    """A link to the order, and whether it opens anything."""
    token = token_of(link.tenant_id, link.id)
    is_open = link.revoked_at is None and link.expires_at > now()
    return {
        "link": link,
        "address": request.build_absolute_uri(reverse("supplier_order", args=[token])),
        "is_open": is_open,
        "take_back": Action(
            _("Take the link back"),
            reverse("revoke_link", args=[link.order_id, link.id]),
            variant="tertiary",
            color="danger",
            post=True,
            hidden=keys_of(request),
            confirm=_("Whoever has the link cannot open the order any more."),
        ),
    }


def happened(history: Iterable[TimelineEntry], names: Mapping[UUID, str]) -> Iterator[Happened]:
    """What happened to an order, in words."""
    from avrop.site.happenings import happening

    before: datetime | None = None
    for entry in history:
        yield Happened(
            at=entry.at,
            sentence=happening(entry.name, entry.facts),
            person=names.get(entry.person_id, "") if entry.person_id else "",
            note=entry.reason,
            kind="" if entry.person_id else "exchange",
            days_before=max(0, (entry.at - before).days) if before else 0,
        )
        before = entry.at


def _people_in(order: OrderView, history: Iterable[TimelineEntry]) -> Iterator[UUID]:
    for person_id in (
        *(entry.person_id for entry in history),
        *(hold.set_by for hold in order.holds),
        *(hand_off.given_by for hand_off in order.hand_offs),
    ):
        if person_id is not None:
            yield person_id
