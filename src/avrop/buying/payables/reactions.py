"""What follows for the books from what others decided."""

from __future__ import annotations

from datetime import datetime

from avrop.buying.invoices import permissions as invoice_permissions
from avrop.buying.invoices.events import InvoiceApproved
from avrop.buying.payables import actions, permissions
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to


@reacts_to(InvoiceApproved, may=(permissions.BOOK, invoice_permissions.RECORD_PAYMENT))
def book_approved_invoice(event: InvoiceApproved, *, actor: Actor, at: datetime) -> None:
    """An approved invoice is in the books at once."""
    actions.book_invoice(event.invoice_id, actor=actor, at=at)
