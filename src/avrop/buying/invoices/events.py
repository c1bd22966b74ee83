"""What happens to invoices. Names are public: webhooks and the audit trail know them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class InvoiceReceived(Event):
    """An invoice or credit note came."""

    name: ClassVar[str] = "invoices.invoice_received"
    invoice_id: UUID
    kind: str


@dataclass(frozen=True)
class InvoiceMatched(Event):
    """An invoice was laid beside orders and receipts; `state` is what came of it."""

    name: ClassVar[str] = "invoices.invoice_matched"
    invoice_id: UUID
    state: str


@dataclass(frozen=True)
class CreditNoteMatched(Event):
    """A credit note was laid beside what was billed and what credits were waited for."""

    name: ClassVar[str] = "invoices.credit_note_matched"
    credit_note_id: UUID
    invoice_id: UUID | None
    order_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class OrderAttached(Event):
    """Somebody said which order an invoice is for."""

    name: ClassVar[str] = "invoices.order_attached"
    invoice_id: UUID
    order_id: UUID


@dataclass(frozen=True)
class DifferencesSettled(Event):
    """Somebody settled what differed: accept, expect_credit or dispute."""

    name: ClassVar[str] = "invoices.differences_settled"
    invoice_id: UUID
    difference_ids: tuple[UUID, ...]
    how: str


@dataclass(frozen=True)
class InvoiceCoded(Event):
    """Lines were coded by hand."""

    name: ClassVar[str] = "invoices.invoice_coded"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceForWhom(Event):
    """It was said, or taken back, for whose benefit the invoice is."""

    name: ClassVar[str] = "invoices.invoice_for_whom"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceReviewed(Event):
    """Somebody gave review attest."""

    name: ClassVar[str] = "invoices.invoice_reviewed"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceApproved(Event):
    """Somebody gave decision attest. Booking follows from it."""

    name: ClassVar[str] = "invoices.invoice_approved"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceDisputed(Event):
    """The buyer does not agree with the invoice."""

    name: ClassVar[str] = "invoices.invoice_disputed"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoiceResumed(Event):
    """A dispute is over."""

    name: ClassVar[str] = "invoices.invoice_resumed"
    invoice_id: UUID


@dataclass(frozen=True)
class InvoicesPaid(Event):
    """The bank has paid these invoices, or they were set off against credit notes."""

    name: ClassVar[str] = "invoices.invoices_paid"
    invoice_id: UUID
    invoice_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class TolerancesChanged(Event):
    """Another version of what may differ was decided."""

    name: ClassVar[str] = "invoices.tolerances_changed"
    reference: str
