"""The form of a roll-out plan: kept as a draft whatever it lacks, sent when it lacks nothing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.canonical import to_plain
from avrop.kernel.problems import Denial, Missing
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.people_choices import as_choices
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.plans import MAY_PLAN
from avrop.site.patterns.fields import ChoiceField, DayField, LongTextField, TextField, WholeField
from avrop.site.patterns.forms import PageForm
from avrop.site.words import named
from avrop.training import actions, queries
from avrop.training.plan_rules import (
    LONGEST_CATEGORY,
    LONGEST_LINE,
    LONGEST_TEXT,
    MOST_PEOPLE,
    MOST_RISKS,
    MOST_WAVES,
)
from avrop.training.plan_shapes import (
    PARTS,
    PlanFacts,
    PlannedPerson,
    PlannedRisk,
    PlannedWave,
    PlanView,
)

#: So many empty lines stand after those that are filled in.
MORE_PEOPLE, MORE_WAVES, MORE_RISKS = 2, 2, 2
OPTIONAL = re.compile(r"wave-\d+-category|who")
#: So many people are offered in all lists together, but at least so many in each.
MOST_OFFERED, FEWEST_OFFERED = 2100, 20
#: Where one searches for somebody by name.
SEARCH, LONGEST_NAME = "who", 100
sitemap.register(
    SitePage(
        gettext_lazy("Write a roll-out plan"),
        "rollout_plan_form",
        sitemap.TRAINING,
        "manager",
        rights=(MAY_PLAN,),
        samples=("draft_plan",),
        in_navigation=False,
        help=gettext_lazy(
            "Save as often as you like. When you send the plan you are told everything that is missing. "
            "There are always some empty lines; save to get more."
        ),
        place=33,
    ),
)


class RolloutPlanForm(PageForm):
    """What is planned. The people to choose from and the lines are added."""

    go_live_on = DayField(gettext_lazy("First day on which the unit orders here"), required=False)
    orders_stop_on = DayField(
        gettext_lazy("From when nobody orders outside the system"), required=False
    )
    orders_stop_how = LongTextField(
        gettext_lazy("How that is brought about"),
        longest=LONGEST_TEXT,
        rows=3,
        required=False,
        hint=gettext_lazy("Customer cards, accounts in web shops, orders by telephone."),
    )
    target_percent = WholeField(
        gettext_lazy("Share of the orders in the system, per cent"), required=False
    )
    target_on = DayField(gettext_lazy("Reached by"), required=False)
    #: Where each line that is stated stands in the form, by the place that the command knows it by.
    rows: dict[tuple[str, int], int]

    def stated(self) -> PlanFacts:
        """What the form holds, without its empty lines."""
        said, self.rows = self.cleaned_data, {}
        people = tuple(
            PlannedPerson(
                said[f"person-{row}-part"],
                _id_in(said[f"person-{row}-who"]),
                said[f"person-{row}-day"],
            )
            for row in self._lines("person", "who", "day")
        )
        waves = tuple(
            PlannedWave(
                said[f"wave-{row}-day"],
                said[f"wave-{row}-what"].strip(),
                said[f"wave-{row}-category"].strip(),
            )
            for row in self._lines("wave", "day", "what", "category")
        )
        risks = tuple(
            PlannedRisk(said[f"risk-{row}-risk"].strip(), said[f"risk-{row}-answer"].strip())
            for row in self._lines("risk", "risk", "answer")
        )
        return PlanFacts(
            go_live_on=said["go_live_on"],
            people=people,
            waves=waves,
            orders_stop_on=said["orders_stop_on"],
            orders_stop_how=said["orders_stop_how"].strip(),
            super_user_id=_id_in(said["super_user_id"]),
            target_percent=said["target_percent"],
            target_on=said["target_on"],
            risks=risks,
        )

    def _lines(self, kind: str, *fields: str) -> Iterator[int]:
        """The lines of a kind in which something stands."""
        count = 0
        for row in self.rows_of(kind):
            if any(self.cleaned_data[f"{kind}-{row}-{field}"] for field in fields):
                self.rows[kind, count] = row
                count += 1
                yield row

    def rows_of(self, kind: str) -> Iterator[int]:
        """The numbers of all lines of a kind."""
        row = 1
        while any(name.startswith(f"{kind}-{row}-") for name in self.fields):
            yield row
            row += 1

    def _fields_of(self, kind: str) -> Iterator[list[Any]]:
        for row in self.rows_of(kind):
            yield [self[name] for name in self.fields if name.startswith(f"{kind}-{row}-")]

    @property
    def who(self) -> Any:
        """Where one searches for somebody; None where all can be chosen."""
        return self[SEARCH] if SEARCH in self.fields else None

    @property
    def people(self) -> Iterator[list[Any]]:
        """The lines for people: part, who, and by when."""
        return self._fields_of("person")

    @property
    def waves(self) -> Iterator[list[Any]]:
        """The lines for what begins: day, what, code."""
        return self._fields_of("wave")

    @property
    def risks(self) -> Iterator[list[Any]]:
        """The lines for what may go wrong, and what is done about it."""
        return self._fields_of("risk")

    def _field_at(self, place: tuple[str | int, ...]) -> str:
        """The field of a line, which may stand further down than the command knows."""
        of_plan = place[1:]
        match of_plan:
            case ("people", int(number), str(name)):
                kept = {"person_id": "who", "trained_by": "day"}.get(name, name)
                return f"person-{self.rows.get(('person', number), 1)}-{kept}"
            case ("waves", int(number), str(name)):
                kept = {"starts_on": "day"}.get(name, name)
                return f"wave-{self.rows.get(('wave', number), 1)}-{kept}"
            case ("risks", int(number), str(name)):
                return f"risk-{self.rows.get(('risk', number), 1)}-{name}"
            case ("parts", str(part)):
                return f"person-{self._row_for(part)}-who"
            case ("waves",):
                return "wave-1-what"
            case ("risks",):
                return "risk-1-risk"
        return super()._field_at(place)

    def _row_for(self, part: str) -> int:
        """The first line of a part; the first of all where there is none."""
        of_part = (
            row
            for row in self.rows_of("person")
            if self.cleaned_data.get(f"person-{row}-part") == part
        )
        return next(of_part, 1)


def _id_in(chosen: str) -> UUID | None:
    return UUID(chosen) if chosen else None


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def rollout_plan_form(request: Request, plan_id: UUID) -> HttpResponse:
    """A draft, or a plan that was sent back, to go on with."""
    found = ask(request, queries.plan, plan_id=plan_id)
    if "change" not in found.available_actions or not found.is_own:
        return PageForm(request).redirect("rollout_plan", plan_id)
    form = _form(request, found)
    if form.was_sent and form.is_valid():
        facts = to_plain(form.stated())
        if form.sends(actions.change_plan, plan_id=plan_id, facts=facts):
            return _saved(request, form, found)
    return _show(request, form, found)


def _saved(request: Request, form: RolloutPlanForm, found: PlanView) -> HttpResponse:
    """Where a plan that was kept leads: on, or back to what keeps it from being sent."""
    if "find" in request.POST:
        asked = urlencode({SEARCH: _searched(request)})
        return redirect(f"{reverse('rollout_plan_form', args=[found.id])}?{asked}")
    kept = _("The plan is saved. Nobody else does anything with it yet.")
    if "send" not in request.POST:
        messages.success(request, kept)
        return form.redirect("rollout_plan_form", found.id)
    try:
        ask(request, actions.submit_plan, plan_id=found.id)
    except Missing:
        raise
    except Denial as denial:
        # The draft is kept; what is sent next is a new act on it.
        saved = ask(request, queries.plan, plan_id=found.id)
        form.once, form.version = str(uuid4()), saved.version
        form.refuse(denial)
        messages.info(request, kept)
        return _show(request, form, saved)
    messages.success(request, _("The plan is sent. You get a note when it has been judged."))
    return form.redirect("rollout_plan", found.id)


def _form(request: Request, found: PlanView) -> RolloutPlanForm:
    lines = _people_lines(found.facts)
    lists = _size(request, "person", len(lines) + MORE_PEOPLE, MOST_PEOPLE) + 1
    people, initial = _offered(request, found, lists), _initial(found.facts, lines)

    def choices(name: str) -> list[tuple[str, str]]:
        return people.choices(initial.get(name, ""), request.POST.get(name, ""))

    fields: dict[str, forms.Field] = {
        "super_user_id": ChoiceField(
            gettext_lazy("Whom the others ask at the start"),
            choices("super_user_id"),
            empty=gettext_lazy("Choose somebody"),
            required=False,
        )
    }
    if people.is_many:
        fields[SEARCH] = TextField(
            gettext_lazy("Find somebody by name"),
            longest=LONGEST_NAME,
            required=False,
            hint=gettext_lazy(
                "The lists hold the people of the unit itself. Search for others: what you have written"
                " is saved, and those you find stand first."
            ),
        )
        initial[SEARCH] = _searched(request)
    sizes = {
        "person": lists - 1,
        "wave": _size(request, "wave", len(found.facts.waves) + MORE_WAVES, MOST_WAVES),
        "risk": _size(request, "risk", len(found.facts.risks) + MORE_RISKS, MOST_RISKS),
    }
    for row in range(1, sizes["person"] + 1):
        fields |= _person_fields(row, choices(f"person-{row}-who"))
    for row in range(1, sizes["wave"] + 1):
        fields |= _wave_fields(row)
    for row in range(1, sizes["risk"] + 1):
        fields |= _risk_fields(row)
    form = RolloutPlanForm(request, version=found.version, initial=initial, added=fields)
    form.rows = {}
    for name, field in form.fields.items():
        # A draft may lack it, but the plan is not sent without it: it is not optional.
        field.is_wanted = not OPTIONAL.fullmatch(name)  # type: ignore[attr-defined]
    return form


def _size(request: Request, kind: str, least: int, most: int) -> int:
    """How many lines of a kind the form has: as many as it was sent with, if it was."""
    sent = [
        int(match.group(1))
        for name in request.POST
        if (match := re.fullmatch(rf"{kind}-(\d{{1,3}})-\w+", name))
    ]
    return min(max(sent, default=least), most)


def _person_fields(row: int, people: Sequence[tuple[str, str]]) -> dict[str, forms.Field]:
    number = {"row": row}
    parts = [(part, named(part, "plan_part")) for part in PARTS]
    return {
        f"person-{row}-part": ChoiceField(_("Part %(row)s") % number, parts, required=False),
        f"person-{row}-who": ChoiceField(
            _("Person %(row)s") % number,
            people,
            empty=gettext_lazy("Choose somebody"),
            required=False,
        ),
        f"person-{row}-day": DayField(_("Trained by, person %(row)s") % number, required=False),
    }


def _wave_fields(row: int) -> dict[str, forms.Field]:
    number = {"row": row}
    return {
        f"wave-{row}-day": DayField(_("Day of wave %(row)s") % number, required=False),
        f"wave-{row}-what": TextField(
            _("What begins in wave %(row)s") % number, longest=LONGEST_LINE, required=False
        ),
        f"wave-{row}-category": TextField(
            _("Code of the goods in wave %(row)s") % number,
            longest=LONGEST_CATEGORY,
            required=False,
        ),
    }


def _risk_fields(row: int) -> dict[str, forms.Field]:
    number = {"row": row}
    return {
        f"risk-{row}-risk": TextField(
            _("Risk %(row)s") % number, longest=LONGEST_LINE, required=False
        ),
        f"risk-{row}-answer": TextField(
            _("What you do about risk %(row)s") % number, longest=LONGEST_LINE, required=False
        ),
    }


def _people_lines(facts: PlanFacts) -> tuple[PlannedPerson, ...]:
    """Those that are planned, and an empty line for each part that nobody has."""
    there = {one.part for one in facts.people}
    return (*facts.people, *(PlannedPerson(part) for part in PARTS if part not in there))


def _initial(facts: PlanFacts, lines: Sequence[PlannedPerson]) -> dict[str, Any]:
    initial: dict[str, Any] = {
        "go_live_on": facts.go_live_on,
        "orders_stop_on": facts.orders_stop_on,
        "orders_stop_how": facts.orders_stop_how,
        "super_user_id": str(facts.super_user_id or ""),
        "target_percent": facts.target_percent,
        "target_on": facts.target_on,
    }
    for row, person in enumerate(lines, start=1):
        initial[f"person-{row}-part"] = person.part
        initial[f"person-{row}-who"] = str(person.person_id or "")
        initial[f"person-{row}-day"] = person.trained_by
    for row, wave in enumerate(facts.waves, start=1):
        initial[f"wave-{row}-day"] = wave.starts_on
        initial[f"wave-{row}-what"] = wave.what
        initial[f"wave-{row}-category"] = wave.category
    for row, risk in enumerate(facts.risks, start=1):
        initial[f"risk-{row}-risk"], initial[f"risk-{row}-answer"] = risk.risk, risk.answer
    return initial


@dataclass(frozen=True, slots=True)
class Offered:
    """Whom one chooses among: `all` may be chosen, `few` are shown in each list, and where `is_many`
    one searches for the others."""

    all: dict[str, str]
    few: tuple[str, ...]
    is_many: bool

    def choices(self, *chosen: str) -> list[tuple[str, str]]:
        """For one list, with whom it has already."""
        keys = dict.fromkeys((*self.few, *(one for one in chosen if one in self.all)))
        return [(key, self.all[key]) for key in keys]


def _offered(request: Request, found: PlanView, lists: int) -> Offered:
    """Who works in the unit or, with its name, in one below it, or is to; and whom the plan names. Where
    they are many, those of a name that was searched for and the unit's own."""
    with tenant_scope(actor_of(request).tenant_id):
        staff = parties.staff_of(parties.subtree(found.unit_id), today())
    called = Counter(one.name for one in staff)
    own = [str(one.id) for one in staff if one.unit_id == found.unit_id]
    plainly = {str(one.id): one.name for one in staff if called[one.name] == 1}
    known = dict(as_choices(request, staff, also_coming=True))
    known |= {key: plainly[key] for key in own if key in plainly}
    former = {str(one): found.names.get(one, "") for one in found.facts.person_ids}
    former = {key: name for key, name in former.items() if key not in known}
    everybody = known | dict(sorted(former.items(), key=lambda one: one[1]))
    room = max(MOST_OFFERED // lists, FEWEST_OFFERED)
    if len(everybody) <= room:
        return Offered(everybody, tuple(everybody), is_many=False)
    who = _searched(request).casefold()
    fits = [str(one.id) for one in staff if who and who in one.name.casefold()]
    return Offered(everybody, tuple(dict.fromkeys((*fits, *own)))[:room], is_many=True)


def _searched(request: Request) -> str:
    return (request.POST.get(SEARCH) or request.GET.get(SEARCH, "")).strip()[:LONGEST_NAME]


def _show(request: Request, form: RolloutPlanForm, found: PlanView) -> HttpResponse:
    values = {
        "form": form,
        "found": found,
        "address": reverse("rollout_plan_form", args=[found.id]),
        "reason": found.reason if found.state == "returned" else "",
    }
    return show(request, "site/training/plan_form.html", values, status=form.status)
