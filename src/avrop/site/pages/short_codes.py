"""Short codes: the register by unit, one of them, and adding, renewing and ending them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.coding import actions, queries
from avrop.coding.queries import ShortCodeView
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.queries import UnitView
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.choosing import choosing
from avrop.site.patterns.fields import ChoiceField, DayField, TextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    choices,
    day,
    link,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action, Fact, Happened
from avrop.site.patterns.undoing import undo_offered
from avrop.site.templatetags.shop import plainly

MAY_ISSUE = "coding.issue_short_codes"
#: So many people of a unit are shown to choose from; whoever is not among them is searched for.
MOST_PEOPLE = 20
MOST_STEPS = 50
LONGEST_CODE, LONGEST_REFERENCE = 40, 100
#: Before there was any short code.
EVER = datetime(2000, 1, 1, tzinfo=UTC)
sitemap.register(
    SitePage(
        gettext_lazy("Short codes"),
        "short_codes",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_ISSUE,),
        help=gettext_lazy(
            "A short code says who orders for which unit, how it is coded, and the reference that the"
            " invoice carries. Renew those that end soon, and end one of two that are the same."
        ),
        words=gettext_lazy("reference code invoice reference coding kortkod expired renew"),
        place=20,
    ),
    SitePage(
        gettext_lazy("A short code"),
        "short_code",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_ISSUE,),
        samples=("short_code",),
        help=gettext_lazy(
            "What the code stands for and how long it can be used. Renew it, or let it end; orders that"
            " have been sent with it stay as they are."
        ),
        place=20,
    ),
    SitePage(
        gettext_lazy("Add a short code"),
        "add_short_code",
        sitemap.ORGANISATION,
        "finance_officer",
        rights=(MAY_ISSUE,),
        in_navigation=False,
        help=gettext_lazy(
            "Choose the unit first: its people, its usual coding and its invoice reference are then"
            " filled in. A code that is in use already in that time is refused."
        ),
        place=20,
    ),
)


# --- the register ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """A short code with the names of its person and unit."""

    code: ShortCodeView
    person: str
    unit: str
    state: str

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.code.id


def _unit(row: Row) -> Cell:
    """The unit, which leads to its short codes."""
    return Cell(row.unit, address=f"?{urlencode({'text': row.unit})}", lang="sv")


CODES = Listing(
    "short-codes",
    gettext_lazy("Short codes"),
    columns=(
        link(
            "code",
            gettext_lazy("Short code"),
            "short_code",
            lambda row: row.code.code,
            note=lambda row: _("Linked twice") if row.code.is_doubly_linked else "",
        ),
        Column("unit", gettext_lazy("Unit"), _unit),
        text("person", gettext_lazy("Person"), lang="sv"),
        text("values", gettext_lazy("Coding"), lambda row: plainly(row.code.coding)),
        text(
            "reference", gettext_lazy("Invoice reference"), lambda row: row.code.invoice_reference
        ),
        day("valid_from", gettext_lazy("From"), lambda row: row.code.valid_from),
        day("valid_until", gettext_lazy("Until"), lambda row: row.code.valid_until),
        tag("state", gettext_lazy("State"), "short_code"),
        text("coding", gettext_lazy("The whole coding"), lambda row: row.code.coding, hidden=True),
    ),
    empty=gettext_lazy("There are no short codes yet."),
    what_next=gettext_lazy("Add one for each person who orders for a unit."),
    what_next_url="add_short_code",
    what_next_name=gettext_lazy("Add a short code"),
    filters=(
        Filter("text", gettext_lazy("Code, unit or person")),
        choices("state", gettext_lazy("State"), "short_code", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def short_codes(request: Request) -> HttpResponse:
    """The register, the newest first."""
    adding = Action(_("Add a short code"), reverse("add_short_code"), "primary")
    offered = (adding,) if MAY_ISSUE in rights_of(request) else ()
    return show_list(
        request,
        CODES,
        queries.short_codes_page,
        rows=lambda items: _rows(request, items),
        values={"actions": offered},
        on=today(),
    )


def _rows(request: Request, items: Sequence[ShortCodeView]) -> tuple[Row, ...]:
    with tenant_scope(actor_of(request).tenant_id):
        people = parties.person_names({one.person_id for one in items})
        units = parties.unit_names({one.unit_id for one in items})
    return tuple(
        Row(
            one,
            people.get(one.person_id, ""),
            units.get(one.unit_id, ""),
            "doubled" if one.is_doubly_linked else queries.state_on(one, today()),
        )
        for one in items
    )


# --- one of them -------------------------------------------------------------------------------------


class RenewForm(PageForm):
    """Until when it can be used."""

    valid_until = DayField(gettext_lazy("New last day"))


class EndForm(PageForm):
    """The last day on which it can be used."""

    last_day = DayField(gettext_lazy("It ends after"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def short_code(request: Request, short_code_id: UUID) -> HttpResponse:
    """What a code stands for; renewing and ending it."""
    found = ask(request, queries.one_short_code, short_code_id=short_code_id, on=today())
    renew = RenewForm(request, initial={"valid_until": _a_year_on(found)})
    end = EndForm(request, initial={"last_day": today()})
    if renew.sends(actions.renew_short_code, short_code_id=found.id):
        _told(request, found, _("The short code %(code)s is renewed."))
        return renew.redirect("short_code", found.id)
    if end.sends(actions.end_short_code, short_code_id=found.id):
        _told(request, found, _("The short code %(code)s is given its last day."))
        return end.redirect("short_code", found.id)
    may_issue = MAY_ISSUE in rights_of(request)
    state = queries.state_on(found, today())
    values = {
        "code": found,
        "state": state,
        "renew": renew if may_issue else None,
        "end": end if may_issue and state != "ended" else None,
        "forms": (renew, end),
        **_about(request, found),
    }
    return show(request, "site/codes/short_code.html", values, status=max(renew.status, end.status))


def _a_year_on(found: ShortCodeView) -> date:
    """The end of the year after the one it ends in, or after this."""
    last = max(found.valid_until or today(), today())
    return date(last.year + 1, 12, 31)


def _told(request: Request, former: ShortCodeView, sentence: str) -> None:
    """The note; with Undo where the code had a last day before."""
    told = sentence % {"code": former.code}
    if former.valid_until is None:
        messages.success(request, told)
        return
    undo_offered(
        request,
        told,
        actions.renew_short_code,
        short_code_id=former.id,
        valid_until=former.valid_until,
    )


def _about(request: Request, found: ShortCodeView) -> dict[str, Any]:
    with tenant_scope(actor_of(request).tenant_id):
        steps = recent_events([found.id], since=EVER, but_by=None, limit=MOST_STEPS)
        asked = {found.person_id, *(one.person_id for one in steps if one.person_id)}
        names: Mapping[UUID, str] = parties.person_names(asked)
        unit = parties.unit(found.unit_id)
    history = tuple(
        Happened(
            one.at, happening(one.name, {}), names.get(one.person_id, "") if one.person_id else ""
        )
        for one in reversed(steps)
    )
    facts = (
        Fact(_("Person"), names.get(found.person_id, ""), lang="sv"),
        Fact(_("Unit"), unit.name, f"{reverse('short_codes')}?{_for(unit.name)}", lang="sv"),
        Fact(_("Coding"), found.coding),
        Fact(_("Invoice reference"), found.invoice_reference),
        Fact(_("From"), found.valid_from),
        Fact(_("Until"), found.valid_until or _("No last day")),
    )
    same = f"{reverse('short_codes')}?{_for(found.code)}" if found.is_doubly_linked else ""
    return {"facts": facts, "history": history, "same": same}


def _for(wanted: str) -> str:
    return urlencode({"text": wanted})


# --- adding ------------------------------------------------------------------------------------------


class IssueForm(PageForm):
    """What the code stands for. Who it is for is added: the people of the unit."""

    code = TextField(gettext_lazy("Short code"), longest=LONGEST_CODE)
    coding = TextField(
        gettext_lazy("Coding"),
        longest=500,
        hint=gettext_lazy(
            "What orders under the code are booked on. Parts may be left out and filled in line by line."
        ),
    )
    invoice_reference = TextField(
        gettext_lazy("Invoice reference"),
        longest=LONGEST_REFERENCE,
        hint=gettext_lazy("The supplier writes it on the invoice, so that it finds its receiver."),
    )
    valid_from = DayField(gettext_lazy("From"))
    valid_until = DayField(
        gettext_lazy("Until"),
        required=False,
        hint=gettext_lazy("Left empty, it can be used until somebody ends it."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_short_code(request: Request) -> HttpResponse:
    """Choose the unit, then say what the code stands for."""
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.units(on=today())
        unit = _chosen(request, units)
        people = _people(request, unit) if unit else []
    initial = {
        "coding": unit.default_coding if unit else "",
        "invoice_reference": unit.invoice_reference if unit else "",
        "valid_from": today(),
        "valid_until": date(today().year + 1, 12, 31),
    }
    form = IssueForm(request, initial=initial, added=_whose(people))
    if unit and form.sends(actions.issue_short_code, unit_id=unit.id):
        messages.success(
            request, _("The short code %(code)s is added.") % {"code": form.value("code")}
        )
        return form.redirect("short_code", form.answer)
    values = {
        "form": form,
        "units": choosing(
            [(str(one.id), one.name) for one in units],
            chosen=str(unit.id) if unit else "",
            text=request.GET.get("unit-text", ""),
        ),
        "unit": unit,
        "people": people,
        "who": request.GET.get("who", ""),
    }
    return show(request, "site/codes/add_short_code.html", values, status=form.status)


def _chosen(request: Request, units: Iterable[UnitView]) -> UnitView | None:
    wanted = request.GET.get("unit", "")
    return next((unit for unit in units if str(unit.id) == wanted), None)


def _people(request: Request, unit: UnitView) -> list[tuple[str, str]]:
    """The people of the unit, or those of a name that was searched for."""
    who = request.GET.get("who", "").strip()
    narrowed: dict[str, Any] = {"text": who} if who else {"unit_id": unit.id}
    found = ask(request, parties.people_page, limit=MOST_PEOPLE, **narrowed).items
    return [(str(one.id), one.name) for one in found if one.works_here(today())]


def _whose(people: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    return {"person_id": ChoiceField(gettext_lazy("Whose is it?"), people, open_list=True)}
