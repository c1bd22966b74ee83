"""What is required of whom: courses and policies by role and goods, reminders and waiting times."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.authority import desk
from avrop.site.pages.authority.conducting import versions_table
from avrop.site.pages.authority.desk import Desk, Section, Table, show_desk
from avrop.site.pages.performing import ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.texts import said_best
from avrop.site.patterns.fields import ChoicesField, DayField, TextField, WholeField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell
from avrop.site.patterns.shapes import Fact
from avrop.site.words import role_name, rules_named
from avrop.training import actions, queries
from avrop.training.queries import CourseSummary, RequirementsView
from avrop.training.requirements import Requirement, Requirements

STEER = "training.steer"
sitemap.register(
    SitePage(
        gettext_lazy("What training is required"),
        "training_requirements",
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        help=gettext_lazy(
            "Which course and which policies holders of a role must have, for all goods or for some; "
            "when they are reminded, and how long an emergency lasts. A change holds from a day on."
        ),
        words=gettext_lazy("mandatory course requirement certificate role reminder renewal"),
        place=34,
    )
)


class RequirementForm(PageForm):
    """Of whom one course is required, from a day on."""

    roles = ChoicesField(
        gettext_lazy("Who must have it?"),
        (),
        required=False,
        hint=gettext_lazy("Where nobody is chosen it is required of nobody."),
    )
    goods = TextField(
        gettext_lazy("Only for these goods"),
        required=False,
        hint=gettext_lazy("CPV codes with commas between; nothing: for all goods."),
    )
    policies = ChoicesField(gettext_lazy("Which policies go with it?"), (), required=False)
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


class DaysForm(PageForm):
    """Reminders and waiting times, from a day on."""

    reminders = TextField(
        gettext_lazy("Days before the end at which people are reminded"),
        hint=gettext_lazy("Numbers with commas between."),
    )
    renewal_days = WholeField(gettext_lazy("Days before the end from which one can renew"))
    days_to_begin = WholeField(gettext_lazy("Days that a new holder of a role has"))
    longest_waiver_days = WholeField(gettext_lazy("Days that an emergency lasts at the most"))
    valid_from = DayField(gettext_lazy("First day"))
    reason = TextField(gettext_lazy("By which decision, and why?"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_requirements(request: Request) -> HttpResponse:
    """What is required today; changing it for one course, or the days."""
    view = ask(request, queries.required)
    courses = ask(request, queries.courses)
    chosen = next((one for one in courses if one.code == request.GET.get("course", "")), None)
    sections: list[Section] = []
    if STEER in rights_of(request) or request.method == "POST":
        days = _days_form(request, view.requirements)
        course_form = _course_form(request, view.requirements, chosen) if chosen else None
        if chosen and course_form and _decided(course_form, _with(view, chosen.code, course_form)):
            messages.success(request, _("What is required is decided."))
            return course_form.redirect("training_requirements")
        if _decided(days, _with_days(view.requirements, days)):
            messages.success(request, _("What is required is decided."))
            return days.redirect("training_requirements")
        if chosen and course_form:
            heading = _("Of whom “%(course)s” is required") % {"course": _title(chosen)}
            sections.append(Section("course", heading, course_form, _("Decide it")))
        sections.append(Section("days", _("Decide the days"), days, _("Decide the days")))
    return show_desk(request, _desk(request, view, courses, tuple(sections)))


def _decided(form: PageForm, chosen: Requirements | None) -> bool:
    return chosen is not None and form.sends(actions.change_requirements, chosen=chosen)


def _title(course: CourseSummary) -> str:
    return said_best(course.title)[0]


def _desk(
    request: Request,
    view: RequirementsView,
    courses: Sequence[CourseSummary],
    sections: tuple[Section, ...],
) -> Desk:
    policies = _policies(request)
    rules = view.requirements
    rows = []
    for one in courses:
        asked = rules.of_course(one.code)
        address = desk.to("training_requirements", course=one.code)
        rows.append(
            (
                Cell(_title(one), address=f"{address}#course"),
                Cell(", ".join(map(role_name, asked.roles)) or _("Nobody")),
                Cell(", ".join(asked.categories) or _("Any")),
                Cell(", ".join(policies.get(code, code) for code in asked.policies)),
            )
        )
    return Desk(
        title=_("What training is required"),
        lead=_("Choose a course to change of whom it is required."),
        tables=(
            Table(
                "required",
                _("What is required today"),
                (_("Course"), _("Who must have it"), _("Goods"), _("Policies")),
                tuple(rows),
                _("There is no course yet."),
                _("Take in the courses that the product comes with, on the page “Courses”."),
            ),
            versions_table(request, view.decided),
        ),
        facts=(
            Fact(_("Reminders, days before the end"), _numbers(rules.reminder_days)),
            Fact(_("Can be renewed, days before the end"), rules.renewal_days),
            Fact(_("Days that a new holder of a role has"), rules.days_to_begin),
            Fact(_("Days that an emergency lasts at the most"), rules.longest_waiver_days),
            Fact(_("Version of the rules"), rules_named(view.rule_set)),
        ),
        facts_heading=_("Reminders and days"),
        sections=sections,
    )


def _numbers(days: Sequence[int]) -> str:
    return ", ".join(map(str, days))


def _policies(request: Request) -> dict[str, str]:
    return {one.code: said_best(one.title)[0] for one in ask(request, queries.policies)}


# --- one course --------------------------------------------------------------------------------------


def _course_form(request: Request, rules: Requirements, course: CourseSummary) -> RequirementForm:
    asked = rules.of_course(course.code)
    initial: dict[str, Any] = {
        "roles": list(asked.roles),
        "goods": ", ".join(asked.categories),
        "policies": list(asked.policies),
        "valid_from": today(),
    }
    form = RequirementForm(request, initial=initial, prefix="course")
    form.fields["roles"].choices = desk.roles()  # type: ignore[attr-defined]
    form.fields["policies"].choices = sorted(_policies(request).items())  # type: ignore[attr-defined]
    return form


def _with(view: RequirementsView, code: str, form: PageForm) -> Requirements | None:
    """What is required when the form is decided; None where it was not sent or cannot be read."""
    if not (form.was_sent and form.is_valid()):
        return None
    stated = Requirement(
        code,
        tuple(form.value("roles")),
        desk.codes_in(form.value("goods")),
        tuple(form.value("policies")),
    )
    others = tuple(one for one in view.requirements.required if one.course != code)
    return replace(view.requirements, required=(*others, stated) if stated.roles else others)


# --- the days ----------------------------------------------------------------------------------------


def _days_form(request: Request, rules: Requirements) -> DaysForm:
    initial: dict[str, int | str | date] = {
        "reminders": _numbers(rules.reminder_days),
        "renewal_days": rules.renewal_days,
        "days_to_begin": rules.days_to_begin,
        "longest_waiver_days": rules.longest_waiver_days,
        "valid_from": today(),
    }
    return DaysForm(request, initial=initial, prefix="days")


def _with_days(rules: Requirements, form: PageForm) -> Requirements | None:
    if not (form.was_sent and form.is_valid()):
        return None
    written = desk.codes_in(form.value("reminders"))
    if not all(part.isdecimal() and len(part) < 4 for part in written):
        form.add_error("reminders", _("Write numbers of days with commas between, such as 60, 30."))
        return None
    return replace(
        rules,
        reminder_days=tuple(int(part) for part in written),
        renewal_days=form.value("renewal_days"),
        days_to_begin=form.value("days_to_begin"),
        longest_waiver_days=form.value("longest_waiver_days"),
    )
