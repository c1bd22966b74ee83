"""The manager's part: deciding who may act after the training, and following who is trained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.learning import steps_of, title_of
from avrop.site.patterns.fields import ChoiceField, LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    chosen_in,
    day,
    figure,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Drawing, Fact, Point
from avrop.site.words import role_name
from avrop.training import actions, queries
from avrop.training.content import shipped_courses
from avrop.training.shapes import CertificateView, Cover, Untrained, Waiting
from avrop.values import Text

DECIDE, FOLLOW = "training.decide", "training.follow"
sitemap.register(
    SitePage(
        gettext_lazy("Decide after training"),
        "training_decisions",
        sitemap.TRAINING,
        "manager",
        rights=(DECIDE,),
        help=gettext_lazy(
            "Who has passed a test and waits for you. The test shows what somebody knows; you know "
            "whether the work asks for the right. A no says why, and can become a yes later."
        ),
        words=gettext_lazy("certificate approve training manager decision"),
        place=30,
    ),
    SitePage(
        gettext_lazy("Decide about a person"),
        "training_decide",
        sitemap.TRAINING,
        "manager",
        rights=(DECIDE,),
        samples=("learner", "course"),
        place=30,
    ),
    SitePage(
        gettext_lazy("Who is trained"),
        "training_coverage",
        sitemap.TRAINING,
        "manager",
        rights=(FOLLOW,),
        help=gettext_lazy(
            "How many of those who hold a role are trained for it, unit by unit. Whoever has had the "
            "role for a month without a certificate, or has let it end, is overdue. The list can be "
            "taken out as a file."
        ),
        words=gettext_lazy("coverage overdue evidence statistics training certificate"),
        place=31,
    ),
    SitePage(
        gettext_lazy("Who is not trained yet"),
        "training_untrained",
        sitemap.TRAINING,
        "manager",
        rights=(FOLLOW,),
        place=32,
    ),
    SitePage(
        gettext_lazy("All certificates"),
        "training_certificates",
        sitemap.TRAINING,
        "coordinator",
        rights=(FOLLOW,),
        place=33,
    ),
)


# --- deciding ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Decidable:
    """Somebody who waits, with his name and unit."""

    waiting: Waiting
    person: str
    unit: str


def _to_decide(row: Decidable) -> Cell:
    address = reverse("training_decide", args=[row.waiting.person_id, row.waiting.course_id])
    return Cell(row.person, address=address, lang="sv")


DECISIONS = Listing(
    "training-decisions",
    gettext_lazy("Decide after training"),
    columns=(
        Column("person", gettext_lazy("Person"), _to_decide, is_head=True),
        text("unit", gettext_lazy("Unit"), lang="sv"),
        text("course", gettext_lazy("Course"), lambda row: title_of(row.waiting)),
        text(
            "right",
            gettext_lazy("Right answers"),
            lambda row: f"{row.waiting.right_count}/{row.waiting.asked}",
        ),
        day("passed_at", gettext_lazy("Passed"), lambda row: row.waiting.passed_at),
    ),
    empty=gettext_lazy("Nobody waits for your decision."),
    what_next=gettext_lazy("Who passes a test comes here, and you are told on the start page."),
    what_next_url="training_coverage",
    what_next_name=gettext_lazy("Who is trained"),
)


@require_safe
@signed_in
def training_decisions(request: Request) -> HttpResponse:
    """Who waits for the reader's decision."""

    def rows(items: Sequence[Waiting]) -> list[Decidable]:
        with tenant_scope(actor_of(request).tenant_id):
            people = parties.person_names({one.person_id for one in items})
            units = parties.unit_names({one.unit_id for one in items if one.unit_id})
        return [
            Decidable(
                one,
                people.get(one.person_id, ""),
                units.get(one.unit_id, "") if one.unit_id else "",
            )
            for one in items
        ]

    return show_list(request, DECISIONS, queries.waiting_for_decision, rows=rows)


class DecideForm(PageForm):
    """A yes or a no."""

    granted = ChoiceField(
        gettext_lazy("May this person act?"),
        [
            ("true", gettext_lazy("Yes, give the certificate")),
            ("false", gettext_lazy("No, not yet")),
        ],
        open_list=True,
    )
    reason = LongTextField(
        gettext_lazy("Reason"),
        rows=3,
        required=False,
        hint=gettext_lazy(
            "Needed for a no: what is missing, so that something can be done about it."
        ),
    )


class RevokeForm(PageForm):
    """Why a certificate is taken back."""

    reason = LongTextField(gettext_lazy("Why is it taken back?"), rows=3)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_decide(request: Request, person_id: UUID, course_id: UUID) -> HttpResponse:
    """What somebody has done about a course, and the decision about it."""
    found = ask(request, queries.decision_on, person_id=person_id, course_id=course_id)
    with tenant_scope(actor_of(request).tenant_id):
        name = parties.person(person_id).name
    held = found.course.certificate
    decide = DecideForm(request)
    revoke = RevokeForm(request, version=held.version if held else None)
    if decide.sends(actions.decide_training, person_id=person_id, course_id=course_id):
        messages.success(request, _told(found, decide.value("granted")) % {"name": name})
        return decide.redirect("training_decisions")
    if held and revoke.sends(actions.revoke_certificate, certificate_id=held.id):
        messages.success(request, _("The certificate is taken back."))
        return revoke.redirect("training_decide", person_id, course_id)
    values = {
        "name": name,
        "title": title_of(found.course.version),
        "found": found,
        "steps": steps_of(found.course),
        "facts": _facts(found),
        "decide": decide if found.course.progress.passed_sitting else None,
        "revoke": revoke if held and held.standing(today()) in ("valid", "coming") else None,
        "forms": (decide, revoke),
    }
    status = max(decide.status, revoke.status)
    return show(request, "site/training/decide.html", values, status=status)


def _told(found: queries.ToDecide, granted: str) -> str:
    """What follows from a decision."""
    if granted != "true":
        return _("It is written down, and %(name)s is told.")
    if found.course.progress.has_exercise_left:
        return _("Your yes is kept. %(name)s is certified when the roll-out plan is approved.")
    return _("%(name)s is certified.")


def _facts(found: queries.ToDecide) -> tuple[Fact, ...]:
    held = found.course.certificate
    right = f"{found.right_count}/{found.asked}" if found.asked else None
    return (
        Fact(_("Right answers"), right),
        Fact(_("Passed"), found.passed_at),
        Fact(_("Attempts"), found.course.progress.attempts or None),
        Fact(_("Certified until"), held.valid_until if held else None),
    )


# --- following ---------------------------------------------------------------------------------------


def _course_names() -> list[tuple[str, str]]:
    """The courses that the product comes with; one's own stand among all of them."""
    language = get_language() or "sv"
    return [(one.code, Text(one.facts.title).in_language(language)) for one in shipped_courses()]


COURSE = Filter(
    "course", gettext_lazy("Course"), _course_names, gettext_lazy("All courses"), "choice"
)
UNIT = Filter("text", gettext_lazy("Unit"))


def _title(row: Any) -> str:
    return title_of(row)


def _share(row: Cover) -> str:
    return f"{row.percent} %"


COVERAGE = Listing(
    "training-coverage",
    gettext_lazy("Who is trained"),
    columns=(
        text(
            "unit",
            gettext_lazy("Unit"),
            lambda row: row.unit or _("The whole organisation"),
            is_head=True,
            lang="sv",
        ),
        text("role", gettext_lazy("Role"), lambda row: role_name(row.role)),
        text("course", gettext_lazy("Course"), _title),
        figure("holders", gettext_lazy("Hold the role")),
        figure("trained", gettext_lazy("Trained")),
        figure("percent", gettext_lazy("Share"), _share),
        figure("overdue", gettext_lazy("Overdue")),
        figure("ending", gettext_lazy("Ends soon")),
    ),
    empty=gettext_lazy("Nobody holds a role that a course is required for."),
    what_next=gettext_lazy("As soon as somebody is given a role he stands here."),
    filters=(UNIT, COURSE),
)


@require_safe
@signed_in
def training_coverage(request: Request) -> HttpResponse:
    """Coverage by unit and role, with the whole above it."""
    chosen = chosen_in(request, COVERAGE)
    whole = ask(request, queries.cover_by_role, **chosen)
    overdue = sum(one.overdue for one in whole)
    said = ngettext("One person is overdue.", "%(count)s people are overdue.", overdue)
    values = {
        "drawing": _drawing(whole) if whole else None,
        "overdue": said % {"count": overdue} if overdue else "",
    }
    return show_list(
        request,
        COVERAGE,
        queries.coverage_page,
        template="site/training/coverage.html",
        values=values,
    )


def _drawing(whole: Sequence[Cover]) -> Drawing:
    points = tuple(
        Point(
            role_name(one.role),
            one.percent,
            f"{one.trained}/{one.holders}",
            color="danger" if one.overdue else "accent",
        )
        for one in whole
    )
    return Drawing(
        _("Trained, by role"),
        points,
        _("Role"),
        _("Trained of those who hold it"),
        sentence=_("A full bar means that everybody is trained; red, that somebody is overdue."),
        highest=100.0,
    )


def _since(row: Untrained) -> str:
    if row.ended_on:
        return _("The certificate ended")
    return _("Overdue") if row.is_overdue else _("New in the role")


UNTRAINED = Listing(
    "training-untrained",
    gettext_lazy("Who is not trained yet"),
    columns=(
        text("person", gettext_lazy("Person"), is_head=True, lang="sv"),
        text("unit", gettext_lazy("Unit"), lang="sv"),
        text("role", gettext_lazy("Role"), lambda row: role_name(row.role)),
        text("course", gettext_lazy("Course"), _title),
        text("why", gettext_lazy("Why"), _since),
        day("since", gettext_lazy("Role since")),
        day("ended_on", gettext_lazy("Certificate ended")),
    ),
    empty=gettext_lazy("Everybody is trained."),
    what_next=gettext_lazy("Whoever gets a role, or whose certificate ends, comes here."),
    what_next_url="training_coverage",
    what_next_name=gettext_lazy("Who is trained"),
    filters=(
        UNIT,
        COURSE,
        Filter(
            "overdue",
            gettext_lazy("Overdue"),
            lambda: [("yes", gettext_lazy("Only those who are overdue"))],
            gettext_lazy("Everybody"),
            "choice",
        ),
    ),
)


@require_safe
@signed_in
def training_untrained(request: Request) -> HttpResponse:
    """Who should be trained and is not."""
    return show_list(request, UNTRAINED, queries.untrained_page)


@dataclass(frozen=True, slots=True)
class Certified:
    """A certificate with the name of who holds it."""

    certificate: CertificateView
    person: str

    def __getattr__(self, name: str) -> Any:
        """What the certificate itself says."""
        return getattr(self.certificate, name)


CERTIFICATES = Listing(
    "training-certificates",
    gettext_lazy("All certificates"),
    columns=(
        text("number", gettext_lazy("Number"), is_head=True),
        text("person", gettext_lazy("Person"), lang="sv"),
        text("course", gettext_lazy("Course"), _title),
        text("course_version", gettext_lazy("Version of the course")),
        tag("state", gettext_lazy("State"), "certificate", lambda row: row.standing(today())),
        day("valid_from", gettext_lazy("From")),
        day("valid_until", gettext_lazy("Until")),
    ),
    empty=gettext_lazy("There are no certificates yet."),
    what_next=gettext_lazy("A certificate is given when a manager says yes to who has passed."),
    filters=(COURSE,),
)


@require_safe
@signed_in
def training_certificates(request: Request) -> HttpResponse:
    """Every certificate that the reader may see, to show an auditor."""

    def rows(items: Sequence[CertificateView]) -> list[Certified]:
        with tenant_scope(actor_of(request).tenant_id):
            names = parties.person_names({one.person_id for one in items})
        return [Certified(one, names.get(one.person_id, "")) for one in items]

    return show_list(request, CERTIFICATES, queries.certificates_page, rows=rows)
