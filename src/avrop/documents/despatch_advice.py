"""Despatch Advice (Peppol BIS transaction T16): what has left the seller, in which packages.

Roles. `despatcher` sends the goods (often the seller), `consignee` takes them in (UBL's delivery
customer: a distribution centre, say), `delivery_party` is the final unit, and `buyer`, `seller` and
`originator` stand as in the order. T16 names no invoicee: it is found by way of the order.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import (
    Address,
    Contact,
    Dimension,
    DocumentReference,
    Identifier,
    Item,
    Period,
)
from avrop.documents.parties import Party, TaxRegistration
from avrop.values import Quantity


@dataclass(frozen=True, slots=True)
class Package:
    """A box inside a handling unit; the type is a UN/ECE recommendation 21 code."""

    id: str
    type_code: str | None = None


@dataclass(frozen=True, slots=True)
class HandlingUnit:
    """A pallet, cage or parcel, identified by its SSCC where it has one.

    The same unit stands on every line that has goods in it: one unit may hold several lines.
    """

    id: Identifier | None = None
    type_code: str | None = None
    hazardous: bool | None = None
    shipping_marks: tuple[str, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    packages: tuple[Package, ...] = ()


@dataclass(frozen=True, slots=True)
class DespatchLine:
    """Goods of one order line that are on their way.

    `delivered` is what this despatch carries, in the despatched unit (kilograms for catch weight).
    `outstanding` is what comes later; what is neither delivered nor outstanding will never come.
    Batch, best-before and trace identifiers stand in `item.instances`.
    """

    id: str
    delivered: Quantity
    item: Item
    order_line: str
    note: str | None = None
    outstanding: Quantity | None = None
    outstanding_reasons: tuple[str, ...] = ()
    sales_order_line: str | None = None
    # Set when one despatch covers several orders.
    order_number: str | None = None
    references: tuple[DocumentReference, ...] = ()
    handling_units: tuple[HandlingUnit, ...] = ()
    sales_order_number: str | None = None


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who drives the goods, and the identity papers of the driver."""

    identification: Identifier | None = None
    name: str | None = None
    identity_documents: tuple[DocumentReference, ...] = ()
    address: Address | None = None
    tax_registrations: tuple[TaxRegistration, ...] = ()
    legal_name: str | None = None
    legal_id: Identifier | None = None
    registered_city: str | None = None
    registered_country: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class Shipment:
    """The journey of the goods as a whole."""

    id: str
    information: tuple[str, ...] = ()
    gross_weight: Quantity | None = None
    gross_volume: Quantity | None = None
    handling_unit_count: Decimal | None = None
    consignment_id: str | None = None
    consignment_information: str | None = None
    carrier: Carrier | None = None
    transport_mode_code: str | None = None
    tracking_id: str | None = None
    estimated: Period | None = None
    delivery_party: Party | None = None
    despatch_date: date | None = None
    despatch_time: time | None = None
    despatch_address: Address | None = None


@dataclass(frozen=True, slots=True)
class DespatchAdvice:
    """Notice of goods on their way to the consignee."""

    number: str
    issue_date: date
    despatcher: Party
    consignee: Party
    lines: tuple[DespatchLine, ...]
    issue_time: time | None = None
    note: str | None = None
    order_numbers: tuple[str, ...] = ()
    attachments: tuple[DocumentReference, ...] = ()
    delivery_contact: Contact | None = None
    buyer: Party | None = None
    seller: Party | None = None
    originator: Party | None = None
    shipment: Shipment | None = None
    customization_id: str = "urn:fdc:peppol.eu:poacc:trns:despatch_advice:3"
    profile_id: str = "urn:fdc:peppol.eu:poacc:bis:despatch_advice:3"

    @property
    def delivery_party(self) -> Party | None:
        """The final unit, when it is another than the consignee."""
        return self.shipment.delivery_party if self.shipment else None
