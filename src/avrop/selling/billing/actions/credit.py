"""An invoice is credited, whole or in part."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.billing import permissions, rules
from avrop.selling.billing.actions.bill import AS_USUAL, store
from avrop.selling.billing.events import CreditNoteIssued
from avrop.selling.billing.lifecycle import LIFECYCLE, InvoiceKind, InvoiceState
from avrop.selling.billing.models import Invoice, InvoiceCharge, InvoiceLine
from avrop.selling.billing.shapes import CreditLine, InvoiceForm
from avrop.values import VatRate


@command(permissions.CREDIT)
def credit_invoice(
    invoice_id: UUID,
    reason: str,
    *,
    lines: tuple[CreditLine, ...] = (),
    form: InvoiceForm = AS_USUAL,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Give money back for an invoice: for these lines, or all that is left of lines and charges.

    Returns the credit note. `form` says how it refers to the order; the form's charges and deviations
    are not looked at.
    """
    invoice = (
        Invoice.objects.select_for_update().filter(id=invoice_id, kind=InvoiceKind.INVOICE).first()
    )
    if invoice is None:
        raise missing("invoice", invoice_id)
    actor = require(actor, permissions.CREDIT, at=at)
    count_change(invoice, expected_version)
    invoiced = _invoiced(invoice_id)
    charged = _charged(invoice)
    refuse_if(rules.problems_crediting(invoiced, charged, lines, reason))
    record_deed((invoice.order_id,), Deed.BILL, actor=actor, at=at)
    credited = rules.credit_lines(invoiced, lines)
    charges = () if lines else rules.credit_charges(charged)
    sums = rules.totals(credited, charges)
    note = _credit_note(invoice, sums, reason, form, at)
    invoice.credited += sums.payable
    # Several credit notes round VAT by themselves: nothing is left, though an öre may differ.
    is_whole = not lines or invoice.credited >= invoice.payable
    if is_whole and invoice.state == InvoiceState.ISSUED:
        invoice.state = LIFECYCLE.after(invoice.state, "credit")
    invoice.save(update_fields=["version", "credited", "state"])
    store(note, credited, charges, shows_order_line=form.line_references)
    outbox.publish(
        CreditNoteIssued(note.id, invoice.order_id, invoice.id),
        actor=actor,
        at=at,
        reason=reason,
    )
    return note.id


def _invoiced(invoice_id: UUID) -> tuple[rules.Invoiced, ...]:
    credited = dict(
        InvoiceLine.objects.filter(credits__invoice_id=invoice_id)
        .values_list("credits_id")
        .annotate(Sum("amount"))
    )
    rows = InvoiceLine.objects.filter(invoice_id=invoice_id).order_by("position")
    return tuple(
        rules.Invoiced(row.id, line_of(row), credited.get(row.id, Decimal(0))) for row in rows
    )


def _charged(invoice: Invoice) -> tuple[rules.Charged, ...]:
    """The charges of the invoice, and what earlier credit notes took of them. At most two statements."""
    if not invoice.charge_amount:
        return ()
    before = (
        InvoiceCharge.objects.filter(
            invoice__order_id=invoice.order_id, invoice__preceding_id=invoice.id
        )
        .values_list("code", "tax_category", "tax_percent")
        .annotate(amount=Sum("amount"))
    )
    credited = {
        (code, VatRate(category, percent)): amount for code, category, percent, amount in before
    }
    rows = InvoiceCharge.objects.filter(invoice_id=invoice.id).order_by("id")
    charges = [
        rules.Charge(row.code, row.reason, row.amount, VatRate(row.tax_category, row.tax_percent))
        for row in rows
    ]
    return rules.charged(charges, credited)


def line_of(row: InvoiceLine) -> rules.Line:
    """A stored line as the rules look at it."""
    return rules.Line(
        kind=row.kind,
        name=row.name,
        quantity=row.quantity,
        unit=row.unit,
        price=row.price,
        base_quantity=row.base_quantity,
        rate=VatRate(row.tax_category, row.tax_percent),
        sales_line_id=row.sales_line_id,
        order_line=row.order_line,
        seller_item_id=row.seller_item_id,
        gtin=row.gtin,
        accounting_cost=row.accounting_cost,
    )


def _credit_note(
    invoice: Invoice, sums: rules.Totals, reason: str, form: InvoiceForm, at: datetime
) -> Invoice:
    names_order = form.reference_in == "order"
    return Invoice(
        kind=InvoiceKind.CREDIT_NOTE,
        order_id=invoice.order_id,
        sales_order_number=invoice.sales_order_number,
        customer_organisation_id=invoice.customer_organisation_id,
        currency=invoice.currency,
        issue_date=day_of(at),
        delivered_on=invoice.delivered_on,
        order_reference=invoice.order_reference if names_order else "",
        buyer_reference=invoice.buyer_reference or invoice.order_reference,
        accounting_cost=invoice.accounting_cost,
        contract=invoice.contract,
        reason=reason,
        note=reason,
        preceding_id=invoice.id,
        line_amount=sums.line_amount,
        charge_amount=sums.charges,
        tax_amount=sums.tax,
        payable=sums.payable,
    )
