"""Requesters who come, move and leave: the list, somebody new, and the checklist of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.kernel.canonical import to_plain
from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.onboarding import actions, queries
from avrop.onboarding.queries import Remains, RequesterChangeView
from avrop.parties import queries as parties
from avrop.parties.queries import UnitView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import ChoiceField, DayField, NumberField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, link, named, show_list, tag
from avrop.site.patterns.shapes import Action, Fact
from avrop.site.words import role_name
from avrop.values import Money

MAY_CHANGE = "onboarding.change_requesters"
MOST_PEOPLE = 20
sitemap.register(
    SitePage(
        gettext_lazy("Requesters"),
        "requesters",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        help=gettext_lazy(
            "Everybody who has come, moved or left, from here or by the staff register, and whether "
            "anything is left to do about them."
        ),
        words=gettext_lazy("new requester person short code move leave taker checklist"),
        place=25,
    ),
    SitePage(
        gettext_lazy("Add a requester"),
        "new_requester",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        in_navigation=False,
        help=gettext_lazy(
            "The person, the short code with the invoice reference, and the mandate to order are made "
            "together, or nothing is. A colleague is asked to let the person sign in."
        ),
        place=25,
    ),
    SitePage(
        gettext_lazy("A requester who comes, moves or leaves"),
        "requester_change",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        samples=("requester_change",),
        place=25,
    ),
)
CHANGES = Listing(
    "requesters",
    gettext_lazy("Requesters who come, move and leave"),
    (
        link("person", gettext_lazy("Person"), "requester_change"),
        named("kind", gettext_lazy("What"), "requester_kind"),
        tag("state", gettext_lazy("State"), "requester_state"),
        day("on_day", gettext_lazy("Day")),
        named("source", gettext_lazy("Told by"), "requester_source"),
        day("due_at", gettext_lazy("To be done by")),
    ),
    empty=gettext_lazy("Nobody has come, moved or left."),
    what_next=gettext_lazy("Add a requester, or let somebody move or leave."),
    what_next_url="new_requester",
    what_next_name=gettext_lazy("Add a requester"),
    filters=(
        choices("kind", gettext_lazy("What"), "requester_kind", gettext_lazy("Everything")),
        choices("state", gettext_lazy("State"), "requester_state", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def requesters(request: Request) -> HttpResponse:
    """Those who come, move and leave, the newest first."""
    offered = (
        Action(_("Add a requester"), reverse("new_requester"), "primary"),
        Action(_("Let somebody move or leave"), reverse("people_who_order")),
    )
    values = {"actions": offered if MAY_CHANGE in rights_of(request) else ()}
    return show_list(request, CHANGES, queries.requester_changes_page, values=values)


# --- somebody new ------------------------------------------------------------------------------------


class WelcomeForm(PageForm):
    """Who it is, and what the person orders under."""

    name = TextField(gettext_lazy("Name"))
    email = TextField(
        gettext_lazy("E-mail address"),
        kind="email",
        longest=254,
        hint=gettext_lazy("What the person signs in with."),
    )
    short_code = TextField(gettext_lazy("Short code"), longest=40)
    coding_string = TextField(gettext_lazy("Coding"), longest=500)
    invoice_reference = TextField(gettext_lazy("Invoice reference"), longest=100)
    amount = NumberField(
        gettext_lazy("May order for at most"),
        required=False,
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        hint=gettext_lazy("For one cart. Left empty, the amount has no limit."),
    )
    decision_reference = TextField(
        gettext_lazy("Decision that the mandate rests on"),
        hint=gettext_lazy("Such as the number of the delegation."),
    )
    valid_from = DayField(gettext_lazy("From"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_requester(request: Request) -> HttpResponse:
    """Choose the unit; then say who is to order for it, and under what."""
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.units()
        unit = _chosen(request, units)
        currency = parties.currency()
    first = max(unit.valid_from, today()) if unit else today()
    initial = {
        "name": request.GET.get("name", ""),
        "email": request.GET.get("email", ""),
        "coding_string": unit.default_coding if unit else "",
        "invoice_reference": unit.invoice_reference if unit else "",
        "valid_from": first,
    }
    form = WelcomeForm(request, initial=initial)
    if unit and form.was_sent and form.is_valid():
        amount = form.value("amount")
        limit = {"limit": to_plain(Money(amount, currency))} if amount is not None else {}
        if form.sends(actions.welcome_requester, unit_id=unit.id, **limit):
            messages.success(
                request,
                _("%(name)s is added, with a short code and a mandate.")
                % {"name": form.value("name")},
            )
            return form.redirect("requester_change", form.answer)
    open_units = [one for one in units if one.valid_until is None or one.valid_until >= today()]
    values = {
        "form": form,
        "unit": unit,
        "currency": currency,
        "units": choosing(
            [(str(one.id), one.name) for one in open_units],
            chosen=str(unit.id) if unit else "",
            text=request.GET.get("unit-text", ""),
        ),
    }
    return show(request, "site/onboarding/new_requester.html", values, status=form.status)


def _chosen(request: Request, units: Sequence[UnitView]) -> UnitView | None:
    wanted = request.GET.get("unit", "")
    return next((one for one in units if str(one.id) == wanted), None)


# --- the checklist -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Item:
    """A thing of the checklist, in words."""

    sentence: str
    is_done: bool
    remedy: str
    fixer: str
    address: str = ""


class TakerForm(PageForm):
    """Who takes over. The people are added."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def requester(request: Request, change_id: UUID) -> HttpResponse:
    """What is left to do about somebody, and who does it."""
    found = ask(request, queries.requester_change, change_id=change_id)
    taker = taker_form(request, TakerForm, found.person_id, found.former_unit_id, found.version)
    if taker.sends(actions.name_taker, change_id=change_id):
        messages.success(request, _("What was open has somebody who follows it."))
        return taker.redirect("requester_change", change_id)
    return _show(request, found, taker, None)


@require_POST
@signed_in
def finish(request: Request, change_id: UUID) -> HttpResponse:
    """Say that nothing is left."""
    form = PageForm(request)
    if form.sends(actions.finish_requester_change, change_id=change_id):
        messages.success(request, _("Nothing is left to do."))
        return form.redirect("requesters")
    found = ask(request, queries.requester_change, change_id=change_id)
    taker = taker_form(request, TakerForm, found.person_id, found.former_unit_id, found.version)
    return _show(request, found, taker, form)


def taker_form(
    request: Request,
    kind: type[PageForm],
    person_id: UUID,
    unit_id: UUID | None,
    version: int,
    **initial: Any,
) -> PageForm:
    """A form with the people who can take over: those of the unit, or of a name that is searched for."""
    who = request.GET.get("who", "").strip()
    narrowed: dict[str, Any] = {"text": who} if who or unit_id is None else {"unit_id": unit_id}
    people = ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items
    offered = as_choices(request, people, but=(person_id,))
    field = ChoiceField(
        gettext_lazy("Who takes over what is open?"),
        offered,
        empty=gettext_lazy("Nobody"),
        required=kind is TakerForm,
    )
    return kind(request, version=version, added={"taker_id": field}, initial=initial)


def _show(
    request: Request, found: RequesterChangeView, taker: PageForm, finishing: PageForm | None
) -> HttpResponse:
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.unit_names(
            {one for one in (found.unit_id, found.former_unit_id) if one is not None}
        )
        names = parties.person_names(
            {one for one in (found.taker_id, found.started_by) if one is not None}
        )
    items = tuple(_item(one, found) for one in found.remains)
    left = sum(1 for one in items if not one.is_done)
    is_open = found.state == "open"
    needs_taker = is_open and found.kind != "new" and found.taker_id is None
    form = finishing or PageForm(request, version=found.version)
    values = {
        "found": found,
        "items": items,
        "left": left,
        "done": len(items) - left,
        "facts": _facts(found, units, names),
        "taker": taker if needs_taker and left else None,
        "finish": form if is_open and not left else None,
        "sent": (taker, form),
        "who": request.GET.get("who", ""),
    }
    status = max(taker.status, finishing.status if finishing else 200)
    return show(request, "site/onboarding/requester.html", values, status=status)


#: Where a thing of the list is done.
_DONE_AT = {
    "onboarding.remains_short_code": "add_short_code",
    "onboarding.remains_former_codes": "short_codes",
}


def _item(one: Remains, found: RequesterChangeView) -> Item:
    said = say(Problem(one.code, {"count": one.count}))
    page = "" if one.is_done else _DONE_AT.get(one.code, "")
    query = f"?unit={found.unit_id}" if page == "add_short_code" and found.unit_id else ""
    return Item(
        said.sentence,
        one.is_done,
        "" if one.is_done else said.remedy,
        "" if one.is_done else role_name(one.fixer),
        f"{reverse(page)}{query}" if page else "",
    )


def _facts(
    found: RequesterChangeView, units: dict[UUID, str], names: dict[UUID, str]
) -> tuple[Fact, ...]:
    former = units.get(found.former_unit_id, "") if found.former_unit_id else ""
    return (
        Fact(_("Unit"), units.get(found.unit_id, "") if found.unit_id else "", lang="sv"),
        Fact(_("Former unit"), former if found.kind == "move" else "", lang="sv"),
        Fact(_("Last day") if found.kind == "leave" else _("From"), found.on_day),
        Fact(_("Takes over"), names.get(found.taker_id, "") if found.taker_id else "", lang="sv"),
        Fact(
            _("Begun by"),
            names.get(found.started_by, "") if found.started_by else _("The staff register"),
            lang="sv" if found.started_by else "",
        ),
        Fact(_("To be done by"), found.due_at if found.state == "open" else None),
        Fact(_("Done"), found.done_at),
    )
