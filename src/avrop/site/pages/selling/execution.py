"""Carrying orders out: what there is to do, keying an order, answering one line by line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.kernel.paging import Page
from avrop.kernel.presentation import unit_name
from avrop.parties import queries as parties
from avrop.responsibility import queries as responsibility
from avrop.responsibility.operating import DESK_RIGHT
from avrop.responsibility.shapes import OrderManagement
from avrop.selling.sales import actions, queries
from avrop.selling.sales.lifecycle import Department
from avrop.selling.sales.shapes import ChangeView, KeyedLine, KeyedOrder
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.selling.answering import AnswerForm
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import (
    ChoiceField,
    DayField,
    LongTextField,
    MomentField,
    NumberField,
    TextField,
)
from avrop.site.patterns.lists import (
    Filter,
    Listing,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
    text,
)
from avrop.site.patterns.long_lines import LinesForm
from avrop.site.patterns.shapes import Action

#: Whose work is one's own, by the right that makes it so.
DEPARTMENTS_BY_RIGHT = {
    "sales.answer_order": (Department.SALES, Department.CUSTOMER_SERVICE),
    "fulfilment.pick": (Department.WAREHOUSE, Department.LOGISTICS),
    "billing.bill": (Department.FINANCE,),
}
FEWEST_LINES, MORE_LINES = 5, 5
#: Units that people order in when no article number says it.
UNITS = ("C62", "KGM", "LTR", "MTR", "CS", "PK", "BX", "HUR")
MOST_CUSTOMERS = 200
MOST_CHANGES = 10
#: No department: whose orders nobody has.
ELSEWHERE = "elsewhere"
#: What the address says of the page of changes.
CHANGES = "changes"
#: Who says something about a change that a customer asks for, and the state in which he is waited for.
CHANGES_BY_RIGHT = {"sales.answer_order": "pending", "sales.intercept": "stopping"}

sitemap.register(
    SitePage(
        gettext_lazy("Answer an order"),
        "answer_sales_order",
        sitemap.SELL,
        "order_clerk",
        samples=("sales_order",),
    ),
)


def _clock_options() -> list[tuple[str, Any]]:
    return list(words.CLOCKS.items())


def is_late(row: Any) -> Any:
    """What is said beside the clock of an order."""
    due_at = row.stage_due_at
    return words.CLOCKS["late"] if due_at and due_at < timezone.now() else ""


CLOCK = Filter("clock", gettext_lazy("Clock"), _clock_options, gettext_lazy("All"), "choice")
WORK_COLUMNS = (
    link("number", gettext_lazy("Number"), "sales_order"),
    text("customer_name", gettext_lazy("Customer")),
    tag("stage", gettext_lazy("Stage"), "stage"),
    day("stage_due_at", gettext_lazy("Due")),
    text("clock", gettext_lazy("Clock"), is_late),
    named("priority", gettext_lazy("Priority"), "priority"),
    named("owner_department", gettext_lazy("Department"), "department"),
    figure("total", gettext_lazy("Amount")),
)
WORK = Listing(
    "work",
    gettext_lazy("My work"),
    columns=WORK_COLUMNS,
    empty=gettext_lazy("No order waits for your department."),
    what_next=gettext_lazy("What comes in is shown here at once, with when it is due."),
    what_next_url="sales_orders",
    what_next_name=gettext_lazy("All sales orders"),
    filters=(
        choices("department", gettext_lazy("Department"), "department", gettext_lazy("My own")),
        choices("stage", gettext_lazy("Stage"), "stage", gettext_lazy("All")),
        CLOCK,
    ),
)


@require_safe
@signed_in
def work(request: Request) -> HttpResponse:
    """What waits for the reader's department, by its clock."""
    management = ask(request, responsibility.order_management)
    rights = rights_at(management, rights_of(request))
    key = Action(gettext_lazy("Key an order"), reverse("key_sales_order"), variant="primary")
    values: dict[str, Any] = {"actions": (key,) if "sales.key_order" in rights else ()}
    values["management"] = management
    values["is_desk"] = DESK_RIGHT in rights_of(request)
    if not request.htmx:
        changes = _changes_waiting(request, rights)
        values["changes"] = changes.items
        values["more_changes"] = _changes_after(request, changes.next_cursor)
        values["earlier_changes"] = _changes_after(request, "") if request.GET.get(CHANGES) else ""
    return show_list(
        request,
        WORK,
        queries.work_queue,
        departments=departments_of(rights) or _where_else(management, rights_of(request)),
        values=values,
        template="site/selling/work.html",
    )


def _changes_waiting(request: Request, rights: Collection[str]) -> Page[ChangeView]:
    """What customers ask for that the reader can answer, or say whether the goods can be stopped for."""
    states = tuple(state for right, state in CHANGES_BY_RIGHT.items() if right in rights)
    if not states:
        return Page((), None)
    cursor = request.GET.get(CHANGES, "")
    where = {"cursor": cursor} if cursor else {}
    return ask(request, queries.changes_waiting, states=states, limit=MOST_CHANGES, **where)


def _changes_after(request: Request, cursor: str | None) -> str:
    """The address of the changes that come after, and the list as it is narrowed; "" for no more."""
    if cursor is None:
        return ""
    kept = {key: value for key, value in request.GET.items() if key != CHANGES}
    return f"?{urlencode({**kept, CHANGES: cursor})}#changes"


def rights_at(management: OrderManagement, rights: Collection[str]) -> frozenset[str]:
    """The rights of somebody whose work is looked for: the order desk's is found by those only whose
    mandates reach the unit that manages orders."""
    desk = frozenset() if management.is_mine else frozenset({DESK_RIGHT})
    return frozenset(rights) - desk


def _where_else(management: OrderManagement, rights: Collection[str]) -> tuple[str, ...]:
    """No department at all for who only has the right to work at a desk that is elsewhere; every one for
    who just looks."""
    return (ELSEWHERE,) if DESK_RIGHT in rights and not management.is_mine else ()


def departments_of(rights: Collection[str]) -> tuple[str, ...]:
    """The departments whose work the holder of these rights does."""
    return tuple(
        str(department)
        for right, departments in DEPARTMENTS_BY_RIGHT.items()
        if right in rights
        for department in departments
    )


# --- keying an order ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RowOnForm:
    """A line to be keyed."""

    number: int
    fields: list[Any]


class KeyForm(LinesForm):
    """An order as somebody keys it; rows that say nothing are left out."""

    customer = ChoiceField(gettext_lazy("Customer"), (), empty=gettext_lazy("Choose a customer"))
    buyer_order_number = TextField(gettext_lazy("Customer’s number"), required=False)
    customer_reference = TextField(gettext_lazy("Buyer reference"), required=False)
    requested_date = DayField(gettext_lazy("Wanted"), required=False)
    received_at = MomentField(gettext_lazy("Came in"))
    note = LongTextField(gettext_lazy("Note"), required=False, rows=2)

    def __init__(self, request: Request, customers: list[tuple[str, str]], rows: int) -> None:
        self.customers, self.row_count = customers, rows
        received_at = timezone.localtime().replace(second=0, microsecond=0)
        super().__init__(
            request, added=dict(_rows_of_fields(rows)), initial={"received_at": received_at}
        )
        field = cast(ChoiceField, self.fields["customer"])
        field.choices = [*field.choices, *customers]  # type: ignore[misc]

    def rows(self) -> list[RowOnForm]:
        """The lines to be keyed."""
        return [
            RowOnForm(number, self.row(number, "item", "quantity", "name", "unit"))
            for number in range(1, self.row_count + 1)
        ]

    def keyed(self) -> KeyedOrder:
        """The order that a valid form holds."""
        lines = []
        for number in range(1, self.row_count + 1):
            item, quantity = self.of_line(number, "item"), self.of_line(number, "quantity")
            name, unit = self.of_line(number, "name"), self.of_line(number, "unit")
            if item or name or quantity is not None:
                lines.append(KeyedLine(quantity or Decimal(0), item or "", name or "", unit or ""))
                self.moved = {**self.moved, ("lines", len(lines)): f"line-{number}-item"}
        return KeyedOrder(
            customer_organisation_id=UUID(self.value("customer")),
            lines=tuple(lines),
            buyer_order_number=self.value("buyer_order_number"),
            customer_reference=self.value("customer_reference"),
            requested_date=self.value("requested_date"),
            received_at=self.value("received_at"),
            note=self.value("note"),
        )


def _rows_of_fields(rows: int) -> Iterator[tuple[str, forms.Field]]:
    units = [("", ""), *((code, unit_name(code)) for code in UNITS)]
    for number in range(1, rows + 1):
        name = f"line-{number}"
        yield f"{name}-item", TextField(gettext_lazy("Article number"), required=False)
        yield (
            f"{name}-quantity",
            NumberField(gettext_lazy("Quantity"), required=False, min_value=0),
        )
        yield f"{name}-name", TextField(gettext_lazy("Or what it is called"), required=False)
        yield (
            f"{name}-unit",
            ChoiceField(pgettext_lazy("of measure", "Unit"), units, required=False),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def key_order(request: Request) -> HttpResponse:
    """Enter an order that no document brought."""
    customers = customers_of(request)
    asks_for_more = "more" in request.POST
    rows = max(FEWEST_LINES, _rows_sent(request) + (MORE_LINES if asks_for_more else 0))
    form = KeyForm(request, customers, min(rows, 200))
    if asks_for_more:
        form.is_valid()
        form.errors.clear()
    elif form.was_sent and form.is_valid() and form.sends(actions.key_order, order=form.keyed()):
        messages.success(request, _("The order is keyed. Somebody else looks through it now."))
        return form.redirect("sales_order", form.answer)
    status = 200 if asks_for_more else form.status
    return show(request, "site/selling/key.html", {"form": form}, status=status)


def _rows_sent(request: Request) -> int:
    names = [name for name in request.POST if name.startswith("line-") and name.endswith("-item")]
    numbers = [name.split("-")[1] for name in names]
    return max((int(number) for number in numbers if number.isdecimal()), default=0)


def customers_of(request: Request) -> list[tuple[str, str]]:
    """The organisations one trades with, by name, as choices."""
    found = ask(request, parties.organisations_page, limit=MOST_CUSTOMERS).items
    return sorted(((str(one.id), one.name) for one in found if not one.is_self), key=_by_name)


def _by_name(customer: tuple[str, str]) -> str:
    return customer[1].casefold()


# --- answering ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def answer(request: Request, order_id: UUID) -> HttpResponse:
    """Answer an order line by line: less, later, another article, nothing of it."""
    order = ask(request, queries.order, order_id=order_id)
    form = AnswerForm(request, order, has_assortment=True)
    if form.is_sent():
        messages.success(request, _("The answer is sent to the customer."))
        return form.redirect("sales_order", order_id)
    values = {"form": form, "order": order, "back": reverse("sales_order", args=[order_id])}
    return show(request, "site/selling/answer.html", values, status=form.status)
