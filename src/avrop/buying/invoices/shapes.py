"""What goes into invoices and comes out of them, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class LineCoding:
    """The coding string of a line that no order line codes."""

    line_id: UUID
    coding: str


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """An invoice in a list."""

    id: UUID
    kind: str
    number: str
    seller_name: str
    unit_id: UUID | None
    issue_date: date
    due_date: date | None
    payable: Money
    withheld: Money
    state: str
    open_differences: int


@dataclass(frozen=True, slots=True)
class OrderLinkView:
    """An order that an invoice is for, and where that was found."""

    order_id: UUID
    number: str
    how: str


@dataclass(frozen=True, slots=True)
class MatchView:
    """How much of an invoice line is for an order line."""

    order_id: UUID
    order_number: str
    order_line_id: UUID
    quantity: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceLineView:
    """A line of an invoice, and what it was matched to."""

    id: UUID
    position: int
    name: str
    seller_item_id: str
    gtin: str
    quantity: Quantity
    price: Money
    base_quantity: Decimal
    amount: Money
    vat_percent: Decimal | None
    order_line_reference: str
    coding: str
    matched: tuple[MatchView, ...]


@dataclass(frozen=True, slots=True)
class ChargeView:
    """A charge or allowance on the document as a whole."""

    is_charge: bool
    code: str
    reason: str
    amount: Money
    vat_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class DifferenceView:
    """Something that is not as expected: `code` and `values` make its sentence."""

    id: UUID
    kind: str
    code: str
    values: Mapping[str, Any]
    line_id: UUID | None
    order_line_id: UUID | None
    expected: Decimal | None
    actual: Decimal | None
    unit: str
    amount: Money
    state: str
    settlement: str
    reason: str
    settled_by: UUID | None
    settled_at: datetime | None
    rule_set: str


@dataclass(frozen=True, slots=True)
class AttestationView:
    """An attest: who, for whom, under which mandate, for how much, when."""

    kind: str
    person_id: UUID | None
    on_behalf_of: UUID | None
    mandate_id: UUID | None
    amount: Money
    note: str
    attested_at: datetime


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice or credit note with everything that is known of it."""

    id: UUID
    version: int
    kind: str
    number: str
    state: str
    seller_organisation_id: UUID
    seller_name: str
    unit_id: UUID | None
    agreement_number: str
    buyer_reference: str
    order_reference: str
    preceding_number: str
    credits_invoice_id: UUID | None
    issue_date: date
    due_date: date | None
    tax_date: date
    line_amount: Money
    charge_amount: Money
    net: Money
    tax: Money
    payable: Money
    withheld: Money
    account_kind: str
    account_number: str
    payment_reference: str
    message_id: UUID | None
    rule_set: str
    received_at: datetime
    matched_at: datetime | None
    paid_date: date | None
    orders: tuple[OrderLinkView, ...]
    lines: tuple[InvoiceLineView, ...]
    charges: tuple[ChargeView, ...]
    differences: tuple[DifferenceView, ...]
    attestations: tuple[AttestationView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvoiceOutcome:
    """What came of a command on an invoice; `queries.invoice` gives the whole of it."""

    id: UUID
    version: int
    kind: str
    number: str
    state: str
    payable: Money
    withheld: Money
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CostPart:
    """A part of what an invoice costs, without VAT, on a coding string. "" where none is known.

    `responsibility` and `account` are the parts of the coding that say who decides and where it is
    booked.
    """

    coding: str
    amount: Money
    responsibility: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Posting:
    """What booking needs of an invoice. Parts sum to `net`; a credit note's amounts are positive."""

    invoice_id: UUID
    is_credit_note: bool
    state: str
    number: str
    seller_name: str
    issue_date: date
    net: Money
    tax: Money
    prepaid: Money
    payable: Money
    parts: tuple[CostPart, ...]


@dataclass(frozen=True, slots=True)
class DocumentToPay:
    """An approved invoice or credit note, for whoever pays. `payable` less `withheld` may be paid."""

    invoice_id: UUID
    is_credit_note: bool
    number: str
    seller_organisation_id: UUID
    seller_name: str
    payable: Money
    withheld: Money
    account_kind: str
    account_number: str
    payment_reference: str
    due_date: date
    credits_invoice_id: UUID | None
