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
class CodingShare:
    """A part of a line's cost: a coding and a percentage, an amount, or neither for the rest."""

    coding: str
    percent: Decimal | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineCoding:
    """The coding of a line that no order line codes: one string, or `shares` where it is split."""

    line_id: UUID
    coding: str = ""
    shares: tuple[CodingShare, ...] = ()


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
    received_at: datetime
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
    shares: tuple[CodingShare, ...]
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
class InvoiceName:
    """What an invoice is called, and who sent it."""

    id: UUID
    number: str
    seller_name: str
    seller_organisation_id: UUID


@dataclass(frozen=True, slots=True)
class InvoiceHead:
    """What is known of an invoice or credit note as a whole."""

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
    charges: tuple[ChargeView, ...]
    attestations: tuple[AttestationView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InvoiceView(InvoiceHead):
    """An invoice or credit note with everything that is known of it."""

    lines: tuple[InvoiceLineView, ...]
    differences: tuple[DifferenceView, ...]


@dataclass(frozen=True, slots=True)
class InvoiceToMatch:
    """An invoice without its lines, for looking at them a page at a time. `differences` are those of
    no line: of charges, sums, the order. The others are counted."""

    invoice: InvoiceHead
    differences: tuple[DifferenceView, ...]
    number_of_lines: int
    number_of_differences: int
    number_open: int


@dataclass(frozen=True, slots=True)
class OrderLineBeside:
    """An order line beside the invoice line that was matched to it. `received` is what was accepted,
    `invoiced` what all invoices say of it, less what was credited; both in the order's unit."""

    order_id: UUID
    order_number: str
    order_line_id: UUID
    position: int
    name: str
    ordered: Quantity
    received: Quantity
    invoiced: Quantity
    price: Money
    base_quantity: Decimal
    price_unit: str
    matched: Decimal
    amount: Money


@dataclass(frozen=True, slots=True)
class LineComparison:
    """A line of an invoice, the order lines it was matched to, and what differs on it."""

    line: InvoiceLineView
    beside: tuple[OrderLineBeside, ...]
    differences: tuple[DifferenceView, ...]


@dataclass(frozen=True, slots=True)
class SettlerView:
    """Who settles differences of a kind on an invoice: whether the reader may, who else, and how."""

    kind: str
    is_mine: bool
    people: tuple[UUID, ...]
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgeView:
    """Invoices that wait, by the day they are due: how many, and what they come to. `group` is
    "overdue_long" (more than 30 days), "overdue", "this_week", "this_month" (within 30 days) or
    "later"."""

    group: str
    number: int
    amount: Money


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
