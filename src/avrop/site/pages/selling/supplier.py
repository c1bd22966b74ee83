"""The small supplier's pages, by one link and without an account: the order, the answer, the goods, the
invoice, and when it is paid. Written for somebody who has never seen the system and holds a phone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from avrop import documents
from avrop.documents import Invoice
from avrop.exchange import queries as exchange
from avrop.kernel import presentation
from avrop.kernel.practice import is_practice
from avrop.kernel.problems import missing
from avrop.selling.billing import actions as billing_actions
from avrop.selling.billing import queries as billing
from avrop.selling.billing.shapes import InvoiceView, PaymentView
from avrop.selling.fulfilment import actions as fulfilment_actions
from avrop.selling.fulfilment import queries as fulfilment
from avrop.selling.fulfilment.shapes import DespatchView, PickLine
from avrop.selling.sales import actions
from avrop.selling.sales.shapes import OrderView
from avrop.site.actors import Request
from avrop.site.pages import sitemap
from avrop.site.pages.performing import actor_of, ask
from avrop.site.pages.selling.answering import AnswerForm
from avrop.site.pages.selling.by_link import Visit, by_link, order_of, show_by_link
from avrop.site.pages.selling.invoicing import billing_of, left_of
from avrop.site.pages.selling.warehouse import FINAL, PickForm, labels_of, receiver_of
from avrop.site.pages.sitemap import SitePage
from avrop.site.patterns.downloads import sent_as_file
from avrop.site.patterns.fields import DayField, LongTextField, TextField
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.long_lines import part_shown
from avrop.site.patterns.shapes import Action, Fact, Step
from avrop.site.sheets import sheet_of

ENDED = ("rejected", "cancelled")

_LINK_PAGES = (
    (gettext_lazy("Order"), "supplier_order", ("link",)),
    (gettext_lazy("What can you deliver?"), "supplier_answer", ("link",)),
    (gettext_lazy("You cannot deliver"), "supplier_decline", ("link",)),
    (gettext_lazy("The goods leave now"), "supplier_send", ("link",)),
    (gettext_lazy("Labels"), "supplier_labels", ("link", "despatch")),
    (gettext_lazy("Send the invoice"), "supplier_invoice", ("link",)),
    (gettext_lazy("Your copy of the invoice"), "supplier_invoice_copy", ("link", "invoice")),
    (gettext_lazy("Your price list"), "supplier_price_list", ("link",)),
)
sitemap.register(
    *(
        SitePage(name, url, sitemap.SELL, sitemap.NOBODY, samples=samples)
        for name, url, samples in _LINK_PAGES
    )
)


# --- the order ---------------------------------------------------------------------------------------


@require_safe
@by_link
def order(request: Request, visit: Visit) -> HttpResponse:
    """The order: what the customer wants, how far it has come, and the one thing to do next."""
    return _show(request, visit)


def _show(request: Request, visit: Visit, form: PageForm | None = None) -> HttpResponse:
    found = order_of(request, visit)
    despatches = ask(request, fulfilment.despatches_of, order_id=visit.order_id)
    invoices = ask(request, billing.invoices_of, order_id=visit.order_id)
    payments = ask(request, billing.payments_of, order_id=visit.order_id)
    values = {
        "order": found,
        "part": part_shown(request, found.lines),
        "form": form,
        "lead": lead_of(found, invoices),
        "steps": tuple(_steps(found, despatches, invoices)),
        "actions": tuple(_actions(request, visit, found, despatches, invoices)),
        "facts": tuple(_facts(found)),
        "despatches": despatches,
        "invoices": invoices,
        "bills": tuple((one, _money_told(one, payments)) for one in invoices),
        "changes": tuple(one for one in found.changes if one.state == "pending"),
        "keys": keys_of(request),
        "is_held": any(hold.released_at is None for hold in found.holds),
    }
    status = form.status if form is not None else 200
    return show_by_link(request, visit, "link_order.html", values, status=status)


def lead_of(order: OrderView, invoices: tuple[InvoiceView, ...]) -> str:
    """What the order asks of its supplier now, in a sentence or two."""
    customer = {"customer": order.customer_name}
    if order.stage in ("received", "checked"):
        return (
            _(
                "%(customer)s wants to buy this from you. Say whether you can deliver it; they are "
                "told at once."
            )
            % customer
        )
    if order.stage in ("confirmed", "allocated", "released", "picking", "packed"):
        return _("You have promised to deliver. When goods leave you, say so here.")
    if order.stage in ("shipped", "delivered"):
        return _("The goods are on their way. Send the invoice from here; it takes one button.")
    if order.stage == "invoiced":
        return _("The invoice is sent. There is nothing more to do until the money comes.")
    if order.stage == "rejected":
        return _("You have declined the order. There is nothing more to do.")
    if order.stage == "cancelled":
        return _("The order is cancelled. There is nothing more to do.")
    return _("The invoice is paid. There is nothing more to do; how it is known stands below.")


def _money_told(invoice: InvoiceView, payments: Sequence[PaymentView]) -> str:
    """What is known of the money for an invoice, and from whom: no document says that a customer has
    paid, so it is never said that he has on any other ground than these."""
    if invoice.summary.kind != "invoice":
        return ""
    last = next((one for one in reversed(payments) if one.invoice_id == invoice.summary.id), None)
    if last is None:
        return _waits_for_money(invoice)
    day = {"day": presentation.shown(last.paid_on), "reference": last.bank_reference}
    if last.bank_reference:
        return _("Paid %(day)s: your office has it from the bank, reference %(reference)s.") % day
    if last.registered_by is not None:
        return _("Paid %(day)s: somebody at your office has registered it.") % day
    return _("Noted as paid %(day)s by whoever had this link. Nobody else has confirmed it.") % day


def _waits_for_money(invoice: InvoiceView) -> str:
    """When the money is to come, and where that is seen."""
    due = invoice.summary.due_date
    if due is not None and due < timezone.localdate():
        return _(
            "Not known to be paid. It was to be paid by %(day)s. The customer's payment does not come"
            " here as a document: look at your own account, and ask the customer if it is not there."
        ) % {"day": presentation.shown(due)}
    if due is not None:
        return _(
            "Not known to be paid. The customer has until %(day)s. The payment does not come here as a"
            " document: your own account tells."
        ) % {"day": presentation.shown(due)}
    return _(
        "Not known to be paid. The customer's payment does not come here as a document: your own"
        " account tells."
    )


def _steps(
    order: OrderView, despatches: tuple[DespatchView, ...], invoices: tuple[InvoiceView, ...]
) -> Iterator[Step]:
    is_answered = order.answer_code in ("AP", "CA", "RE")
    has_left = [one for one in despatches if one.despatched_at is not None]
    is_whole = any(one.is_final for one in has_left)
    bills = [one for one in invoices if one.summary.kind == "invoice"]
    paid = [one for one in bills if one.summary.state != "issued"]
    yield Step(_("Your answer"), "fully" if is_answered else "none")
    yield Step(_("The goods"), "fully" if is_whole else "partly" if has_left else "none")
    yield Step(
        _("The invoice"),
        "fully"
        if bills and order.stage in ("invoiced", "paid", "closed")
        else "partly"
        if bills
        else "none",
    )
    yield Step(
        _("The money"),
        "fully" if bills and len(paid) == len(bills) else "partly" if paid else "none",
    )


def _actions(
    request: Request,
    visit: Visit,
    order: OrderView,
    despatches: tuple[DespatchView, ...],
    invoices: tuple[InvoiceView, ...],
) -> Iterator[Action]:
    if order.stage in ("received", "checked"):
        yield Action(
            _("Yes, we deliver everything"),
            visit.address("supplier_accept"),
            variant="primary",
            post=True,
            hidden=keys_of(request),
        )
        yield Action(_("Yes, but something differs"), visit.address("supplier_answer"))
        yield Action(
            _("No, we cannot deliver"),
            visit.address("supplier_decline"),
            variant="tertiary",
            color="danger",
        )
    elif order.stage in ("confirmed", "allocated", "released", "picking", "packed"):
        yield Action(_("The goods leave now"), visit.address("supplier_send"), variant="primary")
        if order.stage in ("confirmed", "allocated"):
            yield Action(_("Something differs after all"), visit.address("supplier_answer"))
    has_left = any(one.despatched_at for one in despatches)
    if has_left and order.stage not in ("invoiced", "paid", "closed", *ENDED):
        is_next = order.stage in ("shipped", "delivered")
        yield Action(
            _("Send the invoice"),
            visit.address("supplier_invoice"),
            variant="primary" if is_next else "secondary",
        )


def _facts(order: OrderView) -> Iterator[Fact]:
    name, address = receiver_of(order.parties)
    yield Fact(_("From"), order.customer_name)
    yield Fact(_("Deliver to"), ", ".join((name, *address)))
    yield Fact(_("Wanted"), order.requested_date)
    yield Fact(_("Their order number"), order.buyer_order_number)
    yield Fact(
        _("Their reference"),
        order.customer_reference,
        note=_("It stands on the invoice by itself."),
    )
    yield Fact(_("Your number"), order.number)
    yield Fact(_("Answer is due"), order.answer_due_at if not order.answer_code else None)
    yield Fact(_("Message"), order.note)


# --- answering ---------------------------------------------------------------------------------------


def _look_through(request: Request, visit: Visit) -> None:
    """An order with findings waits for somebody to look at it; who answers has done that."""
    found = order_of(request, visit)
    if found.stage == "received":
        ask(request, actions.check_order, order_id=visit.order_id, note=_by_link())


def _by_link() -> str:
    # What is kept with an order is Swedish, whoever reads the page.
    with translation.override("sv"):
        return _("Answered through the link")


@require_POST
@by_link
def accept(request: Request, visit: Visit) -> HttpResponse:
    """Promise everything as it was ordered."""
    form = PageForm(request)
    _look_through(request, visit)
    if form.sends(actions.accept_order, order_id=visit.order_id):
        messages.success(request, _("Thank you. The customer knows now that you deliver."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    return _show(request, visit, form)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def answer(request: Request, visit: Visit) -> HttpResponse:
    """Say line by line what can be delivered, and when."""
    if request.method == "POST":
        form = AnswerForm(request, order_of(request, visit), has_assortment=False)
        if form.was_sent and form.is_valid():
            _look_through(request, visit)
    found = order_of(request, visit)
    form = AnswerForm(request, found, has_assortment=False)
    if form.is_sent():
        messages.success(request, _("Thank you. The customer has your answer."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    values = {"order": found, "form": form, "back": visit.address("supplier_order")}
    return show_by_link(request, visit, "link_answer.html", values, status=form.status)


class DeclineForm(PageForm):
    """Why nothing of an order can be delivered."""

    reason = LongTextField(
        gettext_lazy("Why can you not deliver?"),
        hint=gettext_lazy("The customer reads it, and can then buy elsewhere."),
        longest=500,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def decline(request: Request, visit: Visit) -> HttpResponse:
    """Say no to the whole order."""
    found = order_of(request, visit)
    form = DeclineForm(request)
    if form.sends(actions.reject_order, order_id=visit.order_id):
        messages.success(request, _("The customer knows now that you cannot deliver."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    values = {"order": found, "form": form, "back": visit.address("supplier_order")}
    return show_by_link(request, visit, "link_decline.html", values, status=form.status)


@require_POST
@by_link
def settle_change(request: Request, visit: Visit, change_id: UUID, outcome: str) -> HttpResponse:
    """Say yes or no to what the customer wants changed."""
    found = order_of(request, visit)
    form = PageForm(request)
    known = {one.id for one in found.changes}
    if change_id not in known:
        return HttpResponseRedirect(visit.address("supplier_order"))
    if outcome == "accept":
        is_done = form.sends(actions.accept_change, change_id=change_id)
    else:
        is_done = form.sends(actions.refuse_change, change_id=change_id, reason=_by_link())
    if is_done:
        messages.success(request, _("Thank you. The customer has your answer."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    return _show(request, visit, form)


# --- the goods ---------------------------------------------------------------------------------------


class SendForm(PickForm):
    """What leaves, and how it travels."""

    carrier = TextField(gettext_lazy("Who drives?"), required=False)
    tracking_id = TextField(gettext_lazy("Tracking number"), required=False, longest=100)
    arrives_on = DayField(gettext_lazy("When does it arrive?"), required=False)

    @staticmethod
    def fields_of(line: PickLine) -> Iterator[tuple[str, forms.Field]]:
        """A small supplier has neither a ledger of stock nor numbered pallets."""
        for name, field in PickForm.fields_of(line):
            if name.endswith("-quantity"):
                field.label = _("How much leaves now?")
                field.help_text = _("The customer waits for %(quantity)s.") % {
                    "quantity": presentation.shown(line.quantity)
                }
            if not name.endswith(("-missing", "-unit")):
                yield name, field


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def send(request: Request, visit: Visit) -> HttpResponse:
    """Say what leaves now; the customer is told what comes and when."""
    found = order_of(request, visit)
    lines = ask(request, fulfilment.pick_list, order_id=visit.order_id)
    form = SendForm(request, lines, found.version)
    if form.was_sent and form.is_valid():
        final = FINAL[form.value("rest")]
        if form.sends(
            fulfilment_actions.despatch_order,
            order_id=visit.order_id,
            picks=form.picks(),
            final=final,
        ):
            messages.success(request, _("Thank you. The customer knows now what comes."))
            return HttpResponseRedirect(visit.address("supplier_order"))
    values = {"order": found, "form": form, "back": visit.address("supplier_order")}
    return show_by_link(request, visit, "link_send.html", values, status=form.status)


@require_safe
@by_link
def labels(request: Request, visit: Visit, despatch_id: UUID) -> HttpResponse:
    """The labels of a delivery of the order."""
    found = order_of(request, visit)
    despatches = ask(request, fulfilment.despatches_of, order_id=visit.order_id)
    despatch = next((one for one in despatches if one.id == despatch_id), None)
    if despatch is None:
        return HttpResponseRedirect(visit.address("supplier_order"))
    values = {
        "order": found,
        "despatch": despatch,
        "labels": labels_of(despatch, found, visit.supplier),
        "back": visit.address("supplier_order"),
    }
    return show_by_link(request, visit, "link_labels.html", values)


# --- the invoice -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def invoice(request: Request, visit: Visit) -> HttpResponse:
    """The invoice as it will be: look, and send."""
    found = order_of(request, visit)
    billed = billing_of(request, visit.order_id)
    if billed.was_sent:
        messages.success(
            request, _("The invoice is sent. This is your copy; the order leads to it.")
        )
        address = reverse("supplier_invoice_copy", args=[visit.token, billed.form.answer])
        return HttpResponseRedirect(address)
    values: dict[str, Any] = {
        "order": found,
        "form": billed.form,
        "billing": billed,
        "back": visit.address("supplier_order"),
    }
    return show_by_link(request, visit, "link_invoice.html", values, status=billed.form.status)


@dataclass(frozen=True, slots=True)
class Copy:
    """An invoice of the order's, and the document that was sent or is on its way out."""

    invoice: InvoiceView
    document: Invoice


def _copy_of(request: Request, visit: Visit, invoice_id: UUID) -> Copy:
    """What was sent, byte for byte; what is stored, where nothing has been sent yet. `Missing` for an
    invoice of another order."""
    invoices = ask(request, billing.invoices_of, order_id=visit.order_id)
    found = next((one for one in invoices if one.summary.id == invoice_id), None)
    if found is None:
        raise missing("invoice", invoice_id)
    summary = found.summary
    steps = ask(request, exchange.trace, subject_id=visit.order_id)
    same = (one for one in steps if one.direction == "out" and one.kind == summary.kind)
    sent = next((one for one in same if one.document_number == summary.number), None)
    if sent is not None:
        content = ask(request, exchange.payload, message_id=sent.message_id)
        document = documents.read(content).document
        if isinstance(document, Invoice):
            return Copy(found, document)
    return Copy(found, ask(request, billing.invoice_document, invoice_id=invoice_id))


@require_safe
@by_link
def invoice_copy(request: Request, visit: Visit, invoice_id: UUID) -> HttpResponse:
    """The supplier's copy of an invoice or credit note, and what is known of the money."""
    found = order_of(request, visit)
    copy = _copy_of(request, visit, invoice_id)
    payments = ask(request, billing.payments_of, order_id=visit.order_id)
    number = {"number": copy.invoice.summary.number}
    is_invoice = copy.invoice.summary.kind == "invoice"
    values = {
        "order": found,
        "invoice": copy.invoice,
        "title": (_("Invoice %(number)s") if is_invoice else _("Credit note %(number)s")) % number,
        "lead": _money_told(copy.invoice, payments),
        "sheet": sheet_of(copy.document),
        "back": visit.address("supplier_order"),
    }
    return show_by_link(request, visit, "link_copy.html", values)


@require_safe
@by_link
def invoice_pdf(request: Request, visit: Visit, invoice_id: UUID) -> HttpResponse:
    """The supplier's copy as a PDF."""
    from avrop.site.sheets.typesetting import pdf_by  # the typesetter is large, and seldom needed

    copy = _copy_of(request, visit, invoice_id)
    kind = copy.invoice.summary.kind
    return sent_as_file(
        request,
        pdf_by(
            lambda: sheet_of(copy.document),
            author=visit.supplier,
            is_practice=is_practice(actor_of(request).tenant_id),
        ),
        f"{kind}-{copy.invoice.summary.number}.pdf",
        "application/pdf",
        what="document",
        filters={"kind": kind},
        subject_id=invoice_id,
        is_shown=True,
    )


@require_POST
@by_link
def paid(request: Request, visit: Visit, invoice_id: UUID) -> HttpResponse:
    """Say that the money for an invoice of the order has come."""
    invoices = ask(request, billing.invoices_of, order_id=visit.order_id)
    found = next((one for one in invoices if one.summary.id == invoice_id), None)
    if found is None:
        return HttpResponseRedirect(visit.address("supplier_order"))
    left = left_of(found)
    form = PageForm(request)
    if form.sends(
        billing_actions.register_payment,
        reference=found.summary.ocr,
        amount=left.amount,
        currency=left.currency,
        paid_on=timezone.localdate(),
    ):
        messages.success(request, _("Thank you. The invoice is marked as paid."))
        return HttpResponseRedirect(visit.address("supplier_order"))
    return _show(request, visit, form)
