"""Whom to speak with: the matrix by purpose, and the contacts of one partner."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.kernel.scope import tenant_scope
from avrop.parties import actions, queries
from avrop.parties.queries import ContactView, Partner, Purpose
from avrop.site.actors import Request
from avrop.site.organisation_words import PURPOSES
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import Cell, Column, Filter, Listing, link, show_list
from avrop.site.words import named

MAY_SET = "parties.set_contacts"
STATES = (
    ("doubtful", gettext_lazy("Somebody is doubtful")),
    ("missing", gettext_lazy("Nobody for orders")),
)
sitemap.register(
    SitePage(
        gettext_lazy("Contacts"),
        "contact_matrix",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_SET,),
        help=gettext_lazy(
            "Whom to speak with at each partner, by what it is about. A contact that nobody has "
            "confirmed for a year, or whose mail came back, is marked until somebody confirms or "
            "replaces it."
        ),
        words=gettext_lazy("whom to speak with telephone supplier contact kontakter kontaktlista"),
        place=3,
    ),
    SitePage(
        gettext_lazy("A partner's contacts"),
        "contacts_of",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_SET,),
        samples=("organisation",),
        place=3,
    ),
)


def standing(contact: ContactView) -> str:
    """How sure a contact is: mail came back, nobody has confirmed it for a year, or right."""
    if contact.bounced_at is not None:
        return "bounced"
    return "stale" if contact.is_doubtful(today()) else "right"


def _column(purpose: Purpose) -> Column:
    """Who it is for one purpose, marked where that is doubtful."""

    def cell(row: Partner) -> Cell:
        contact = row.contact_for(purpose)
        if contact is None:
            return Cell("")
        state = standing(contact)
        note = "" if state == "right" else named(state, "contact")
        return Cell(contact.name, note=note, lang="sv")

    return Column(purpose.value, PURPOSES[purpose.value], cell)


CONTACTS = Listing(
    "contacts",
    gettext_lazy("Contacts"),
    columns=(
        link("name", gettext_lazy("Partner"), "contacts_of"),
        *(_column(purpose) for purpose in Purpose),
    ),
    empty=gettext_lazy("There are no partners yet."),
    filters=(
        Filter("text", gettext_lazy("Partner or contact")),
        Filter("state", gettext_lazy("Show"), lambda: STATES, gettext_lazy("Everybody"), "choice"),
    ),
)


@require_safe
@signed_in
def contact_matrix(request: Request) -> HttpResponse:
    """Every partner with a contact for each purpose."""
    return show_list(request, CONTACTS, queries.contact_matrix, on=today())


class ContactForm(PageForm):
    """Whom to speak with about something."""

    places = {"contact": "name", "contact.email": "email", "contact.purpose": "purpose"}
    purpose = ChoiceField(gettext_lazy("About what?"), tuple(PURPOSES.items()))
    name = TextField(gettext_lazy("Name"))
    email = TextField(gettext_lazy("E-mail"), kind="email", longest=254, required=False)
    phone = TextField(gettext_lazy("Telephone"), kind="tel", longest=50, required=False)

    def facts(self) -> dict[str, str]:
        """The contact in plain values."""
        return {name: self.value(name) or "" for name in ("purpose", "name", "email", "phone")}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def contacts_of(request: Request, organisation_id: UUID) -> HttpResponse:
    """The contacts of one partner, for all our units and for single ones."""
    card = ask(request, queries.organisation_card, organisation_id=organisation_id)
    with tenant_scope(actor_of(request).tenant_id):
        units = queries.unit_names({one.unit_id for one in card.contacts if one.unit_id})
        unit = _unit_asked(request)
    form = ContactForm(request, initial={"purpose": request.GET.get("purpose", "orders")})
    if form.was_sent and form.is_valid():
        given: dict[str, Any] = {"unit_id": unit[0]} if unit else {}
        wanted = {"organisation_id": organisation_id, "contact": form.facts(), **given}
        if form.sends(actions.set_contact, **wanted):
            messages.success(request, _("%(name)s is noted.") % {"name": form.value("name")})
            return form.redirect("contacts_of", organisation_id)
    may_set = MAY_SET in rights_of(request)
    values = {
        "organisation": card.organisation,
        "contacts": [
            {
                "contact": one,
                "state": standing(one),
                "unit": units.get(one.unit_id, "") if one.unit_id else "",
                "keys": keys_of(request),
            }
            for one in card.contacts
        ],
        "missing": [
            name
            for purpose, name in PURPOSES.items()
            if not any(one.purpose == purpose for one in card.contacts)
        ],
        "form": form,
        "unit": unit,
        "may_set": may_set,
    }
    return show(request, "site/organisation/contacts.html", values, status=form.status)


def _unit_asked(request: Request) -> tuple[UUID, str] | None:
    """The one unit that the contact is to be for, where one is asked for."""
    try:
        unit_id = UUID(request.GET.get("unit", ""))
    except ValueError:
        return None
    name = queries.unit_names([unit_id]).get(unit_id)
    return (unit_id, name) if name else None


class ConfirmForm(PageForm):
    """The contact is still right."""


class FlagForm(PageForm):
    """Mail to the contact came back."""


@require_POST
@signed_in
def confirm_contact(request: Request, contact_id: UUID) -> HttpResponse:
    """Somebody has asked, and it is right for another year."""
    form = ConfirmForm(request)
    if form.sends(actions.confirm_contact, contact_id=contact_id):
        messages.success(request, _("The contact is confirmed."))
    form.tell_refusal()
    return HttpResponseRedirect(_back(request))


@require_POST
@signed_in
def flag_contact(request: Request, contact_id: UUID) -> HttpResponse:
    """Mail to it came back."""
    form = FlagForm(request)
    if form.sends(actions.flag_contact, contact_id=contact_id):
        messages.success(request, _("The contact is marked as doubtful."))
    form.tell_refusal()
    return HttpResponseRedirect(_back(request))


def _back(request: Request) -> str:
    """The partner that the button stood at."""
    try:
        return reverse("contacts_of", args=[UUID(request.POST.get("of", ""))])
    except ValueError:
        return reverse("contact_matrix")
