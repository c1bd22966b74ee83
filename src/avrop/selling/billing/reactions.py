"""What follows in the billing app: invoices and credit notes are sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from avrop import documents
from avrop.exchange import actions as exchange
from avrop.exchange import permissions as exchange_permissions
from avrop.exchange.lifecycle import Direction
from avrop.exchange.seeing import shows_messages
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.selling.billing import queries
from avrop.selling.billing.events import CreditNoteIssued, InvoiceIssued
from avrop.selling.billing.models import Invoice


@reacts_to(InvoiceIssued, CreditNoteIssued, may=(exchange_permissions.TRANSMIT,))
def transmit_invoice(
    event: InvoiceIssued | CreditNoteIssued, *, actor: Actor, at: datetime
) -> None:
    """Send the invoice or credit note to who pays."""
    sending = queries.invoice_to_send(event.invoice_id)
    if sending is None:
        return
    kind = "credit_note" if sending.document.is_credit_note else "invoice"
    exchange.transmit(
        kind,
        sending.document.number,
        documents.write(sending.document),
        sender=sending.sender,
        receiver=sending.receiver,
        channel=sending.channel,
        once_key=f"{kind}/{event.invoice_id}",
        subject_id=sending.order_id,
        actor=actor,
        at=at,
    )


@shows_messages(Direction.OUT, "invoice", "credit_note", by="order_id")
def invoices_seen(actor: Actor) -> QuerySet[Any]:
    """Who sees what is billed sees the documents that were sent."""
    return Invoice.objects.visible_to(actor)
