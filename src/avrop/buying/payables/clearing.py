"""Telling invoices that they are paid: those of which nothing is owed any more."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db.models import Sum

from avrop.buying.invoices import actions as invoice_actions
from avrop.buying.invoices import queries as invoices
from avrop.buying.payables.lifecycle import PaymentState
from avrop.buying.payables.models import PaymentPart
from avrop.kernel.actors import Actor


def clear(payment_ids: Sequence[UUID], paid_on: date, *, actor: Actor, at: datetime) -> None:
    """What these payments were for, as far as it is settled in full, is paid.

    An invoice of which something is withheld stays approved until that is credited or paid. Needs the
    right `invoices.record_payment`. Four statements however many.
    """
    if not payment_ids:
        return
    touched = set(
        PaymentPart.objects.filter(payment_id__in=payment_ids).values_list("invoice_id", flat=True)
    )
    paid = dict(
        PaymentPart.objects.filter(invoice_id__in=touched, payment__state=PaymentState.PAID)
        .values_list("invoice_id")
        .annotate(amount=Sum("amount"))
    )
    whole = tuple(
        each.invoice_id
        for each in invoices.documents_named(touched)
        if abs(paid.get(each.invoice_id, 0)) >= each.payable.amount
    )
    invoice_actions.record_payment(whole, paid_on, actor=actor, at=at)
