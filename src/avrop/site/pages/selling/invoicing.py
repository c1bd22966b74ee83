"""The seller's money: invoicing what has left, crediting, what has been paid and what is overdue."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from avrop.documents import Invoice
from avrop.kernel.presentation import shown
from avrop.selling.billing import actions, queries
from avrop.selling.billing.shapes import (
    AGES,
    AgeOfClaims,
    CreditLine,
    InvoiceForm,
    InvoiceLineView,
    InvoiceView,
)
from avrop.selling.sales import queries as sales
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.frame import show
from avrop.site.pages.performing import ask, rights_of, signed_in
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.fields import DayField, LongTextField, NumberField, TextField, TickField
from avrop.site.patterns.forms import PageForm
from avrop.site.patterns.lists import (
    FORM,
    Listing,
    choices,
    day,
    figure,
    link,
    named,
    show_list,
    tag,
)
from avrop.site.patterns.long_lines import LINES_ON_PAGE, LongForm, part_shown
from avrop.site.patterns.shapes import Action, Drawing, Fact, Point
from avrop.site.sheets import Sheet, sheet_of
from avrop.values import Money, plain

sitemap.register(
    SitePage(
        gettext_lazy("Invoice we have sent"),
        "sales_invoice",
        sitemap.SELL,
        "seller_finance",
        samples=("sales_invoice",),
    ),
    SitePage(
        gettext_lazy("Invoice what has left"),
        "bill_sales_order",
        sitemap.SELL,
        "seller_finance",
        samples=("sales_order",),
    ),
    SitePage(
        gettext_lazy("Credit an invoice"),
        "credit_sales_invoice",
        sitemap.SELL,
        "seller_finance",
        samples=("sales_invoice",),
    ),
)
INVOICES = Listing(
    "sales-invoices",
    gettext_lazy("Invoices we have sent"),
    columns=(
        link("number", gettext_lazy("Number"), "sales_invoice"),
        named("kind", gettext_lazy("Kind"), "sales_invoice_kind"),
        link(
            "sales_order_number",
            gettext_lazy("Sales order"),
            "sales_order",
            by="order_id",
            is_head=False,
        ),
        tag("state", gettext_lazy("State"), "sales_invoice"),
        day("issue_date", gettext_lazy("Sent")),
        day("due_date", gettext_lazy("Due")),
        figure("payable", gettext_lazy("To pay")),
        figure("paid", gettext_lazy("Paid")),
        figure("credited", gettext_lazy("Credited")),
    ),
    empty=gettext_lazy("No invoice has been sent."),
    what_next=gettext_lazy("Orders that have been delivered wait in My work to be invoiced."),
    what_next_url="work",
    what_next_name=gettext_lazy("My work"),
    filters=(
        choices("kind", gettext_lazy("Kind"), "sales_invoice_kind", gettext_lazy("All")),
        choices("state", gettext_lazy("State"), "sales_invoice", gettext_lazy("All")),
    ),
)


@require_safe
@signed_in
def invoices(request: Request) -> HttpResponse:
    """Invoices and credit notes to customers, and what is owed by its age."""
    is_page = not request.htmx and FORM not in request.GET
    claims = ask(request, queries.claims_by_age) if is_page else ()
    return show_list(
        request,
        INVOICES,
        queries.invoices_page,
        template="site/selling/invoices.html",
        values={"drawings": tuple(_by_age(claims))},
    )


def _by_age(claims: Iterable[AgeOfClaims]) -> Iterator[Drawing]:
    """A drawing for each currency that somebody owes us in."""
    by_currency: dict[str, dict[str, AgeOfClaims]] = {}
    for claim in claims:
        by_currency.setdefault(claim.amount.currency, {})[claim.age] = claim
    for currency, ages in by_currency.items():
        late = sum(one.count for age, one in ages.items() if age != AGES[0])
        yield Drawing(
            _("What customers owe us, in %(currency)s") % {"currency": currency},
            tuple(
                Point(
                    words.AGES[age],
                    float(ages[age].amount.amount) if age in ages else 0.0,
                    shown(ages[age].amount if age in ages else Money(Decimal(0), currency)),
                    color="accent" if age == AGES[0] else "warning" if age == AGES[1] else "danger",
                )
                for age in AGES
            ),
            names=_("How late"),
            values=_("Amount"),
            sentence=_("Overdue invoices: %(count)s.") % {"count": late}
            if late
            else _("No invoice is overdue."),
        )


# --- one invoice -------------------------------------------------------------------------------------


class PaymentForm(PageForm):
    """Money that has come in for an invoice."""

    amount = NumberField(gettext_lazy("Amount"), min_value=0)
    paid_on = DayField(gettext_lazy("Came in on"))
    bank_reference = TextField(gettext_lazy("The bank’s reference"), required=False, longest=100)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invoice(request: Request, invoice_id: UUID) -> HttpResponse:
    """An invoice or credit note; a payment is registered here."""
    found = ask(request, queries.invoice, invoice_id=invoice_id)
    summary = found.summary
    rights = rights_of(request)
    left = left_of(found)
    offers = summary.kind == "invoice" and summary.state == "issued"
    form = None
    if ("billing.collect" in rights and offers) or request.method == "POST":
        initial = {"amount": left.amount, "paid_on": timezone.localdate()}
        form = PaymentForm(request, initial=initial)
    if form is not None and form.sends(
        actions.register_payment, reference=summary.ocr, currency=left.currency
    ):
        messages.success(request, _("The payment is registered."))
        return form.redirect("sales_invoice", invoice_id)
    credit = Action(gettext_lazy("Credit it"), reverse("credit_sales_invoice", args=[invoice_id]))
    values = {
        "invoice": found,
        "part": part_shown(request, found.lines),
        "title": (
            _("Invoice %(number)s") if summary.kind == "invoice" else _("Credit note %(number)s")
        )
        % {"number": summary.number},
        "form": form,
        "actions": (credit,)
        if "billing.credit" in rights and summary.kind == "invoice" and summary.state != "credited"
        else (),
        "facts": tuple(_facts(found, left)),
    }
    status = form.status if form is not None else 200
    return show(request, "site/selling/invoice.html", values, status=status)


def left_of(invoice: InvoiceView) -> Money:
    """What is still to be paid."""
    summary = invoice.summary
    return summary.payable - summary.paid - summary.credited


def _facts(invoice: InvoiceView, left: Money) -> Iterator[Fact]:
    summary = invoice.summary
    order = reverse("sales_order", args=[summary.order_id])
    yield Fact(_("Kind"), words.named(summary.kind, "sales_invoice_kind"))
    yield Fact(_("Sales order"), summary.sales_order_number, order)
    yield Fact(_("Sent"), summary.issue_date)
    yield Fact(_("Due"), summary.due_date)
    yield Fact(_("Payment reference (OCR)"), summary.ocr)
    yield Fact(_("Paid"), summary.paid)
    yield Fact(_("Credited"), summary.credited)
    if summary.kind == "invoice":
        yield Fact(_("Left to pay"), left)
    yield Fact(_("Reason"), invoice.reason)
    if invoice.preceding_id:
        yield Fact(
            _("Credits"), _("The invoice"), reverse("sales_invoice", args=[invoice.preceding_id])
        )


# --- invoicing and crediting -------------------------------------------------------------------------


class BillForm(PageForm):
    """What is added to the lines of an invoice, and what the reader has seen of it."""

    freight = NumberField(
        gettext_lazy("Freight without VAT"), required=False, min_value=0, decimal_places=2
    )
    payment_days = NumberField(
        gettext_lazy("Days to pay"), min_value=0, max_value=180, decimal_places=0, initial=30
    )

    def asked(self) -> InvoiceForm:
        """What is wanted of the invoice; what is usual where the form holds nothing fit."""
        if not (self.was_sent and self.is_valid()):
            return InvoiceForm()
        days = int(self.value("payment_days"))
        return InvoiceForm(freight=self.value("freight") or None, payment_days=days)


@dataclass(frozen=True, slots=True)
class Billing:
    """An invoice that can be sent. `document` is what it will be, None where there is nothing to
    invoice; `has_changed`: it is no longer what the reader saw when he pressed the button, so it was
    not sent."""

    form: BillForm
    document: Invoice | None = None
    was_sent: bool = False
    has_changed: bool = False

    @property
    def sheet(self) -> Sheet | None:
        """The invoice laid out as its reader will have it."""
        return sheet_of(self.document) if self.document else None

    @property
    def seen(self) -> str:
        """What the button sends: a mark of the very invoice that stands above it."""
        return seen_mark(self.document) if self.document else ""


def seen_mark(document: Invoice) -> str:
    """A mark of all that an invoice says but its number, which nobody knows before it is issued."""
    means = tuple(replace(one, reference=None) for one in document.payment_means)
    said = replace(document, number="", payment_means=means)
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def billing_of(request: Request, order_id: UUID) -> Billing:
    """The invoice to come, and whether it was sent just now: only ever the one that was seen."""
    form = BillForm(request, initial={"payment_days": 30})
    wanted = form.asked()
    # Pressed twice, nothing is left to invoice, and the key answers what the first press did.
    if not ask(request, queries.billable, order_id=order_id):
        is_done = form.sends(actions.bill_order, order_id=order_id, form=wanted)
        return Billing(form, was_sent=is_done)
    document = ask(
        request,
        queries.invoice_to_come,
        order_id=order_id,
        freight=wanted.freight,
        payment_days=wanted.payment_days,
    )
    if not form.was_sent or not form.is_valid() or "look" in request.POST:
        return Billing(form, document)
    if request.POST.get("seen") != seen_mark(document):
        return Billing(form, document, has_changed=True)
    is_done = form.sends(actions.bill_order, order_id=order_id, form=wanted)
    return Billing(form, document, was_sent=is_done)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def bill(request: Request, order_id: UUID) -> HttpResponse:
    """Invoice what has left of an order: the invoice as it will stand, and a button."""
    order = ask(request, sales.order, order_id=order_id)
    billing = billing_of(request, order_id)
    if billing.was_sent:
        messages.success(request, _("The invoice is sent."))
        return billing.form.redirect("sales_invoice", billing.form.answer)
    back = reverse("sales_order", args=[order_id])
    values = {"order": order, "form": billing.form, "billing": billing, "back": back}
    return show(request, "site/selling/bill.html", values, status=billing.form.status)


@dataclass(frozen=True, slots=True)
class CreditRow:
    """A line of the invoice and the field that credits it."""

    line: InvoiceLineView
    fields: list[Any]


class CreditForm(LongForm):
    """How much of each line is credited, and why.

    Where all lines stand on the page, each begins with the whole of it. Of an invoice of more, nothing
    is credited that nobody has seen: its lines begin with nothing, or all is credited at once.
    """

    whole = TickField(gettext_lazy("Credit every line in full"))
    reason = LongTextField(
        gettext_lazy("Reason"), hint=gettext_lazy("The customer reads it."), longest=500
    )

    def __init__(self, request: Request, invoice: InvoiceView) -> None:
        self.lines_to_credit = [line for line in invoice.lines if line.order_line]
        self.is_long = len(self.lines_to_credit) > LINES_ON_PAGE
        begins = {} if self.is_long else dict(_in_full(self.lines_to_credit))
        super().__init__(
            request,
            self.lines_to_credit,
            _credit_fields,
            version=invoice.summary.version,
            initial=begins,
        )
        if not self.is_long:
            del self.fields["whole"]

    def rows(self) -> list[CreditRow]:
        """The lines that are shown of those that can be credited."""
        return [CreditRow(line, self.row(line.position, "quantity")) for line in self.part.rows]

    def credited(self) -> tuple[CreditLine, ...]:
        """What a valid form credits."""
        if self.cleaned_data.get("whole"):
            lines = self.lines_to_credit
            return tuple(CreditLine(line.order_line, plain(line.quantity.value)) for line in lines)
        found = []
        for line in self.lines_to_credit:
            quantity = self.of_line(line.position, "quantity")
            if quantity:
                found.append(CreditLine(line.order_line, quantity))
                self.moved = {**self.moved, ("lines", len(found)): f"line-{line.position}-quantity"}
        return tuple(found)


def _in_full(lines: Iterable[InvoiceLineView]) -> Iterator[tuple[str, Decimal]]:
    for line in lines:
        yield f"line-{line.position}-quantity", plain(line.quantity.value)


def _credit_fields(line: InvoiceLineView) -> Iterator[tuple[str, forms.Field]]:
    hint = _("Invoiced: %(quantity)s") % {"quantity": shown(line.quantity)}
    field = NumberField(
        gettext_lazy("Credit of it"), required=False, min_value=0, hint=hint, max_digits=12
    )
    yield f"line-{line.position}-quantity", field


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def credit(request: Request, invoice_id: UUID) -> HttpResponse:
    """Give money back for an invoice."""
    found = ask(request, queries.invoice, invoice_id=invoice_id)
    form = CreditForm(request, found)
    if form.was_sent and form.is_valid():
        lines = form.credited()
        if not lines:
            form.add_error(None, _("Say how much of at least one line is credited."))
        elif form.sends(actions.credit_invoice, invoice_id=invoice_id, lines=lines):
            messages.success(request, _("The credit note is sent."))
            return form.redirect("sales_invoice", form.answer)
    values = {"invoice": found, "form": form, "back": reverse("sales_invoice", args=[invoice_id])}
    return show(request, "site/selling/credit.html", values, status=form.status)
