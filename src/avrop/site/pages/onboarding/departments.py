"""The list of new departments: for managers who ask for them and coordinators who bring them about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from avrop.kernel.scope import tenant_scope
from avrop.onboarding import queries
from avrop.onboarding.queries import DepartmentSummary
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.performing import actor_of, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import Filter, Listing, choices, day, link, show_list, tag, text
from avrop.site.patterns.shapes import Action

MAY_ASK, MAY_COORDINATE = "onboarding.request_department", "onboarding.coordinate"
RIGHTS = (MAY_ASK, MAY_COORDINATE)
sitemap.register(
    SitePage(
        gettext_lazy("New departments"),
        "departments",
        sitemap.ORGANISATION,
        "coordinator",
        rights=RIGHTS,
        help=gettext_lazy(
            "Departments that are to order, from the form until every supplier has answered. Each says "
            "what it waits for, and until when."
        ),
        words=gettext_lazy("ordering department unit GLN delivery days customer number supplier"),
        place=30,
    ),
)


@dataclass(frozen=True, slots=True)
class Row:
    """A department in the list, with the names of its people."""

    department: DepartmentSummary
    requester: str
    owner: str

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.department.id


def _suppliers(row: Row) -> str:
    found = row.department
    if not found.suppliers:
        return ""
    return _("%(ready)s of %(all)s ready") % {"ready": found.ready, "all": found.suppliers}


def _of(name: str) -> Any:
    return lambda row: getattr(row.department, name)


DEPARTMENTS = Listing(
    "departments",
    gettext_lazy("New departments"),
    (
        link(
            "number", pgettext_lazy("number of a document", "Number"), "department", _of("number")
        ),
        text("name", gettext_lazy("Department"), _of("name"), lang="sv"),
        tag("state", gettext_lazy("State"), "new_department", _of("state")),
        text("suppliers", gettext_lazy("Suppliers"), _suppliers),
        day("opens_on", gettext_lazy("Orders from"), _of("opens_on")),
        text("requester", gettext_lazy("Asked by"), lang="sv"),
        text("owner", gettext_lazy("Coordinator"), lang="sv"),
        day("due_at", gettext_lazy("Next step due"), _of("due_at")),
    ),
    empty=gettext_lazy("No department has been asked for."),
    what_next=gettext_lazy("The manager of the unit that it is to belong to fills in a form."),
    what_next_url="new_department",
    what_next_name=gettext_lazy("Ask for a new department"),
    filters=(
        Filter("text", gettext_lazy("Number or name")),
        choices("state", gettext_lazy("State"), "new_department", gettext_lazy("All states")),
    ),
)


@require_safe
@signed_in
def departments(request: Request) -> HttpResponse:
    """The departments that the reader may see, the newest first."""
    asking = Action(_("Ask for a new department"), reverse("new_department"), "primary")

    def with_names(items: Sequence[DepartmentSummary]) -> tuple[Row, ...]:
        ids = {one for item in items for one in (item.requested_by, item.owner) if one}
        with tenant_scope(actor_of(request).tenant_id):
            names = parties.person_names(ids)
        return tuple(
            Row(item, _named(names, item.requested_by), _named(names, item.owner)) for item in items
        )

    offered = (asking,) if MAY_ASK in rights_of(request) else ()
    return show_list(
        request,
        DEPARTMENTS,
        queries.departments_page,
        rows=with_names,
        values={"actions": offered},
    )


def _named(names: dict[UUID, str], person_id: UUID | None) -> str:
    return names.get(person_id, "") if person_id else ""
