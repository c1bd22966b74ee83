"""Invoice and Credit Note (Peppol BIS Billing 3, EN 16931): the seller asks for, or returns, money.

Both have one shape; `is_credit_note` tells them apart. In a credit note the amounts are positive
and mean money back.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import (
    AllowanceCharge,
    DocumentReference,
    Item,
    Location,
    MonetaryTotal,
    Period,
    Price,
    TaxCategory,
)
from avrop.documents.parties import Party
from avrop.values import Quantity

COMMERCIAL_INVOICE = "380"
CREDIT_NOTE = "381"
BILLING = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
SELF_BILLING = "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0"
SELF_BILLED = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"


@dataclass(frozen=True, slots=True)
class InvoiceDelivery:
    """When and where the invoiced goods were delivered."""

    actual_date: date | None = None
    location: Location | None = None
    party_name: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentAccount:
    """The account to pay to. For Swedish giro `branch` is SE:BANKGIRO or SE:PLUSGIRO."""

    id: str
    name: str | None = None
    branch: str | None = None


@dataclass(frozen=True, slots=True)
class PaymentMeans:
    """A way to pay: UNCL4461 code, the payer's reference (OCR) and the account, card or mandate."""

    code: str
    name: str | None = None
    due_date: date | None = None
    reference: str | None = None
    card_number: str | None = None
    card_network: str | None = None
    card_holder: str | None = None
    account: PaymentAccount | None = None
    mandate_id: str | None = None
    debited_account: str | None = None


@dataclass(frozen=True, slots=True)
class TaxSubtotal:
    """One row of the VAT breakdown (EN 16931 BG-23)."""

    taxable_amount: Decimal
    tax_amount: Decimal
    category: TaxCategory


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """VAT in one currency; the one in the document's own currency carries the breakdown."""

    amount: Decimal
    currency: str
    breakdown: tuple[TaxSubtotal, ...] = ()


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One invoiced thing. `order_line` points at the line of the order, when it is known."""

    id: str
    quantity: Quantity
    line_amount: Decimal
    item: Item
    price: Price
    note: str | None = None
    accounting_cost: str | None = None
    period: Period | None = None
    order_line: str | None = None
    # The object that is invoiced, for instance a meter or a subscription (BT-128).
    object_reference: DocumentReference | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice, or a credit note when `is_credit_note`.

    `order_number` is EN 16931 BT-13 and `buyer_reference` BT-10: one of the two must be there
    (PEPPOL-EN16931-R003), and real senders put the order number in either.
    """

    number: str
    issue_date: date
    currency: str
    seller: Party
    buyer: Party
    lines: tuple[InvoiceLine, ...]
    total: MonetaryTotal
    tax_totals: tuple[TaxTotal, ...] = ()
    is_credit_note: bool = False
    type_code: str = COMMERCIAL_INVOICE
    issue_time: time | None = None
    due_date: date | None = None
    note: str | None = None
    tax_point_date: date | None = None
    tax_currency: str | None = None
    accounting_cost: str | None = None
    buyer_reference: str | None = None
    period: Period | None = None
    order_number: str | None = None
    sales_order_number: str | None = None
    # Earlier invoices that this one corrects or credits (BG-3).
    preceding: tuple[DocumentReference, ...] = ()
    despatch_number: str | None = None
    receipt_number: str | None = None
    originator_document: str | None = None
    contract: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    project: str | None = None
    payee: Party | None = None
    tax_representative: Party | None = None
    delivery: InvoiceDelivery | None = None
    payment_means: tuple[PaymentMeans, ...] = ()
    payment_terms: str | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    customization_id: str = (
        "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
    )
    profile_id: str = BILLING

    @property
    def is_self_billed(self) -> bool:
        """True when the buyer wrote it in the seller's name (Peppol BIS Self-Billing 3)."""
        return self.customization_id.startswith(SELF_BILLED)

    @property
    def tax_amount(self) -> Decimal:
        """All VAT of the document in its own currency; zero when none is stated."""
        own = (total.amount for total in self.tax_totals if total.currency == self.currency)
        return next(own, Decimal(0))

    @property
    def tax_breakdown(self) -> tuple[TaxSubtotal, ...]:
        """VAT by category and rate."""
        return tuple(row for total in self.tax_totals for row in total.breakdown)
