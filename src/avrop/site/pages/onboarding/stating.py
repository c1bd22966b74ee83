"""The form of a new department: kept as a draft whatever it lacks, sent when it lacks nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.agreements import queries as agreements
from avrop.authority import queries as authority
from avrop.kernel.canonical import to_plain
from avrop.kernel.problems import Denial, Missing
from avrop.kernel.scope import tenant_scope
from avrop.onboarding import actions, queries
from avrop.onboarding.queries import DepartmentForm, DepartmentView, FuturePerson
from avrop.onboarding.rules import LONGEST
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.onboarding.departments import MAY_ASK
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, ChoicesField, DayField, TextField
from avrop.site.patterns.forms import PageForm

PEOPLE_ROWS = 5
OUTERMOST = "outermost"
YES, NO = "yes", "no"
MOST_AGREEMENTS = 200
#: What a form that is sent may lack: one way to reach the contact is enough, and one person.
OPTIONAL = frozenset(
    {
        "contact_email",
        "contact_phone",
        *(
            f"person-{row}-{what}"
            for row in range(2, PEOPLE_ROWS + 1)
            for what in ("name", "email")
        ),
    }
)
sitemap.register(
    SitePage(
        gettext_lazy("Ask for a new department"),
        "new_department",
        sitemap.ORGANISATION,
        "manager",
        rights=(MAY_ASK,),
        help=gettext_lazy(
            "Say what suppliers, drivers and finance need to know. You can save it as a draft at any "
            "time; it goes to the coordinator when nothing is missing."
        ),
        place=30,
    ),
    SitePage(
        gettext_lazy("The form of a department"),
        "department_form",
        sitemap.ORGANISATION,
        "manager",
        rights=(MAY_ASK,),
        samples=("draft_department",),
        in_navigation=False,
        place=30,
    ),
)


def _line(label: Any, name: str, hint: Any = "", **options: Any) -> TextField:
    return TextField(label, longest=LONGEST[name], required=False, hint=hint, **options)


class StatingForm(PageForm):
    """What is said of a new department. The units, agreements and people are added."""

    name = _line(gettext_lazy("Name of the department"), "name")
    opens_on = DayField(gettext_lazy("First day on which it orders"), required=False)
    street = _line(gettext_lazy("Street"), "street", autocomplete="street-address")
    postal_code = _line(gettext_lazy("Postal code"), "postal_code", autocomplete="postal-code")
    city = _line(gettext_lazy("Town"), "city", autocomplete="address-level2")
    opening_hours = _line(
        gettext_lazy("When goods can be taken in"),
        "opening_hours",
        gettext_lazy("Such as: Monday to Friday 7–16."),
    )
    orders_food = ChoiceField(
        gettext_lazy("Does it order food?"),
        ((YES, gettext_lazy("Yes")), (NO, gettext_lazy("No"))),
        open_list=True,
        required=False,
        hint=gettext_lazy("If it does, the distribution centre is asked for delivery days."),
    )
    default_coding = _line(
        gettext_lazy("Usual coding"),
        "default_coding",
        gettext_lazy("What purchases are booked on where nothing else is said."),
    )
    invoice_reference = _line(
        gettext_lazy("Invoice reference"),
        "invoice_reference",
        gettext_lazy("The supplier writes it on the invoice, so that it finds its receiver."),
    )
    contact_name = _line(gettext_lazy("Whom suppliers and drivers speak with"), "contact_name")
    contact_email = _line(gettext_lazy("E-mail address"), "contact_email", kind="email")
    contact_phone = _line(gettext_lazy("Telephone"), "contact_phone", kind="tel")
    places = {
        "form.people": "person-1-name",
        **{f"form.people.{row}": f"person-{row}-name" for row in range(1, PEOPLE_ROWS + 1)},
    }

    @property
    def people(self) -> Iterator[tuple[Any, Any]]:
        """The rows for people: their fields for name and address."""
        for row in range(1, PEOPLE_ROWS + 1):
            yield self[f"person-{row}-name"], self[f"person-{row}-email"]

    def stated(self) -> DepartmentForm:
        """What the form holds, as it is stored."""
        said = self.cleaned_data
        place = said["parent_id"]
        words = {name: said[name] for name in LONGEST}
        return DepartmentForm(
            **words,
            parent_id=UUID(place) if place and place != OUTERMOST else None,
            is_outermost=place == OUTERMOST,
            opens_on=said["opens_on"],
            orders_food={YES: True, NO: False}.get(said["orders_food"]),
            people=tuple(_people_in(said)),
            agreements=tuple(UUID(each) for each in said["agreements"]),
        )


def _people_in(said: dict[str, Any]) -> Iterator[FuturePerson]:
    for row in range(1, PEOPLE_ROWS + 1):
        name, email = said[f"person-{row}-name"].strip(), said[f"person-{row}-email"].strip()
        if name or email:
            yield FuturePerson(name, email)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new_department(request: Request) -> HttpResponse:
    """An empty form; saving it makes the draft."""
    form = _form(request, None)
    stated = to_plain(form.stated()) if form.was_sent and form.is_valid() else None
    if stated is not None and form.sends(actions.begin_department, form=stated):
        return _saved(request, form, form.answer)
    return _show(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def department_form(request: Request, department_id: UUID) -> HttpResponse:
    """A draft, or a form that was sent back, to go on with."""
    found = ask(request, queries.department, department_id=department_id)
    if "save" not in found.available_actions:
        return PageForm(request).redirect("department", department_id)
    form = _form(request, found)
    if form.was_sent and form.is_valid():
        stated = to_plain(form.stated())
        if form.sends(actions.save_department, department_id=department_id, form=stated):
            return _saved(request, form, department_id)
    return _show(request, form, found)


def _saved(request: Request, form: StatingForm, department_id: UUID) -> HttpResponse:
    """Where a saved form leads: on, or back to what keeps it from being sent."""
    kept = _("The draft is saved. Nobody else does anything with it yet.")
    if "send" not in request.POST:
        messages.success(request, kept)
        return form.redirect("department_form", department_id)
    try:
        ask(request, actions.submit_department, department_id=department_id)
    except Missing:
        raise
    except Denial as denial:
        # The draft is kept; what is sent next is a new act on it.
        saved = ask(request, queries.department, department_id=department_id)
        form.once, form.version = str(uuid4()), saved.version
        form.refuse(denial)
        messages.info(request, kept)
        return _show(request, form, saved)
    messages.success(
        request,
        _("The form is sent. You see here what it waits for, and get a note when it is ready."),
    )
    return form.redirect("department", department_id)


def _form(request: Request, found: DepartmentView | None) -> StatingForm:
    with tenant_scope(actor_of(request).tenant_id):
        units = _places(request)
        offered = _agreements(request)
    stated = found.form if found else None
    chosen = [key for key, _name in offered] if found is None else None
    fields: dict[str, forms.Field] = {
        "parent_id": ChoiceField(
            gettext_lazy("Which unit does it belong to?"),
            units,
            empty=gettext_lazy("Choose a unit"),
            required=False,
        ),
        "agreements": ChoicesField(
            gettext_lazy("Agreements that it orders under"),
            offered,
            required=False,
            hint=gettext_lazy("Their suppliers are told, and answer with a customer number each."),
        ),
    }
    for row in range(1, PEOPLE_ROWS + 1):
        fields[f"person-{row}-name"] = TextField(
            _("Name of person %(row)s") % {"row": row}, required=False
        )
        fields[f"person-{row}-email"] = TextField(
            _("E-mail address of person %(row)s") % {"row": row},
            kind="email",
            longest=254,
            required=False,
        )
    initial = _initial(stated) if stated else {"agreements": chosen}
    version = found.version if found else None
    form = StatingForm(request, version=version, initial=initial, added=fields)
    for name, field in form.fields.items():
        # A draft may lack it, but the form is not sent without it: it is not optional.
        field.is_wanted = name not in OPTIONAL  # type: ignore[attr-defined]
    return form


def _initial(stated: DepartmentForm) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(stated, name) for name in LONGEST}
    initial["opens_on"] = stated.opens_on
    initial["parent_id"] = OUTERMOST if stated.is_outermost else str(stated.parent_id or "")
    initial["orders_food"] = {True: YES, False: NO, None: ""}[stated.orders_food]
    initial["agreements"] = [str(each) for each in stated.agreements]
    for row, person in enumerate(stated.people[:PEOPLE_ROWS], start=1):
        initial[f"person-{row}-name"], initial[f"person-{row}-email"] = person.name, person.email
    return initial


def _places(request: Request) -> list[tuple[str, str]]:
    """The units that the reader may ask within."""
    seen = authority.sight(actor_of(request))
    units = parties.units(on=today())
    found = [(str(one.id), one.name) for one in units if seen.everything or one.id in seen.unit_ids]
    return [*found, (OUTERMOST, _("It lies in no other unit"))] if seen.everything else found


def _agreements(request: Request) -> list[tuple[str, str]]:
    page = ask(request, agreements.agreements_page, state="active", limit=MOST_AGREEMENTS)
    sellers = parties.organisations({one.seller_organisation_id for one in page.items})
    named = [
        (str(one.id), f"{one.title} – {sellers[one.seller_organisation_id].name}")
        for one in page.items
        if one.seller_organisation_id in sellers
    ]
    return sorted(named, key=lambda one: one[1])


def _show(request: Request, form: StatingForm, found: DepartmentView | None) -> HttpResponse:
    values = {
        "form": form,
        "found": found,
        "address": reverse("department_form", args=[found.id]) if found else "",
        "reason": found.reason if found and found.state == "rejected" else "",
    }
    return show(request, "site/onboarding/form.html", values, status=form.status)
