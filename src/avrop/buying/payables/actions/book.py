"""Booking approved invoices (INV-10)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.invoices import actions as invoice_actions
from avrop.buying.invoices import queries as invoices
from avrop.buying.payables import chart, permissions
from avrop.buying.payables.bookkeeping import NewVoucher, write_voucher
from avrop.buying.payables.events import InvoiceBooked
from avrop.buying.payables.models import Voucher
from avrop.buying.payables.rules import rows_of_invoice
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if

BOOKABLE = frozenset({"approved", "paid"})


_written = compiled(
    lambda: Voucher.objects.filter(once_key=Given("once_key")).values_list("id", flat=True)
)


@command(permissions.BOOK)
def book_invoice(invoice_id: UUID, *, actor: Actor, at: datetime) -> UUID | None:
    """Book an approved invoice or credit note: cost by coding, VAT, debt. Returns the voucher's id.

    Asked again, it gives the voucher that was written the first time. One that asks for nothing waits
    for no payment; where it costs nothing either there is nothing to book, and no voucher.
    """
    actor = require(actor, permissions.BOOK, at=at, within=EVERYWHERE)

    once_key = f"invoice/{invoice_id}"
    written = _written.first(once_key=once_key)
    if written is not None:
        return written
    posting = invoices.posting_of(invoice_id)
    refuse_if([] if posting.state in BOOKABLE else [Problem("payables.not_approved")])

    accounts, rule_set = ruleset.in_force(chart.NAME, chart.DEFAULT, on=posting.issue_date)
    rows = rows_of_invoice(posting, accounts)
    if not posting.payable.amount:
        invoice_actions.record_payment((invoice_id,), day_of(at), actor=actor, at=at)
    if not rows:
        return None
    new = NewVoucher(
        series=accounts.invoice_series,
        voucher_date=day_of(at),
        text=f"{posting.seller_name} {posting.number}",
        currency=posting.payable.currency,
        once_key=once_key,
        rule_set=rule_set,
        invoice_id=invoice_id,
    )
    voucher_id = write_voucher(new, rows, at=at)

    outbox.publish(InvoiceBooked(voucher_id, invoice_id), actor=actor, at=at, rule_set=rule_set)
    return voucher_id
