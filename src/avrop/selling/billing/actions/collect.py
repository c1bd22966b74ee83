"""Money comes in."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import F

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, missing
from avrop.selling.billing import permissions
from avrop.selling.billing.events import PaymentRegistered
from avrop.selling.billing.lifecycle import LIFECYCLE, InvoiceKind, InvoiceState
from avrop.selling.billing.models import Invoice, Payment
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.lifecycle import Stage


@command(permissions.COLLECT)
def register_payment(
    reference: str,
    amount: Decimal,
    currency: str,
    paid_on: date,
    *,
    bank_reference: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Register a payment by its OCR reference; the same bank reference again changes nothing.

    Returns the payment. With the last invoice of an order paid, the order is.
    """
    invoice = Invoice.objects.select_for_update().filter(ocr=reference).first()
    if invoice is None:
        raise missing("invoice", reference)
    actor = require(actor, permissions.COLLECT, at=at)
    if bank_reference:
        known = Payment.objects.filter(bank_reference=bank_reference).values_list("id", flat=True)
        if first := known.first():
            return first
    invalid_if(_problems(invoice, amount, currency))
    payment = Payment(
        invoice_id=invoice.id,
        amount=amount,
        paid_on=paid_on,
        bank_reference=bank_reference,
        registered_by=actor.person_id,
    )
    payment.save(force_insert=True)
    invoice.paid += amount
    settled = invoice.paid + invoice.credited >= invoice.payable
    if settled and invoice.state == InvoiceState.ISSUED:
        invoice.state = LIFECYCLE.after(invoice.state, "pay")
    invoice.version += 1
    invoice.save(update_fields=["version", "paid", "state"])
    if settled:
        _settle_order(invoice.order_id, actor=actor, at=at)
    outbox.publish(PaymentRegistered(invoice.id, payment.id, settled), actor=actor, at=at)
    return payment.id


def _problems(invoice: Invoice, amount: Decimal, currency: str) -> list[Problem]:
    problems = []
    if amount <= 0:
        problems.append(Problem("billing.bad_amount", {"amount": amount}, ("amount",)))
    if currency != invoice.currency:
        values = {"paid": currency, "invoiced": invoice.currency}
        problems.append(Problem("billing.other_currency", values, ("currency",)))
    return problems


def _settle_order(order_id: UUID, *, actor: Actor, at: datetime) -> None:
    unpaid = Invoice.objects.filter(order_id=order_id, kind=InvoiceKind.INVOICE).filter(
        payable__gt=F("paid") + F("credited")
    )
    if sales_queries.stage_of(order_id) == Stage.INVOICED and not unpaid.exists():
        sales.advance_order(order_id, ("pay",), actor=actor, at=at)
