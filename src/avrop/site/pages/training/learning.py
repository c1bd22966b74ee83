"""One's own training: courses and how far one has come, lessons, policies, certificates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.practice import is_practice
from avrop.kernel.presentation import shown
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, rights_of, signed_in, today
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.texts import (
    blocks,
    language_choices,
    language_for,
    language_tabs,
    said_best,
)
from avrop.site.patterns.fields import ChoiceField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, day, show_list, tag, text
from avrop.site.patterns.shapes import Fact, Step
from avrop.site.words import named
from avrop.training import actions, content, queries
from avrop.training.queries import MyCourse
from avrop.training.shapes import CertificateView
from avrop.values import Text

LEARN, ORDER = "training.learn", "requisitions.submit"
#: Why no test is to be taken now, though nothing is wrong.
NOTHING_TO_DO = frozenset(
    {"training.passed_already", "training.passed_but_exercise", "training.certificate_lasts"}
)
sitemap.register(
    SitePage(
        gettext_lazy("My training"),
        "my_training",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        help=gettext_lazy(
            "The courses that your roles ask for, and what is left of each: lessons, test, policy and "
            "your manager's decision. Without a valid certificate you can work on drafts and receive "
            "goods, but not send anything."
        ),
        words=gettext_lazy("course test certificate education policy"),
        place=20,
    ),
    SitePage(
        gettext_lazy("My certificates"),
        "my_certificates",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        help=gettext_lazy(
            "What you are trained for, and until when. You are reminded 60, 30 and 7 days before the "
            "end, and lose no days by renewing early."
        ),
        place=20,
    ),
    SitePage(
        gettext_lazy("A course"),
        "training_course",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        samples=("course",),
        help=gettext_lazy(
            "Read the lessons in any order. When all are read you can take the test, which is drawn "
            "anew each time."
        ),
    ),
    SitePage(
        gettext_lazy("A lesson"),
        "training_lesson",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        samples=("lesson",),
    ),
    SitePage(
        gettext_lazy("A policy"),
        "training_policy",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        samples=("policy",),
    ),
    SitePage(
        gettext_lazy("A short lesson"),
        "micro_lesson",
        sitemap.START,
        "requester",
        rights=(LEARN,),
        samples=("blocker",),
    ),
)


@dataclass(frozen=True, slots=True)
class CourseOnPage:
    """A course with how far the reader has come, in the words of the page."""

    course: MyCourse
    title: str
    lang: str
    steps: tuple[Step, ...]
    sentence: str
    color: str
    address: str
    plan: str


@require_safe
@signed_in
def my_training(request: Request) -> HttpResponse:
    """What the reader learns, and what is left."""
    found = [_on_page(request, one) for one in ask(request, queries.my_courses)]
    offers = ask(request, queries.my_micro_offers)
    policies = [(one, *said_best(one.title)) for one in ask(request, queries.policies)]
    values = {
        "required": [one for one in found if one.course.is_required],
        "others": [one for one in found if not one.course.is_required],
        "offers": [(one, *said_best(one.title)) for one in offers],
        "policies": policies,
        "can_practise": can_practise(request),
    }
    return show(request, "site/training/my_training.html", values)


def _on_page(request: Request, course: MyCourse) -> CourseOnPage:
    title, lang = said_best(course.version.title)
    sentence, color = _where(course)
    address = reverse("training_course", args=[course.version.course_id])
    plan = way_to_plan(request, course) if course.progress.has_exercise_left else ""
    return CourseOnPage(course, title, lang, steps_of(course), sentence, color, address, plan)


def steps_of(course: MyCourse) -> tuple[Step, ...]:
    """The parts of a certificate, and how far each has come."""
    done = course.progress
    is_renewed = bool(done.passed_sitting or done.attempts or done.read)
    whole = _is_certified(course) and not is_renewed
    read = _("%(read)s of %(total)s") % {"read": done.read, "total": done.lessons}
    policies = len(course.policies)
    agreed = policies - len(done.waiting)
    decided = {True: "fully", False: "none", None: "none"}[done.decision]
    steps = [
        Step(
            _("Lessons"),
            "fully" if whole or done.read >= done.lessons else "partly" if done.read else "none",
            "" if whole else read,
        ),
        Step(_("Test"), "fully" if whole or done.passed_sitting else "none"),
    ]
    if policies:
        extent = "fully" if agreed == policies else "partly" if agreed else "none"
        steps.append(Step(_("Policy"), extent))
    steps.append(Step(_("Manager's decision"), "fully" if whole else decided))
    if done.exercise:
        extent = _PLAN_EXTENTS.get(done.plan_state, "none")
        said = named(done.plan_state, "rollout_plan") if extent == "partly" else ""
        steps.append(Step(_("Roll-out plan"), "fully" if whole else extent, "" if whole else said))
    return tuple(steps)


#: How far a plan in a state is on its way.
_PLAN_EXTENTS = {
    "draft": "partly",
    "returned": "partly",
    "submitted": "partly",
    "approved": "fully",
    "superseded": "fully",
}


def _where(course: MyCourse) -> tuple[str, str]:
    """Where the course stands in one sentence, and the colour it is marked with."""
    done, held = course.progress, course.certificate
    if done.decision is False:
        return _("Your manager has said no for now. Speak with each other about why."), "warning"
    if course.is_done:
        return _done_sentence(course), "info"
    told = {"day": shown(held.valid_until) if held else ""}
    if _is_certified(course):
        return _("You are certified until %(day)s.") % told, "success"
    if done.open_sitting:
        return _("You have begun the test. Go on where you were."), "info"
    if done.passed_sitting and done.waiting:
        return _("The test is passed. A policy is left to acknowledge."), "warning"
    if done.passed_sitting and done.has_exercise_left:
        return _plan_sentence(done.plan_state), "warning"
    if held is not None and held.standing(today()) == "expired" and not done.read:
        sentence = _(
            "Your certificate ended on %(day)s. Read the lessons again, and take the test anew."
        )
        return sentence % told, "warning"
    left = done.lessons - done.read
    if left:
        told_left = ngettext("One lesson is left.", "%(left)s lessons are left.", left)
        return told_left % {"left": left}, "warning"
    return _("The test is left."), "warning"


def _done_sentence(course: MyCourse) -> str:
    """Whom the learner waits for, who has nothing left to do himself."""
    if not course.progress.has_exercise_left:
        return _("You have done your part. Your manager decides.")
    if course.progress.decision:
        return _("You have done your part. The coordinator judges your roll-out plan.")
    return _(
        "You have done your part. Your manager decides, and the coordinator judges your roll-out plan."
    )


def _plan_sentence(state: str) -> str:
    """What is left of the exercise, when the test is passed."""
    if state == "returned":
        return _("The test is passed. Your roll-out plan was sent back: mend it and send it again.")
    return _("The test is passed. The roll-out plan of your unit is left: make it and send it.")


def way_to_plan(request: Request, course: MyCourse) -> str:
    """Where the exercise of a course is done or looked at; "" for a course without one, and for who
    leads no unit."""
    if not course.progress.exercise or "training.plan_rollout" not in rights_of(request):
        return ""
    if course.plan is None:
        return reverse("new_rollout_plan")
    return reverse("rollout_plan", args=[course.plan.id])


def _is_certified(course: MyCourse) -> bool:
    held = course.certificate
    return held is not None and held.standing(today()) == "valid"


def _in_the_way(course: MyCourse) -> tuple[Said | None, tuple[Said, ...]]:
    """Why there is no test to take though nothing is wrong, or else all that is to be mended first."""
    done = next((one for one in course.in_the_way if one.code in NOTHING_TO_DO), None)
    if done is not None:
        return say(done), ()
    return None, tuple(say(problem) for problem in course.in_the_way)


class BeginForm(PageForm):
    """In which language somebody sits the test. The languages are added."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_course(request: Request, course_id: UUID) -> HttpResponse:
    """A course: its lessons, what is left, and the way into its test."""
    course = ask(request, queries.course_of_mine, course_id=course_id)
    languages = course.version.facts.languages
    lang = language_for(request, languages)
    asked = ChoiceField(
        gettext_lazy("Language of the test"), language_choices(languages), open_list=True
    )
    form = BeginForm(request, initial={"language": lang}, added={"language": asked})
    if form.sends(actions.begin_test, course_id=course_id):
        return form.redirect("training_test", form.answer)
    terms = course.version.facts.terms
    facts = (
        Fact(_("Questions"), terms.drawn),
        Fact(_("Right to pass"), f"{terms.pass_percent} %"),
        Fact(_("Minutes"), terms.minutes),
        Fact(_("Attempts left"), course.attempts_left),
        Fact(_("Next attempt from"), course.may_try_at),
        Fact(_("The certificate lasts, months"), terms.months),
        Fact(_("Certified until"), course.certificate.valid_until if course.certificate else None),
    )
    nothing_to_do, in_the_way = _in_the_way(course)
    values = {
        "course": course,
        "title": Text(course.version.facts.title).in_language(lang),
        "aim": Text(course.version.facts.aim).in_language(lang),
        "lang": lang,
        "languages": language_tabs(languages, lang),
        "lessons": [(one, Text(one.facts.title).in_language(lang)) for one in course.lessons],
        "steps": steps_of(course),
        "where": _where(course),
        "cart": _way_to_cart(request, course),
        "plan": way_to_plan(request, course),
        "facts": facts,
        "form": form,
        "nothing_to_do": nothing_to_do,
        "in_the_way": in_the_way,
        "policies": [
            (one, *said_best(one.title)) for one in course.policies if one.acknowledged_at is None
        ],
    }
    return show(request, "site/training/course.html", values, status=form.status)


def _way_to_cart(request: Request, course: MyCourse) -> str:
    """Where whoever may order goes on when the certificate is there; "" for anybody else."""
    return reverse("cart") if _is_certified(course) and ORDER in rights_of(request) else ""


class ReadForm(PageForm):
    """That one has gone through a lesson."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_lesson(request: Request, lesson_id: UUID) -> HttpResponse:
    """A lesson, and on to the next."""
    found = ask(request, queries.lesson, lesson_id=lesson_id)
    form = ReadForm(request)
    if form.sends(actions.read_lesson, lesson_id=lesson_id):
        if found.after is not None:
            return form.redirect("training_lesson", found.after)
        messages.success(request, _("That was the last lesson."))
        return form.redirect("training_course", found.course_id)
    facts = found.lesson.facts
    languages = found.version.facts.languages
    lang = language_for(request, languages)
    values = {
        "found": found,
        "title": Text(facts.title).in_language(lang),
        "course": Text(found.version.facts.title).in_language(lang),
        "blocks": blocks(Text(facts.text).in_language(lang)),
        "lang": lang,
        "languages": language_tabs(languages, lang),
        "form": form,
        "is_read": found.lesson.read_at is not None,
        "is_taught": found.version.state == "published",
        "page": page_to_try(request, facts.page),
        "can_practise": bool(facts.page) and can_practise(request),
    }
    return show(request, "site/training/lesson.html", values, status=form.status)


def can_practise(request: Request) -> bool:
    """Whether there is a practice environment to enter from here."""
    if is_practice(actor_of(request).tenant_id):
        return False
    place = ask(request, queries.practice)
    return place is not None and place.ready_at is not None


def page_to_try(request: Request, url: str) -> SitePage | None:
    """The page where one does what a lesson teaches, if the reader may open it."""
    page = sitemap.page_named(url) if url else None
    return page if page is not None and sitemap.is_open(page, rights_of(request)) else None


class AcknowledgeForm(PageForm):
    """That one follows a policy."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_policy(request: Request, policy_id: UUID) -> HttpResponse:
    """A policy, to read and acknowledge."""
    policy = ask(request, queries.policy, policy_id=policy_id)
    form = AcknowledgeForm(request)
    if form.sends(actions.acknowledge_policy, policy_id=policy_id):
        messages.success(request, _("It is written down that you follow this policy."))
        return form.redirect("my_training")
    lang = language_for(request, tuple(policy.text))
    values = {
        "policy": policy,
        "title": policy.title.in_language(lang),
        "blocks": blocks(policy.text.get(lang, "")),
        "lang": lang,
        "languages": language_tabs(tuple(sorted(policy.text, reverse=True)), lang),
        "form": form,
    }
    return show(request, "site/training/policy.html", values, status=form.status)


class MicroForm(PageForm):
    """That one has read a short lesson."""


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def micro_lesson(request: Request, blocker: str) -> HttpResponse:
    """The two-minute lesson about a mistake."""
    lesson = content.micro_lessons().get(blocker)
    if lesson is None:
        raise Http404
    form = MicroForm(request)
    if form.sends(actions.read_micro_lesson, blocker=blocker):
        messages.success(request, _("Thank you. Good luck next time."))
        return form.redirect("my_training")
    lang = language_for(request, tuple(lesson.text))
    values = {
        "title": lesson.title.in_language(lang),
        "blocks": blocks(lesson.text[lang]),
        "lang": lang,
        "languages": language_tabs(content.LANGUAGES, lang),
        "form": form,
        "page": page_to_try(request, lesson.page),
    }
    return show(request, "site/training/micro.html", values, status=form.status)


# --- certificates ------------------------------------------------------------------------------------


def certificate_title(row: CertificateView) -> str:
    """What the course of a certificate is called."""
    return said_best(row.title)[0]


CERTIFICATES = Listing(
    "my-certificates",
    gettext_lazy("My certificates"),
    columns=(
        text("number", gettext_lazy("Number"), is_head=True),
        text("course", gettext_lazy("Course"), certificate_title),
        tag("state", gettext_lazy("State"), "certificate", lambda row: row.standing(today())),
        day("valid_from", gettext_lazy("From")),
        day("valid_until", gettext_lazy("Until")),
    ),
    empty=gettext_lazy("You have no certificate yet."),
    what_next=gettext_lazy("Take the course that your role asks for."),
    what_next_url="my_training",
    what_next_name=gettext_lazy("My training"),
)


@require_safe
@signed_in
def my_certificates(request: Request) -> HttpResponse:
    """The reader's certificates."""
    return show_list(request, CERTIFICATES, queries.my_certificates)


def names_of(request: Request, people: Sequence[UUID]) -> dict[UUID, str]:
    """What people are called, for the pages beside this one."""
    from avrop.parties import queries as parties

    with tenant_scope(actor_of(request).tenant_id):
        return parties.person_names(people)


def title_of(found: Any) -> str:
    """What a course is called in the reader's language."""
    return said_best(found.title)[0]
