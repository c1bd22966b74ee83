"""People: the list, one of them with employments and mandates, adding, moving and letting go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.authority import queries as authority
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import Across, EmploymentView, PersonView, UnitView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.organisation.quality import found_in
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import Choosing, choosing
from avrop.site.patterns.fields import ChoiceField, DayField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell, Column, Filter, Listing, day, link, show_list, text
from avrop.site.patterns.shapes import Action, Fact

MAY_CHANGE, MAY_PROTECT = "parties.change_people", "parties.protect_identity"
ALLOW = "parties.allow_other_side"
#: So many colleagues are offered to take over; a part of a name finds the others.
MOST_COLLEAGUES = 50
sitemap.register(
    SitePage(
        gettext_lazy("People"),
        "people",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        help=gettext_lazy(
            "Everybody in the organisation, the newest first. Open somebody to see where he or she "
            "works and what he or she may do, and to change it."
        ),
        words=gettext_lazy("employees staff users employments personal anställda"),
        place=2,
    ),
    SitePage(
        gettext_lazy("A person"),
        "person",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        samples=("person",),
        help=gettext_lazy(
            "Where the person works, and what he or she may do. Whoever leaves loses every right with "
            "the last day, and what is open goes to whom you name."
        ),
        place=2,
    ),
    SitePage(
        gettext_lazy("Add a person"),
        "add_person",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        in_navigation=False,
        place=2,
    ),
)


# --- the list ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody with the name of his unit."""

    person: PersonView
    unit: str

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.person.id


def _unit(row: Row) -> Cell:
    unit_id = row.person.unit_id
    return Cell(row.unit, address=reverse("unit", args=[unit_id]) if unit_id else "", lang="sv")


PEOPLE = Listing(
    "people",
    gettext_lazy("People"),
    columns=(
        link("name", gettext_lazy("Name"), "person", lambda row: row.person.name),
        text("number", gettext_lazy("Employee number"), lambda row: row.person.number),
        Column("unit", gettext_lazy("Unit"), _unit),
        text("email", gettext_lazy("E-mail"), lambda row: row.person.email),
        text("phone", gettext_lazy("Telephone"), lambda row: row.person.phone, hidden=True),
        day("valid_from", gettext_lazy("From"), lambda row: row.person.valid_from),
        day("valid_until", gettext_lazy("Last day"), lambda row: row.person.valid_until),
    ),
    empty=gettext_lazy("There is nobody yet."),
    what_next=gettext_lazy("Add somebody, or import everybody from a file."),
    what_next_url="add_person",
    what_next_name=gettext_lazy("Add a person"),
    filters=(Filter("text", gettext_lazy("Name, number or e-mail")),),
)


@require_safe
@signed_in
def people(request: Request) -> HttpResponse:
    """Everybody, the newest first."""
    rights = rights_of(request)
    offered = []
    if MAY_CHANGE in rights:
        offered.append(Action(_("Add a person"), reverse("add_person"), "primary"))
    if "parties.import" in rights:
        offered.append(Action(_("Import from a file"), reverse("imports")))
    return show_list(
        request,
        PEOPLE,
        queries.people_page,
        rows=lambda items: _rows(request, items),
        values={"actions": tuple(offered)},
    )


def _rows(request: Request, items: Sequence[PersonView]) -> tuple[Row, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.unit_names({one.unit_id for one in items if one.unit_id})
    return tuple(Row(one, units.get(one.unit_id, "") if one.unit_id else "") for one in items)


# --- one of them -------------------------------------------------------------------------------------


class AboutForm(PageForm):
    """What somebody is called, and how to reach him."""

    name = TextField(gettext_lazy("Name"))
    email = TextField(gettext_lazy("E-mail"), kind="email", longest=254, required=False)
    phone = TextField(gettext_lazy("Telephone"), kind="tel", longest=50, required=False)
    number = TextField(gettext_lazy("Employee number"), longest=50, required=False)


class GoForm(PageForm):
    """Another unit, from today."""


class AlsoForm(PageForm):
    """A further employment."""

    title = TextField(gettext_lazy("Title"), required=False)
    valid_from = DayField(gettext_lazy("From"))
    valid_until = DayField(gettext_lazy("Until"), required=False)


class OtherSideForm(PageForm):
    """Until when, and by which decision."""

    decision = TextField(gettext_lazy("Reference of the decision"))
    until = DayField(gettext_lazy("Until"))


class EndOtherSideForm(PageForm):
    """No longer."""


class LeaveForm(PageForm):
    """The last day."""

    last_day = DayField(gettext_lazy("Last day"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def person(request: Request, person_id: UUID) -> HttpResponse:
    """Somebody with employments and mandates; changing, moving and letting go."""
    with tenant_scope(actor_of(request).tenant_id):
        found = queries.person(person_id)
        units = queries.units(on=today())
    chosen = next((one for one in units if str(one.id) == request.GET.get("to", "")), None)
    about = AboutForm(request, version=found.version, initial=_about(found))
    go = GoForm(request, version=found.version)
    also = AlsoForm(request, initial={"valid_from": today()})
    leave = LeaveForm(
        request,
        version=found.version,
        initial={"last_day": today()},
        added=_takers(request, found),
    )
    unit_id = chosen.id if chosen else None
    stays = {name: about.value(name) or "" for name in _ABOUT} if _is_valid(about) else {}
    if about.sends(actions.change_person, person_id=found.id, **stays):
        messages.success(request, _("What is known of %(name)s is changed.") % {"name": found.name})
        return about.redirect("person", found.id)
    if chosen and go.sends(actions.move_person, person_id=found.id, unit_id=unit_id):
        told = _("%(name)s works in %(unit)s from now on.")
        messages.success(request, told % {"name": found.name, "unit": chosen.name})
        return go.redirect("person", found.id)
    if chosen and also.sends(actions.begin_employment, person_id=found.id, unit_id=unit_id):
        told = _("%(name)s works in %(unit)s too.")
        messages.success(request, told % {"name": found.name, "unit": chosen.name})
        return also.redirect("person", found.id)
    if leave.sends(actions.end_person, person_id=found.id):
        messages.success(request, _("%(name)s has a last day.") % {"name": found.name})
        return leave.redirect("person", found.id)
    across, may_allow = _other_side(request, found)
    let = OtherSideForm(request)
    end = EndOtherSideForm(request)
    if may_allow and let.sends(actions.allow_other_side, person_id=found.id):
        told = _("%(name)s may work on the other side of the trade too.")
        messages.success(request, told % {"name": found.name})
        return let.redirect("person", found.id)
    if may_allow and end.sends(actions.end_other_side, person_id=found.id):
        told = _("%(name)s may no longer work on the other side of the trade.")
        messages.success(request, told % {"name": found.name})
        return end.redirect("person", found.id)
    shown = (about, go, also, leave, let, end)
    values = {
        "person": found,
        "forms": shown,
        "about": about,
        "go": go,
        "also": also,
        "leave": leave,
        "chosen": chosen,
        "across": across,
        "may_allow": may_allow,
        "let": let,
        "end": end,
        "who": request.GET.get("who", ""),
        "may_protect": MAY_PROTECT in rights_of(request),
        "may_change": MAY_CHANGE in rights_of(request) and not _has_left(found),
        "units": _choosing(request, units, chosen),
        "findings": found_in(request, "person", found.id),
        **_known(request, found),
    }
    status = max(one.status for one in shown)
    return show(request, "site/organisation/person.html", values, status=status)


def _other_side(request: Request, found: PersonView) -> tuple[Across | None, bool]:
    """The decision that lets her work on the other side, and whether the reader can decide that."""
    if ALLOW not in rights_of(request) or not found.account_id:
        return None, False
    with tenant_scope(actor_of(request).tenant_id):
        has_side = queries.own_side() != queries.TradeSide.BOTH
    return ask(request, queries.other_side_of, person_id=found.id), has_side


_ABOUT = ("name", "email", "phone", "number")


def _is_valid(form: PageForm) -> bool:
    return form.was_sent and form.is_valid()


def _about(found: PersonView) -> dict[str, Any]:
    return {name: getattr(found, name) for name in _ABOUT}


def _has_left(found: PersonView) -> bool:
    return found.valid_until is not None and found.valid_until < today()


def _choosing(
    request: Request, units: Sequence[UnitView], chosen: UnitView | None, name: str = "to"
) -> Choosing:
    return choosing(
        [(str(one.id), one.name) for one in units],
        chosen=str(chosen.id) if chosen else "",
        text=request.GET.get(f"{name}-text", ""),
    )


def _takers(request: Request, found: PersonView) -> dict[str, forms.Field]:
    """The colleagues, or those of a name that was searched for, who can take over what is open."""
    who = request.GET.get("who", "").strip()
    narrowed: dict[str, Any] = {"text": who} if who else {}
    if not who and found.unit_id:
        narrowed["unit_id"] = found.unit_id
    page = ask(request, queries.people_page, limit=MOST_COLLEAGUES, **narrowed)
    offered = as_choices(request, page.items, but=(found.id,))
    return {
        "taker_id": ChoiceField(
            gettext_lazy("Who takes over what is open?"),
            offered,
            empty=pgettext_lazy("who takes over", "Nobody"),
            required=False,
        )
    }


def _known(request: Request, found: PersonView) -> dict[str, Any]:
    held = ask(request, queries.employments_of, person_id=found.id)
    mandates = ask(request, authority.mandates_of, person_id=found.id)
    with tenant_scope(actor_of(request).tenant_id):
        wanted = {one.unit_id for one in held} | {one.unit_id for one in mandates if one.unit_id}
        names = queries.unit_names(wanted | ({found.unit_id} if found.unit_id else set()))
        taker = queries.person_names([found.taker_id] if found.taker_id else [])
        roles = {one.role: authority.role_named(one.role) for one in mandates}
    return {
        "facts": _facts(found, names, taker),
        "employments": [_employment(one, names) for one in held],
        "mandates": [
            {
                "role": roles[one.role],
                "unit": names.get(one.unit_id, "") if one.unit_id else _("The whole organisation"),
                "mandate": one,
                "has_ended": one.revoked_at is not None
                or (one.valid_until is not None and one.valid_until < today()),
            }
            for one in mandates
        ],
    }


def _employment(one: EmploymentView, names: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "one": one,
        "unit": names.get(one.unit_id, ""),
        "is_now": one.is_in_force(today()),
    }


def _facts(
    found: PersonView, names: Mapping[UUID, str], taker: Mapping[UUID, str]
) -> tuple[Fact, ...]:
    unit = names.get(found.unit_id, "") if found.unit_id else ""
    return (
        Fact(_("Employee number"), found.number),
        Fact(_("E-mail"), found.email, f"mailto:{found.email}" if found.email else ""),
        Fact(_("Telephone"), found.phone),
        Fact(_("Unit"), unit, reverse("unit", args=[found.unit_id]) if unit else "", lang="sv"),
        Fact(_("Signs in"), _("Yes") if found.account_id else _("No")),
        Fact(_("From"), found.valid_from),
        Fact(_("Last day"), found.valid_until),
        Fact(_("What is open goes to"), taker.get(found.taker_id, "") if found.taker_id else ""),
    )


# --- adding ------------------------------------------------------------------------------------------


class AddPersonForm(AboutForm):
    """Somebody new."""

    title = TextField(gettext_lazy("Title"), required=False)
    valid_from = DayField(gettext_lazy("Begins on"))
    valid_until = DayField(gettext_lazy("Last day"), required=False)
    signs_in = TickField(gettext_lazy("Signs in here, by the e-mail address"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_person(request: Request) -> HttpResponse:
    """Choose the unit, then say who it is."""
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.units(on=today())
    chosen = next((one for one in units if str(one.id) == request.GET.get("unit", "")), None)
    form = AddPersonForm(request, initial={"valid_from": today(), "signs_in": True})
    given = {"unit_id": chosen.id} if chosen else {}
    if form.was_sent and form.is_valid():
        more = {"email": form.value("email") or "", "signs_in": form.value("signs_in")}
        if form.sends(actions.add_person, **given, **more):
            told = _("%(name)s is added. What he or she may do is decided by a mandate.")
            messages.success(request, told % {"name": form.value("name")})
            return form.redirect("person", form.answer)
    values = {"form": form, "chosen": chosen, "units": _choosing(request, units, chosen, "unit")}
    return show(request, "site/organisation/add_person.html", values, status=form.status)
