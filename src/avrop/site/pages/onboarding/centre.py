"""Delivery days: a distribution centre's operator answers customers; a coordinator writes down what a
centre said by telephone."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.canonical import to_plain
from avrop.onboarding import actions, queries
from avrop.onboarding.queries import DepartmentFacts
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.onboarding.departments import MAY_COORDINATE
from avrop.site.pages.onboarding.week import days_form, week_of
from avrop.site.pages.performing import ask, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import Listing, choices, day, link, show_list, tag, text
from avrop.site.patterns.shapes import Fact

MAY_ANSWER = "onboarding.answer_days"
sitemap.register(
    SitePage(
        gettext_lazy("Delivery days asked for"),
        "centre_requests",
        sitemap.ORGANISATION,
        "centre_operator",
        rights=(MAY_ANSWER,),
        help=gettext_lazy(
            "Customers ask on which days food can come to a new department. Your answer goes to them as "
            "a calendar, and their orders keep to it."
        ),
        words=gettext_lazy("distribution centre delivery days windows cut-off new department"),
    ),
    SitePage(
        gettext_lazy("Delivery days of a department"),
        "centre_request",
        sitemap.ORGANISATION,
        "centre_operator",
        rights=(MAY_ANSWER,),
        samples=("centre_request",),
    ),
    SitePage(
        gettext_lazy("Write down delivery days"),
        "record_days",
        sitemap.ORGANISATION,
        "coordinator",
        rights=(MAY_COORDINATE,),
        samples=("department_at_centre",),
        in_navigation=False,
    ),
)
REQUESTS = Listing(
    "centre-requests",
    gettext_lazy("Delivery days asked for"),
    (
        link("name", gettext_lazy("Department"), "centre_request"),
        text("customer", gettext_lazy("Customer"), lang="sv"),
        text("city", gettext_lazy("Town"), lambda row: row.facts.city, lang="sv"),
        tag("state", gettext_lazy("State"), "department_question"),
        day("asked_at", gettext_lazy("Asked")),
        day("due_at", gettext_lazy("Answer due")),
    ),
    empty=gettext_lazy("No customer has asked."),
    what_next=gettext_lazy("A question comes here when a customer has a new department."),
    filters=(
        choices("state", gettext_lazy("State"), "department_question", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def centre_requests(request: Request) -> HttpResponse:
    """What customers have asked, the newest first."""
    return show_list(request, REQUESTS, queries.centre_requests_page)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def centre_request(request: Request, request_id: UUID) -> HttpResponse:
    """A customer's question, and its answer."""
    found = ask(request, queries.centre_request, request_id=request_id)
    form = days_form(request, version=found.version)
    if form.was_sent and form.is_valid():
        answer = to_plain(form.answered())
        if form.sends(actions.answer_request, request_id=request_id, answer=answer):
            messages.success(
                request, _("%(customer)s is told the days.") % {"customer": found.customer}
            )
            return form.redirect("centre_request", request_id)
    values = {
        "found": found,
        "facts": facts_of(found.facts, found.customer),
        "form": form if found.state == "asked" else None,
        "week": week_of(found.answer),
        "answer": found.answer,
    }
    return show(request, "site/onboarding/centre_request.html", values, status=form.status)


def facts_of(facts: DepartmentFacts, customer: str = "") -> tuple[Fact, ...]:
    """What somebody outside is told of a department."""
    contact = ", ".join(
        one for one in (facts.contact_name, facts.contact_phone, facts.contact_email) if one
    )
    return (
        Fact(_("Customer"), customer, lang="sv"),
        Fact(_("Department"), facts.name, lang="sv"),
        Fact("GLN", facts.gln),
        Fact(
            _("Delivery address"),
            f"{facts.street}, {facts.postal_code} {facts.city}",
            lang="sv",
        ),
        Fact(_("Takes goods in"), facts.opening_hours, lang="sv"),
        Fact(_("Orders from"), facts.opens_on),
        Fact(_("Invoice reference"), facts.invoice_reference),
        Fact(_("Contact"), contact, lang="sv"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def record_days(request: Request, department_id: UUID) -> HttpResponse:
    """Write down what the centre said by telephone."""
    found = ask(request, queries.department, department_id=department_id)
    asked = next(
        (one for one in found.questions if one.kind == "centre" and one.state == "asked"), None
    )
    if asked is None or found.state != "at_centre":
        return PageForm(request).redirect("department", department_id)
    form = days_form(request)
    if form.was_sent and form.is_valid():
        answer = to_plain(form.answered())
        if form.sends(actions.record_days, question_id=asked.id, answer=answer):
            messages.success(request, _("The delivery days are written down."))
            return form.redirect("department", department_id)
    values = {"found": found, "form": form, "centre": asked.organisation}
    return show(request, "site/onboarding/record_days.html", values, status=form.status)
