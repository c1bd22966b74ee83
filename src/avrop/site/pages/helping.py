"""Getting help: asking from any page, one's own cases, and the queue of those who answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop.kernel.problems import Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import Said, say
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.finding import page_of
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask, now, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.pages.subjects import addresses_of
from avrop.site.patterns.fields import ChoiceField, LongTextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.lists import Listing, choices, day, link, named, show_list, tag, text
from avrop.site.patterns.shapes import Action, Fact, Happened
from avrop.site.sentences import words_of
from avrop.site.words import named as word
from avrop.support import actions, queries
from avrop.support.handbook.shapes import EntrySummary
from avrop.support.kinds import Topic
from avrop.support.queries import CaseSummary, CaseView

#: So many sections of the handbooks stand above the question, so that it is still in sight.
MOST_TOLD = 4
#: Pages of one thing: what the thing is, by the name of the page's address.
ABOUT = {
    "order": "order",
    "refuse_changes": "order",
    "cancel_order": "order",
    "receive_order": "order",
    "requisition": "requisition",
    "cart_of": "requisition",
    "send_cart": "requisition",
    "invoice": "invoice",
    "sales_order": "sales_order",
    "message": "message",
    "payload": "message",
}
sitemap.register(
    SitePage(
        gettext_lazy("Get help"),
        "get_help",
        sitemap.ABOUT,
        "requester",
        in_navigation=False,
        words=gettext_lazy("support question problem fault stuck"),
        help=gettext_lazy(
            "Say in your own words what you need. What you were looking at goes along as it stands, so "
            "you need not explain it. You are told when there is an answer."
        ),
    ),
    SitePage(gettext_lazy("My cases"), "my_cases", sitemap.START, "requester"),
    SitePage(
        gettext_lazy("Cases to answer"),
        "cases",
        sitemap.START,
        "coordinator",
        rights=("support.answer",),
    ),
    SitePage(gettext_lazy("Case"), "case", sitemap.START, "requester", samples=("case",)),
)
COLUMNS = (
    link("number", gettext_lazy("Number"), "case"),
    named("topic", gettext_lazy("About"), "case_topic"),
    text("subject_number", gettext_lazy("Concerns")),
    tag("state", gettext_lazy("State"), "case"),
    day("asked_at", gettext_lazy("Asked")),
    day("due_at", gettext_lazy("Answer due")),
)
STATE = choices("state", gettext_lazy("State"), "case", gettext_lazy("All"))
MINE = Listing(
    "my-cases",
    gettext_lazy("My cases"),
    COLUMNS,
    empty=gettext_lazy("You have asked nothing yet."),
    what_next=gettext_lazy("“Get help” stands on top of every page."),
    what_next_url="get_help",
    what_next_name=gettext_lazy("Get help"),
    filters=(STATE,),
)
QUEUE = Listing(
    "cases",
    gettext_lazy("Cases to answer"),
    (
        *COLUMNS[:3],
        text("asked_by_name", gettext_lazy("Asked by")),
        text("owner_name", gettext_lazy("Answered by")),
        *COLUMNS[3:],
    ),
    empty=gettext_lazy("Nobody has asked for help."),
    what_next=gettext_lazy("A question comes here as soon as somebody asks it."),
    filters=(
        STATE,
        choices("topic", gettext_lazy("About"), "case_topic", gettext_lazy("Everything")),
    ),
)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A case in the queue, with the names of its people."""

    case: CaseSummary
    asked_by_name: str
    owner_name: str

    def __getattr__(self, name: str) -> Any:
        """What the case itself says."""
        return getattr(self.case, name)


class QuestionForm(PageForm):
    """What somebody needs help with."""

    topic = ChoiceField(gettext_lazy("What is it about?"), Topic.choices, open_list=True)
    text = LongTextField(
        gettext_lazy("What do you need?"),
        hint=gettext_lazy("In your own words: what you wanted to do, and what happened instead."),
    )


class AnswerForm(PageForm):
    """An answer to a question."""

    text = LongTextField(
        gettext_lazy("Answer"),
        hint=gettext_lazy("The one who asked reads it, and so do those who answer cases."),
    )


class TellingForm(PageForm):
    """That the one who asked has been told, and how."""

    text = LongTextField(gettext_lazy("How you told it"), rows=2)


class MoreForm(PageForm):
    """More from the one who asked."""

    text = LongTextField(gettext_lazy("Say more, or that it does not help"), rows=3)


class AssignForm(PageForm):
    """Who is to answer a case. The people are added."""


#: What is written in a case: its form, the command, what is said afterwards.
WRITTEN = {
    "answer": (AnswerForm, actions.answer_case, gettext_lazy("The answer is sent.")),
    "tell": (TellingForm, actions.tell_in_person, gettext_lazy("It is written down.")),
    "more": (MoreForm, actions.ask_more, gettext_lazy("The case waits for an answer again.")),
}
PRESSED = {
    "take": (actions.take_case, gettext_lazy("The case is yours.")),
    "read": (actions.read_answer, gettext_lazy("Thank you. The case can be closed now.")),
    "close": (actions.close_case, gettext_lazy("The case is closed.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def get_help(request: Request) -> HttpResponse:
    """Ask for help from the page that one comes from; the thing it shows goes along."""
    page = _page_asked_from(request)
    kind, subject_id = _subject_of(page)
    is_about_access = request.GET.get("about") == "accessibility"
    form = QuestionForm(request, initial={"topic": Topic.ACCESS} if is_about_access else None)
    about = {"subject_kind": kind, "subject_id": subject_id} if subject_id else {}
    if form.sends(actions.open_case, page=page, **about):
        number = form.answer.case.number
        messages.success(
            request,
            _("Your question is %(number)s. You are told here when there is an answer.")
            % {"number": number},
        )
        return form.redirect("case", form.answer.case.id)
    values = {
        "form": form,
        "page": page,
        "kind": kind if subject_id else "",
        "back": page or "/",
        "entries": _told_already(request, page),
    }
    return show(request, "site/help/ask.html", values, status=form.status)


def _told_already(request: Request, page: str) -> tuple[EntrySummary, ...]:
    """What the handbooks say of the page that help is asked from."""
    shown = page_of(page) if page else None
    if shown is None:
        return ()
    return ask(request, queries.handbook_entries_about, page=shown.url)[:MOST_TOLD]


def _page_asked_from(request: Request) -> str:
    """The address here that the reader came from, without what follows "?"."""
    given = request.GET.get("from", "")
    path = urlsplit(given).path if given.startswith("/") and not given.startswith("//") else ""
    return path[:500]


def _subject_of(page: str) -> tuple[str, UUID | None]:
    try:
        found = resolve(page)
    except Resolver404:
        return "", None
    kind = ABOUT.get(found.url_name or "", "")
    ids = [value for value in found.kwargs.values() if isinstance(value, UUID)]
    return (kind, ids[0]) if kind and ids else ("", None)


@require_safe
@signed_in
def my_cases(request: Request) -> HttpResponse:
    """What the reader has asked."""
    return show_list(request, MINE, queries.my_cases)


@require_safe
@signed_in
def cases(request: Request) -> HttpResponse:
    """The queue of those who answer."""

    def with_names(items: Sequence[CaseSummary]) -> tuple[CaseRow, ...]:
        names = _names(request, (one for item in items for one in (item.asked_by, item.owner)))
        return tuple(
            CaseRow(item, _asker(item, names), names.get(item.owner, "")) for item in items
        )

    return show_list(request, QUEUE, queries.cases_page, rows=with_names)


@require_safe
@signed_in
def case(request: Request, case_id: UUID) -> HttpResponse:
    """A case: what was asked and answered, and the thing as it stood."""
    return _show_case(request, case_id, None)


@require_POST
@signed_in
def act_on_case(request: Request, case_id: UUID, key: str) -> HttpResponse:
    """Write in a case, take it, say who takes it, say that one has read it, close it."""
    form: PageForm
    command: Callable[..., Any]
    if key in WRITTEN:
        kind, command, done = WRITTEN[key]
        form = kind(request, prefix=key)
    elif key in PRESSED:
        command, done = PRESSED[key]
        form = PageForm(request)
    elif key == "assign":
        form = _assign_form(request, ask(request, queries.case, case_id=case_id).case)
        command, done = actions.assign_case, gettext_lazy("The case waits for the one you chose.")
    else:
        raise Http404
    if form.sends(command, case_id=case_id):
        messages.success(request, done)
        return HttpResponseRedirect(reverse("case", args=[case_id]))
    return _show_case(request, case_id, form, key)


def _show_case(
    request: Request, case_id: UUID, form: PageForm | None, key: str = ""
) -> HttpResponse:
    found = ask(request, queries.case, case_id=case_id)
    is_mine = not found.case.is_report and found.case.asked_by == actor_of(request).person_id
    may_answer = "support.answer" in rights_of(request) and not is_mine
    names = _names(
        request,
        (found.case.asked_by, found.case.owner, *(said.person_id for said in found.messages)),
    )
    values = {
        "case": found.case,
        "is_late": found.case.is_late(now()),
        "said": tuple(
            (one, names.get(one.person_id, "") if one.person_id else _asker(found.case, names))
            for one in found.messages
        ),
        "checks": _checks(found),
        "trace": tuple(Happened(one.at, words_of(one.code, one.values)) for one in found.trace),
        "facts": _facts(request, found, names),
        "buttons": _buttons(request, found, is_mine=is_mine, may_answer=may_answer),
        "forms": _forms(request, found, form, key, is_mine=is_mine, may_answer=may_answer),
        "assign": _assigning(request, found, form if key == "assign" else None),
        "problems": form,
        "is_mine": is_mine,
    }
    return show(request, "site/help/case.html", values, status=form.status if form else 200)


def _assigning(request: Request, found: CaseView, sent: PageForm | None) -> PageForm | None:
    """The choice of who answers, for whoever steers and as long as there is a choice."""
    if "support.steer" not in rights_of(request) or "take" not in found.available_actions:
        return None
    form = sent or _assign_form(request, found.case)
    return form if len(form["owner"].subwidgets) > 1 else None


def _assign_form(request: Request, case: CaseSummary) -> AssignForm:
    with tenant_scope(actor_of(request).tenant_id):
        able = queries.answerers_of(case.asked_by, now())
        names = parties.person_names(able)
    field = ChoiceField(
        gettext_lazy("Who answers?"),
        [(str(one), _with_burden(names[one], count)) for one, count in able.items()],
        empty="" if case.owner in able else gettext_lazy("Nobody yet"),
        initial=str(case.owner or ""),
    )
    return AssignForm(request, version=case.version, prefix="assign", added={"owner": field})


def _with_burden(name: str, count: int) -> str:
    told = ngettext("%(name)s (%(count)s open case)", "%(name)s (%(count)s open cases)", count)
    return told % {"name": name, "count": count}


def _names(request: Request, people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    with tenant_scope(actor_of(request).tenant_id):
        found = parties.people({one for one in people if one is not None})
    return {person_id: person.name for person_id, person in found.items()}


def _asker(case: CaseSummary, names: Mapping[UUID | None, str]) -> str:
    """Who asked, in words."""
    return _("Somebody without an account") if case.is_report else names.get(case.asked_by, "")


def _checks(found: CaseView) -> tuple[Said, ...]:
    return tuple(say(Problem(one.code, one.values, one.place, one.fixer)) for one in found.checks)


def _facts(request: Request, found: CaseView, names: dict[UUID | None, str]) -> tuple[Fact, ...]:
    case = found.case
    address = ""
    if case.subject_id is not None:
        with tenant_scope(actor_of(request).tenant_id):
            subject = (case.subject_kind, case.subject_id)
            address = addresses_of([subject]).get(subject, "")
    return (
        Fact(gettext_lazy("About"), word(case.topic, "case_topic")),
        Fact(gettext_lazy("Concerns"), case.subject_number, address),
        # Where a visitor says it was is his own words, and no address to lead anybody to.
        Fact(gettext_lazy("Asked from"), found.page, "" if case.is_report else found.page),
        Fact(gettext_lazy("Asked by"), _asker(case, names)),
        Fact(gettext_lazy("Organisation named"), case.named),
        Fact(gettext_lazy("Answer to"), case.answer_to),
        Fact(gettext_lazy("Asked"), case.asked_at),
        Fact(gettext_lazy("Answer due"), case.due_at if case.state == "open" else None),
        Fact(gettext_lazy("Answered by"), names.get(case.owner)),
        Fact(gettext_lazy("Told"), case.told_at),
        Fact(gettext_lazy("Closed"), case.closed_at),
    )


def _buttons(
    request: Request, found: CaseView, *, is_mine: bool, may_answer: bool
) -> tuple[Action, ...]:
    case, offered = found.case, []
    is_owner = case.owner == actor_of(request).person_id
    if is_mine and case.state == "answered":
        offered.append(("read", _("I have read the answer")))
    if may_answer and "take" in found.available_actions and not is_owner:
        offered.append(("take", _("I will answer this")))
    if may_answer and case.state == "told":
        offered.append(("close", _("Close the case")))
    return tuple(
        Action(
            name,
            reverse("act_on_case", args=[case.id, key]),
            variant="primary" if place == 0 else "secondary",
            post=True,
            hidden=keys_of(request, version=case.version),
        )
        for place, (key, name) in enumerate(offered)
    )


def _forms(
    request: Request,
    found: CaseView,
    sent: PageForm | None,
    key: str,
    *,
    is_mine: bool,
    may_answer: bool,
) -> tuple[tuple[str, PageForm, str], ...]:
    """What can be written now: the address, the form, and what its button is called."""
    offered: list[tuple[str, str]] = []
    if may_answer and "answer" in found.available_actions:
        offered.append(("answer", _("Send the answer")))
    if may_answer and found.case.state == "answered":
        offered.append(("tell", _("Write down that I told it in person")))
    if is_mine:
        offered.append(("more", _("Send")))
    return tuple(
        (
            reverse("act_on_case", args=[found.case.id, one]),
            sent
            if sent is not None and one == key
            else WRITTEN[one][0](request, version=found.case.version, prefix=one),
            name,
        )
        for one, name in offered
    )
