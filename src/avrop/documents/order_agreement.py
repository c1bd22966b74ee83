"""Order Agreement (Peppol BIS transaction T110): the seller records what both have agreed on.

There is no order before it: the agreement came about by telephone, in a web shop or in a store, and
this document is the first that the buyer's system hears of it.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import (
    AllowanceCharge,
    Contact,
    DocumentReference,
    Item,
    MonetaryTotal,
    Period,
    Price,
)
from avrop.documents.invoice import TaxSubtotal
from avrop.documents.order import DeliveryTerms
from avrop.documents.parties import Party
from avrop.values import Quantity

ORDER_AGREEMENT = "urn:fdc:peppol.eu:poacc:bis:order_agreement:3"


@dataclass(frozen=True, slots=True)
class OrderAgreementLine:
    """One thing that is agreed on; `accepted` is what the seller delivers in the promised period."""

    id: str
    quantity: Quantity
    item: Item
    price: Price
    note: str | None = None
    line_amount: Decimal | None = None
    accepted: Quantity | None = None
    promised: Period | None = None


@dataclass(frozen=True, slots=True)
class OrderAgreement:
    """What seller and buyer have agreed on. `number` serves as the order's number from then on.

    `previous_agreement` is the number of the agreement that this one takes the place of; T110 wants
    one even where there is none before it.
    """

    number: str
    issue_date: date
    currency: str
    previous_agreement: str
    seller: Party
    buyer: Party
    lines: tuple[OrderAgreementLine, ...]
    issue_time: time | None = None
    sales_order_number: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    originator_document: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    contract: str | None = None
    delivery_contact: Contact | None = None
    originator: Party | None = None
    invoicee: Party | None = None
    promised: Period | None = None
    delivery_party: Party | None = None
    delivery_terms: DeliveryTerms | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    tax_breakdown: tuple[TaxSubtotal, ...] = ()
    total: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order_agreement:3"
    profile_id: str = ORDER_AGREEMENT
