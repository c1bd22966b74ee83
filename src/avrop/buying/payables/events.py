"""What happens to money. Names are public: webhooks and the audit trail know them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class InvoiceBooked(Event):
    """An invoice or credit note is in the books."""

    name: ClassVar[str] = "payables.invoice_booked"
    voucher_id: UUID
    invoice_id: UUID


@dataclass(frozen=True)
class PaymentsProposed(Event):
    """Somebody proposed what to pay."""

    name: ClassVar[str] = "payables.payments_proposed"
    proposal_id: UUID


@dataclass(frozen=True)
class PaymentsReleased(Event):
    """Somebody released a proposal; `is_complete` when two have."""

    name: ClassVar[str] = "payables.payments_released"
    proposal_id: UUID
    is_complete: bool


@dataclass(frozen=True)
class ProposalWithdrawn(Event):
    """Nothing of a proposal is paid."""

    name: ClassVar[str] = "payables.proposal_withdrawn"
    proposal_id: UUID


@dataclass(frozen=True)
class PaymentFileMade(Event):
    """The file for the bank is there."""

    name: ClassVar[str] = "payables.payment_file_made"
    file_id: UUID
    proposal_id: UUID


@dataclass(frozen=True)
class BankAnswered(Event):
    """The bank said what became of payments; `unexplained` are bookings that fit none."""

    name: ClassVar[str] = "payables.bank_answered"
    file_id: UUID
    kind: str
    accepted: int
    rejected: int
    paid: int
    unexplained: int = 0


@dataclass(frozen=True)
class BankEntryExplained(Event):
    """Somebody said what a booking of the bank is that fits no payment."""

    name: ClassVar[str] = "payables.bank_entry_explained"
    entry_id: UUID
    file_id: UUID


@dataclass(frozen=True)
class ChartChanged(Event):
    """Another version of which accounts are booked on was decided."""

    name: ClassVar[str] = "payables.chart_changed"
    reference: str


@dataclass(frozen=True)
class SieFileMade(Event):
    """Somebody fetched vouchers for the accounting system."""

    name: ClassVar[str] = "payables.sie_file_made"
    file_id: UUID
    vouchers: int
