"""What the pages about rights have in common: a page as values, choosing a person and a unit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from avrop.authority.queries import MandateView
from avrop.authority.roles import CATALOGUE
from avrop.kernel import presentation
from avrop.kernel.permissions import all_permissions
from avrop.kernel.recent import recent_events
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.happenings import happening
from avrop.site.pages.authority.long_tables import part_of
from avrop.site.pages.frame import show
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, today
from avrop.site.patterns.choosing import Choosing, choosing
from avrop.site.patterns.fields import ChoiceField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Action, Fact, Happened
from avrop.values import Money, uuid_in

#: So many people are shown to choose from; whoever is not among them is searched for.
MOST_PEOPLE = 20
MOST_STEPS = 50
EVER = datetime(2000, 1, 1, tzinfo=UTC)
#: Who was just searched for is chosen before anything is said about him.
WHO_FIRST = ("person_id", "to_person", "deputy_id")
WHAT_IT_SAYS = gettext_lazy("What it says")


@dataclass(frozen=True, slots=True)
class Alert:
    """A sentence that must be seen."""

    sentence: Any
    color: str = "info"
    more: Any = ""
    address: str = ""
    name: Any = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its head. A long one is shown in parts."""

    key: str
    heading: Any
    headings: tuple[Any, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: Any
    what_next: Any = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A form with its heading and its button. `color` marks what takes something away."""

    key: str
    heading: Any
    form: PageForm
    submit: Any
    lead: Any = ""
    color: str = ""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One of many to choose in the address: a unit, a role."""

    key: str
    label: Any
    every: Any
    by: Choosing
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """Something to write in the address: a part of a name, a day."""

    key: str
    label: Any
    value: str
    kind: str = "search"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a page is asked for, in its address."""

    name: Any
    submit: Any
    choices: tuple[Chosen, ...] = ()
    texts: tuple[Written, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a page answers to what it was asked for: a sentence, and lists of lines under headings."""

    heading: Any
    sentence: Any = ""
    color: str = "info"
    parts: tuple[tuple[Any, tuple[str, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """A page, ready to show."""

    title: Any
    lead: Any = ""
    back: str = ""
    back_name: Any = ""
    state: str = ""
    state_table: str = ""
    actions: tuple[Action, ...] = ()
    alerts: tuple[Alert, ...] = ()
    facts: tuple[Fact, ...] = ()
    facts_heading: Any = WHAT_IT_SAYS
    tables: tuple[Table, ...] = ()
    asked: Asked | None = None
    answer: Answered | None = None
    sections: tuple[Section, ...] = ()
    history: tuple[Happened, ...] = ()


def show_desk(request: Request, desk: Desk) -> HttpResponse:
    """The page; with the status of a form that was refused."""
    status = max((one.form.status for one in desk.sections), default=200)
    asked = request.GET.dict()
    tables = tuple(
        (one, part, tuple(tuple(zip(one.headings, row, strict=True)) for row in part.rows))
        for one in desk.tables
        for part in (part_of(one.key, one.rows, asked),)
    )
    values = {"desk": desk, "tables": tables}
    return show(request, "site/authority/desk.html", values, status=status)


# --- choosing ----------------------------------------------------------------------------------------


def who_asked(request: Request, label: Any = "") -> Written:
    """The part of a name that people are found by."""
    return Written("who", label or _("Part of the name"), request.GET.get("who", ""))


def people_found(request: Request, *, but: Iterable[UUID] = ()) -> list[tuple[str, str]]:
    """People of the name that was searched for, and whom a form that was sent names."""
    left_out = set(but)
    who = request.GET.get("who", "").strip()
    chosen = request.GET.get("person", "")
    found = []
    if who:
        found = list(ask(request, parties.people_page, text=who, limit=MOST_PEOPLE).items)
    elif chosen:
        key = uuid_in(chosen)
        with tenant_scope(actor_of(request).tenant_id):
            found = list(parties.people([key]).values()) if key else []
    return as_choices(request, found, but=left_out)


def whose(
    people: Sequence[tuple[str, str]], label: Any, name: str = "person_id", **options: Any
) -> dict[str, forms.Field]:
    """The field in which one of the people is chosen; it says so where there may be more of them."""
    if len(people) == MOST_PEOPLE:
        told = _("The first %(count)d are shown; write more of the name to find another.")
        options.setdefault("hint", told % {"count": MOST_PEOPLE})
    return {name: ChoiceField(label, people, open_list=True, **options)}


def unit_chosen(request: Request, *, every: Any = "") -> Chosen:
    """The unit that is asked about, among all of today."""
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.units(on=today())
    options = [(str(one.id), one.name) for one in units]
    wanted = request.GET.get("unit", "")
    by = choosing(options, chosen=wanted, text=request.GET.get("unit-text", ""))
    return Chosen("unit", _("Unit"), every or _("The whole organisation"), by, "sv")


def unit_in(request: Request) -> UUID | None:
    """The unit that the address names; None for the whole organisation."""
    return uuid_in(request.GET.get("unit", ""))


def unit_name(request: Request, unit_id: UUID | None) -> str:
    """What a unit is called; the whole organisation where it is none."""
    if unit_id is None:
        return _("The whole organisation")
    with tenant_scope(actor_of(request).tenant_id):
        return parties.unit_names({unit_id}).get(unit_id, "")


def roles() -> tuple[tuple[str, str], ...]:
    """The roles of the catalogue, by name."""
    named = ((role.code, words.role_name(role.code)) for role in CATALOGUE)
    return tuple(sorted(named, key=lambda one: one[1]))


def permissions() -> tuple[tuple[str, str], ...]:
    """The rights of the product by what they allow."""
    named = ((one.name, str(one.label)) for one in all_permissions() if "_tests." not in one.name)
    return tuple(sorted(named, key=lambda one: one[1]))


def codes_in(text: str) -> tuple[str, ...]:
    """Codes with commas or spaces between."""
    return tuple(part for part in text.replace(",", " ").split() if part)


def limit_of(amount: Any, currency: str = "") -> Money | None:
    """A limit that was written, in the organisation's currency."""
    return None if amount is None else Money(amount, currency or parties.currency())


def in_a_year() -> date:
    """The last day of a year from today."""
    return today() + timedelta(days=365)


# --- telling -----------------------------------------------------------------------------------------


def facts_of(mandate: MandateView, unit: str) -> tuple[Fact, ...]:
    """What a mandate says."""
    return (
        Fact(_("Role"), words.role_name(mandate.role)),
        Fact(_("Unit"), unit, lang="sv" if mandate.unit_id else ""),
        Fact(_("Goods"), ", ".join(mandate.categories) or _("Any")),
        Fact(_("Responsibilities"), ", ".join(mandate.responsibilities) or _("Any")),
        Fact(_("Limit"), mandate.limit or _("No limit")),
        Fact(_("First day"), mandate.valid_from),
        Fact(_("Last day"), mandate.valid_until or _("No last day")),
        Fact(_("Decision"), mandate.decision_reference, lang="sv"),
    )


def happened(request: Request, *subjects: UUID) -> tuple[Happened, ...]:
    """What has happened to something, the oldest first."""
    with tenant_scope(actor_of(request).tenant_id):
        steps = recent_events(list(subjects), since=EVER, but_by=None, limit=MOST_STEPS)
        names = parties.person_names({one.person_id for one in steps if one.person_id})
    return tuple(
        Happened(
            one.at, happening(one.name, {}), names.get(one.person_id, "") if one.person_id else ""
        )
        for one in reversed(steps)
    )


def said_day(day: date | None) -> str:
    """A day as people read it; nothing where there is none."""
    return "" if day is None else str(presentation.shown(day))


def to(name: str, *arguments: object, **query: str) -> str:
    """The address of a page, with what it is asked for."""
    from urllib.parse import urlencode

    address = reverse(name, args=arguments)
    return f"{address}?{urlencode(query)}" if query else address
