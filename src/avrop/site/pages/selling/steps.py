"""Steps with an order that take a form of their own: a reason, a department, a kind of hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from avrop.selling.sales import actions, queries
from avrop.selling.sales.lifecycle import Department, Priority
from avrop.selling.sales.shapes import NewContact, OrderView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, signed_in
from avrop.site.pages.selling.orders import show_order
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, MomentField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.undoing import UNDONE, undo_offered
from avrop.site.words import CONTACT_CHANNELS, CONTACT_EFFECTS, HOLDS

REASON = _("Why? Everybody who works with the order can read it.")


class ReasonForm(PageForm):
    """Why something is done."""

    reason = LongTextField(_("Reason"), hint=REASON, longest=500)


class NoteForm(PageForm):
    """Why an order goes on although something is not in order with it."""

    places: ClassVar[Mapping[str, str]] = {"": "note"}
    note = LongTextField(
        _("Why is it right all the same?"), hint=_("It is kept with the order."), longest=500
    )


class HoldForm(ReasonForm):
    """What kind of hold, and why."""

    field_order = ["hold_type", "reason"]
    hold_type = ChoiceField(_("Kind of hold"), tuple(HOLDS.items()), open_list=True)


class DepartmentForm(ReasonForm):
    """Where an order goes, and why."""

    field_order = ["department", "reason"]
    department = ChoiceField(_("Department"), Department.choices, empty=_("Choose a department"))


class PriorityForm(ReasonForm):
    """How soon an order is to be worked on, and why."""

    field_order = ["priority", "reason"]
    priority = ChoiceField(_("Priority"), Priority.choices, open_list=True)


class GiveForm(PageForm):
    """To whom an order is given."""

    to_department = ChoiceField(_("Department"), Department.choices, empty=_("Choose a department"))
    due_at = MomentField(_("To be ready by"), required=False)
    note = LongTextField(_("Message to them"), required=False, longest=500, rows=3)


class LinkForm(PageForm):
    """Whom a link is for."""

    holder = TextField(
        _("Whom is it for?"),
        hint=_("A name or an e-mail address, so that you know later who has it."),
        required=False,
    )


class ContactForm(PageForm):
    """What was said with the customer."""

    channel = ChoiceField(_("How"), tuple(CONTACT_CHANNELS.items()), empty=_("Choose"))
    counterpart = TextField(_("With whom"))
    spoke_at = MomentField(_("When"))
    summary = LongTextField(_("What was said"), longest=2000)
    effect = ChoiceField(_("What follows"), tuple(CONTACT_EFFECTS.items()), open_list=True)


@dataclass(frozen=True, slots=True)
class Step:
    """A form for an order: what it is called, what it does, what is said when it is done."""

    title: Any
    lead: Any
    submit: Any
    done: Any
    form: type[PageForm]
    command: Callable[..., Any]
    color: str = ""


STEPS: Mapping[str, Step] = {
    "check": Step(
        _("Pass the order on all the same"),
        _("Something is not in order with it. Say why it can be answered nevertheless."),
        _("Pass it on"),
        _("The order is checked and can be answered."),
        NoteForm,
        actions.check_order,
    ),
    "reject": Step(
        _("Reject the order"),
        _("The customer is told at once, with your reason. It cannot be taken back."),
        _("Reject the order"),
        _("The order is rejected; the customer is told."),
        ReasonForm,
        actions.reject_order,
        "danger",
    ),
    "cancel": Step(
        _("Cancel the order"),
        _("Goods that are set aside are given back. The customer is told, with your reason."),
        _("Cancel the order"),
        _("The order is cancelled."),
        ReasonForm,
        actions.cancel_order,
        "danger",
    ),
    "hold": Step(
        _("Put the order on hold"),
        _("It stays where it is until somebody who may releases the hold."),
        _("Put it on hold"),
        _("The order is on hold."),
        HoldForm,
        actions.set_hold,
    ),
    "reassign": Step(
        _("Move the order to another department"),
        _("It moves at once, without being taken over there."),
        _("Move it"),
        _("The order has been moved."),
        DepartmentForm,
        actions.reassign_order,
    ),
    "priority": Step(
        _("Change the priority"),
        _("Everybody who works with the order sees it."),
        _("Change it"),
        _("The priority is changed."),
        PriorityForm,
        actions.set_priority,
    ),
    "give": Step(
        _("Give the order to another department"),
        _("It stays with you until they take it over; they may return it with a reason."),
        _("Give it"),
        _("The order waits to be taken over."),
        GiveForm,
        actions.give_order,
    ),
    "link": Step(
        _("Make a link to the order"),
        _(
            "Whoever has the link can answer the order, deliver and invoice it, without an account, and "
            "nothing else. It is good for 120 days, and can be taken back."
        ),
        _("Make the link"),
        _("The link is made. Copy it under “Links to the order” on this page and send it."),
        LinkForm,
        actions.issue_link,
    ),
    "contact": Step(
        _("Write down a contact with the customer"),
        _("What was agreed by telephone or mail becomes part of the order’s history."),
        _("Write it down"),
        _("The contact is written down."),
        ContactForm,
        actions.record_contact,
    ),
}
_STEP_PAGES = (
    (_("Pass an order on"), "check_sales_order", sitemap.SELL, "order_clerk"),
    (_("Reject an order"), "reject_sales_order", sitemap.SELL, "order_clerk"),
    (_("Cancel an order"), "cancel_sales_order", sitemap.SELL, "order_clerk"),
    (_("Give an order to another department"), "give", sitemap.SELL, "order_clerk"),
    (_("Make a link to an order"), "issue_link", sitemap.SELL, "order_clerk"),
    (_("Write down a contact"), "sales_contact", sitemap.SELL, "order_clerk"),
    (_("Put an order on hold"), "set_hold", sitemap.CONTROL, "order_manager"),
    (_("Move an order"), "reassign", sitemap.CONTROL, "order_manager"),
    (_("Change the priority of an order"), "set_priority", sitemap.CONTROL, "order_manager"),
)
sitemap.register(
    *(
        SitePage(name, url, group, role, samples=("sales_order",))
        for name, url, group, role in _STEP_PAGES
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: Request, order_id: UUID, key: str) -> HttpResponse:
    """The form of a step, and what it is sent to."""
    chosen = STEPS[key]
    order = ask(request, queries.order, order_id=order_id)
    form = chosen.form(request, version=order.version, initial=_initial(order))
    if form.was_sent and form.is_valid() and form.sends(chosen.command, **_given(form, order)):
        _told(request, key, form, order)
        if key == "link":  # it stands far down: its reader comes for it, to copy it
            return HttpResponseRedirect(reverse("sales_order", args=[order_id]) + "#links")
        return form.redirect("sales_order", order_id)
    return show_step(request, chosen, form, order)


def _told(request: Request, key: str, form: PageForm, former: OrderView) -> None:
    """The note of what was done; with Undo where there is a command that takes it back."""
    done = str(STEPS[key].done)
    match key:
        case "reassign":
            undo_offered(
                request,
                done,
                actions.reassign_order,
                order_id=former.id,
                department=former.owner_department,
                reason=UNDONE,
            )
        case "priority":
            undo_offered(
                request,
                done,
                actions.set_priority,
                order_id=former.id,
                priority=former.priority,
                reason=UNDONE,
            )
        case "link":
            undo_offered(request, done, actions.revoke_link, link_id=form.answer)
        case _:
            messages.success(request, done)


def show_step(request: Request, step: Step, form: PageForm, order: OrderView) -> HttpResponse:
    """The page of a step."""
    values = {
        "step": step,
        "form": form,
        "order": order,
        "back": reverse("sales_order", args=[order.id]),
    }
    return show(request, "site/selling/step.html", values, status=form.status)


def _initial(order: OrderView) -> dict[str, Any]:
    spoke_at = timezone.localtime().replace(second=0, microsecond=0)
    return {"priority": order.priority, "spoke_at": spoke_at, "effect": "none"}


def _given(form: PageForm, order: OrderView) -> dict[str, Any]:
    if not isinstance(form, ContactForm):
        return {"order_id": order.id}
    return {"order_id": order.id, "contact": NewContact(**form.cleaned_data)}


# --- holds, hand-offs, changes and links: what stands on an order ------------------------------------

RELEASE = Step(
    _("Release the hold"),
    _("The order goes on from where it is."),
    _("Release the hold"),
    _("The hold is released."),
    ReasonForm,
    actions.release_hold,
)
RETURN = Step(
    _("Return the order"),
    _("It goes back to the department that gave it, with your reason."),
    _("Return it"),
    _("The order is returned."),
    ReasonForm,
    actions.return_hand_off,
)
REFUSE_CHANGE = Step(
    _("Refuse the customer’s change"),
    _("The order stands as it was last agreed. The customer is told, with your reason."),
    _("Refuse it"),
    _("The change is refused; the customer is told."),
    ReasonForm,
    actions.refuse_change,
    "danger",
)
NOT_STOPPED = Step(
    _("The goods could not be stopped"),
    _("The order stands as it was last agreed. The customer is told, with your reason."),
    _("They could not be stopped"),
    _("It is too late for the change; the customer is told."),
    ReasonForm,
    actions.confirm_interception,
    "danger",
)
_PART_PAGES = (
    (RELEASE, "release_hold", sitemap.CONTROL, "order_manager", "hold"),
    (RETURN, "return_hand_off", sitemap.SELL, "seller_finance", "hand_off"),
    (REFUSE_CHANGE, "refuse_sales_change", sitemap.SELL, "order_clerk", "sales_change"),
    (NOT_STOPPED, "goods_not_stopped", sitemap.SELL, "warehouse", "sales_change"),
)
sitemap.register(
    *(
        SitePage(step.title, url, group, role, samples=("sales_order", sample))
        for step, url, group, role, sample in _PART_PAGES
    )
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def release_hold(request: Request, order_id: UUID, hold_id: UUID) -> HttpResponse:
    """Let an order go on."""
    return _part(request, order_id, RELEASE, hold_id=hold_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def return_hand_off(request: Request, order_id: UUID, hand_off_id: UUID) -> HttpResponse:
    """Send an order back to the department that gave it."""
    return _part(request, order_id, RETURN, hand_off_id=hand_off_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def refuse_change(request: Request, order_id: UUID, change_id: UUID) -> HttpResponse:
    """Say no to what the customer wants changed."""
    return _part(request, order_id, REFUSE_CHANGE, change_id=change_id)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def goods_not_stopped(request: Request, order_id: UUID, change_id: UUID) -> HttpResponse:
    """The warehouse says that it is too late for what the customer wants changed."""
    return _part(request, order_id, NOT_STOPPED, change_id=change_id, intercepted=False)


def _part(request: Request, order_id: UUID, chosen: Step, **identity: Any) -> HttpResponse:
    order = ask(request, queries.order, order_id=order_id)
    form = chosen.form(request)
    if form.sends(chosen.command, **identity):
        messages.success(request, chosen.done)
        return form.redirect("sales_order", order_id)
    return show_step(request, chosen, form, order)


@require_POST
@signed_in
def take_hand_off(request: Request, order_id: UUID, hand_off_id: UUID) -> HttpResponse:
    """Take an order over that was given to our department."""
    done = _("The order is with your department now.")
    return _button(request, order_id, actions.take_hand_off, done, hand_off_id=hand_off_id)


@require_POST
@signed_in
def accept_change(request: Request, order_id: UUID, change_id: UUID) -> HttpResponse:
    """Say yes to what the customer wants changed."""
    done = _("The change is agreed; the customer is told.")
    return _button(request, order_id, actions.accept_change, done, change_id=change_id)


@require_POST
@signed_in
def goods_stopped(request: Request, order_id: UUID, change_id: UUID) -> HttpResponse:
    """The warehouse has stopped the goods, so that the change can be answered."""
    given = {"change_id": change_id, "intercepted": True}
    done = _("The goods are stopped. The order desk answers the customer.")
    return _button(request, order_id, actions.confirm_interception, done, **given)


@require_POST
@signed_in
def revoke_link(request: Request, order_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back."""
    return _button(
        request, order_id, actions.revoke_link, _("The link opens nothing now."), link_id=link_id
    )


def _button(
    request: Request, order_id: UUID, command: Callable[..., Any], done: Any, **identity: Any
) -> HttpResponse:
    form = PageForm(request)
    if form.sends(command, **identity):
        messages.success(request, done)
        return form.redirect("sales_order", order_id)
    return show_order(request, order_id, form=form)
