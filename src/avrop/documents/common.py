"""What several trade documents have in common: items, prices, periods, references, allowances.

Amounts are `Decimal` in the currency of the document they stand in, unless a value carries a
currency of its own. Dates are plain dates. Every optional fact is None or empty when absent.
Business terms follow Peppol BIS post-award 3 and EN 16931; `ubl/` says which element carries what.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.values import Quantity


@dataclass(frozen=True, slots=True)
class Identifier:
    """An identifier and the scheme it is unique in (ICD or EAS code such as 0088 or 0007)."""

    value: str
    scheme: str | None = None

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}" if self.scheme else self.value


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included; the times narrow the first and the last day."""

    start: date | None = None
    end: date | None = None
    start_time: time | None = None
    end_time: time | None = None
    # EN 16931 BT-8 (UNCL2005): which date decides the VAT point. Invoices only.
    description_code: str | None = None


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A point on the earth: degrees with their unit, and the system they are counted in."""

    system_code: str
    latitude: Quantity
    longitude: Quantity
    altitude: Quantity | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """A postal address; the country is an ISO 3166 alpha-2 code."""

    country: str | None = None
    street: str | None = None
    additional_street: str | None = None
    city: str | None = None
    postal_code: str | None = None
    region: str | None = None
    line: str | None = None
    # Number of the place, where a document gives one inside the address (despatch address in T16),
    # and the scheme of that number.
    id: str | None = None
    scheme: str | None = None
    coordinate: Coordinate | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to speak with. `id` is the reference that a buyer goes by in a punch-out (T77)."""

    name: str | None = None
    telephone: str | None = None
    email: str | None = None
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Location:
    """A place that goods are taken to: GLN or other identifier, name, address."""

    identifier: Identifier | None = None
    name: str | None = None
    address: Address | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried in the document, or the address of one outside it."""

    content: bytes | None = None
    mime_code: str | None = None
    filename: str | None = None
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentReference:
    """A pointer to another document, by its number."""

    number: str
    issue_date: date | None = None
    type_code: str | None = None
    type_name: str | None = None
    description: str | None = None
    # UNCL1153 code that says what kind of number an invoiced object has (EN 16931 BT-18, BT-128).
    scheme: str | None = None
    attachment: Attachment | None = None
    issue_time: time | None = None
    version: str | None = None
    status_code: str | None = None


@dataclass(frozen=True, slots=True)
class TaxCategory:
    """How a thing is taxed: UNCL5305 category (S, Z, E, AE, O, …) and rate in percent."""

    code: str
    percent: Decimal | None = None
    exemption_code: str | None = None
    exemption_reason: str | None = None
    scheme: str = "VAT"


@dataclass(frozen=True, slots=True)
class AllowanceCharge:
    """A deduction (`is_charge` False) or a charge on a document or a line.

    `percent` of `base_amount` gives `amount` when both are stated.
    """

    is_charge: bool
    amount: Decimal
    reason: str | None = None
    reason_code: str | None = None
    percent: Decimal | None = None
    base_amount: Decimal | None = None
    tax: TaxCategory | None = None


@dataclass(frozen=True, slots=True)
class Price:
    """Net price excluding tax for `base_quantity` (one when None) of `base_unit`.

    `gross_amount` less `discount` is `amount` when the seller shows both.
    """

    amount: Decimal
    base_quantity: Decimal | None = None
    base_unit: str | None = None
    discount: Decimal | None = None
    gross_amount: Decimal | None = None
    # UNCL5387, where a document says what kind of price it is.
    type_code: str | None = None


@dataclass(frozen=True, slots=True)
class Classification:
    """A commodity code such as CPV or UNSPSC; `list_id` is the UNCL7143 code of the scheme."""

    code: str
    list_id: str | None = None
    list_version: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class ItemProperty:
    """A named property of an item, for instance an allergen, a colour or a fat content."""

    name: str
    value: str
    identifier: Identifier | None = None
    name_code: str | None = None
    name_code_list: str | None = None
    quantity: Quantity | None = None
    qualifier: str | None = None
    # Where the identifier's scheme is described, and which version of it holds.
    scheme_uri: str | None = None
    scheme_version: str | None = None
    # How the value was found, for instance the standard of a laboratory. Catalogues only.
    test_method: str | None = None


@dataclass(frozen=True, slots=True)
class ItemInstance:
    """One batch or piece of an item: lot, serial number, dates, trace identifier."""

    lot: str | None = None
    lot_expiry_date: date | None = None
    serial: str | None = None
    best_before_date: date | None = None
    manufacture_date: date | None = None
    trace_id: Identifier | None = None
    manufacture_time: time | None = None
    properties: tuple[ItemProperty, ...] = ()


@dataclass(frozen=True, slots=True)
class Certificate:
    """An environmental, social or other mark of an item, and who issued it."""

    number: str
    type_code: str
    type_name: str
    issuer: str
    remarks: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Dimension:
    """A measured side of an item or a package: UNCL6313 attribute and its measure."""

    attribute: str
    measure: Quantity | None = None
    description: str | None = None
    minimum: Quantity | None = None
    maximum: Quantity | None = None


@dataclass(frozen=True, slots=True)
class HazardousItem:
    """Dangerous goods: UNDG code (UNCL8273), hazard class, and how they must be handled."""

    undg_code: str | None = None
    hazard_class: str | None = None
    id: str | None = None
    information: str | None = None
    technical_name: str | None = None
    category_name: str | None = None
    category_code: str | None = None
    net_weight: Quantity | None = None
    net_volume: Quantity | None = None
    # Packing groups of UN's recommendations on the transport of dangerous goods.
    packing_criteria: tuple[str, ...] = ()
    emergency_temperature: Dimension | None = None


@dataclass(frozen=True, slots=True)
class Manufacturer:
    """Who made an item, where a document says more of him than his name."""

    identification: Identifier | None = None
    name: str | None = None
    address: Address | None = None
    legal_name: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """The goods or service itself. A document carries only the facts that its BIS has room for."""

    name: str | None = None
    description: str | None = None
    buyers_id: str | None = None
    sellers_id: str | None = None
    sellers_extended_id: str | None = None
    manufacturers_id: str | None = None
    # GTIN under scheme 0160 as a rule.
    standard_id: Identifier | None = None
    standard_extended_id: str | None = None
    origin_country: str | None = None
    classifications: tuple[Classification, ...] = ()
    tax: TaxCategory | None = None
    properties: tuple[ItemProperty, ...] = ()
    instances: tuple[ItemInstance, ...] = ()
    specifications: tuple[DocumentReference, ...] = ()
    hazards: tuple[HazardousItem, ...] = ()
    pack_quantity: Quantity | None = None
    pack_size: Decimal | None = None
    keywords: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    transaction_conditions: tuple[str, ...] = ()
    manufacturer: str | None = None
    certificates: tuple[Certificate, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    # In an advanced despatch advice, instead of `manufacturer`.
    made_by: Manufacturer | None = None


@dataclass(frozen=True, slots=True)
class MonetaryTotal:
    """The sums of a document, in its currency. `payable` is what is to be paid."""

    line_amount: Decimal
    payable: Decimal
    tax_exclusive: Decimal | None = None
    tax_inclusive: Decimal | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    prepaid: Decimal | None = None
    rounding: Decimal | None = None
