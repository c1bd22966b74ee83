"""Advanced Despatch Advice (Peppol transaction T120): a despatch advice that tells of transport too.

What the goods are stands in the lines, which are those of a despatch advice; how they are packed
stands in the handling units of the shipment, packages within packages.
"""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from avrop.documents.common import (
    Address,
    Dimension,
    DocumentReference,
    Identifier,
    Item,
    Location,
    Period,
)
from avrop.documents.despatch_advice import Carrier, DespatchLine
from avrop.documents.order import DeliveryTerms
from avrop.documents.parties import Party
from avrop.values import Quantity

DESPATCH_ADVICE_ONLY = "urn:fdc:peppol.eu:logistics:bis:despatch_advice_only:1"


@dataclass(frozen=True, slots=True)
class GoodsItem:
    """Goods in a package or handling unit; the id is that of the despatch line they belong to."""

    id: str
    quantity: Quantity
    hazardous: bool | None = None
    declared_value: Decimal | None = None
    declared_currency: str | None = None
    trace_id: Identifier | None = None


@dataclass(frozen=True, slots=True)
class TransportPackage:
    """A package and what is in it: goods, and packages down to the third level."""

    type_code: str
    id: Identifier | None = None
    returnable: bool | None = None
    material: str | None = None
    contained: "tuple[TransportPackage, ...]" = ()
    goods: tuple[GoodsItem, ...] = ()
    dimensions: tuple[Dimension, ...] = ()


@dataclass(frozen=True, slots=True)
class TransportEquipment:
    """A container or vehicle that carries goods, and the fuel or energy that it runs on.

    Equipment of a handling unit has an id, a size and its refrigeration; equipment of the transport
    service has `fuel`, who provides it and its measures.
    """

    id: str | None = None
    type_code: str | None = None
    list_id: str | None = None
    list_agency: str | None = None
    list_version: str | None = None
    size_type_code: str | None = None
    is_refrigerated: bool | None = None
    description: str | None = None
    has_power: bool | None = None
    dimensions: tuple[Dimension, ...] = ()
    provider: Party | None = None
    fuel: Item | None = None


@dataclass(frozen=True, slots=True)
class EnvironmentalEmission:
    """What the transport gives off: a kind such as carbon dioxide, and how much."""

    type_code: str
    value: Quantity
    list_id: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True)
class TransportationService:
    """How the goods are carried, with what equipment and what emissions."""

    code: str
    equipment: tuple[TransportEquipment, ...] = ()
    emissions: tuple[EnvironmentalEmission, ...] = ()


@dataclass(frozen=True, slots=True)
class Consignment:
    """The goods as they are given to the carrier; `handling_code_list` names the list of the code."""

    id: Identifier
    hazardous: bool | None = None
    handling_code: str | None = None
    handling_code_list: str | None = None
    handling_instructions: str | None = None
    carrier: Carrier | None = None
    service: TransportationService | None = None


@dataclass(frozen=True, slots=True)
class TransportMeans:
    """The aircraft, lorry, train or vessel."""

    aircraft_id: str | None = None
    license_plate_id: str | None = None
    train_id: str | None = None
    rail_car_id: str | None = None
    vessel_id: str | None = None
    dimensions: tuple[Dimension, ...] = ()


@dataclass(frozen=True, slots=True)
class ShipmentStage:
    """A leg of the journey: UN/ECE recommendation 19 mode, recommendation 28 means."""

    mode_code: str
    means_type_code: str | None = None
    means: TransportMeans | None = None


@dataclass(frozen=True, slots=True)
class ShipmentDelivery:
    """Where and when the goods leave and arrive, and on what terms."""

    actual_date: date | None = None
    actual_time: time | None = None
    tracking_id: str | None = None
    location: Location | None = None
    estimated: Period | None = None
    despatch_date: date | None = None
    despatch_time: time | None = None
    despatch_address: Address | None = None
    terms: DeliveryTerms | None = None


@dataclass(frozen=True, slots=True)
class TransportHandlingUnit:
    """A pallet, cage or container by its SSCC, with its packages and the goods in them."""

    id: Identifier
    type_code: str
    handling_code: str | None = None
    handling_code_list: str | None = None
    handling_instructions: str | None = None
    hazardous: bool | None = None
    shipping_marks: str | None = None
    equipment: tuple[TransportEquipment, ...] = ()
    dimensions: tuple[Dimension, ...] = ()
    minimum_temperature: Dimension | None = None
    maximum_temperature: Dimension | None = None
    goods: tuple[GoodsItem, ...] = ()
    packages: tuple[TransportPackage, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvancedShipment:
    """The journey of the goods as a whole; `declared_value` is for statistics."""

    id: Identifier
    information: tuple[str, ...] = ()
    gross_weight: Quantity | None = None
    gross_volume: Quantity | None = None
    handling_unit_count: Decimal | None = None
    declared_value: Decimal | None = None
    declared_currency: str | None = None
    consignment: Consignment | None = None
    stage: ShipmentStage | None = None
    delivery: ShipmentDelivery | None = None
    handling_units: tuple[TransportHandlingUnit, ...] = ()


@dataclass(frozen=True, slots=True)
class AdvancedDespatchAdvice:
    """Notice of goods on their way to the consignee, and of how they travel."""

    number: str
    issue_date: date
    issue_time: time
    despatcher: Party
    consignee: Party
    shipment: AdvancedShipment
    lines: tuple[DespatchLine, ...]
    status_code: str | None = None
    type_code: str | None = None
    note: str | None = None
    order_numbers: tuple[str, ...] = ()
    attachments: tuple[DocumentReference, ...] = ()
    buyer: Party | None = None
    seller: Party | None = None
    originator: Party | None = None
    customization_id: str = "urn:fdc:peppol.eu:logistics:trns:advanced_despatch_advice:1"
    profile_id: str = DESPATCH_ADVICE_ONLY
