"""What goes into receipts and comes out of them, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.values import Money, Quantity

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class ArrivedLine:
    """What came to the centre of an order line, in its unit."""

    order_line_id: UUID
    quantity: Decimal
    sscc: str = ""


@dataclass(frozen=True, slots=True)
class NewReceiptLine:
    """What came of an order line, in its unit. `received` includes `rejected`.

    `short` is what is missing against what the seller said he sent. Rejected or short goods need a
    reason and a remedy, and become a claim.
    """

    order_line_id: UUID
    received: Decimal
    rejected: Decimal = NOTHING
    short: Decimal = NOTHING
    reason: str = ""
    remedy: str = ""
    weight: Decimal | None = None
    weight_unit: str = "KGM"
    sscc: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class CorrectedLine:
    """What a line of a receipt should have said. `weight` None leaves the weight as it was."""

    receipt_line_id: UUID
    received: Decimal
    rejected: Decimal = NOTHING
    weight: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """How the seller was told: `means` is phone, email, portal, meeting or letter."""

    with_whom: str
    means: str
    what: str
    contact_at: datetime


@dataclass(frozen=True, slots=True)
class NewExpectedCredit:
    """A credit to wait for. `amount` is without VAT."""

    seller_organisation_id: UUID
    quantity: Quantity
    amount: Money
    unit_id: UUID | None = None
    claim_id: UUID | None = None
    invoice_id: UUID | None = None
    invoice_line_id: UUID | None = None
    order_id: UUID | None = None
    order_line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class MetCredit:
    """How much of an expected credit a credit note has brought, in its unit and without VAT."""

    expected_credit_id: UUID
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class TiedCredit:
    """An expected credit, and the invoice line it is withheld from; None: from none any more."""

    expected_credit_id: UUID
    invoice_id: UUID | None
    invoice_line_id: UUID | None


@dataclass(frozen=True, slots=True)
class DespatchLineView:
    """A line of an advice, in our order line's unit."""

    id: UUID
    position: int
    order_id: UUID
    order_line_id: UUID
    name: str
    quantity: Quantity
    outstanding: Decimal | None
    weight: Quantity | None
    sscc: str
    lot: str
    best_before: date | None


@dataclass(frozen=True, slots=True)
class DespatchView:
    """An advice of goods on their way."""

    id: UUID
    number: str
    seller_organisation_id: UUID
    seller_name: str
    issue_date: date
    arrives_on: date | None
    carrier: str
    tracking_id: str
    message_id: UUID | None
    received_at: datetime
    lines: tuple[DespatchLineView, ...]


@dataclass(frozen=True, slots=True)
class ReceiptLineView:
    """A line of a receipt."""

    id: UUID
    order_line_id: UUID
    received: Decimal
    rejected: Decimal
    accepted: Decimal
    short: Decimal
    reason: str
    remedy: str
    weight: Quantity | None
    sscc: str
    note: str


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt, and the claims that came of it."""

    id: UUID
    number: str
    order_id: UUID
    despatch_id: UUID | None
    unit_id: UUID
    person_id: UUID | None
    on_behalf_of: UUID | None
    received_at: datetime
    note: str
    corrects_id: UUID | None
    lines: tuple[ReceiptLineView, ...]
    claim_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class LineToReceive:
    """An order line at the goods entrance. `still_expected` is what has not come and still can."""

    order_line_id: UUID
    position: int
    name: str
    unit: str
    agreed: Decimal
    despatched: Decimal
    received: Decimal
    rejected: Decimal
    short: Decimal
    still_expected: Decimal
    catch_weight: bool


@dataclass(frozen=True, slots=True)
class ContactView:
    """A time that the seller was told."""

    with_whom: str
    means: str
    what: str
    person_id: UUID | None
    contact_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim on a seller."""

    id: UUID
    version: int
    number: str
    state: str
    order_id: UUID
    order_line_id: UUID
    receipt_line_id: UUID
    seller_organisation_id: UUID
    name: str
    reason: str
    remedy: str
    quantity: Quantity
    amount: Money
    raised_at: datetime
    closed_at: datetime | None
    contacts: tuple[ContactView, ...]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExpectedCreditView:
    """A credit that is waited for, and what has come of it. Amounts are without VAT."""

    id: UUID
    state: str
    claim_id: UUID | None
    invoice_id: UUID | None
    invoice_line_id: UUID | None
    order_id: UUID | None
    order_line_id: UUID | None
    seller_organisation_id: UUID
    quantity: Quantity
    amount: Money
    met_quantity: Decimal
    met_amount: Money
    expected_at: datetime

    @property
    def missing_quantity(self) -> Decimal:
        """What no credit note has brought yet."""
        return self.quantity.value - self.met_quantity

    @property
    def missing_amount(self) -> Money:
        """The money that no credit note has brought yet."""
        return self.amount - self.met_amount
