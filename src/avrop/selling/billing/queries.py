"""Reading invoices; the documents to send."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from avrop import documents
from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.numbers import number_to_come
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing, refuse_if
from avrop.parties import queries as parties
from avrop.selling.billing import permissions, rules
from avrop.selling.billing.actions.bill import (
    AS_USUAL,
    SERIES,
    billable_of,
    give_number,
    made_out,
)
from avrop.selling.billing.actions.credit import line_of
from avrop.selling.billing.invoice_document import (
    Accounts,
    Heading,
    ShownLine,
    bill_to,
    billing_document,
)
from avrop.selling.billing.lifecycle import LIFECYCLE, InvoiceKind
from avrop.selling.billing.models import Invoice, InvoiceCharge, InvoiceLine, Payment
from avrop.selling.billing.shapes import (
    AGES,
    AgeOfClaims,
    BillableLine,
    ChargeView,
    InvoiceLineView,
    InvoiceSummary,
    InvoiceView,
    PaymentView,
)
from avrop.selling.fulfilment import queries as fulfilment
from avrop.selling.sales import queries as sales
from avrop.selling.sales.shapes import OrderToFulfil
from avrop.values import Money, Quantity, VatRate, plain


@query
def invoices_page(
    *, kind: str = "", state: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[InvoiceSummary]:
    """Invoices and credit notes we have issued, the newest first."""
    wanted = {"kind": kind, "state": state}
    rows = Invoice.objects.visible_to(actor).filter(
        **{name: value for name, value in wanted.items() if value}
    )
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_summary(row) for row in found), following)


@query
def invoice(invoice_id: UUID, *, actor: Actor) -> InvoiceView:
    """One invoice or credit note with its lines."""
    row = Invoice.objects.visible_to(actor).filter(id=invoice_id).first()
    if row is None:
        raise missing("invoice", invoice_id)
    return _views([row])[0]


@query
def invoices_of(order_id: UUID, *, actor: Actor) -> tuple[InvoiceView, ...]:
    """The invoices and credit notes of an order, the oldest first."""
    return _views(Invoice.objects.visible_to(actor).filter(order_id=order_id).order_by("id"))


@query
def payments_of(order_id: UUID, *, actor: Actor) -> tuple[PaymentView, ...]:
    """The money registered on the invoices of an order, the oldest first, and from whom it is known."""
    bills = Invoice.objects.visible_to(actor).filter(order_id=order_id)
    rows = Payment.objects.filter(invoice__in=bills).select_related("invoice").order_by("id")
    return tuple(
        PaymentView(
            id=row.id,
            invoice_id=row.invoice_id,
            amount=Money(row.amount, row.invoice.currency),
            paid_on=row.paid_on,
            bank_reference=row.bank_reference,
            registered_by=row.registered_by,
        )
        for row in rows
    )


@query
def billable(order_id: UUID, *, actor: Actor, at: datetime) -> tuple[BillableLine, ...]:
    """What has left of an order and is not invoiced yet: the lines of the invoice to come."""
    seen = sales.order(order_id, actor=actor)
    order = sales.order_to_fulfil(seen.id)
    last = fulfilment.last_despatch(order_id)
    ready = billable_of(order, last.despatched_on if last else day_of(at))
    priced = {line.sales_line_id: line.amount for line in rules.goods_lines(_priced(ready), ())}
    return tuple(
        BillableLine(
            line_id=line.line_id,
            name=line.name,
            quantity=Quantity(plain(line.weight or line.quantity), _unit(line)),
            price=None if line.price is None else Money(line.price, order.currency),
            amount=Money(priced.get(line.sales_line_id, Decimal(0)), order.currency),
            tax_percent=line.rate.percent,
        )
        for line in ready
        if line.quantity
    )


@query
def invoice_to_come(
    order_id: UUID,
    *,
    freight: Decimal | None = None,
    payment_days: int = AS_USUAL.payment_days,
    actor: Actor,
    at: datetime,
) -> documents.Invoice:
    """The invoice for what has left of an order, as it would be issued now: lines, VAT by rate, the sum
    and the account. Its number is the next of the series, which another invoice may take first.

    Raises `Refused` where nothing can be invoiced, or a line has no price.
    """
    seen = sales.order(order_id, actor=actor)
    order = sales.order_to_fulfil(seen.id)
    last = fulfilment.last_despatch(order_id)
    delivered_on = last.despatched_on if last else day_of(at)
    form = replace(AS_USUAL, freight=freight, payment_days=payment_days)
    billable_now = billable_of(order, delivered_on)
    refuse_if(rules.problems_billing(billable_now, form.deviations, form.reference_in))
    made = made_out(order, billable_now, form, delivered_on, at)
    made.invoice.despatch_number = last.number if last else ""
    give_number(made.invoice, number_to_come(SERIES))
    lines = [ShownLine(line, form.line_references) for line in made.lines]
    terms = parties.trading_terms(order.customer_organisation_id, None, on=day_of(at))
    return _document(made.invoice, lines, made.charges, order, terms)


@query
def invoice_document(invoice_id: UUID, *, actor: Actor) -> documents.Invoice:
    """An invoice or credit note as a document, whether or not it can be sent as one."""
    row = (
        Invoice.objects.visible_to(actor).select_related("preceding").filter(id=invoice_id).first()
    )
    if row is None:
        raise missing("invoice", invoice_id)
    order = sales.order_to_fulfil(row.order_id, with_lines=False)
    terms = parties.trading_terms(order.customer_organisation_id, None, on=row.issue_date)
    return _stored_document(row, order, terms)


def _priced(lines: Iterable[rules.Billable]) -> tuple[rules.Billable, ...]:
    return tuple(line for line in lines if line.price is not None)


def _unit(line: rules.Billable) -> str:
    return line.unit if line.weight is None else line.price_unit


_OPEN_BY_AGE = """
    select currency, width_bucket(%(today)s - due_date, array[1, 31, 61, 91]), count(*),
        sum(payable - paid - credited)
    from billing_invoice
    where state = 'issued' and kind = 'invoice' and due_date is not null
    group by 1, 2 order by 1, 2
"""


@query
def claims_by_age(*, actor: Actor, at: datetime) -> tuple[AgeOfClaims, ...]:
    """What customers owe us by how long it is overdue: not yet, to 30, 60, 90 days, longer."""
    if actor.is_person and not authority.holds(actor, permissions.SEE):
        return ()
    today = day_of(at)
    with connection.cursor() as cursor:
        cursor.execute(_OPEN_BY_AGE, {"today": today})
        return tuple(
            AgeOfClaims(AGES[bucket], count, Money(amount, currency))
            for currency, bucket, count, amount in cursor.fetchall()
        )


# --- for the floors above, inside a scope --------------------------------------------------------


def last_invoice_of(order_id: UUID) -> UUID | None:
    """The newest invoice of an order."""
    return (
        Invoice.objects.filter(order_id=order_id, kind=InvoiceKind.INVOICE)
        .order_by("-id")
        .values_list("id", flat=True)
        .first()
    )


@dataclass(frozen=True, slots=True)
class InvoiceToSend:
    """An invoice or credit note, ready to be transmitted."""

    document: documents.Invoice
    order_id: UUID
    channel: str
    sender: str
    receiver: str


_by_id = compiled(lambda: Invoice.objects.select_related("preceding").filter(id=Given("id")))
_lines_of = compiled(
    lambda: InvoiceLine.objects.filter(invoice_id=Given("invoice_id")).order_by("position")
)
_charges_of = compiled(
    lambda: InvoiceCharge.objects.filter(invoice_id=Given("invoice_id")).order_by("id")
)


def invoice_to_send(invoice_id: UUID) -> InvoiceToSend | None:
    """The document to transmit; None where the customer has no electronic address."""
    row = _by_id.first(id=invoice_id)
    if row is None:
        raise missing("invoice", invoice_id)
    order = sales.order_to_fulfil(row.order_id, with_lines=False)
    if not order.customer_endpoint:
        return None
    terms = parties.trading_terms(order.customer_organisation_id, None, on=row.issue_date)
    document = _stored_document(row, order, terms)
    return InvoiceToSend(
        document=document,
        order_id=order.id,
        channel=terms.channel_for(row.kind),
        sender=order.own_endpoint or str(document.seller.endpoint or ""),
        receiver=str(document.buyer.endpoint or order.customer_endpoint),
    )


def _stored_document(
    row: Invoice, order: OrderToFulfil, terms: parties.TradingTerms
) -> documents.Invoice:
    lines = _lines_of(invoice_id=row.id)
    charges = _charges_of(invoice_id=row.id)
    return _document(
        row,
        [ShownLine(_plain_line(line), line.shows_order_line) for line in lines],
        [_charge(charge) for charge in charges],
        order,
        terms,
    )


def _document(
    row: Invoice,
    lines: Sequence[ShownLine],
    charges: Sequence[rules.Charge],
    order: OrderToFulfil,
    terms: parties.TradingTerms,
) -> documents.Invoice:
    own = parties.own_organisation()
    buyer = bill_to(
        order.parties.invoicee, order.parties.buyer, parties.as_party(terms.organisation)
    )
    return billing_document(
        _heading(row),
        lines,
        charges,
        Accounts(own.bankgiro, own.plusgiro, own.iban),
        seller=parties.as_party(own),
        buyer=buyer,
    )


def _heading(row: Invoice) -> Heading:
    preceding = row.preceding
    return Heading(
        number=row.number,
        is_credit_note=row.kind == InvoiceKind.CREDIT_NOTE,
        issue_date=row.issue_date,
        due_date=row.due_date,
        currency=row.currency,
        order_reference=row.order_reference,
        sales_order_number=row.sales_order_number,
        buyer_reference=row.buyer_reference,
        accounting_cost=row.accounting_cost,
        contract=row.contract,
        note=row.note,
        despatch_number=row.despatch_number,
        delivered_on=row.delivered_on,
        preceding_number=preceding.number if preceding else "",
        preceding_date=preceding.issue_date if preceding else None,
        ocr=row.ocr,
    )


def _plain_line(row: InvoiceLine) -> rules.Line:
    line = line_of(row)
    return replace(
        line,
        quantity=plain(line.quantity),
        price=plain(line.price),
        base_quantity=plain(line.base_quantity),
        rate=_rate(row.tax_category, row.tax_percent),
    )


def _rate(category: str, percent: Decimal | None) -> VatRate:
    return VatRate(category, None if percent is None else plain(percent))


def _charge(row: InvoiceCharge) -> rules.Charge:
    amount = row.amount.quantize(Decimal("0.01"))
    return rules.Charge(row.code, row.reason, amount, _rate(row.tax_category, row.tax_percent))


def _summary(row: Invoice) -> InvoiceSummary:
    return InvoiceSummary(
        id=row.id,
        version=row.version,
        number=row.number,
        kind=row.kind,
        state=row.state,
        order_id=row.order_id,
        sales_order_number=row.sales_order_number,
        issue_date=row.issue_date,
        due_date=row.due_date,
        payable=Money(row.payable, row.currency),
        paid=Money(row.paid, row.currency),
        credited=Money(row.credited, row.currency),
        ocr=row.ocr,
        available_actions=LIFECYCLE.verbs_from(row.state),
    )


def _views(rows: Iterable[Invoice]) -> tuple[InvoiceView, ...]:
    invoices = list(rows)
    ids = [row.id for row in invoices]
    lines: dict[UUID, list[InvoiceLineView]] = {}
    charges: dict[UUID, list[ChargeView]] = {}
    currencies = {row.id: row.currency for row in invoices}
    for line in InvoiceLine.objects.filter(invoice_id__in=ids).order_by("position"):
        view = _line_view(line, currencies[line.invoice_id])
        lines.setdefault(line.invoice_id, []).append(view)
    for charge in InvoiceCharge.objects.filter(invoice_id__in=ids).order_by("id"):
        amount = Money(charge.amount, currencies[charge.invoice_id])
        charges.setdefault(charge.invoice_id, []).append(
            ChargeView(charge.code, charge.reason, amount)
        )
    return tuple(
        InvoiceView(
            summary=_summary(row),
            order_reference=row.order_reference,
            buyer_reference=row.buyer_reference,
            preceding_id=row.preceding_id,
            reason=row.reason,
            line_amount=Money(row.line_amount, row.currency),
            charge_amount=Money(row.charge_amount, row.currency),
            tax_amount=Money(row.tax_amount, row.currency),
            lines=tuple(lines.get(row.id, ())),
            charges=tuple(charges.get(row.id, ())),
        )
        for row in invoices
    )


def _line_view(line: InvoiceLine, currency: str) -> InvoiceLineView:
    return InvoiceLineView(
        id=line.id,
        position=line.position,
        kind=line.kind,
        order_line=line.order_line,
        seller_item_id=line.seller_item_id,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        price=Money(line.price, currency),
        base_quantity=line.base_quantity,
        amount=Money(line.amount, currency),
        tax_category=line.tax_category,
        tax_percent=line.tax_percent,
    )
