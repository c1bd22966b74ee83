"""Handbooks: choosing one, reading a section, looking for words, saying whether it helped; and for those
who answer cases, what everybody has said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import LongTextField
from avrop.site.patterns.forms import PageForm
from avrop.support import actions, queries
from avrop.support.kinds import Topic
from avrop.support.rules import LONGEST_COMMENT

sitemap.register(
    SitePage(
        gettext_lazy("Handbooks"),
        "handbooks",
        sitemap.ABOUT,
        "requester",
        help=gettext_lazy(
            "For each role what it does here, step by step, and answers to what is often asked. Those "
            "of your own roles stand first. Look for a word if you don’t know where it stands."
        ),
        words=gettext_lazy("manual guide instructions how to questions answers FAQ help"),
    ),
    SitePage(
        gettext_lazy("A handbook"),
        "handbook",
        sitemap.ABOUT,
        "requester",
        samples=("handbook",),
    ),
    SitePage(
        gettext_lazy("A section of a handbook"),
        "handbook_entry",
        sitemap.ABOUT,
        "requester",
        samples=("handbook", "handbook_entry"),
    ),
    SitePage(
        gettext_lazy("Search the handbooks"),
        "handbook_search",
        sitemap.ABOUT,
        "requester",
        in_navigation=False,
    ),
    SitePage(
        gettext_lazy("What readers say of the handbooks"),
        "handbook_judgements",
        sitemap.ABOUT,
        "coordinator",
        rights=("support.answer",),
        help=gettext_lazy(
            "Which sections helped and which did not, with what people missed in them. What helped "
            "fewest stands first. When the words of a section are changed, the count begins anew."
        ),
        words=gettext_lazy("feedback helpful comments judgements improve"),
    ),
)
YES, NO = "yes", "no"


class JudgementForm(PageForm):
    """Whether a text helped. The two buttons carry the answer."""

    helpful = forms.TypedChoiceField(
        choices=((YES, YES), (NO, NO)), coerce=lambda value: value == YES, widget=forms.HiddenInput
    )
    comment = LongTextField(
        gettext_lazy("What was missing?"),
        required=False,
        longest=LONGEST_COMMENT,
        rows=3,
        hint=gettext_lazy(
            "Those who look after the help read it. They are not told who wrote it, so say no more of "
            "people than you must."
        ),
    )


class AskingForm(PageForm):
    """What was missing in a text, sent as a question to those who answer cases."""


@require_safe
@signed_in
def handbooks(request: Request) -> HttpResponse:
    """Every handbook, those of the reader's roles first."""
    found = ask(request, queries.handbooks)
    values = {
        "own": [one for one in found if one.is_own],
        "others": [one for one in found if not one.is_own],
        "may_read_judgements": "support.answer" in rights_of(request),
    }
    return show(request, "site/handbook/books.html", values)


@require_safe
@signed_in
def handbook(request: Request, role: str) -> HttpResponse:
    """What a handbook contains."""
    return show(
        request, "site/handbook/book.html", {"found": ask(request, queries.handbook, role=role)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def handbook_entry(request: Request, role: str, code: str) -> HttpResponse:
    """A section or a question; takes the answer to whether it helped, and asks on from there."""
    found = ask(request, queries.handbook_entry, role=role, code=code)
    said = found.judgement
    judging = JudgementForm(
        request, initial={"helpful": NO, "comment": said.comment if said is not None else ""}
    )
    helps = judging.was_sent and judging.is_valid() and judging.value("helpful")
    if judging.sends(actions.judge_text, role=role, code=code, helps=helps):
        if judging.answer.helps or judging.answer.comment:
            messages.success(request, _("Thank you. What you said is kept."))
        return judging.redirect("handbook_entry", role, code)
    asking = AskingForm(request)
    if (
        said is not None
        and said.comment
        and asking.sends(
            actions.open_case,
            topic=Topic.QUESTION,
            text=_("“%(title)s” in the handbook did not help. %(missing)s")
            % {"title": found.entry.title, "missing": said.comment},
            page=reverse("handbook_entry", args=[role, code]),
        )
    ):
        number = asking.answer.case.number
        messages.success(
            request,
            _("Your question is %(number)s. You are told here when there is an answer.")
            % {"number": number},
        )
        return asking.redirect("case", asking.answer.case.id)
    values = {
        "found": found,
        "pages": _reachable(request, found.entry.pages),
        "judging": judging,
        "asking": asking,
        "is_writing": judging.was_sent or (said is not None and not said.helps),
    }
    status = judging.status if judging.was_sent else asking.status
    return show(request, "site/handbook/entry.html", values, status=status)


def _reachable(request: Request, names: Iterable[str]) -> list[SitePage]:
    """The pages that the reader can go to from a text about them."""
    known = (sitemap.page_named(name) for name in names)
    rights = rights_of(request)
    return [page for page in known if page and page.is_address and sitemap.is_open(page, rights)]


@require_safe
@signed_in
def handbook_search(request: Request) -> HttpResponse:
    """What the handbooks say of some words."""
    text = request.GET.get("q", "").strip()[:100]
    values: dict[str, Any] = {
        "text": text,
        "hits": ask(request, queries.search_handbooks, text=text) if text else (),
    }
    return show(request, "site/handbook/search.html", values)


@require_safe
@signed_in
def handbook_judgements(request: Request) -> HttpResponse:
    """What readers say of each text, those that helped fewest first."""
    judged = ask(request, queries.handbook_judgements)
    return show(request, "site/handbook/judgements.html", {"judged": judged})
