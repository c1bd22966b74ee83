"""Order (Peppol BIS transaction T01): the buyer commits to buy.

Roles. `buyer` and `seller` trade; `originator` is the unit that needs the goods; `invoicee` gets
the invoice. T01 has no party called consignee: the consignee (a distribution centre, say) is the
delivery *location* and the final unit is the delivery *party*, so `delivery.location` and
`delivery.party`.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import (
    Address,
    AllowanceCharge,
    DocumentReference,
    Identifier,
    Item,
    Location,
    MonetaryTotal,
    Period,
    Price,
)
from avrop.documents.parties import Party
from avrop.values import Quantity

ORDERING = "urn:fdc:peppol.eu:poacc:bis:ordering:3"
ORDER_ONLY = "urn:fdc:peppol.eu:poacc:bis:order_only:3"
ADVANCED_ORDERING = "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3"


@dataclass(frozen=True, slots=True)
class OrderDelivery:
    """Where and when the whole order is wanted."""

    location: Location | None = None
    requested: Period | None = None
    party: Party | None = None
    despatch_date: date | None = None
    despatch_time: time | None = None
    shipment_id: str | None = None
    priority_code: str | None = None
    shipping_marks: str | None = None


@dataclass(frozen=True, slots=True)
class DeliveryTerms:
    """Incoterms code or special terms, and the place they speak of."""

    code: str | None = None
    special_terms: str | None = None
    location_id: str | None = None
    location_address: Address | None = None


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One thing wanted. `accounting_cost` is at most one: splits stay with the buyer.

    `status_code` (UNCL1229: 1 add, 2 delete, 3 change, 4 no action, 74 reopen) stands only in
    the lines of an OrderChange.
    """

    id: str
    quantity: Quantity
    item: Item
    price: Price | None = None
    line_amount: Decimal | None = None
    note: str | None = None
    status_code: str | None = None
    partial_delivery: bool | None = None
    accounting_cost: str | None = None
    delivery_id: Identifier | None = None
    # Set when this line goes to another place than the rest of the order.
    location: Location | None = None
    requested: Period | None = None
    originator: Party | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    quotation_line: str | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """An order from a buyer to a seller. `type_code` is 220 (order), 226 (call-off), 402, …"""

    number: str
    issue_date: date
    currency: str
    buyer: Party
    seller: Party
    lines: tuple[OrderLine, ...]
    issue_time: time | None = None
    type_code: str | None = None
    note: str | None = None
    customer_reference: str | None = None
    accounting_cost: str | None = None
    sales_order_number: str | None = None
    valid_until: date | None = None
    quotation: str | None = None
    previous_order: str | None = None
    # The requisition that the order came from.
    originator_document: str | None = None
    catalogue: str | None = None
    attachments: tuple[DocumentReference, ...] = ()
    contract: str | None = None
    project: str | None = None
    originator: Party | None = None
    invoicee: Party | None = None
    delivery: OrderDelivery | None = None
    delivery_terms: DeliveryTerms | None = None
    payment_terms: str | None = None
    allowances_charges: tuple[AllowanceCharge, ...] = ()
    tax_amount: Decimal | None = None
    total: MonetaryTotal | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:order:3"
    profile_id: str = ORDERING

    @property
    def consignee(self) -> Location | None:
        """The place that takes the goods in, by T01's delivery location."""
        return self.delivery.location if self.delivery else None
