"""The coordinator's part: courses, their versions, lessons, questions and how good they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.wording import all_wording
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.training.learning import title_of
from avrop.site.pages.training.texts import NAMES, said_best
from avrop.site.patterns.fields import ChoiceField, LongTextField, NumberField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Cell, Column, Listing, link, sentence, show_list, text
from avrop.site.patterns.shapes import Action, Drawing, Fact, Point
from avrop.site.without_facts import sentence_of
from avrop.site.words import EXERCISES, named, role_name
from avrop.training import actions, queries
from avrop.training.queries import ItemView
from avrop.training.shapes import (
    Choice,
    LessonFacts,
    LessonView,
    QuestionFacts,
    QuestionView,
    Terms,
    VersionView,
)
from avrop.values import Text

STEER = "training.steer"
LETTERS = "abcd"
#: Verdicts that ask for something to be done.
DOUBTFUL = {"misleads": "danger", "too_hard": "warning", "too_easy": "warning", "weak": "warning"}


def _page(name: Any, url: str, *samples: str, **options: Any) -> SitePage:
    return SitePage(
        name,
        url,
        sitemap.TRAINING,
        "coordinator",
        rights=(STEER,),
        samples=samples,
        place=34,
        **options,
    )


sitemap.register(
    _page(
        gettext_lazy("Courses"),
        "training_courses",
        help=gettext_lazy(
            "The courses that are taught here. A version that people were tested on stays as it is: "
            "begin a new one, change it, and publish it."
        ),
        words=gettext_lazy("course lesson question bank test version"),
    ),
    _page(gettext_lazy("A version of a course"), "training_version", "version"),
    _page(gettext_lazy("Questions of a course"), "training_questions", "version"),
    _page(gettext_lazy("A question"), "training_question", "question"),
    _page(gettext_lazy("Add a question"), "add_training_question", "draft"),
    _page(gettext_lazy("Write a lesson"), "write_training_lesson", "draft", "position"),
    _page(
        gettext_lazy("How good the questions are"),
        "training_analysis",
        "version",
        help=gettext_lazy(
            "Difficulty is the share that answers right. Discrimination says whether those who know "
            "most get the question right: below zero it misleads, or its answer is wrong."
        ),
    ),
)


# --- courses and versions ----------------------------------------------------------------------------


class InstallForm(PageForm):
    """That the courses of the product are wanted."""


class DraftForm(PageForm):
    """That a new version is begun."""


class PublishForm(PageForm):
    """That a version is to be taught."""


class RetireForm(PageForm):
    """That a version is no longer taught, or a draft given up."""


class TermsForm(PageForm):
    """How a draft is tested. What each number may be is said when it is not."""

    drawn = NumberField(gettext_lazy("Questions in a test"))
    pass_percent = NumberField(gettext_lazy("Right to pass, per cent"))
    attempts = NumberField(gettext_lazy("Attempts"))
    wait_hours = NumberField(gettext_lazy("Hours between attempts"))
    minutes = NumberField(gettext_lazy("Minutes to sit the test"))
    months = NumberField(gettext_lazy("The certificate lasts, months"))
    exercise = ChoiceField(
        gettext_lazy("What the course ends in beside the test"),
        [("rollout_plan", EXERCISES["rollout_plan"])],
        empty=gettext_lazy("Nothing more"),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_courses(request: Request) -> HttpResponse:
    """Every course, with its newest version and who needs it."""
    install = InstallForm(request)
    if install.sends(actions.install_courses):
        came = install.answer
        messages.success(
            request,
            _("New versions: %(count)s.") % {"count": came}
            if came
            else _("You have the newest of every course already."),
        )
        return install.redirect("training_courses")
    found = [
        (one, title_of(one), ", ".join(role_name(role) for role in one.roles))
        for one in ask(request, queries.courses)
    ]
    return show(
        request,
        "site/training/courses.html",
        {"courses": found, "install": install},
        status=install.status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_version(request: Request, version_id: UUID) -> HttpResponse:
    """A version: its lessons, its bank, how it is tested, and publishing it."""
    view, lessons = ask(request, queries.version, version_id=version_id)
    terms = view.facts.terms
    draft, publish, retire = (
        DraftForm(request),
        PublishForm(request, version=view.version),
        RetireForm(request, version=view.version),
    )
    initial = {name: getattr(terms, name) for name in Terms.__dataclass_fields__}
    first = {**initial, "exercise": view.facts.exercise}
    change = TermsForm(request, version=view.version, initial=first)
    if draft.sends(actions.draft_version, course_id=view.course_id):
        messages.success(request, _("Here is the draft. Nobody sees it before it is published."))
        return draft.redirect("training_version", draft.answer)
    if publish.sends(actions.publish_version, version_id=version_id):
        messages.success(request, _("The version is taught from now on."))
        return publish.redirect("training_version", version_id)
    if retire.sends(actions.retire_version, version_id=version_id):
        messages.success(request, _("The version is retired."))
        return retire.redirect("training_courses")
    if change.was_sent and change.is_valid():
        chosen = Terms(**{name: int(change.value(name)) for name in initial})
        facts = replace(view.facts, terms=chosen, exercise=change.value("exercise"))
        if change.sends(actions.change_version, version_id=version_id, facts=facts):
            messages.success(request, _("It is changed."))
            return change.redirect("training_version", version_id)
    versions = ask(request, queries.course_versions, course_id=view.course_id)
    shown_forms = (draft, publish, retire, change)
    values = {
        "view": view,
        "title": title_of(view),
        "lessons": [(one, *said_best(Text(one.facts.title))) for one in lessons],
        "facts": _facts_of(view),
        "versions": versions,
        "draft": draft,
        "publish": publish if "publish" in view.available_actions else None,
        "retire": retire if "retire" in view.available_actions else None,
        "change": change if view.state == "draft" else None,
        "forms": shown_forms,
        "next_position": len(lessons) + 1,
    }
    status = max(form.status for form in shown_forms)
    return show(request, "site/training/version.html", values, status=status)


def _facts_of(view: VersionView) -> tuple[Fact, ...]:
    terms = view.facts.terms
    return (
        Fact(_("Version"), view.number),
        Fact(_("Languages"), ", ".join(NAMES.get(one, one) for one in view.facts.languages)),
        Fact(
            _("Questions in the bank"),
            view.questions,
            reverse("training_questions", args=[view.id]),
        ),
        Fact(_("Questions in a test"), terms.drawn),
        Fact(_("Right to pass"), f"{terms.pass_percent} %"),
        Fact(_("Minutes"), terms.minutes),
        Fact(_("Attempts"), terms.attempts),
        Fact(_("Hours between attempts"), terms.wait_hours),
        Fact(_("The certificate lasts, months"), terms.months),
        Fact(_("Exercise"), named(view.facts.exercise, "exercise")),
        Fact(_("Published"), view.published_at),
        Fact(_("Retired"), view.retired_at),
    )


class LessonForm(PageForm):
    """A lesson. Its title and text in each language are added."""

    places: ClassVar[Mapping[str, str]] = {
        f"{part}.{code}": f"{part}_{code}"
        for part in ("title", "text")
        for code in ("sv", "en", "zh-hans")
    }
    minutes = NumberField(gettext_lazy("Minutes to read it"))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def write_training_lesson(request: Request, version_id: UUID, position: int) -> HttpResponse:
    """Write a lesson of a draft, or one after the last."""
    view, lessons = ask(request, queries.version, version_id=version_id)
    known = next((one for one in lessons if one.position == position), None)
    if known is None and position != len(lessons) + 1:
        raise Http404
    form = _lesson_form(request, view, known)
    if form.was_sent and form.is_valid():
        facts = LessonFacts(
            title=_by_language(form, "title", view.facts.languages),
            text=_by_language(form, "text", view.facts.languages),
            minutes=int(form.value("minutes")),
            page=known.facts.page if known else "",
        )
        if form.sends(actions.set_lesson, version_id=version_id, position=position, facts=facts):
            messages.success(request, _("The lesson is kept."))
            return form.redirect("training_version", version_id)
    values = {"form": form, "view": view, "title": title_of(view), "position": position}
    return show(request, "site/training/write_lesson.html", values, status=form.status)


def _lesson_form(request: Request, view: VersionView, known: LessonView | None) -> LessonForm:
    added: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {"minutes": known.facts.minutes if known else 5}
    for code in view.facts.languages:
        language = {"language": NAMES.get(code, code)}
        added[f"title_{code}"] = TextField(_("Title, %(language)s") % language)
        added[f"text_{code}"] = LongTextField(
            _("Text, %(language)s") % language,
            longest=20_000,
            rows=12,
            hint=gettext_lazy(
                "An empty line begins a paragraph. ## begins a heading, a dash a point of a list."
            ),
        )
        if known:
            initial[f"title_{code}"] = known.facts.title.get(code, "")
            initial[f"text_{code}"] = known.facts.text.get(code, "")
    return LessonForm(request, initial=initial, added=added)


def _by_language(form: PageForm, part: str, languages: Sequence[str]) -> dict[str, str]:
    return {code: form.value(f"{part}_{code}") for code in languages}


# --- questions ---------------------------------------------------------------------------------------


def _asked(row: QuestionView) -> Cell:
    words, lang = said_best(Text(row.facts.text))
    return Cell(words, lang=lang)


def _right(row: QuestionView) -> Cell:
    right = [said_best(Text(one.text)) for one in row.facts.answers if one.is_right]
    return Cell("; ".join(words for words, _lang in right), lang=right[0][1] if right else "")


def _mistake(row: QuestionView) -> str:
    return sentence_of(row.facts.blocker) if row.facts.blocker else ""


QUESTIONS = Listing(
    "training-questions",
    gettext_lazy("Questions of a course"),
    columns=(
        link("code", gettext_lazy("Code"), "training_question", lambda row: row.facts.code),
        Column("question", gettext_lazy("Question"), _asked, "sentence"),
        Column("right", gettext_lazy("Right answer"), _right, "sentence"),
        sentence("mistake", gettext_lazy("About the mistake"), _mistake),
        text(
            "blocker",
            gettext_lazy("Code of the mistake"),
            lambda row: row.facts.blocker,
            hidden=True,
        ),
    ),
    empty=gettext_lazy("The bank is empty."),
    what_next=gettext_lazy("Begin a new version of the course, and write questions in it."),
    what_next_url="training_courses",
    what_next_name=gettext_lazy("Courses"),
)


@require_safe
@signed_in
def training_questions(request: Request, version_id: UUID) -> HttpResponse:
    """The bank of a version."""
    view, _lessons = ask(request, queries.version, version_id=version_id)
    adding = reverse("add_training_question", args=[version_id])
    offered = (Action(_("Add a question"), adding, "primary"),) if view.state == "draft" else ()
    return show_list(
        request,
        QUESTIONS,
        queries.questions_page,
        template="site/training/questions.html",
        values={"actions": offered, "view": view, "title": title_of(view)},
        version_id=version_id,
    )


class QuestionForm(PageForm):
    """A question. Its words in each language, and its answers, are added."""

    places: ClassVar[Mapping[str, str]] = {"answers": "right_a"}
    code = TextField(gettext_lazy("Code"), longest=64)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def training_question(request: Request, question_id: UUID) -> HttpResponse:
    """A question: as it stands, and to be changed where its version is a draft."""
    found = ask(request, queries.question, question_id=question_id)
    view, _lessons = ask(request, queries.version, version_id=found.version_id)
    return _question_page(request, view, found)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_training_question(request: Request, version_id: UUID) -> HttpResponse:
    """A new question in a draft's bank."""
    view, _lessons = ask(request, queries.version, version_id=version_id)
    return _question_page(request, view, None)


def _question_page(request: Request, view: VersionView, known: QuestionView | None) -> HttpResponse:
    form = _question_form(request, view, known)
    if form.was_sent and form.is_valid():
        facts = _question_facts(form, view.facts.languages)
        if form.sends(actions.set_question, version_id=view.id, facts=facts):
            messages.success(request, _("The question is kept."))
            return form.redirect("training_questions", view.id)
    values = {
        "form": form if view.state == "draft" else None,
        "view": view,
        "title": title_of(view),
        "found": known,
        "languages": view.facts.languages,
        "in_each": _said(known, view.facts.languages) if known else (),
    }
    return show(request, "site/training/question_bank.html", values, status=form.status)


def _said(known: QuestionView, languages: Sequence[str]) -> list[tuple[str, str, list[Any]]]:
    """The question language by language, each with its answers."""
    return [
        (
            code,
            known.facts.text.get(code, ""),
            [
                (one.text.get(code, ""), one.why.get(code, ""), one.is_right)
                for one in known.facts.answers
            ],
        )
        for code in languages
    ]


def _question_form(request: Request, view: VersionView, known: QuestionView | None) -> QuestionForm:
    """The fields in the order one writes them; the fourth answer may be left out."""
    added: dict[str, forms.Field] = {}
    initial: dict[str, Any] = {}
    answers = known.facts.answers if known else ()
    mistakes = sorted(code for code in all_wording() if "task_" not in code)
    added["blocker"] = ChoiceField(
        _("The mistake that it is about"),
        [(code, code) for code in mistakes],
        empty=_("None"),
        required=False,
        hint=gettext_lazy("Questions about mistakes that are common here are drawn first."),
    )
    for code in view.facts.languages:
        language = {"language": NAMES.get(code, code)}
        added[f"text_{code}"] = LongTextField(_("Question, %(language)s") % language, rows=2)
    for number, letter in enumerate(LETTERS):
        needed = number < 2
        for code in view.facts.languages:
            named_as = {"letter": letter.upper(), "language": NAMES.get(code, code)}
            added[f"answer_{letter}_{code}"] = TextField(
                _("Answer %(letter)s, %(language)s") % named_as, longest=500, required=needed
            )
            added[f"why_{letter}_{code}"] = TextField(
                _("Why %(letter)s is right or wrong, %(language)s") % named_as,
                longest=500,
                required=needed,
            )
        added[f"right_{letter}"] = TickField(_("%(letter)s is right") % {"letter": letter.upper()})
    if known:
        initial = {"code": known.facts.code, "blocker": known.facts.blocker}
        initial |= {f"text_{code}": words for code, words in known.facts.text.items()}
        for letter, one in zip(LETTERS, answers, strict=False):
            initial |= {f"answer_{letter}_{code}": words for code, words in one.text.items()}
            initial |= {f"why_{letter}_{code}": words for code, words in one.why.items()}
            initial[f"right_{letter}"] = one.is_right
    return QuestionForm(request, initial=initial, added=added)


def _question_facts(form: PageForm, languages: Sequence[str]) -> QuestionFacts:
    answers = tuple(
        Choice(
            key=letter,
            text={code: form.value(f"answer_{letter}_{code}") for code in languages},
            why={code: form.value(f"why_{letter}_{code}") for code in languages},
            is_right=form.value(f"right_{letter}"),
        )
        for letter in LETTERS
        if any(form.value(f"answer_{letter}_{code}") for code in languages)
    )
    return QuestionFacts(
        code=form.value("code"),
        text=_by_language(form, "text", languages),
        answers=answers,
        blocker=form.value("blocker"),
    )


# --- how good they are -------------------------------------------------------------------------------


@require_safe
@signed_in
def training_analysis(request: Request, version_id: UUID) -> HttpResponse:
    """How hard each question is, and how well it tells who knows."""
    view, _lessons = ask(request, queries.version, version_id=version_id)
    items = ask(request, queries.item_analysis, version_id=version_id)
    doubtful = [one for one in items if one.verdict in DOUBTFUL]
    values = {
        "view": view,
        "title": title_of(view),
        "items": items,
        "difficulty": _difficulty(items) if items else None,
        "discrimination": _discrimination(items),
        "doubtful": [
            (one, *said_best(one.text), named(one.verdict, "item"), DOUBTFUL[one.verdict])
            for one in doubtful
        ],
        "at": now(),
    }
    return show(request, "site/training/analysis.html", values)


def _point(item: ItemView, value: float, told: str) -> Point:
    address = reverse("training_question", args=[item.id])
    return Point(item.code, value, told, address, DOUBTFUL.get(item.verdict, "accent"))


def _difficulty(items: Sequence[ItemView]) -> Drawing:
    ordered = sorted(items, key=lambda one: one.difficulty)
    return Drawing(
        _("How many answer right"),
        tuple(
            _point(one, one.difficulty, f"{round(100 * one.difficulty)} % ({one.answers})")
            for one in ordered
        ),
        _("Question"),
        _("Share right, and answers"),
        sentence=_("The hardest first. Below 30 per cent is too hard, above 95 too easy."),
        highest=1.0,
    )


def _discrimination(items: Sequence[ItemView]) -> Drawing | None:
    known = [(one, one.discrimination) for one in items if one.discrimination is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda pair: pair[1])
    return Drawing(
        _("How well they tell who knows"),
        tuple(_point(one, value, f"{value:+.2f}") for one, value in ordered),
        _("Question"),
        _("Discrimination"),
        sentence=_("The weakest first. Below zero, those who know most get it wrong."),
        highest=1.0,
    )
