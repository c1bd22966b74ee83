"""What has left the house is invoiced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils import translation
from django.utils.translation import gettext as _

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import refuse_if
from avrop.selling.billing import permissions, rules
from avrop.selling.billing.events import InvoiceIssued
from avrop.selling.billing.lifecycle import InvoiceKind
from avrop.selling.billing.models import Invoice, InvoiceCharge, InvoiceLine
from avrop.selling.billing.shapes import InvoiceForm
from avrop.selling.fulfilment import queries as fulfilment
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.shapes import LineView, OrderToFulfil
from avrop.values import VatRate, vat_rate
from avrop.values.identifiers import ocr_reference

AS_USUAL = InvoiceForm()
SERIES = "sales_invoices"
_FIRST_NUMBER = 100_000  # so that the OCR reference of the first invoice has a decent length
_USUAL_VAT = "standard"


@command(permissions.BILL)
def bill_order(order_id: UUID, *, form: InvoiceForm = AS_USUAL, actor: Actor, at: datetime) -> UUID:
    """Invoice what has been despatched of an order and not been invoiced. Returns the invoice.

    VAT is that of the day of the last despatch, by the dated table.
    """
    actor = require(actor, permissions.BILL, at=at)
    order = sales_queries.order_to_fulfil(order_id, for_change=True)
    last = fulfilment.last_despatch(order_id)
    delivered_on = last.despatched_on if last else day_of(at)
    billable = billable_of(order, delivered_on)
    refuse_if(rules.problems_billing(billable, form.deviations, form.reference_in))
    record_deed((order_id,), Deed.BILL, actor=actor, at=at)
    made = made_out(order, billable, form, delivered_on, at)
    if last is not None and last.is_final and order.stage in ("shipped", "delivered"):
        sales.advance_order(order_id, ("bill",), actor=actor, at=at)
    made.invoice.despatch_number = last.number if last else ""
    store(made.invoice, made.lines, made.charges, shows_order_line=form.line_references)
    outbox.publish(InvoiceIssued(made.invoice.id, order_id), actor=actor, at=at)
    return made.invoice.id


@dataclass(frozen=True, slots=True)
class MadeOut:
    """An invoice that is stored nowhere: its row without a number, its lines and charges."""

    invoice: Invoice
    lines: tuple[rules.Line, ...]
    charges: tuple[rules.Charge, ...]


def made_out(
    order: OrderToFulfil,
    billable: Sequence[rules.Billable],
    form: InvoiceForm,
    delivered_on: date,
    at: datetime,
) -> MadeOut:
    """The invoice for what can be billed, as it would be issued now."""
    lines, charges = _contents(billable, form, delivered_on)
    sums = rules.totals(lines, charges)
    return MadeOut(_invoice_row(order, form, sums, delivered_on, at), lines, charges)


def give_number(invoice: Invoice, number: int) -> None:
    """Name an invoice or credit note by its place in the series."""
    invoice.number = str(_FIRST_NUMBER + number)
    is_invoice = invoice.kind == InvoiceKind.INVOICE
    invoice.ocr = str(ocr_reference(_FIRST_NUMBER + number)) if is_invoice else ""


def store(
    invoice: Invoice,
    lines: Sequence[rules.Line],
    charges: Sequence[rules.Charge],
    *,
    shows_order_line: bool,
) -> None:
    """Number the document, last of all, and write it with its lines: gap-free (ML 17:24)."""
    give_number(invoice, next_number(SERIES))
    invoice.save(force_insert=True)
    insert_rows(
        InvoiceLine,
        (
            _line_row(invoice, position, line, shows_order_line)
            for position, line in enumerate(lines, start=1)
        ),
    )
    if charges:
        insert_rows(InvoiceCharge, (_charge_row(invoice.id, charge) for charge in charges))


_billed = compiled(
    lambda: (
        InvoiceLine.objects.filter(order_id=Given("order_id"), sales_line_id__isnull=False)
        .values_list("sales_line_id")
        .annotate(Sum("billed_quantity"), Sum("billed_weight"))
    )
)


def billable_of(order: OrderToFulfil, on: date) -> tuple[rules.Billable, ...]:
    """What has left of each line and is not invoiced, with the VAT of a day: two statements."""
    despatched = fulfilment.despatched_lines(order.id)
    billed = {
        line_id: (quantity, weight) for line_id, quantity, weight in _billed(order_id=order.id)
    }
    left = rules.open_amounts(
        {line.sales_line_id: line.quantity for line in despatched},
        {line_id: quantity for line_id, (quantity, _weight) in billed.items()},
    )
    weights = {
        line.sales_line_id: line.weight - (billed.get(line.sales_line_id, (0, None))[1] or 0)
        for line in despatched
        if line.weight is not None
    }
    return tuple(
        _billable_line(line, left[line.id], weights.get(line.id), on)
        for line in order.lines
        if line.id in left
    )


def _billable_line(
    line: LineView, quantity: Decimal, weight: Decimal | None, on: date
) -> rules.Billable:
    price = line.agreed_price or line.price
    has_substitute = line.agreed_item_id is not None
    return rules.Billable(
        sales_line_id=line.id,
        line_id=line.line_id,
        seller_item_id=line.agreed_seller_item_id if has_substitute else line.seller_item_id,
        gtin=line.agreed_gtin if has_substitute else line.gtin,
        name=(line.agreed_name if has_substitute else line.name) or line.seller_item_id,
        quantity=quantity,
        unit=line.quantity.unit,
        weight=weight if line.catch_weight else None,
        price=price.amount if price else None,
        base_quantity=line.base_quantity,
        price_unit=line.price_unit or line.quantity.unit,
        rate=_rate(line, on),
        deposit=line.deposit.amount if line.deposit else None,
        accounting_cost=line.accounting_cost,
    )


def _rate(line: LineView, on: date) -> VatRate:
    if line.final_vat_kind:
        return vat_rate(line.final_vat_kind, on)
    if line.tax_category:
        return VatRate(line.tax_category, line.tax_percent)
    return vat_rate(_USUAL_VAT, on)


def _contents(
    billable: Sequence[rules.Billable], form: InvoiceForm, on: date
) -> tuple[tuple[rules.Line, ...], tuple[rules.Charge, ...]]:
    # The documents are Swedish, whoever runs the command.
    with translation.override("sv"):
        deposit, freight = _("Deposit"), _("Freight")
    lines = rules.goods_lines(billable, form.deviations)
    if not form.with_item_ids:
        lines = tuple(replace(line, seller_item_id="", gtin="") for line in lines)
    if form.deposits:
        lines += rules.deposit_lines(billable, deposit)
    if form.freight is None:
        return lines, ()
    rate = vat_rate(_USUAL_VAT, on)
    if form.freight_as_line:
        return (*lines, rules.freight_line(form.freight, freight, rate)), ()
    return lines, (rules.Charge(rules.FREIGHT_CODE, freight, form.freight, rate),)


def _invoice_row(
    order: OrderToFulfil, form: InvoiceForm, sums: rules.Totals, on: date, at: datetime
) -> Invoice:
    number = order.buyer_order_number
    references: dict[str, dict[str, Any]] = {
        "order": {"order_reference": number, "buyer_reference": order.customer_reference},
        "buyer_reference": {"buyer_reference": number},
        "note": {"note": number, "buyer_reference": order.customer_reference},
        "nowhere": {"buyer_reference": order.customer_reference},
    }
    given = references[form.reference_in]
    # One of the two must be there (PEPPOL-EN16931-R003); sellers put what they have.
    if not given.get("order_reference") and not given.get("buyer_reference"):
        given["buyer_reference"] = order.parties.buyer.display_name or order.number
    return Invoice(
        kind=InvoiceKind.INVOICE,
        order_id=order.id,
        sales_order_number=order.number,
        customer_organisation_id=order.customer_organisation_id,
        currency=order.currency,
        issue_date=day_of(at),
        due_date=day_of(at) + timedelta(days=form.payment_days),
        delivered_on=on,
        accounting_cost=order.accounting_cost,
        contract=order.contract,
        line_amount=sums.line_amount,
        charge_amount=sums.charges,
        tax_amount=sums.tax,
        payable=sums.payable,
        **given,
    )


def _line_row(
    invoice: Invoice, position: int, line: rules.Line, shows_order_line: bool
) -> InvoiceLine:
    return InvoiceLine(
        invoice_id=invoice.id,
        position=position,
        kind=line.kind,
        order_id=invoice.order_id,
        sales_line_id=line.sales_line_id,
        order_line=line.order_line,
        shows_order_line=shows_order_line,
        credits_id=line.credits_line,
        seller_item_id=line.seller_item_id,
        gtin=line.gtin,
        name=line.name,
        quantity=line.quantity,
        unit=line.unit,
        price=line.price,
        base_quantity=line.base_quantity,
        amount=line.amount,
        tax_category=line.rate.category,
        tax_percent=line.rate.percent,
        accounting_cost=line.accounting_cost,
        billed_quantity=line.billed_quantity,
        billed_weight=line.billed_weight,
    )


def _charge_row(invoice_id: UUID, charge: rules.Charge) -> InvoiceCharge:
    return InvoiceCharge(
        invoice_id=invoice_id,
        code=charge.code,
        reason=charge.reason,
        amount=charge.amount,
        tax_category=charge.rate.category,
        tax_percent=charge.rate.percent,
    )
