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
class NewPhoto:
    """A photograph of goods, as its bytes; of one line where that is named, else of the delivery."""

    content: bytes
    name: str = ""
    order_line_id: UUID | None = None


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
class PhotoView:
    """A photograph beside a receipt; `size` in bytes. The picture itself is asked for apart."""

    id: UUID
    receipt_id: UUID
    order_line_id: UUID | None
    name: str
    media_type: str
    size: int
    person_id: UUID | None
    added_at: datetime


@dataclass(frozen=True, slots=True)
class PhotoFile:
    """A photograph as it came."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt, the claims that came of it, and what somebody photographed."""

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
    photos: tuple[PhotoView, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptLineStanding:
    """A line of a receipt as it stands now, its corrections counted in. `weight` is in
    `weight_unit`."""

    receipt_line_id: UUID
    order_line_id: UUID
    received: Decimal
    rejected: Decimal
    weight: Decimal | None
    weight_unit: str


@dataclass(frozen=True, slots=True)
class ExpectedDelivery:
    """An order of which goods are still to come to a unit.

    `expected_on` is the day that the newest advice says, else the day promised or wanted; None where
    nobody has said one. `lines` is how many lines the order has, and
    `codes` the handling units and (where they are few) the articles that a scan may name.
    """

    order_id: UUID
    order_number: str
    order_state: str
    seller_name: str
    unit_id: UUID
    requester_person_id: UUID
    expected_on: date | None
    lines: int
    despatched: str
    at_centre: str
    received: str
    despatch_numbers: tuple[str, ...]
    codes: tuple[str, ...] = ()
    delivery_place_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class FoundGoods:
    """An order that a scanned or typed code leads to.

    `order_line_ids` are the lines that the code names: those of a handling unit or of an article; none
    where it names the order as a whole. `despatch_id` is the advice that it came with.
    """

    order_id: UUID
    order_number: str
    seller_name: str
    order_line_ids: tuple[UUID, ...] = ()
    despatch_id: UUID | None = None
    sscc: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a code was taken for (sscc, gtin, number), and where it leads."""

    kind: str
    value: str
    found: tuple[FoundGoods, ...]


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
    gtin: str = ""
    seller_item_id: str = ""
    ordered_name: str = ""

    @property
    def on_its_way(self) -> Decimal:
        """What the seller says has left him and has not come; all that can come where he says
        nothing."""
        advised = self.despatched - self.received
        return min(advised, self.still_expected) if advised > 0 else self.still_expected


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
    receipt_id: UUID | None = None
    photos: tuple[PhotoView, ...] = ()


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
