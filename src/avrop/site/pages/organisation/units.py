"""A unit: everything about it, opening one and changing its facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.parties import actions, queries
from avrop.parties.queries import PostalAddress, UnitFacts, UnitView
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.organisation.places import places_of
from avrop.site.pages.organisation.quality import found_in
from avrop.site.pages.organisation.tree import MAY_CHANGE
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import DayField, LongTextField, TextField, TickField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action, Fact, Happened

EVER = datetime(2000, 1, 1, tzinfo=UTC)
MOST_STEPS = 50
sitemap.register(
    SitePage(
        gettext_lazy("A unit"),
        "unit",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        samples=("unit",),
        help=gettext_lazy(
            "Everything about a unit, and what it still lacks before it can order. It is never deleted: "
            "it closes on a day, and what is open finishes under it."
        ),
        place=1,
    ),
    SitePage(
        gettext_lazy("Open a unit"),
        "open_unit",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        in_navigation=False,
        place=1,
    ),
    SitePage(
        gettext_lazy("Change a unit"),
        "change_unit",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        samples=("unit",),
        help=gettext_lazy(
            "A unit that moves keeps its own GLN. A place of delivery that is another place needs a GLN "
            "of its own, unless the address was only wrong."
        ),
        place=1,
    ),
)
_ADDRESS = ("street", "additional_street", "postal_code", "city", "country")


class UnitForm(PageForm):
    """What is known of a unit."""

    places = {
        "unit.name": "name",
        "unit.code": "code",
        "unit.gln": "gln",
        "gln": "gln",
        "address.gln": "place_gln",
        "unit.delivery_address.gln": "place_gln",
        "unit.delivery_address": "street",
    }
    name = TextField(gettext_lazy("Name"))
    code = TextField(
        gettext_lazy("Code"),
        longest=50,
        required=False,
        hint=gettext_lazy("What other systems, such as payroll, know the unit by."),
    )
    gln = TextField(
        gettext_lazy("GLN"),
        longest=20,
        required=False,
        hint=gettext_lazy("Thirteen digits from our own series. It can be allocated afterwards."),
    )
    addressee = TextField(gettext_lazy("Name at the place of delivery"), required=False)
    street = TextField(gettext_lazy("Street"), required=False)
    additional_street = TextField(gettext_lazy("Second line of the address"), required=False)
    postal_code = TextField(gettext_lazy("Postal code"), longest=20, required=False)
    city = TextField(gettext_lazy("City"), longest=100, required=False)
    country = TextField(gettext_lazy("Country"), longest=2, required=False)
    place_gln = TextField(gettext_lazy("GLN of the place"), longest=20, required=False)
    opening_hours = TextField(gettext_lazy("Opening hours"), required=False)
    invoice_reference = TextField(gettext_lazy("Invoice reference"), longest=100, required=False)
    default_coding = LongTextField(
        gettext_lazy("Usual coding"), longest=1000, rows=2, required=False
    )
    serves_food = TickField(gettext_lazy("Takes in food, so that it needs delivery days"))
    by_centre = TickField(gettext_lazy("Its goods come by way of the distribution centre"))

    def facts(self) -> dict[str, Any]:
        """The unit as it is stated, in plain values."""
        address = {name: self.value(name) for name in _ADDRESS}
        is_there = any(address[name] for name in ("street", "postal_code", "city"))
        place = {
            **address,
            "country": address["country"] or "SE",
            "name": self.value("addressee"),
            "gln": self.value("place_gln"),
        }
        plain = {
            name: self.value(name)
            for name in UnitFacts.__dataclass_fields__
            if name != "delivery_address"
        }
        return {**plain, "delivery_address": place if is_there else None}


class OpenForm(UnitForm):
    """A new unit."""

    valid_from = DayField(gettext_lazy("It opens on"))


class ChangeForm(UnitForm):
    """Other facts about a unit."""

    address_is_corrected = TickField(
        gettext_lazy("The address was wrong: it is the same place as before, and keeps its GLN")
    )


def _initial(view: UnitView) -> dict[str, Any]:
    address = view.delivery_address or PostalAddress()
    return {
        **{name: getattr(view, name) for name in UnitFacts.__dataclass_fields__},
        **{name: getattr(address, name) for name in _ADDRESS},
        "addressee": address.name,
        "place_gln": address.gln,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def open_unit(request: Request) -> HttpResponse:
    """A new unit within another one, or outermost."""
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.units(on=today())
    parent = next((one for one in units if str(one.id) == request.GET.get("in", "")), None)
    form = OpenForm(request, initial={"valid_from": today(), "country": "SE"})
    if form.was_sent and form.is_valid():
        wanted: dict[str, Any] = {"unit": form.facts()}
        if parent is not None:
            wanted["parent_id"] = parent.id
        if form.sends(actions.open_unit, **wanted):
            messages.success(request, _("%(unit)s is opened.") % {"unit": form.value("name")})
            return form.redirect("unit", form.answer)
    values = {
        "form": form,
        "parent": parent,
        "units": choosing(
            [(str(one.id), one.name) for one in units],
            chosen=str(parent.id) if parent else "",
            text=request.GET.get("in-text", ""),
        ),
    }
    return show(request, "site/organisation/open_unit.html", values, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """State the facts of a unit anew."""
    found = ask(request, queries.unit_card, unit_id=unit_id, on=today()).unit
    form = ChangeForm(request, version=found.version, initial=_initial(found))
    if (
        form.was_sent
        and form.is_valid()
        and form.sends(actions.change_unit, unit_id=unit_id, unit=form.facts())
    ):
        messages.success(request, _("%(unit)s is changed.") % {"unit": form.value("name")})
        return form.redirect("unit", unit_id)
    values = {"form": form, "unit": found}
    return show(request, "site/organisation/change_unit.html", values, status=form.status)


class GlnForm(PageForm):
    """Give the unit the next GLN of our own series."""


class StayForm(PageForm):
    """Let the unit stay where it is."""


@require_POST
@signed_in
def allocate_gln(request: Request, unit_id: UUID) -> HttpResponse:
    """The next GLN of our own series."""
    form = GlnForm(request)
    if form.sends(actions.allocate_gln, unit_id=unit_id):
        messages.success(request, _("The unit has the GLN %(gln)s.") % {"gln": form.answer})
    form.tell_refusal()
    return HttpResponseRedirect(reverse("unit", args=[unit_id]))


@require_POST
@signed_in
def call_off_move(request: Request, unit_id: UUID) -> HttpResponse:
    """Let the unit stay, although it was to move."""
    form = StayForm(request)
    if form.sends(actions.call_off_move, unit_id=unit_id):
        messages.success(request, _("The move is called off; the unit stays where it is."))
    form.tell_refusal()
    return HttpResponseRedirect(reverse("unit", args=[unit_id]))


@require_safe
@signed_in
def unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Everything about a unit."""
    card = ask(request, queries.unit_card, unit_id=unit_id, on=today())
    effects = ask(request, queries.effects_on_unit, unit_id=unit_id, on=today())
    rights = rights_of(request)
    view = card.unit
    may_change = MAY_CHANGE in rights and (view.valid_until is None or view.valid_until >= today())
    values: dict[str, Any] = {
        "unit": view,
        "places": places_of(view, card.places),
        "people": card.people,
        "lacking": [say(one) for one in card.readiness.problems],
        "suppliers": _suppliers(card),
        "ready": sum(1 for one in card.readiness.suppliers if not one.problems),
        "effects": effects,
        "findings": found_in(request, "unit", unit_id),
        "may_change": may_change,
        "may_add_people": "parties.change_people" in rights,
        "actions": _ways(view) if may_change else (),
        "stay": keys_of(request) if may_change and effects.planned else (),
        "gln_keys": keys_of(request, version=view.version) if may_change and not view.gln else (),
        **_around(request, view, effects),
    }
    return show(request, "site/organisation/unit.html", values)


def _ways(view: UnitView) -> tuple[Action, ...]:
    def to(name: str) -> str:
        return reverse(name, args=[view.id])

    return (
        Action(_("Change the unit"), to("change_unit"), "primary"),
        Action(_("Move the unit"), to("move_unit")),
        Action(_("Close the unit"), to("close_unit")),
        Action(_("Merge the unit"), to("merge_units")),
        Action(_("Split the unit"), to("split_unit")),
    )


def _suppliers(card: Any) -> list[dict[str, Any]]:
    return [
        {
            "id": one.organisation_id,
            "name": one.name,
            "problems": [say(problem) for problem in one.problems],
        }
        for one in card.readiness.suppliers
    ]


def _around(request: Request, view: UnitView, effects: Any) -> dict[str, Any]:
    """What the unit lies in, what lies in it, whom it speaks with, and what has happened to it."""
    with tenant_scope(actor_of(request).tenant_id):
        wanted = [*view.lineage, view.successor_id, effects.planned and effects.planned.parent_id]
        names = queries.unit_names([one for one in wanted if one])
        below = [one for one in queries.units(on=today()) if one.parent_id == view.id]
        own = queries.own_organisation()
        steps = recent_events([view.id], since=EVER, but_by=None, limit=MOST_STEPS)
        who = queries.person_names({one.person_id for one in steps if one.person_id})
        contacts = queries.contacts_for_unit(own.id, view.path)
    history = tuple(
        Happened(
            one.at, happening(one.name, {}), who.get(one.person_id, "") if one.person_id else ""
        )
        for one in reversed(steps)
    )
    above = [(one, names.get(one, "")) for one in view.lineage[:-1]]
    planned = effects.planned
    return {
        "above": above,
        "below": below,
        "contacts": contacts,
        "own": own,
        "history": history,
        "planned_in": names.get(planned.parent_id, "") if planned else "",
        "facts": _facts(view, names),
    }


def _facts(view: UnitView, names: Mapping[UUID, str]) -> tuple[Fact, ...]:
    successor = names.get(view.successor_id, "") if view.successor_id else ""
    return (
        Fact(_("Code"), view.code),
        Fact(_("GLN"), view.gln),
        Fact(
            _("Goods come by way of"),
            _("The distribution centre") if view.by_centre else _("The supplier himself"),
        ),
        Fact(_("Invoice reference"), view.invoice_reference),
        Fact(_("Usual coding"), view.default_coding),
        Fact(_("Open from"), view.valid_from),
        Fact(_("Open until"), view.valid_until or _("No last day")),
        Fact(
            _("Goes on in"),
            successor,
            reverse("unit", args=[view.successor_id]) if successor else "",
            lang="sv",
        ),
    )
