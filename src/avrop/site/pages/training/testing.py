"""Sitting a test: a question a page, an overview before it is handed in, and the result with why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.learning import way_to_plan
from avrop.site.patterns.fields import ChoiceField, ChoicesField
from avrop.site.patterns.forms import PageForm
from avrop.training import actions, queries
from avrop.training.shapes import Asked, SittingView

sitemap.register(
    SitePage(
        gettext_lazy("A test"),
        "training_test",
        sitemap.START,
        "requester",
        rights=("training.learn",),
        samples=("sitting",),
        help=gettext_lazy(
            "Each answer is kept when you go on, and can be changed until you hand the test in. You may "
            "leave and come back while the time lasts. Whoever needs longer asks the coordinator, and "
            "need not say why."
        ),
    )
)
QUESTION, OVERVIEW = "question", "all"
A_MINUTE, FEW_MINUTES = 60, 5


class OneAnswer(ChoiceField):
    """One of the answers, as the command takes them."""

    def clean(self, value: Any) -> Any:
        """A tuple of the one."""
        return (super().clean(value),)


class AnswerForm(PageForm):
    """What somebody answers. The answers that are offered are added."""


class HandInForm(PageForm):
    """That somebody is done."""


@dataclass(frozen=True, slots=True)
class TimeLeft:
    """How long a test still lasts, in words; `is_short` when one must hurry, `is_up` when it is over."""

    sentence: str
    is_short: bool
    is_up: bool


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_test(request: Request, sitting_id: UUID) -> HttpResponse:
    """The test as it stands: the question asked for, the overview, or the result."""
    test = ask(request, queries.sitting, sitting_id=sitting_id)
    if test.state != "open":
        return _result(request, test)
    left = time_left(test.due_at, now())
    hand_in = HandInForm(request, version=test.version)
    if hand_in.sends(actions.hand_in, sitting_id=sitting_id):
        return hand_in.redirect("training_test", sitting_id)
    asked = _chosen(request, test)
    if asked is None or left.is_up:
        return _overview(request, test, left, hand_in)
    form = _form_for(request, asked)
    if form.sends(actions.answer_question, sitting_id=sitting_id, question_id=asked.question_id):
        following = asked.number + 1
        to = str(following) if following <= len(test.questions) else OVERVIEW
        address = f"{reverse('training_test', args=[sitting_id])}?{QUESTION}={to}"
        return HttpResponseRedirect(address)
    values = {
        "test": test,
        "asked": asked,
        "form": form,
        "left": left,
        "total": len(test.questions),
    }
    return show(request, "site/training/question.html", values, status=form.status)


def _chosen(request: Request, test: SittingView) -> Asked | None:
    """The question asked for; the first without an answer where none is; None for the overview."""
    wanted = request.GET.get(QUESTION, "")
    if wanted == OVERVIEW:
        return None
    by_number = {str(one.number): one for one in test.questions}
    if wanted in by_number:
        return by_number[wanted]
    return by_number[str(test.unanswered[0])] if test.unanswered else None


def _form_for(request: Request, asked: Asked) -> AnswerForm:
    choices = [(one.key, one.text) for one in asked.answers]
    field: ChoiceField | ChoicesField
    initial: Any
    if asked.takes_several:
        field = ChoicesField(
            asked.text, choices, hint=gettext_lazy("More than one answer is right.")
        )
        initial = list(asked.chosen)
    else:
        field, initial = (
            OneAnswer(asked.text, choices, open_list=True),
            next(iter(asked.chosen), ""),
        )
    form = AnswerForm(request, initial={"chosen": initial}, added={"chosen": field})
    form.fields["chosen"].error_messages["required"] = gettext_lazy("Choose an answer.")
    return form


def time_left(due_at: datetime, at: datetime) -> TimeLeft:
    """How much of the time is left, in words that need no clock to be watched."""
    seconds = int((due_at - at).total_seconds())
    minutes = seconds // A_MINUTE
    if seconds < 0:
        return TimeLeft(_("The time is up."), True, True)
    if minutes < 1:
        return TimeLeft(_("Less than a minute is left."), True, False)
    said = ngettext("One minute is left.", "%(minutes)s minutes are left.", minutes)
    return TimeLeft(said % {"minutes": minutes}, minutes < FEW_MINUTES, False)


def _overview(
    request: Request, test: SittingView, left: TimeLeft, form: HandInForm
) -> HttpResponse:
    unanswered = len(test.unanswered)
    warning = ngettext(
        "One question has no answer, and would count as wrong.",
        "%(count)s questions have no answer, and would count as wrong.",
        unanswered,
    )
    values = {
        "test": test,
        "left": left,
        "form": form,
        "warning": warning % {"count": unanswered} if unanswered else "",
    }
    return show(request, "site/training/overview.html", values, status=form.status)


def _result(request: Request, test: SittingView) -> HttpResponse:
    taught = ask(request, queries.my_courses)
    course = next((one for one in taught if one.version.course_id == test.course_id), None)
    values = {
        "test": test,
        "course": course,
        "passed": test.state == "passed",
        "plan": way_to_plan(request, course)
        if course is not None and course.progress.has_exercise_left
        else "",
        "wrong": [one for one in test.questions if not one.is_right],
        "right": [one for one in test.questions if one.is_right],
    }
    return show(request, "site/training/result.html", values)
