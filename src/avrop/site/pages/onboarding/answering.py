"""The page of a link: a supplier or a distribution centre answers a question without an account."""

from __future__ import annotations

import zoneinfo
from typing import cast
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.exchange import queries as exchange
from avrop.kernel.canonical import to_plain
from avrop.kernel.problems import Denial, Missing, Problem
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tokens import Opens
from avrop.kernel.wording import say
from avrop.onboarding import actions, links, queries
from avrop.onboarding.queries import Inquiry
from avrop.onboarding.rules import LONGEST_CUSTOMER_NUMBER, LONGEST_NOTE
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import bare_frame
from avrop.site.pages.onboarding.centre import facts_of
from avrop.site.pages.onboarding.week import DaysForm, days_form
from avrop.site.pages.performing import ask, visiting
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import LongTextField, TextField
from avrop.site.patterns.forms import PageForm

#: A row that no organisation has: an altered link opens nothing, wherever it is looked for.
NOTHING = UUID(int=0)
GONE, NOT_FOUND = 410, 404
THANKS = "thanks"
sitemap.register(
    SitePage(
        gettext_lazy("Answer about a new department"),
        "answer_question",
        sitemap.ABOUT,
        sitemap.NOBODY,
        samples=("question",),
    ),
)


class AnswerForm(PageForm):
    """A supplier's answer. Whether a number is needed is known only now."""

    note = LongTextField(
        gettext_lazy("Anything that the customer should know"),
        rows=2,
        longest=LONGEST_NOTE,
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def answer_question(plain: HttpRequest, token: str) -> HttpResponse:
    """What is asked, and the form to answer it once; why not, where the link opens nothing."""
    request = cast(Request, plain)
    signed = links.signed_in(token)
    try:
        answer = _by_link(request, signed, token) if signed else _altered(request)
    except Denial as denial:
        answer = _refused(request, denial)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _altered(request: Request) -> HttpResponse:
    """Refuse an address that was not made here, and have it written down with the operator: whose it
    pretends to be is not to be believed."""
    operator = exchange.operator_tenant()
    if operator is not None:
        with visiting(request, links.holder_of(Opens(operator, NOTHING))):
            ask(request, actions.open_question, question_id=NOTHING)
    raise Missing((Problem("onboarding.link_is_altered"),))


def _by_link(request: Request, signed: Opens, token: str) -> HttpResponse:
    with tenant_scope(signed.tenant_id):
        name, zone = parties.own_organisation().name, str(parties.time_zone())
    with (
        visiting(request, links.holder_of(signed), name=name, zone=zone),
        timezone.override(zoneinfo.ZoneInfo(zone)),
    ):
        if THANKS in request.GET:
            return _thanks(request, signed, name)
        inquiry = ask(request, actions.open_question, question_id=signed.row_id)
        form = _form(request, inquiry)
        if _is_answered(form, inquiry):
            address = reverse("answer_question", args=[token])
            return HttpResponseRedirect(f"{address}?{THANKS}=1")
        return _show(request, form, inquiry)


def _form(request: Request, inquiry: Inquiry) -> PageForm:
    if inquiry.kind == "centre":
        return days_form(request)
    number: forms.Field = TextField(
        gettext_lazy("Customer number of the department"),
        longest=LONGEST_CUSTOMER_NUMBER,
        required=inquiry.number_is_required,
        hint=gettext_lazy("What orders from it are to carry. Each department has its own."),
    )
    form = AnswerForm(
        request,
        initial={"customer_number": inquiry.customer_number},
        added={"customer_number": number},
    )
    form.order_fields(["customer_number", "note"])
    return form


def _is_answered(form: PageForm, inquiry: Inquiry) -> bool:
    if not (form.was_sent and form.is_valid()):
        return False
    if isinstance(form, DaysForm):
        days = to_plain(form.answered())
        return form.sends(actions.answer_days, question_id=inquiry.question_id, answer=days)
    said = {"customer_number": form.value("customer_number"), "note": form.value("note")}
    return form.sends(actions.answer_number, question_id=inquiry.question_id, answer=said)


def _show(request: Request, form: PageForm, inquiry: Inquiry) -> HttpResponse:
    values = {
        "form": form,
        "inquiry": inquiry,
        "facts": facts_of(inquiry.facts),
        "frame": bare_frame(request),
    }
    return render(request, "site/onboarding/answer.html", values, status=form.status)


def _thanks(request: Request, signed: Opens, name: str) -> HttpResponse:
    """What is said after an answer; nothing else is told of a question that has been answered."""
    with tenant_scope(signed.tenant_id):
        is_answered = queries.is_answered(signed.row_id)
    if not is_answered:
        return HttpResponseRedirect(request.path)
    values = {"asker": name, "frame": bare_frame(request)}
    return render(request, "site/onboarding/answered.html", values)


def _refused(request: Request, denial: Denial) -> HttpResponse:
    said = tuple(say(problem) for problem in denial.problems)
    status = NOT_FOUND if isinstance(denial, Missing) else GONE
    values = {"said": said, "frame": bare_frame(request)}
    return render(request, "site/onboarding/closed.html", values, status=status)
