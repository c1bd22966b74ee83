"""What matching takes and gives, as frozen values. Amounts are without VAT, in the document's
currency; quantities of portions are in the order line's unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.buying.invoices.kinds import DifferenceKind
from avrop.values import Quantity

NOTHING = Decimal(0)
ORE = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LineFacts:
    """A line of an invoice as it came. `amount` is after the line's own allowances and charges."""

    id: UUID
    position: int
    name: str
    quantity: Quantity
    amount: Decimal
    seller_item_id: str = ""
    gtin: str = ""
    order_line_reference: str = ""
    vat_percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ChargeFacts:
    """A charge beside the goods, on the document or as a line of its own.

    `kind` is freight, deposit or "" where neither code (UNCL7161) nor words say.
    """

    amount: Decimal
    code: str = ""
    reason: str = ""
    kind: str = ""
    line_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class InvoiceFacts:
    """What an invoice says. `charges` and `allowances` are those of the document as a whole."""

    id: UUID
    currency: str
    tax_date: date
    lines: tuple[LineFacts, ...]
    charges: tuple[ChargeFacts, ...] = ()
    allowances: Decimal = NOTHING
    net: Decimal = NOTHING
    tax: Decimal = NOTHING
    payable: Decimal = NOTHING
    # What was prepaid less what the sum was rounded by: payable = net + tax - prepaid.
    prepaid: Decimal = NOTHING
    is_credit_note: bool = False
    has_order: bool = True


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of an invoice line that is for an order line."""

    line_id: UUID
    order_line_id: UUID
    order_id: UUID
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Cover:
    """A part of an invoice line that an expected credit answers for: it is withheld, not matched."""

    expected_credit_id: UUID
    line_id: UUID
    order_line_id: UUID
    quantity: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Deviation:
    """Something that is not as expected. `amount` is the money at stake, without VAT.

    `expected` and `actual` are amounts, quantities in `unit`, or percentages, by kind. `subject` is
    which charge or which sum of the document it is about, where several can differ.
    """

    kind: DifferenceKind
    amount: Decimal
    line_id: UUID | None = None
    order_line_id: UUID | None = None
    order_id: UUID | None = None
    position: int = 0
    name: str = ""
    expected: Decimal | None = None
    actual: Decimal | None = None
    unit: str = ""
    is_typical_weight: bool = False
    subject: str = ""
