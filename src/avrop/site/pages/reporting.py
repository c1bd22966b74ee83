"""Reporting a fault without an account, and reading the answer by the receipt.

Whoever cannot sign in, or cannot use the pages, says so here (law 2018:1937, 14 §). The report becomes a
case of the organisation that he names, else of the operator's. Where somebody of the operator's answers,
nobody is told which organisations there are here; and nothing is kept but what was typed.
"""

from __future__ import annotations

from datetime import datetime
from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.accounts import actions as counting
from avrop.exchange import queries as exchange
from avrop.kernel.problems import Missing, Problem, Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tokens import Opens
from avrop.parties import queries as parties
from avrop.site import browsers
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, now, visiting
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import ChoiceField, LongTextField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.support import actions, queries, receipts
from avrop.support.kinds import Entry, Topic
from avrop.support.queries import CaseView
from avrop.support.rules import LONGEST_ADDRESS

TOO_MANY = 429
#: Said only where whoever runs the site has named nobody who answers.
NOWHERE = gettext_lazy(
    "No such organisation takes reports here. Give its whole name or its number as they are registered."
)
sitemap.register(
    SitePage(
        gettext_lazy("Report a fault"),
        "report_fault",
        sitemap.ABOUT,
        sitemap.NOBODY,
        in_navigation=False,
        words=gettext_lazy("accessibility barrier complaint"),
        help=gettext_lazy(
            "Say what stops you, without signing in. You get a receipt, by which you read the answer."
        ),
    ),
    SitePage(
        gettext_lazy("Your report"),
        "report_receipt",
        sitemap.ABOUT,
        sitemap.NOBODY,
        samples=("receipt",),
    ),
)


class FaultForm(PageForm):
    """What somebody without an account reports."""

    topic = ChoiceField(gettext_lazy("What is it about?"), Topic.choices, open_list=True)
    text = LongTextField(
        gettext_lazy("What did you want to do, and what stopped you?"),
        hint=gettext_lazy(
            "In your own words. Say also if you need something in another form, such as large print."
        ),
        rows=6,
        strip=False,  # what was typed is kept as it was typed
    )
    page = TextField(
        gettext_lazy("Where was it?"),
        hint=gettext_lazy("The page’s address or name, if you know it."),
        required=False,
    )
    named = TextField(
        gettext_lazy("Which organisation do you buy for or sell to?"),
        hint=gettext_lazy(
            "Its whole name or its number. Without it, or where it is not found, your report goes to "
            "whoever runs this site."
        ),
        required=False,
        autocomplete="organization",
    )
    answer_to = TextField(
        gettext_lazy("Your e-mail address"),
        hint=gettext_lazy("Only if you want the answer by e-mail. You can always read it here."),
        kind="email",
        longest=LONGEST_ADDRESS,
        required=False,
        autocomplete="email",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def report_fault(plain: HttpRequest) -> HttpResponse:
    """The form for who is not signed in; whoever is has the help of his own organisation."""
    request = cast(Request, plain)
    if request.acting is not None:
        return HttpResponseRedirect(f"{reverse('get_help')}?about=accessibility")
    form = FaultForm(request, initial={"topic": Topic.ACCESS})
    operator_id = _operator_who_answers()
    form.fields["named"].required = operator_id is None
    wait = _wait_before(request, form) if form.was_sent and form.is_valid() else None
    if form.was_sent and form.is_valid() and wait is None:
        tenant_id = _whose(form.value("named")) or operator_id
        if tenant_id is None:
            form.add_error("named", str(NOWHERE))
        elif _is_sent(request, form, tenant_id):
            receipt = receipts.token_of(tenant_id, form.answer.case.id)
            return form.redirect("report_receipt", receipt)
    values = {
        "form": form,
        "contact": settings.AVROP_ACCESSIBILITY_CONTACT,
        "has_operator": operator_id is not None,
    }
    status = TOO_MANY if wait is not None else form.status
    answer = show(request, "site/help/report.html", values, status=status)
    if wait is not None:
        answer["Retry-After"] = str(wait)
    return answer


def _is_sent(request: Request, form: FaultForm, tenant_id: UUID) -> bool:
    with visiting(request, receipts.visitor_of(tenant_id)):
        return form.sends(actions.report_fault)


def _operator_who_answers() -> UUID | None:
    """The operator's organisation; None where nobody in it answers, so that no report lies unread."""
    operator_id = exchange.operator_tenant()
    if operator_id is None:
        return None
    with tenant_scope(operator_id):
        return operator_id if queries.somebody_answers(now()) else None


def _wait_before(request: Request, form: FaultForm) -> int | None:
    """How many seconds the report has to wait, said in the form; None where it may come now."""
    at = now()
    try:
        counting.begin_report(address=browsers.address_of(request), at=at)
    except Refused as refusal:
        form.refuse(refusal)
        until: datetime = refusal.problems[0].values["until"]
        return max(1, round((until - at).total_seconds()))
    return None


def _whose(named: str) -> UUID | None:
    """Who gets the report: whom it names, where somebody there answers and is not flooded already."""
    tenant_id = exchange.tenant_called(named)
    if tenant_id is None:
        return None
    with tenant_scope(tenant_id):
        return tenant_id if queries.takes_reports(now()) else None


@require_http_methods(["GET", "HEAD", "POST"])
def report_receipt(plain: HttpRequest, token: str) -> HttpResponse:
    """What was reported, its number, and the answer when it has come."""
    request = cast(Request, plain)
    opens = receipts.signed_in(token)
    if opens is None:
        raise Missing((Problem("support.no_such_receipt"),))
    form = PageForm(request)
    with visiting(request, receipts.visitor_of(opens.tenant_id)):
        if form.sends(actions.read_report_answer, case_id=opens.row_id):
            return form.redirect("report_receipt", token)
        found = ask(request, queries.case, case_id=opens.row_id)
    if not found.case.is_report:
        raise Missing((Problem("support.no_such_receipt"),))
    return _show_receipt(request, opens, found, form)


def _show_receipt(request: Request, opens: Opens, found: CaseView, form: PageForm) -> HttpResponse:
    with tenant_scope(opens.tenant_id):
        taker = parties.own_organisation().name
    shown = (Entry.QUESTION, Entry.ANSWER)
    values = {
        "case": found.case,
        "page": found.page,
        "said": tuple(one for one in found.messages if one.kind in shown),
        "has_answer": any(one.kind == Entry.ANSWER for one in found.messages),
        "is_late": found.case.is_late(now()),
        "taker": taker,
        "form": form,
        "keys": keys_of(request),
        "may_mail": bool(settings.AVROP_MAIL_FROM),
    }
    answer = show(request, "site/help/receipt.html", values, status=form.status)
    answer.headers["Cache-Control"] = "no-store"
    return answer
