"""Recording that invoices have been paid, as the bank says; called by payables."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.events import InvoicesPaid
from avrop.buying.invoices.lifecycle import LIFECYCLE
from avrop.buying.invoices.models import Invoice
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require


@command(permissions.RECORD_PAYMENT)
def record_payment(
    invoice_ids: tuple[UUID, ...], paid_on: date, *, actor: Actor, at: datetime
) -> int:
    """Invoices and credit notes that have been paid or set off. Returns how many were new.

    Idempotent. What is withheld of one may still be owed; `payables` knows its balance.
    """
    actor = require(actor, permissions.RECORD_PAYMENT, at=at, within=EVERYWHERE)
    rows = list(Invoice.objects.select_for_update().filter(id__in=invoice_ids).order_by("id"))
    paid = [row for row in rows if "pay" in LIFECYCLE.verbs_from(row.state)]
    for row in paid:
        row.state, row.paid_date = LIFECYCLE.after(row.state, "pay"), paid_on
        row.version += 1
    update_rows(Invoice, ["state", "paid_date", "version"], paid)
    if paid:
        ids = tuple(row.id for row in paid)
        outbox.publish(InvoicesPaid(ids[0], ids), actor=actor, at=at)
    return len(paid)
