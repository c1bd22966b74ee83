"""What is done with an order by hand: sending, deciding on the seller's changes, cancelling, telling."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from avrop.buying.orders import actions, queries
from avrop.buying.orders.kinds import ContactMeans
from avrop.buying.orders.queries import OrderView
from avrop.kernel.scope import tenant_scope
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.buying.cart import OWN, chosen_in, places_to_choose
from avrop.site.pages.frame import show
from avrop.site.pages.orders import show_order
from avrop.site.pages.performing import actor_of, ask, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, MomentField, TextField
from avrop.site.patterns.forms import PageForm

sitemap.register(
    SitePage(
        gettext_lazy("Refuse the seller’s changes"),
        "refuse_changes",
        sitemap.BUY,
        "requester",
        samples=("order",),
    ),
    SitePage(
        gettext_lazy("Choose where to deliver"),
        "choose_order_place",
        sitemap.BUY,
        "requester",
        samples=("order",),
    ),
    SitePage(
        gettext_lazy("Cancel an order"),
        "cancel_order",
        sitemap.BUY,
        "requester",
        samples=("order",),
    ),
    SitePage(
        gettext_lazy("Write down a contact"),
        "log_contact",
        sitemap.BUY,
        "requester",
        samples=("order",),
    ),
)
SPOKEN = ("with_whom", "means", "contact_at", "what")


class ContactForm(PageForm):
    """Whom the reader has spoken with, how, when, and what was said."""

    with_whom = TextField(gettext_lazy("With whom"))
    means = ChoiceField(gettext_lazy("How"), ContactMeans.choices, initial="phone")
    contact_at = MomentField(gettext_lazy("When"))
    what = LongTextField(gettext_lazy("What was said"), longest=1000, rows=3)

    def contact(self) -> dict[str, Any] | None:
        """The contact as a command takes it; None where none is told of."""
        found = {name: self.value(name) for name in SPOKEN}
        if not (found["with_whom"] or found["what"]):
            return None
        spoken_at = found["contact_at"] or now()
        return {**found, "contact_at": spoken_at.isoformat()}


class TellingForm(ContactForm):
    """A reason, and whom the reader has spoken with where the seller takes no such document."""

    reason = LongTextField(
        gettext_lazy("Reason"), hint=gettext_lazy("The seller reads it."), longest=500, rows=2
    )
    field_order = ("how", "reason", *SPOKEN)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name in SPOKEN:
            self.fields[name].required = False


class RefusalForm(TellingForm):
    """What is wanted instead of what the seller offers."""

    how = ChoiceField(
        gettext_lazy("What you want instead"),
        tuple(words.REFUSALS.items()),
        open_list=True,
        initial="insist",
    )

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reason"].required = False


@require_POST
@signed_in
def send(request: Request, order_id: UUID) -> HttpResponse:
    """Send an order that has not been sent."""
    form = PageForm(request)
    if form.sends(actions.send_order, order_id=order_id):
        number = form.answer.number
        messages.success(request, _("The order %(number)s has been sent.") % {"number": number})
        return form.redirect("order", order_id)
    return show_order(request, order_id, form)


@require_POST
@signed_in
def accept_changes(request: Request, order_id: UUID) -> HttpResponse:
    """Take the order as the seller has changed it."""
    form = PageForm(request)
    if form.sends(actions.accept_changes, order_id=order_id):
        messages.success(
            request, _("The changes are accepted. The order stands as the seller answered.")
        )
        return form.redirect("order", order_id)
    return show_order(request, order_id, form)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def refuse_changes(request: Request, order_id: UUID) -> HttpResponse:
    """Say no to the seller's changes."""
    found = ask(request, queries.order_heading, order_id=order_id)
    form = RefusalForm(request, version=found.version, initial={"contact_at": now()})
    if _is_done(form, actions.refuse_changes, order_id):
        messages.success(request, _("The changes are refused."))
        return form.redirect("order", order_id)
    return _form_page(
        request,
        found,
        form,
        title=_("Refuse the changes"),
        lead=_("The seller gets your answer as a document, or from whoever has spoken with it."),
        submit=_("Refuse the changes"),
    )


class PlaceForm(PageForm):
    """To which of the unit's places an order goes; they are known only then."""

    places: ClassVar[Mapping[str, str]] = {"delivery_place": "place_id"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def choose_order_place(request: Request, order_id: UUID) -> HttpResponse:
    """Have an order that is yet to be sent delivered to another place of its unit."""
    found = ask(request, queries.order_heading, order_id=order_id)
    with tenant_scope(actor_of(request).tenant_id):
        places = places_to_choose(found.delivery_unit_id, found.delivery_place_id)
    offered = [(one.value, one.name) for one in places]
    field = ChoiceField(_("Deliver to"), offered, open_list=True)
    form = PlaceForm(
        request,
        version=found.version,
        initial={"place_id": str(found.delivery_place_id or OWN)},
        added={"place_id": field},
    )
    if form.was_sent and form.is_valid():
        chosen = chosen_in(form.cleaned_data)
        if form.sends(actions.choose_delivery_place, order_id=order_id, place_id=chosen):
            messages.success(request, _("The order is now to be delivered there."))
            return form.redirect("order", order_id)
    values = {"order": found, "form": form, "places": places}
    return show(request, "site/orders/place.html", values, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def cancel_order(request: Request, order_id: UUID) -> HttpResponse:
    """Take an order back before its goods are on the way."""
    found = ask(request, queries.order_heading, order_id=order_id)
    form = TellingForm(request, version=found.version, initial={"contact_at": now()})
    if _is_done(form, actions.cancel_order, order_id):
        messages.success(request, _said_of_cancelling(form.answer))
        return form.redirect("order", order_id)
    return _form_page(
        request,
        found,
        form,
        title=_("Cancel the order"),
        lead=_("An order can be taken back until its goods are on the way."),
        submit=_("Cancel the order"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def log_contact(request: Request, order_id: UUID) -> HttpResponse:
    """Write down a contact with the seller."""
    found = ask(request, queries.order_heading, order_id=order_id)
    form = ContactForm(request, initial={"contact_at": now()})
    if _is_done(form, actions.log_contact, order_id):
        messages.success(request, _("The contact is written down."))
        return form.redirect("order", order_id)
    return _form_page(
        request,
        found,
        form,
        title=_("Write down a contact"),
        lead=_("It stands on the order’s way for everybody who sees the order."),
        submit=_("Write it down"),
        color="",
    )


def _is_done(form: ContactForm, command: Callable[..., Any], order_id: UUID) -> bool:
    """Whether the command was run with what the form says, the contact among it."""
    if not (form.was_sent and form.is_valid()):
        return False
    contact = form.contact()
    told = {} if contact is None else {"contact": contact}
    return form.sends(command, order_id=order_id, **told)


def _said_of_cancelling(order: OrderView) -> str:
    if order.state == "cancelled":
        return _("The order is cancelled.")
    return _("The seller has been asked to cancel the order. It stands until the seller agrees.")


def _form_page(
    request: Request,
    order: OrderView,
    form: PageForm,
    *,
    title: str,
    lead: str,
    submit: str,
    color: str = "danger",
) -> HttpResponse:
    values = {
        "order": order,
        "form": form,
        "title": title,
        "lead": lead,
        "submit": submit,
        "color": color,
    }
    return show(request, "site/orders/act.html", values, status=form.status)
