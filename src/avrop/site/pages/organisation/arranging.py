"""Moving, closing, merging and splitting a unit: what hangs on it is shown before anything is done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import Effects, PersonView, UnitFacts, UnitView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.organisation.tree import MAY_CHANGE
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import Choosing, choosing
from avrop.site.patterns.fields import ChoicesField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.words import named

#: In place of a unit: none, so that what moves there is outermost.
OUTERMOST = "outermost"
#: So many of a unit's people are shared out on a page; more are moved in a file, or one by one.
MOST_PEOPLE = 200


def _page(name: Any, url: str, about: Any) -> SitePage:
    return SitePage(
        name,
        url,
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_CHANGE,),
        samples=("unit",),
        help=about,
        place=1,
    )


sitemap.register(
    _page(
        gettext_lazy("Move a unit"),
        "move_unit",
        gettext_lazy(
            "Everything below the unit follows, and so do rights that are limited to it. With a later "
            "day the move waits until then, and can be called off."
        ),
    ),
    _page(
        gettext_lazy("Close a unit"),
        "close_unit",
        gettext_lazy(
            "The unit closes after a day, and is never deleted: open orders finish under it. Its people "
            "go on in the unit that you choose."
        ),
    ),
    _page(
        gettext_lazy("Merge a unit into another"),
        "merge_units",
        gettext_lazy(
            "The unit closes after a day; its people and what lies below it go on in the other one."
        ),
    ),
    _page(
        gettext_lazy("Split a unit"),
        "split_unit",
        gettext_lazy(
            "Two new units open the day after this one closes, with its address, coding and invoice "
            "reference. Choose who goes to the second; the others go to the first."
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Ground:
    """A unit with what hangs on it, and the other one that was chosen."""

    unit: UnitView
    effects: Effects
    units: tuple[UnitView, ...]
    chosen: UnitView | None
    choosing: Choosing

    def values(self) -> dict[str, Any]:
        """What every page of this kind shows."""
        hanging = [(named(one.code, "touched"), one.count) for one in self.effects.touched]
        return {
            "unit": self.unit,
            "effects": self.effects,
            "hanging": hanging,
            "chosen": self.chosen,
            "units": self.choosing,
        }


def _ground(request: Request, unit_id: UUID, *, outermost: bool = False) -> Ground:
    effects = ask(request, queries.effects_on_unit, unit_id=unit_id, on=today())
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.units(on=today())
    inside = effects.unit.path
    others = tuple(one for one in units if not one.path.startswith(inside))
    wanted = request.GET.get("to", "")
    chosen = next((one for one in others if str(one.id) == wanted), None)
    first = [(OUTERMOST, _("Outermost"))] if outermost else []
    offered = choosing(
        [*first, *((str(one.id), one.name) for one in others)],
        chosen=wanted,
        text=request.GET.get("to-text", ""),
    )
    return Ground(effects.unit, effects, others, chosen, offered)


class MoveForm(PageForm):
    """From when on."""

    valid_from = DayField(gettext_lazy("It moves on"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Under another unit, today or later."""
    ground = _ground(request, unit_id, outermost=True)
    is_outermost = request.GET.get("to") == OUTERMOST
    form = MoveForm(request, version=ground.unit.version, initial={"valid_from": today()})
    parent_id = ground.chosen.id if ground.chosen else None
    is_chosen = parent_id is not None or is_outermost
    if is_chosen and form.sends(actions.move_unit, unit_id=unit_id, parent_id=parent_id):
        messages.success(request, _("%(unit)s moves.") % {"unit": ground.unit.name})
        return form.redirect("unit", unit_id)
    values = {**ground.values(), "form": form, "is_chosen": is_chosen, "is_outermost": is_outermost}
    return show(request, "site/organisation/move_unit.html", values, status=form.status)


class CloseForm(PageForm):
    """The last day."""

    last_day = DayField(gettext_lazy("Last day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def close_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """After a day; with or without a unit that its people go on in."""
    ground = _ground(request, unit_id)
    form = CloseForm(request, version=ground.unit.version, initial={"last_day": today()})
    wanted = {"successor_id": ground.chosen.id} if ground.chosen else {}
    if form.sends(actions.close_unit, unit_id=unit_id, **wanted):
        messages.success(request, _("%(unit)s closes.") % {"unit": ground.unit.name})
        return form.redirect("unit", unit_id)
    values = {**ground.values(), "form": form}
    return show(request, "site/organisation/close_unit.html", values, status=form.status)


class MergeForm(CloseForm):
    """The last day of the unit that goes into another."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def merge_units(request: Request, unit_id: UUID) -> HttpResponse:
    """Into another unit, after a day."""
    ground = _ground(request, unit_id)
    form = MergeForm(request, initial={"last_day": today()})
    if ground.chosen is not None and form.sends(
        actions.merge_units, into_id=ground.chosen.id, unit_ids=[unit_id]
    ):
        told = _("%(unit)s goes on in %(other)s.")
        messages.success(request, told % {"unit": ground.unit.name, "other": ground.chosen.name})
        return form.redirect("unit", ground.chosen.id)
    values = {**ground.values(), "form": form}
    return show(request, "site/organisation/merge_units.html", values, status=form.status)


class SplitForm(PageForm):
    """What the two units are called, and when the old one closes."""

    places = {"parts.0": "first_name", "parts.1": "second_name"}
    first_name = TextField(gettext_lazy("Name of the first unit"))
    first_code = TextField(gettext_lazy("Code of the first unit"), longest=50, required=False)
    second_name = TextField(gettext_lazy("Name of the second unit"))
    second_code = TextField(gettext_lazy("Code of the second unit"), longest=50, required=False)
    last_day = DayField(gettext_lazy("Last day of the unit as it is"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def split_unit(request: Request, unit_id: UUID) -> HttpResponse:
    """Into two, with its people shared out."""
    ground = _ground(request, unit_id)
    with tenant_scope(actor_of(request).tenant_id):
        people = queries.staff_of([unit_id], today())
    form = SplitForm(
        request,
        version=ground.unit.version,
        initial={"last_day": today() + timedelta(days=30)},
        added=_second_s(people),
    )
    if form.was_sent and form.is_valid():
        parts = [
            {"unit": _part(ground.unit, form, "first"), "person_ids": []},
            {
                "unit": _part(ground.unit, form, "second"),
                "person_ids": form.cleaned_data.get("person_ids") or [],
            },
        ]
        if form.sends(actions.split_unit, unit_id=unit_id, parts=parts):
            messages.success(request, _("%(unit)s is split.") % {"unit": ground.unit.name})
            return form.redirect("unit", form.answer[0])
    values = {**ground.values(), "form": form, "has_people": bool(people)}
    return show(request, "site/organisation/split_unit.html", values, status=form.status)


def _second_s(people: tuple[PersonView, ...]) -> dict[str, forms.Field]:
    if not people:
        return {}
    offered = [(str(one.id), one.name) for one in people[:MOST_PEOPLE]]
    return {
        "person_ids": ChoicesField(
            gettext_lazy("Who goes to the second unit?"), offered, required=False
        )
    }


def _part(view: UnitView, form: SplitForm, which: str) -> dict[str, Any]:
    """A new unit at the same place, with a name and a code of its own. A place keeps its GLN only in
    the hands of who had it, so the new ones are given theirs afterwards."""
    address = view.delivery_address
    facts = UnitFacts(
        **{
            **{name: getattr(view, name) for name in UnitFacts.__dataclass_fields__},
            "name": form.value(f"{which}_name"),
            "code": form.value(f"{which}_code"),
            "gln": "",
            "delivery_address": replace(address, gln="") if address else None,
        }
    )
    plain: dict[str, Any] = msgspec.to_builtins(facts)
    return plain
