"""What waits for an approver: his own, and what is his as a substitute."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from avrop.approvals import queries
from avrop.approvals.queries import StepSummary
from avrop.kernel import presentation
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.code_names import responsibilities
from avrop.site.pages.performing import actor_of, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    Sort,
    day,
    figure,
    link,
    show_list,
    text,
)

sitemap.register(
    SitePage(
        gettext_lazy("To approve"),
        "approvals",
        sitemap.APPROVE,
        "approver",
        rights=("approvals.approve",),
        help=gettext_lazy(
            "Here is what others need and you answer for, the oldest first. Open one to see its lines,"
            " their coding and what is unusual, then approve it, return it with a reason, or order less."
        ),
        words=gettext_lazy("approve attest sign off"),
    ),
)


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A step that waits, with the names of people and units."""

    step: StepSummary
    requester: str
    unit: str
    responsible: str
    asked: str
    at: datetime

    @property
    def request_id(self) -> UUID:
        """What the row leads to."""
        return self.step.request_id


def _waits(row: WaitingRow) -> Cell:
    days = (row.at - row.step.requested_at).days
    told = ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    return Cell(told if days else _("Since today"))


def _decide_by(row: WaitingRow) -> Cell:
    late = _("Late") if row.step.is_late(row.at) else ""
    return Cell(row.step.due_at or "", note=late)


APPROVALS = Listing(
    "approvals",
    gettext_lazy("To approve"),
    columns=(
        link(
            "reference",
            gettext_lazy("Requisition"),
            "approval",
            lambda row: row.step.reference,
            by="request_id",
            note=lambda row: row.asked,
        ),
        text("requester", gettext_lazy("Needed by"), note=lambda row: row.unit),
        text(
            "responsibility",
            gettext_lazy("Responsibility"),
            lambda row: row.step.responsibility,
            note=lambda row: row.responsible,
        ),
        Column("waited", gettext_lazy("Has waited"), _waits, kind="day"),
        Column("due", gettext_lazy("Decide by"), _decide_by, kind="day"),
        figure("amount", gettext_lazy("Amount"), lambda row: row.step.amount),
        day("since", gettext_lazy("Asked"), lambda row: row.step.requested_at, hidden=True),
    ),
    empty=gettext_lazy("Nothing waits for you."),
    what_next=gettext_lazy("What others need comes here when it concerns what you answer for."),
    filters=(
        Filter("text", gettext_lazy("Number")),
        Filter(
            "waits",
            gettext_lazy("Show"),
            lambda: [
                ("late", gettext_lazy("Only what is late")),
                ("lent", gettext_lazy("Only as a substitute")),
            ],
            gettext_lazy("Everything"),
            "choice",
        ),
        Filter(
            "over",
            gettext_lazy("Amount from"),
            lambda: [
                (one, presentation.shown(Decimal(one))) for one in ("1000", "10000", "100000")
            ],
            gettext_lazy("Any amount"),
            "choice",
        ),
    ),
    sorts=(
        Sort("oldest", gettext_lazy("Oldest first")),
        Sort("due", gettext_lazy("What must be decided first")),
        Sort("dearest", gettext_lazy("Dearest first")),
        Sort("newest", gettext_lazy("Newest first")),
    ),
)


@require_safe
@signed_in
def approvals(request: Request) -> HttpResponse:
    """Everything that waits for the reader's yes or no."""
    return show_list(
        request,
        APPROVALS,
        queries.waiting_for_me,
        rows=lambda steps: _rows(request, steps),
    )


def _rows(request: Request, steps: Sequence[StepSummary]) -> list[WaitingRow]:
    me = actor_of(request).person_id
    with tenant_scope(actor_of(request).tenant_id):
        names = parties.person_names(
            {one for step in steps for one in (step.requester_person_id, *step.asked)}
        )
        responsible = responsibilities(step.responsibility for step in steps)
        units = {one.id: one.name for one in parties.units()}
    return [
        WaitingRow(
            step=step,
            requester=names.get(step.requester_person_id, ""),
            unit=units.get(step.unit_id, ""),
            responsible=responsible.get(step.responsibility, ""),
            asked="" if me in step.asked else _lent_by(names.get(one, "") for one in step.asked),
            at=now(),
        )
        for step in steps
    ]


def _lent_by(names: Iterable[str]) -> str:
    return _("As a substitute for %(names)s") % {"names": ", ".join(names)}


def one_of(people: Iterable[str]) -> str:
    """Those who can answer a step; where they are several, that one of them is enough."""
    found = sorted(people)
    told = ", ".join(found)
    if len(found) < 2:
        return told
    return _("One of these: %(names)s") % {"names": told}
