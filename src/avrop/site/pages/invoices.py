"""Invoices and credit notes by state, with their age; and what waits, drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_safe

from avrop.buying.invoices import queries
from avrop.buying.invoices.queries import AgeView, InvoiceSummary
from avrop.kernel import presentation
from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.performing import actor_of, ask, now, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.lists import (
    Cell,
    Column,
    Filter,
    Listing,
    Sort,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.shapes import Drawing, Point, Tab

MOST_COUNTED = 1000
sitemap.register(
    SitePage(
        gettext_lazy("Invoices"),
        "invoices",
        sitemap.INVOICES,
        "ap_clerk",
        rights=("invoices.",),
        help=gettext_lazy(
            "All invoices and credit notes that have come. Begin with those that differ: open one to see"
            " it beside its order and its receipt, and who can settle what is not as it should be."
        ),
        words=gettext_lazy("bills credit notes attest"),
    )
)

#: What people call the groups of `queries.ages`, and the colour that each is drawn in.
AGES = {
    "overdue_long": (pgettext_lazy("when it is due", "Overdue for over 30 days"), "danger"),
    "overdue": (pgettext_lazy("when it is due", "Overdue"), "warning"),
    "this_week": (pgettext_lazy("when it is due", "Due within a week"), "accent"),
    "this_month": (pgettext_lazy("when it is due", "Due within 30 days"), "accent"),
    "later": (pgettext_lazy("when it is due", "Due later"), "neutral"),
}


@dataclass(frozen=True, slots=True)
class InvoiceRow:
    """An invoice with its unit's name and today."""

    invoice: InvoiceSummary
    unit: str
    at: datetime

    @property
    def id(self) -> UUID:
        """What the row leads to."""
        return self.invoice.id


def _age(row: InvoiceRow) -> Cell:
    if row.invoice.state in ("paid", "credited"):
        return Cell("")
    days = (row.at - row.invoice.received_at).days
    return Cell(ngettext("%(days)d day", "%(days)d days", days) % {"days": days})


def _due(row: InvoiceRow) -> Cell:
    due = row.invoice.due_date
    is_over = row.invoice.state in ("paid", "credited")
    is_late = due is not None and due < timezone.localdate(row.at) and not is_over
    return Cell(due or "", note=_("Overdue") if is_late else "")


def _differs(row: InvoiceRow) -> Cell:
    number = row.invoice.open_differences
    return Cell(number or "")


INVOICES = Listing(
    "invoices",
    gettext_lazy("Invoices"),
    columns=(
        link("number", gettext_lazy("Number"), "invoice", lambda row: row.invoice.number),
        named("kind", gettext_lazy("Kind"), "invoice_kind", lambda row: row.invoice.kind),
        text(
            "seller",
            gettext_lazy("Supplier"),
            lambda row: row.invoice.seller_name,
            note=lambda row: row.unit,
        ),
        tag("state", gettext_lazy("State"), "invoice", lambda row: row.invoice.state),
        Column("open", gettext_lazy("Differences"), _differs, kind="figure"),
        Column("age", gettext_lazy("Age"), _age, kind="day"),
        Column("due", gettext_lazy("Due"), _due, kind="day"),
        figure("payable", gettext_lazy("Amount"), lambda row: row.invoice.payable),
        day(
            "issued", gettext_lazy("Invoice date"), lambda row: row.invoice.issue_date, hidden=True
        ),
        figure("withheld", gettext_lazy("Withheld"), lambda row: row.invoice.withheld, hidden=True),
    ),
    empty=gettext_lazy("No invoices have come yet."),
    what_next=gettext_lazy("They come by themselves from suppliers who have been sent orders."),
    filters=(
        Filter(
            "state",
            gettext_lazy("State"),
            lambda: [
                ("waiting", gettext_lazy("Everything that waits")),
                *words.tables()["invoice"].items(),
            ],
            gettext_lazy("All states"),
            "choice",
        ),
        choices("kind", gettext_lazy("Kind"), "invoice_kind", gettext_lazy("Both kinds")),
        Filter("seller", gettext_lazy("Supplier")),
        Filter("text", gettext_lazy("The number begins with")),
    ),
    sorts=(
        Sort("newest", gettext_lazy("Newest first")),
        Sort("due", gettext_lazy("Due first, within a state")),
    ),
)


@require_safe
@signed_in
def invoices(request: Request) -> HttpResponse:
    """Invoices by state, and how old what waits is."""
    values: dict[str, Any] = {}
    if not request.htmx:
        counts = ask(request, queries.number_by_state)
        found = ask(request, queries.ages, state="waiting")
        values = {
            "tabs": _tabs(request, counts),
            "drawings": drawings_of(found, gettext_lazy("What waits, by when it is due")),
            "has_more": any(number >= MOST_COUNTED for number in counts.values()),
        }
    return show_list(
        request,
        INVOICES,
        queries.invoices_page,
        rows=lambda items: _rows(request, items),
        template="site/invoices/list.html",
        values=values,
    )


def _rows(request: Request, items: Sequence[InvoiceSummary]) -> list[InvoiceRow]:
    with tenant_scope(actor_of(request).tenant_id):
        units = {one.id: one.name for one in parties.units()}
    at = now()
    return [InvoiceRow(one, units.get(one.unit_id, "") if one.unit_id else "", at) for one in items]


def _tabs(request: Request, counts: dict[str, int]) -> tuple[Tab, ...]:
    chosen = request.GET.get("state", "")
    address = reverse("invoices")
    first = Tab(_("All"), f"{address}?all=1", is_current=not chosen)
    return (
        first,
        *(
            Tab(words.named(state, "invoice"), f"{address}?state={state}", chosen == state, number)
            for state, number in counts.items()
        ),
    )


def drawings_of(found: Sequence[AgeView], title: Any) -> tuple[Drawing, ...]:
    """What waits by the day it is due, a drawing for each currency; every group is there."""
    currencies = dict.fromkeys(one.amount.currency for one in found)
    return tuple(
        Drawing(
            title=title,
            names=_("Due"),
            values=_("Amount in %(currency)s") % {"currency": currency},
            sentence=_sentence([one for one in found if one.amount.currency == currency]),
            points=tuple(
                _point(group, [one for one in found if one.amount.currency == currency])
                for group in AGES
            ),
        )
        for currency in currencies
    )


def _point(group: str, found: Sequence[AgeView]) -> Point:
    name, color = AGES[group]
    one = next((each for each in found if each.group == group), None)
    if one is None:
        return Point(name, 0.0, "–", color=color)
    shown = ngettext(
        "%(amount)s, %(number)d invoice", "%(amount)s, %(number)d invoices", one.number
    ) % {"amount": presentation.shown(one.amount), "number": one.number}
    return Point(name, float(one.amount.amount), shown, color=color)


def _sentence(found: Sequence[AgeView]) -> str:
    number = sum(one.number for one in found)
    late = sum(one.number for one in found if one.group.startswith("overdue"))
    told = ngettext("%(number)d invoice waits", "%(number)d invoices wait", number)
    if not late:
        whole = _("%(what)s; none is overdue.")
    else:
        whole = ngettext("%(what)s; %(late)d is overdue.", "%(what)s; %(late)d are overdue.", late)
    return whole % {"what": told % {"number": number}, "late": late}
