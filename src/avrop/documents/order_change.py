"""Order Change (Peppol BIS transaction T114, advanced ordering): the buyer changes an order."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import AllowanceCharge, DocumentReference, MonetaryTotal
from avrop.documents.order import ADVANCED_ORDERING, DeliveryTerms, OrderDelivery, OrderLine
from avrop.documents.parties import Party

# Line codes, UNCL1229 as T114 uses it.
LINE_ADDED = "1"
LINE_DELETED = "2"
LINE_CHANGED = "3"
LINE_UNCHANGED = "4"
LINE_REOPENED = "74"


@dataclass(frozen=True, slots=True)
class OrderChange:
    """The order `order_number` as the buyer now wants it; each line says what happens to it."""

    number: str
    issue_date: date
    currency: str
    order_number: str
    buyer: Party
    seller: Party
    lines: tuple[OrderLine, ...]
    issue_time: time | None = None
    # First change is 1, the next 2; tells in which order changes of one order were made.
    sequence_number: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    accounting_cost: str | None = None
    sales_order_number: str | None = None
    valid_until: date | None = None
    quotation: str | None = None
    originator_document: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    contract: str | None = None
    originator: Party | None = None
    invoicee: Party | None = None
    delivery: OrderDelivery | None = None
    delivery_terms: DeliveryTerms | None = None
    payment_terms: str | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    total: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_change:3"
    profile_id: str = ADVANCED_ORDERING
