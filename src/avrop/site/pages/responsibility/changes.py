"""Planned changes: what is to change, who gains and loses what by it, and how many hours it takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.authority import queries as authority
from avrop.kernel.permissions import all_permissions
from avrop.kernel.problems import Problem
from avrop.kernel.wording import say
from avrop.responsibility import actions, queries
from avrop.responsibility.changing import Able, Duty, Phase, Step, StepKind
from avrop.responsibility.matrix import ALLOWED
from avrop.responsibility.shapes import ChangeView, HoursOfRole
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.responsibility import choosing
from avrop.site.pages.responsibility.matrix import changes_in_words
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    NumberField,
    TextField,
)
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import Listing, choices, day, figure, link, show_list, tag, text
from avrop.site.patterns.shapes import Action, Drawing, Point
from avrop.site.words import named as word
from avrop.site.words import role_name

PLAN, DECIDE = "responsibility.plan", "responsibility.decide"
#: So much of what somebody gains or loses is told in his line.
MOST_TOLD = 4
sitemap.register(
    SitePage(
        gettext_lazy("Planned changes"),
        "planned_changes",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        help=gettext_lazy(
            "Plan a change of who answers for what, and see who gains and loses what before it is made: "
            "whom it concerns, and how many hours it takes."
        ),
        words=gettext_lazy("impact stakeholders resource plan hours before after simulate"),
        place=16,
    ),
    SitePage(
        gettext_lazy("Plan a change"),
        "plan_change",
        sitemap.RIGHTS,
        "coordinator",
        rights=(PLAN,),
        in_navigation=False,
        help=gettext_lazy("Name the change and its day. Nothing changes before somebody makes it."),
        place=16,
    ),
    SitePage(
        gettext_lazy("A planned change"),
        "planned_change",
        sitemap.RIGHTS,
        "coordinator",
        rights=choosing.STEERING,
        samples=("planned_change",),
        help=gettext_lazy(
            "Add the steps, and see what follows from them. When it is decided, whoever may decides to "
            "make it: all of it is made, or nothing."
        ),
        place=16,
    ),
    SitePage(
        gettext_lazy("Add a step"),
        "add_change_step",
        sitemap.RIGHTS,
        "coordinator",
        rights=(PLAN,),
        samples=("planned_change", "change_step"),
        place=16,
    ),
    SitePage(
        gettext_lazy("Hours of a change"),
        "change_hours",
        sitemap.RIGHTS,
        "coordinator",
        rights=(PLAN,),
        samples=("planned_change",),
        help=gettext_lazy(
            "How many hours each role is planned to spend, in the project and when it is running, and "
            "what has been worked."
        ),
        place=16,
    ),
)

CHANGES = Listing(
    "planned-changes",
    gettext_lazy("Planned changes"),
    columns=(
        link("title", gettext_lazy("Change"), "planned_change"),
        day("valid_from", gettext_lazy("From")),
        figure("steps", gettext_lazy("Steps")),
        text("by", gettext_lazy("Planned by"), lang="sv"),
        day("planned_at", gettext_lazy("Planned")),
        tag("state", gettext_lazy("State"), "planned_change"),
    ),
    empty=gettext_lazy("No change is planned."),
    what_next=gettext_lazy("Plan one to see who gains and loses what, before anything changes."),
    filters=(
        choices("state", gettext_lazy("State"), "planned_change", gettext_lazy("All states")),
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A planned change in the list, with the name of who planned it."""

    id: UUID
    title: str
    valid_from: Any
    steps: int
    by: str
    planned_at: Any
    state: str


@require_safe
@signed_in
def planned_changes(request: Request) -> HttpResponse:
    """The planned changes, the newest first."""

    def rows(items: Any) -> tuple[Row, ...]:
        names = choosing.names_of(request, [one.planned_by for one in items])
        return tuple(
            Row(
                one.id,
                one.title,
                one.valid_from,
                one.steps,
                names.get(one.planned_by, ""),
                one.planned_at,
                one.state,
            )
            for one in items
        )

    offered: tuple[Action, ...] = ()
    if PLAN in rights_of(request):
        offered = (Action(_("Plan a change"), reverse("plan_change"), "primary"),)
    return show_list(
        request, CHANGES, queries.planned_changes_page, rows=rows, values={"actions": offered}
    )


class PlanForm(PageForm):
    """What the change is called, and when it is to be made."""

    title = TextField(gettext_lazy("What is to change?"))
    valid_from = DayField(gettext_lazy("From"))
    reason = LongTextField(gettext_lazy("Why?"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def plan_change(request: Request) -> HttpResponse:
    """Begin a plan."""
    form = PlanForm(request, initial={"valid_from": today()})
    if form.sends(actions.plan_change):
        messages.success(request, _("The plan is begun. Add what is to change."))
        return form.redirect("planned_change", form.answer)
    return show(request, "site/responsibility/plan_change.html", {"form": form}, status=form.status)


# --- one change --------------------------------------------------------------------------------------


class MakeForm(PageForm):
    """By which decision it is made."""

    decision_reference = TextField(
        gettext_lazy("Decision"),
        hint=gettext_lazy("The number or the minutes of the decision, such as KS 2026/12."),
    )


class DropForm(PageForm):
    """Why it will not be made."""

    reason = TextField(gettext_lazy("Why?"))


@dataclass(frozen=True, slots=True)
class Gain:
    """What somebody gains and loses, in words; the rest is counted."""

    name: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]
    more: int


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def planned_change(request: Request, change_id: UUID) -> HttpResponse:
    """The steps of a change, who gains and loses what, whom it concerns, and its hours."""
    found = ask(request, queries.planned_change, change_id=change_id)
    rights = rights_of(request)
    make = MakeForm(request, version=found.version)
    drop = DropForm(request, version=found.version)
    if make.sends(actions.make_change, change_id=found.id):
        messages.success(request, _("The change is made."))
        return make.redirect("planned_change", found.id)
    if drop.sends(actions.drop_change, change_id=found.id):
        messages.success(request, _("The change is dropped."))
        return drop.redirect("planned_change", found.id)
    is_draft = found.state == "draft"
    values: dict[str, Any] = {
        "change": found,
        "planned_by": found.names.get(found.planned_by, "") if found.planned_by else "",
        "decided_by": found.names.get(found.decided_by, "") if found.decided_by else "",
        "steps": tuple(_steps(found)),
        "letters": changes_in_words(found.effects.letters, found.names),
        "rights": tuple(
            (role_name(one.role), _label(one.permission), one.gains) for one in found.effects.rights
        ),
        "people": tuple(_gains(found)),
        "unnamed": found.people_affected - len(found.effects.people),
        "affected": tuple(
            (role_name(one.role), one, ", ".join(word(each, "activity") for each in one.activities))
            for one in found.effects.affected
        ),
        "problems": tuple(
            say(Problem(code, {"activity": "–", "number": "2"})).remedy for code in found.problems
        ),
        "drawing": hours_drawn(found.hours),
        "adding": _adding(found) if is_draft and PLAN in rights else (),
        "may_plan": is_draft and PLAN in rights,
        "may_note": PLAN in rights,
        "keys": keys_of(request, version=found.version),
        "make": make if is_draft and DECIDE in rights else None,
        "drop": drop if is_draft and PLAN in rights else None,
        "forms": (make, drop),
    }
    status = max(make.status, drop.status)
    return show(request, "site/responsibility/planned_change.html", values, status=status)


def _adding(found: ChangeView) -> tuple[Action, ...]:
    names = {
        StepKind.MATRIX: _("Change what a role has in an activity"),
        StepKind.GRANT: _("Give somebody a role"),
        StepKind.END: _("End a mandate"),
        StepKind.PERMISSION: _("Give or take a right of a role"),
    }
    return tuple(
        Action(name, reverse("add_change_step", args=[found.id, kind.value]))
        for kind, name in names.items()
    )


def _steps(found: ChangeView) -> Iterator[tuple[int, str]]:
    for position, step in enumerate(found.steps, start=1):
        yield position, _in_words(step, found.names)


def _in_words(step: Step, names: Mapping[UUID, str]) -> str:
    unit = names.get(step.unit_id, "") if step.unit_id else ""
    values = {
        "role": role_name(step.role),
        "activity": word(step.activity, "activity"),
        "letters": word(step.letters, "letters") if step.letters else "",
        "unit": unit or _("the whole organisation"),
        "person": names.get(step.person_id, "") if step.person_id else "",
        "right": _label(step.permission),
        "holder": names.get(step.mandate_id, "") if step.mandate_id else "",
    }
    if step.kind == StepKind.MATRIX:
        if not step.letters:
            return _("%(role)s has nothing in “%(activity)s” (%(unit)s).") % values
        return _("%(role)s in “%(activity)s” (%(unit)s): %(letters)s.") % values
    if step.kind == StepKind.GRANT:
        return _("%(person)s is given the role “%(role)s” (%(unit)s).") % values
    if step.kind == StepKind.END:
        return _("A mandate of %(holder)s ends.") % values
    if step.gains:
        return _("%(role)s gains the right “%(right)s”.") % values
    return _("%(role)s loses the right “%(right)s”.") % values


def _label(name: str) -> str:
    known = {one.name: one.label for one in all_permissions()}
    return str(known.get(name, name))


def _gains(found: ChangeView) -> Iterator[Gain]:
    for one in found.effects.people:
        gains = [*_duties(one.gains, found.names), *_able(one.gains_rights, found.names)]
        loses = [*_duties(one.loses, found.names), *_able(one.loses_rights, found.names)]
        more = max(0, len(gains) - MOST_TOLD) + max(0, len(loses) - MOST_TOLD)
        name = found.names.get(one.person_id, "")
        yield Gain(name, tuple(gains[:MOST_TOLD]), tuple(loses[:MOST_TOLD]), more)


def _duties(found: Iterable[Duty], names: Mapping[UUID, str]) -> Iterator[str]:
    for one in found:
        yield _("%(activity)s (%(letter)s), %(unit)s") % {
            "activity": word(one.activity, "activity"),
            "letter": one.letter,
            "unit": names.get(one.unit_id, "") if one.unit_id else _("the whole organisation"),
        }


def _able(found: Iterable[Able], names: Mapping[UUID, str]) -> Iterator[str]:
    for one in found:
        unit = names.get(one.unit_id, "") if one.unit_id else _("the whole organisation")
        yield _("%(right)s, %(unit)s") % {"right": _label(one.permission), "unit": unit}


# --- steps -------------------------------------------------------------------------------------------


class StepForm(PageForm):
    """The fields of a step, added by its kind."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_step(request: Request, change_id: UUID, kind: str) -> HttpResponse:
    """Add a step of a kind."""
    if kind not in StepKind.values:
        raise Http404
    found = ask(request, queries.planned_change, change_id=change_id)
    who = request.GET.get("who", "").strip()
    form = StepForm(request, version=found.version, added=_fields(request, kind, who))
    if form.was_sent and form.is_valid():
        given = {"gains": form.value("what") == "gains"} if kind == StepKind.PERMISSION else {}
        if form.sends(actions.add_step, change_id=found.id, kind=kind, **given):
            messages.success(request, _("The step is added. See below what follows from it."))
            return form.redirect("planned_change", found.id)
    values = {
        "form": form,
        "change": found,
        "title": word(kind, "change_step"),
        "asks_who": kind in (StepKind.GRANT, StepKind.END),
        "who": who,
    }
    return show(request, "site/responsibility/add_step.html", values, status=form.status)


def _fields(request: Request, kind: str, who: str) -> dict[str, forms.Field]:
    role = ChoiceField(gettext_lazy("Role"), choosing.roles(), empty=_("Choose a role"))
    unit = ChoiceField(
        gettext_lazy("Where"),
        [(str(key), name) for key, name in choosing.units_of(request, today()).items()],
        empty=_("The whole organisation"),
        required=False,
    )
    if kind == StepKind.MATRIX:
        activity = ChoiceField(
            gettext_lazy("Activity"), choosing.activities(), empty=_("Choose an activity")
        )
        letters = ChoiceField(
            gettext_lazy("What does the role have in it?"),
            [(one, word(one, "letters")) for one in ALLOWED],
            empty=_("Nothing"),
            required=False,
        )
        return {"activity": activity, "role": role, "letters": letters, "unit_id": unit}
    if kind == StepKind.GRANT:
        person = ChoiceField(gettext_lazy("Who?"), choosing.people(request, who), open_list=True)
        return {"person_id": person, "role": role, "unit_id": unit}
    if kind == StepKind.END:
        return {"mandate_id": ChoiceField(gettext_lazy("Which mandate?"), _mandates(request, who))}
    permission = ChoiceField(
        gettext_lazy("Right"),
        [(one.name, one.label) for one in all_permissions() if one.roles],
        empty=_("Choose a right"),
    )
    what = ChoiceField(
        gettext_lazy("What happens?"),
        [
            ("gains", gettext_lazy("The role gains it")),
            ("loses", gettext_lazy("The role loses it")),
        ],
        open_list=True,
    )
    return {"role": role, "permission": permission, "what": what}


def _mandates(request: Request, who: str) -> list[tuple[str, str]]:
    """The mandates in force of those whose name was searched for."""
    found = []
    units = choosing.units_of(request, today())
    for person_id, name in choosing.people(request, who) if who else ():
        for one in ask(request, authority.mandates_of, person_id=UUID(person_id)):
            if one.revoked_at is None and (one.valid_until is None or one.valid_until >= today()):
                unit = units.get(one.unit_id, "") if one.unit_id else ""
                said = _("%(person)s: %(role)s, %(unit)s") % {
                    "person": name,
                    "role": role_name(one.role),
                    "unit": unit or _("the whole organisation"),
                }
                found.append((str(one.id), said))
    return found


@require_POST
@signed_in
def remove_step(request: Request, change_id: UUID) -> HttpResponse:
    """Take a step out of a plan."""
    form = PageForm(request)
    position = request.POST.get("position", "0")
    if form.sends(actions.remove_step, change_id=change_id, position=position):
        messages.success(request, _("The step is taken out."))
    else:
        form.tell_refusal()
    return form.redirect("planned_change", change_id)


# --- hours -------------------------------------------------------------------------------------------


class PlanHoursForm(PageForm):
    """How many hours a role is to spend."""

    role = ChoiceField(gettext_lazy("Role"), (), empty=gettext_lazy("Choose a role"))
    phase = ChoiceField(
        gettext_lazy("Phase"), [(one.value, one.label) for one in Phase], open_list=True
    )
    hours = NumberField(
        gettext_lazy("Hours"), min_value=0, hint=gettext_lazy("Running: in a year.")
    )


class NoteHoursForm(PageForm):
    """Hours that have been worked."""

    role = ChoiceField(gettext_lazy("Role"), (), empty=gettext_lazy("Choose a role"))
    phase = ChoiceField(
        gettext_lazy("Phase"), [(one.value, one.label) for one in Phase], open_list=True
    )
    worked_on = DayField(gettext_lazy("Day"))
    hours = NumberField(
        gettext_lazy("Hours"),
        hint=gettext_lazy("With a minus, what was noted before is corrected."),
    )
    note = TextField(gettext_lazy("What was done?"), required=False)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def hours(request: Request, change_id: UUID) -> HttpResponse:
    """Plan and note hours."""
    found = ask(request, queries.planned_change, change_id=change_id)
    role = {"role": ChoiceField(gettext_lazy("Role"), choosing.roles(), empty=_("Choose a role"))}
    plan = PlanHoursForm(request, added=role, prefix="plan")
    note = NoteHoursForm(request, added=role, prefix="note", initial={"worked_on": today()})
    if plan.sends(actions.plan_hours, change_id=found.id):
        messages.success(request, _("The hours are planned."))
        return plan.redirect("change_hours", found.id)
    if note.sends(actions.note_hours, change_id=found.id):
        messages.success(request, _("The hours are noted."))
        return note.redirect("change_hours", found.id)
    values = {
        "change": found,
        "plan": plan,
        "note": note,
        "rows": found.hours,
        "drawing": hours_drawn(found.hours),
    }
    status = max(plan.status, note.status)
    return show(request, "site/responsibility/hours.html", values, status=status)


def hours_drawn(found: Iterable[HoursOfRole]) -> Drawing | None:
    """Planned and worked hours of each role, side by side."""
    points = []
    for one in found:
        values = {"role": role_name(one.role), "phase": word(one.phase, "phase")}
        over = one.planned is not None and one.worked > one.planned
        if one.planned is not None:
            name = _("%(role)s, %(phase)s: planned") % values
            points.append(Point(name, float(one.planned), _hours(one.planned), color="neutral"))
        name = _("%(role)s, %(phase)s: worked") % values
        color = "warning" if over else "accent"
        points.append(Point(name, max(0.0, float(one.worked)), _hours(one.worked), color=color))
    if not points:
        return None
    return Drawing(_("Planned and worked hours"), tuple(points), names=_("Role"), values=_("Hours"))


def _hours(value: Any) -> str:
    from avrop.kernel.presentation import shown

    return str(shown(value))
