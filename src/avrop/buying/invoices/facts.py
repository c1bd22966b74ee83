"""Stored invoices as the values that matching takes."""

from __future__ import annotations

from collections.abc import Sequence

from avrop.buying.invoices.kinds import InvoiceKind
from avrop.buying.invoices.matching.facts import ChargeFacts, InvoiceFacts, LineFacts
from avrop.buying.invoices.models import Invoice, InvoiceCharge, InvoiceLine
from avrop.values import Quantity


def invoice_facts(
    invoice: Invoice,
    lines: Sequence[InvoiceLine],
    charges: Sequence[InvoiceCharge],
    *,
    has_order: bool,
) -> InvoiceFacts:
    """The whole invoice."""
    return InvoiceFacts(
        id=invoice.id,
        currency=invoice.currency,
        tax_date=invoice.tax_date,
        lines=tuple(line_facts(line) for line in lines),
        charges=tuple(
            ChargeFacts(charge.amount, charge.code, charge.reason)
            for charge in charges
            if charge.is_charge
        ),
        allowances=invoice.allowance_amount,
        net=invoice.net,
        tax=invoice.tax,
        payable=invoice.payable,
        prepaid=invoice.prepaid,
        is_credit_note=invoice.kind == InvoiceKind.CREDIT_NOTE,
        has_order=has_order,
    )


def line_facts(line: InvoiceLine) -> LineFacts:
    """One line."""
    return LineFacts(
        id=line.id,
        position=line.position,
        name=line.name,
        quantity=Quantity(line.quantity, line.unit),
        amount=line.amount,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        order_line_reference=line.order_line_reference,
        vat_percent=line.vat_percent,
    )
