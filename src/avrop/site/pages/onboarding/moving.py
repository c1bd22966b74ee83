"""Letting a requester move or leave: find the person, see what is open, name who takes it over."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions, queries
from avrop.onboarding.rules import Belongings
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.onboarding.requesters import MAY_CHANGE, taker_form
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import DayField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.shapes import Fact

MOST_FOUND = 20
sitemap.register(
    SitePage(
        gettext_lazy("Let somebody move or leave"),
        "people_who_order",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        in_navigation=False,
        help=gettext_lazy("Find the person by name, then say whether he or she moves or leaves."),
        place=25,
    ),
    SitePage(
        gettext_lazy("A requester moves"),
        "move_requester",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        samples=("person",),
        in_navigation=False,
        help=gettext_lazy(
            "What has been done stays where it was done. Open carts, orders and tasks of the former "
            "unit go to whoever takes over; rights and short codes there end."
        ),
        place=25,
    ),
    SitePage(
        gettext_lazy("A requester leaves"),
        "end_requester",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_CHANGE,),
        samples=("person",),
        in_navigation=False,
        help=gettext_lazy(
            "Nobody leaves who has anything open without somebody who takes it over. Rights, what was "
            "lent, short codes and sign-in end with the last day."
        ),
        place=25,
    ),
)


class MoveForm(PageForm):
    """To which unit is chosen beside; who takes over is added."""


class EndForm(PageForm):
    """The last day; who takes over is added."""

    last_day = DayField(gettext_lazy("Last day"))


@require_safe
@signed_in
def people_who_order(request: Request) -> HttpResponse:
    """People by a part of their name, each with the way to move and to leave."""
    who = request.GET.get("who", "").strip()
    people: tuple[PersonView, ...] = ()
    if who:
        people = ask(request, parties.people_page, text=who, limit=MOST_FOUND).items
    here = tuple(one for one in people if one.works_here(today()))
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.unit_names({one.unit_id for one in here if one.unit_id is not None})
    rows = tuple((one, units.get(one.unit_id, "") if one.unit_id else "") for one in here)
    return show(request, "site/onboarding/people.html", {"who": who, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def move_requester(request: Request, person_id: UUID) -> HttpResponse:
    """Choose the new unit, and who takes over what is left in the former one."""
    with tenant_scope(actor_of(request).tenant_id):
        person = parties.person(person_id)
        units = parties.units(on=today())
    wanted = request.GET.get("unit", "")
    unit = next((one for one in units if str(one.id) == wanted), None)
    form = taker_form(request, MoveForm, person_id, person.unit_id, person.version)
    if unit and form.sends(actions.move_requester, person_id=person_id, unit_id=unit.id):
        messages.success(request, _("%(name)s works in the new unit.") % {"name": person.name})
        return form.redirect("requester_change", form.answer)
    left = ask(request, queries.belongings, person_id=person_id, unit_id=person.unit_id)
    values = {
        **_about(request, person, left, form),
        "unit": unit,
        "units": choosing(
            [(str(one.id), one.name) for one in units if one.id != person.unit_id],
            chosen=wanted if unit else "",
            text=request.GET.get("unit-text", ""),
        ),
    }
    return show(request, "site/onboarding/move.html", values, status=form.status)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_requester(request: Request, person_id: UUID) -> HttpResponse:
    """The last day, and who takes over."""
    with tenant_scope(actor_of(request).tenant_id):
        person = parties.person(person_id)
    form = taker_form(request, EndForm, person_id, person.unit_id, person.version, last_day=today())
    if form.sends(actions.end_requester, person_id=person_id):
        messages.success(request, _("%(name)s has a last day.") % {"name": person.name})
        return form.redirect("requester_change", form.answer)
    left = ask(request, queries.belongings, person_id=person_id)
    values = _about(request, person, left, form)
    return show(request, "site/onboarding/leave.html", values, status=form.status)


def _about(
    request: Request, person: PersonView, left: Belongings, form: PageForm
) -> dict[str, Any]:
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.unit_names([person.unit_id]) if person.unit_id else {}
    facts = (
        Fact(_("Unit"), names.get(person.unit_id, "") if person.unit_id else "", lang="sv"),
        Fact(_("Carts being filled"), left.carts),
        Fact(_("Orders that have not ended"), left.orders),
        Fact(_("Tasks that nobody else has"), left.tasks),
    )
    return {
        "person": person,
        "left": left,
        "facts": facts,
        "form": form,
        "who": request.GET.get("who", ""),
        "back": reverse("people_who_order"),
    }
