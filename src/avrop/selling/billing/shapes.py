"""What goes into the billing app and comes out of it, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class Deviation:
    """A line that is invoiced otherwise than delivered or agreed; `line_id` is the buyer's.

    `quantity` is what stands on the invoice, in the unit it is invoiced in.
    """

    line_id: str
    quantity: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class InvoiceForm:
    """How an invoice is made out. Sellers' systems differ, and so do their invoices.

    `reference_in`: where the order's number stands: "order" (BT-13), "buyer_reference" (BT-10),
    "note" or "nowhere". `freight` is a charge on the document, or a line with `freight_as_line`.
    """

    reference_in: str = "order"
    line_references: bool = True
    with_item_ids: bool = True
    freight: Decimal | None = None
    freight_as_line: bool = False
    deposits: bool = True
    deviations: tuple[Deviation, ...] = ()
    payment_days: int = 30


@dataclass(frozen=True, slots=True)
class CreditLine:
    """What is credited of an invoiced line: so much of it, at another price than invoiced if given."""

    order_line: str
    quantity: Decimal
    price: Decimal | None = None


#: How long claims are overdue, in days: the order of the ages.
AGES = ("not_due", "to_30", "to_60", "to_90", "longer")


@dataclass(frozen=True, slots=True)
class AgeOfClaims:
    """What is owed to us that is overdue so long (`AGES`), in one currency."""

    age: str
    count: int
    amount: Money


@dataclass(frozen=True, slots=True)
class BillableLine:
    """A line of the invoice that could be issued now, without VAT."""

    line_id: str
    name: str
    quantity: Quantity
    price: Money | None
    amount: Money
    tax_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class InvoiceLineView:
    """A line as it was invoiced."""

    id: UUID
    position: int
    kind: str
    order_line: str
    seller_item_id: str
    name: str
    quantity: Quantity
    price: Money
    base_quantity: Decimal
    amount: Money
    tax_category: str
    tax_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ChargeView:
    """A charge on the whole document."""

    code: str
    reason: str
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceSummary:
    """An invoice in a list."""

    id: UUID
    version: int
    number: str
    kind: str
    state: str
    order_id: UUID
    sales_order_number: str
    issue_date: date
    due_date: date | None
    payable: Money
    paid: Money
    credited: Money
    ocr: str
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaymentView:
    """Money that was registered on an invoice. `bank_reference` is the bank's own where it was read
    from what the bank told; `registered_by` is None where a routine, or whoever held a link, did it."""

    id: UUID
    invoice_id: UUID
    amount: Money
    paid_on: date
    bank_reference: str
    registered_by: UUID | None


@dataclass(frozen=True, slots=True)
class InvoiceView:
    """An invoice or credit note with its lines."""

    summary: InvoiceSummary
    order_reference: str
    buyer_reference: str
    preceding_id: UUID | None
    reason: str
    line_amount: Money
    charge_amount: Money
    tax_amount: Money
    lines: tuple[InvoiceLineView, ...]
    charges: tuple[ChargeView, ...]
