"""What is kept about people: the register, and everything about one of them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from avrop.authority.person_report import person_report
from avrop.kernel.canonical import canonical_json
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.personal_data import personal_data_register
from avrop.site.actors import Request
from avrop.site.happenings import HAPPENINGS
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import acting, actor_of, ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.shapes import Action
from avrop.site.words import role_name

#: So many of the latest events are on the page; the file has more.
SHOWN_EVENTS = 50
sitemap.register(
    SitePage(
        gettext_lazy("Personal data"),
        "personal_data_register",
        sitemap.ABOUT,
        help=gettext_lazy(
            "What is kept about people here, why, and for how long; and a way to everything that "
            "is kept "
            "about you."
        ),
        words=gettext_lazy("GDPR privacy about me"),
    ),
    SitePage(
        gettext_lazy("What is kept about somebody"),
        "personal_data",
        sitemap.ABOUT,
        "auditor",
        samples=("person",),
        in_navigation=False,
    ),
)


@require_safe
@signed_in
def register(request: Request) -> HttpResponse:
    """What is kept about people."""
    values = {
        "kept": ask(request, personal_data_register),
        "buttons": (
            Action(
                gettext_lazy("What is kept about you"),
                reverse("personal_data", args=[actor_of(request).person_id]),
            ),
        ),
    }
    return show(request, "site/audit/register.html", values)


@require_safe
@signed_in
def personal_data(request: Request, person_id: UUID) -> HttpResponse:
    """Everything that is kept about somebody: as a page, or whole as a file."""
    report = ask(request, person_report, person_id=person_id)
    if request.GET.get("as") == "json":
        return sent_as_file(
            request,
            canonical_json(report).encode(),
            "personal-data.json",
            "application/json",
            what="personal_data",
            subject_id=person_id,
        )
    with tenant_scope(actor_of(request).tenant_id):
        unit_ids = {one.unit_id for one in report.mandates} | {report.person.unit_id}
        units = parties.unit_names({key for key in unit_ids if key})
    values = {
        "report": report,
        "organisation": acting(request).membership.tenant_name,
        "unit": units.get(report.person.unit_id, "") if report.person.unit_id else "",
        "mandates": [
            (role_name(one.role), units.get(one.unit_id, "") if one.unit_id else "", one)
            for one in report.mandates
        ],
        "events": [
            (HAPPENINGS.get(one.name, one.name), one.at) for one in report.events[:SHOWN_EVENTS]
        ],
        "is_mine": actor_of(request).person_id == person_id,
        "may_review": "authority.review_access" in rights_of(request),
    }
    return show(request, "site/audit/person.html", values)
