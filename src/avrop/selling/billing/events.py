"""What happens to the seller's money."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class InvoiceIssued(Event):
    """An invoice was issued for what was despatched."""

    name: ClassVar[str] = "billing.invoice_issued"
    invoice_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class CreditNoteIssued(Event):
    """A credit note was issued."""

    name: ClassVar[str] = "billing.credit_note_issued"
    invoice_id: UUID
    order_id: UUID
    credited_invoice_id: UUID


@dataclass(frozen=True)
class PaymentRegistered(Event):
    """Money came in for an invoice."""

    name: ClassVar[str] = "billing.payment_registered"
    invoice_id: UUID
    payment_id: UUID
    is_settled: bool
