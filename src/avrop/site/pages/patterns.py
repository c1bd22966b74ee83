"""The living page of patterns: every part that pages are built of, in every state it has. What is shown
here is made up; the form does nothing but say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from avrop.kernel.problems import Problem, Refused
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns import fields
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    Listing,
    choices,
    chosen_in,
    day,
    figure,
    link,
    list_on_page,
    tag,
    text,
)
from avrop.site.patterns.shapes import Action, Drawing, Fact, Happened, Point, Step, Tab
from avrop.values import Money, Quantity

sitemap.register(
    SitePage(
        gettext_lazy("Patterns"),
        "patterns",
        sitemap.ABOUT,
        in_navigation=False,
        help=gettext_lazy("Every part that the pages are built of, for those who build pages."),
    )
)

AT = datetime(2026, 11, 19, 9, 30, tzinfo=UTC)
#: As long as Swedish words get.
LONG = (
    "Samlastningscentralens leveransavvikelsehanteringsansvariga, Södermalms stadsdelsförvaltning"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list that is shown."""

    id: str
    number: str
    seller_name: str
    state: str
    amount: Money
    quantity: Quantity
    created_at: datetime


class ExampleForm(PageForm):
    """Every kind of field."""

    what = fields.TextField(
        gettext_lazy("One line"), hint=gettext_lazy("At most ten characters."), longest=10
    )
    amount = fields.NumberField(gettext_lazy("A number"), min_value=Decimal(1))
    day = fields.DayField(gettext_lazy("A day"), required=False)
    reason = fields.LongTextField(gettext_lazy("Several lines"), required=False)
    one = fields.ChoiceField(
        gettext_lazy("One of several"),
        [("a", gettext_lazy("First")), ("b", gettext_lazy("Second"))],
        empty=gettext_lazy("Choose"),
    )
    open_one = fields.ChoiceField(
        gettext_lazy("One of few"),
        [("a", gettext_lazy("First")), ("b", gettext_lazy("Second"))],
        open_list=True,
        hint=gettext_lazy("All of them are seen at once."),
    )
    several = fields.ChoicesField(
        gettext_lazy("Any of several"),
        [("a", gettext_lazy("First")), ("b", gettext_lazy("Second"))],
        required=False,
    )
    agreed = fields.TickField(
        gettext_lazy("Yes or no"), hint=gettext_lazy("No, unless it is ticked.")
    )
    picture = fields.FileField(
        gettext_lazy("A file"), accept="image/*", required=False, hint=gettext_lazy("A picture.")
    )


LIST = Listing(
    "patterns",
    gettext_lazy("A list"),
    columns=(
        link("number", gettext_lazy("Number"), "patterns", by="id"),
        text("seller_name", gettext_lazy("Seller"), lang="sv"),
        tag("state", gettext_lazy("State"), "order"),
        figure("quantity", gettext_lazy("Quantity")),
        day("created_at", gettext_lazy("Time")),
        figure("amount", gettext_lazy("Amount")),
    ),
    empty=gettext_lazy("Nothing is here yet."),
    what_next=gettext_lazy("This says what to do so that something comes here."),
    filters=(choices("state", gettext_lazy("State"), "order", gettext_lazy("All")),),
)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def patterns(request: Request) -> HttpResponse:
    """Every part in every state."""
    form = ExampleForm(request)
    if form.was_sent and form.is_valid():
        form.refuse(Refused((Problem("kernel.stale"),)))
    chosen = chosen_in(request, LIST)
    wanted = [row for row in _rows() if row.state == chosen.get("state", row.state)]
    values = {
        "form": form,
        "list": list_on_page(request, LIST, wanted, "", chosen),
        "no_rows": list_on_page(request, LIST, [], "", {}),
        **_parts(),
        "drawings": _drawings(),
    }
    part = "#results" if request.htmx and not request.htmx.boosted else ""
    template = f"site/list.html{part}" if part else "site/patterns.html"
    return show(request, template, values, status=form.status)


def _rows() -> Iterator[Row]:
    for number, (state, seller) in enumerate(
        [
            ("sent", "Mejerigrossisten AB"),
            ("accepted_with_changes", LONG),
            ("rejected", "Kött & Chark i Norr AB"),
            ("closed", "Kontorsvaror AB"),
        ]
    ):
        yield Row(
            id="",
            number=f"O-{1041 + number}",
            seller_name=seller,
            state=state,
            amount=Money(Decimal(4711) * (number + 1) ** 3, "SEK"),
            quantity=Quantity(Decimal(number * 12 + 1), "KGM"),
            created_at=AT,
        )


def _parts() -> dict[str, Any]:
    here = reverse("patterns")
    return {
        "actions": (
            Action(_("What is done most"), here, "primary"),
            Action(_("Something else"), here),
            Action(_("Something quiet"), here, "tertiary"),
            Action(
                _("Cancel the order"),
                here,
                color="danger",
                post=True,
                confirm=_("The order is cancelled at the seller's too. This cannot be undone."),
            ),
        ),
        "facts": (
            Fact(_("Seller"), "Mejerigrossisten AB", address=here, note="0007:5561381293"),
            Fact(_("Ordered"), AT),
            Fact(_("Wanted"), date(2026, 11, 26)),
            Fact(_("Amount"), Money(Decimal("1234567.5"), "SEK")),
            Fact(_("Left out without a value"), None),
            Fact(_("Delivered to"), LONG, lang="sv"),
        ),
        "tabs": (
            Tab(_("Lines"), here, is_current=True, count=12),
            Tab(_("Deliveries"), here, count=0),
            Tab(_("What has happened"), here),
        ),
        "timeline": (
            Happened(AT, _("The order was sent to the seller."), "Anna Lind"),
            Happened(
                AT,
                _("The receiver's system has it."),
                kind="exchange",
                address=here,
                address_name=_("The document"),
            ),
            Happened(
                AT,
                _("The seller's changes were accepted."),
                "Eva Berg",
                on_behalf_of="Anna Lind",
                note=_("After a call."),
                days_before=3,
            ),
        ),
        "steps": (
            Step(_("Sent"), "fully"),
            Step(_("Answered"), "fully", _("With changes")),
            Step(_("Received"), "partly"),
            Step(_("Invoiced"), "none"),
        ),
    }


def _drawings() -> dict[str, Any]:
    ages = ((_("Up to a week"), 12, "accent"), (_("One to four weeks"), 5, "accent"))
    late = ((_("More than four weeks"), 2, "danger"), (_("Settled"), 31, "neutral"))
    months = (92.1, 93.4, 91.0, 88.7, 94.2, 96.0)
    return {
        "bars": Drawing(
            _("What waits, by age"),
            tuple(
                Point(name, count, str(count), color=color) for name, count, color in ages + late
            ),
            _("Age"),
            _("Invoices"),
            _("Two invoices have waited for more than four weeks."),
        ),
        "line": Drawing(
            _("Delivery precision"),
            tuple(
                Point(f"2026-{number + 1:02}", value, f"{value} %")
                for number, value in enumerate(months)
            ),
            _("Month"),
            _("Share delivered in time"),
            _("It was lowest in April."),
            from_zero=False,
        ),
        "spark": months,
    }
