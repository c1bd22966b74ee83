"""What goes into payables and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.values import Money


@dataclass(frozen=True, slots=True)
class PaymentPartView:
    """An invoice, or a credit note with a negative amount, that a payment is for."""

    invoice_id: UUID
    number: str
    is_credit_note: bool
    amount: Money


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One transfer to one seller."""

    id: UUID
    proposal_id: UUID
    state: str
    seller_organisation_id: UUID
    seller_name: str
    amount: Money
    account_kind: str
    account_number: str
    reference: str
    due_date: date
    end_to_end_id: str
    paid_on: date | None
    rejection: str
    documents: tuple[PaymentPartView, ...]


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """Who released a proposal, for whom, under which mandate, when."""

    person_id: UUID | None
    on_behalf_of: UUID | None
    mandate_id: UUID | None
    released_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalSummary:
    """A proposal in a list."""

    id: UUID
    number: str
    state: str
    execution_date: date
    total: Money
    prepared_at: datetime


@dataclass(frozen=True, slots=True)
class ProposalView:
    """A proposal with its payments, and what may happen to it next."""

    id: UUID
    version: int
    number: str
    state: str
    execution_date: date
    total: Money
    prepared_by: UUID | None
    prepared_at: datetime
    payments: tuple[PaymentView, ...]
    releases: tuple[ReleaseView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentsInState:
    """How many payments of a proposal are in a state, and what they come to."""

    state: str
    number: int
    amount: Money


@dataclass(frozen=True, slots=True)
class ProposalHead:
    """A proposal without its payments, which are counted by state; `file_id` is its payment file."""

    id: UUID
    version: int
    number: str
    state: str
    execution_date: date
    total: Money
    prepared_by: UUID | None
    prepared_at: datetime
    releases: tuple[ReleaseView, ...]
    payments: tuple[PaymentsInState, ...]
    file_id: UUID | None
    file_made_at: datetime | None
    file_made_by: UUID | None
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VoucherRowView:
    """An amount on an account. A row of a payment names it, its proposal and the invoice it paid."""

    account: str
    coding: str
    debit: Decimal
    credit: Decimal
    text: str
    payment_id: UUID | None = None
    proposal_id: UUID | None = None
    invoice_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class VoucherView:
    """A voucher with its rows."""

    id: UUID
    series: str
    number: int
    voucher_date: date
    text: str
    currency: str
    invoice_id: UUID | None
    rule_set: str
    rows: tuple[VoucherRowView, ...]


@dataclass(frozen=True, slots=True)
class VoucherSummary:
    """A voucher in a list. It books an invoice, or what the bank says it has paid in a file; `total` is
    what stands on each side of it."""

    id: UUID
    series: str
    fiscal_year: int
    number: int
    voucher_date: date
    registered_at: datetime
    text: str
    total: Money
    invoice_id: UUID | None
    bank_file_id: UUID | None
    is_fetched: bool


@dataclass(frozen=True, slots=True)
class VoucherHead:
    """A voucher without its rows, which are counted and summed; `fetched_in` is the SIE file that it was
    first fetched in."""

    id: UUID
    series: str
    fiscal_year: int
    number: int
    voucher_date: date
    registered_at: datetime
    text: str
    invoice_id: UUID | None
    bank_file_id: UUID | None
    rule_set: str
    rows: int
    debit: Money
    credit: Money
    fetched_in: UUID | None
    fetched_as: int | None
    fetched_at: datetime | None

    @property
    def is_balanced(self) -> bool:
        """Whether both sides are the same, to the öre."""
        return self.debit == self.credit


@dataclass(frozen=True, slots=True)
class Span:
    """Vouchers of a series that follow on one another, both ends included."""

    series: str
    fiscal_year: int
    first_number: int
    last_number: int

    @property
    def vouchers(self) -> int:
        """How many there are: a series has no gaps."""
        return self.last_number - self.first_number + 1


@dataclass(frozen=True, slots=True)
class ToFetch:
    """What no SIE file has held yet. `left` is how many there are beside `next`, which is as much as
    one file holds."""

    next: tuple[Span, ...]
    left: int

    @property
    def vouchers(self) -> int:
        """How many the next file would hold."""
        return sum(span.vouchers for span in self.next)


@dataclass(frozen=True, slots=True)
class SieFileView:
    """Vouchers that somebody fetched for the accounting system: `spans` of what had not been fetched
    before, or a copy of a period, whose days are then told. `debit` is what stands on each side."""

    id: UUID
    number: int
    from_date: date | None
    until_date: date | None
    spans: tuple[Span, ...]
    vouchers: int
    debit: Money
    sha256: str
    made_by: UUID | None
    on_behalf_of: UUID | None
    made_at: datetime

    @property
    def is_copy(self) -> bool:
        """Whether it was a period's, which counts nothing as fetched."""
        return self.from_date is not None


@dataclass(frozen=True, slots=True)
class BankFileView:
    """A file to or from the bank."""

    id: UUID
    direction: str
    kind: str
    message_id: str
    sha256: str
    proposal_id: UUID | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class BankEntryView:
    """Something the bank said that fits no payment; `oddity` is why, `payment_id` the one it names."""

    id: UUID
    version: int
    file_id: UUID
    state: str
    oddity: str
    payment_id: UUID | None
    end_to_end_id: str
    said: str
    amount: Money | None
    booked_on: date | None
    counterparty: str
    text: str
    recorded_at: datetime
    explanation: str
    explained_by: UUID | None
    explained_at: datetime | None
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """What a file of the bank said: `unknown` are the bookings in it that fit no payment, by what the
    bank calls them. Each is kept until somebody explains it."""

    file_id: UUID
    kind: str
    accepted: int
    rejected: int
    paid: int
    unknown: tuple[str, ...]
