"""Advanced Despatch Advice: elements and fields."""

from avrop.documents.advanced_despatch_advice import (
    AdvancedDespatchAdvice,
    AdvancedShipment,
    Consignment,
    EnvironmentalEmission,
    GoodsItem,
    ShipmentDelivery,
    ShipmentStage,
    TransportationService,
    TransportEquipment,
    TransportHandlingUnit,
    TransportMeans,
    TransportPackage,
)
from avrop.documents.common import Item, Location, Manufacturer
from avrop.documents.despatch_advice import Carrier, DespatchLine
from avrop.documents.ubl.aggregates import (
    ADDRESS,
    ANY_INSTANCE,
    CERTIFICATE,
    DIMENSION,
    HAZARD_IN_DETAIL,
    ITEM,
    MEASURE,
    NAMED_PARTY,
    PARTY,
    PERIOD,
    PLACE,
    TYPED_ATTACHED,
)
from avrop.documents.ubl.despatch import TRADER, TYPED_REFERENCE
from avrop.documents.ubl.ordering import HEADING, ISSUED, TERMS
from avrop.documents.ubl.receiving import LOGISTICS_PARTY
from avrop.documents.ubl.shapes import (
    Field,
    Shape,
    boolean,
    clock,
    day,
    identifier,
    number,
    quantity,
    replaced,
    shaped,
    text,
)

HAZARDOUS = boolean("hazardous", "cbc:HazardousRiskIndicator")
DECLARED: tuple[Field, ...] = (
    number("declared_value", "cbc:DeclaredStatisticsValueAmount"),
    text("declared_currency", "cbc:DeclaredStatisticsValueAmount/@currencyID"),
)
HANDLING: tuple[Field, ...] = (
    text("handling_code", "cbc:HandlingCode"),
    text("handling_code_list", "cbc:HandlingCode/@listID"),
    text("handling_instructions", "cbc:HandlingInstructions"),
)
MEASURES = shaped("dimensions", "cac:MeasurementDimension*", MEASURE)

GOODS = shaped(
    "goods",
    "cac:GoodsItem*",
    Shape(
        GoodsItem,
        text("id", "cbc:ID"),
        HAZARDOUS,
        *DECLARED,
        quantity("quantity", "cbc:Quantity"),
        identifier("trace_id", "cbc:TraceID"),
    ),
)


def package_shape(*contained: Field) -> Shape[TransportPackage]:
    """A package with room for what it may contain; the innermost contains no further package."""
    return Shape(
        TransportPackage,
        identifier("id", "cbc:ID"),
        boolean("returnable", "cbc:ReturnableMaterialIndicator"),
        text("type_code", "cbc:PackagingTypeCode"),
        text("material", "cbc:PackingMaterial"),
        *contained,
        GOODS,
        MEASURES,
    )


INNERMOST = shaped("contained", "cac:ContainedPackage*", package_shape())
PACKAGE = package_shape(shaped("contained", "cac:ContainedPackage*", package_shape(INNERMOST)))

CARRIER = Shape(
    Carrier,
    identifier("identification", "cac:PartyIdentification/cbc:ID"),
    text("name", "cac:PartyName/cbc:Name"),
    *PARTY.without("endpoint", "identifications", "name", "legal_form").table,
    shaped("identity_documents", "cac:Person/cac:IdentityDocumentReference*", TYPED_REFERENCE),
)

FUELLED_EQUIPMENT = Shape(
    TransportEquipment,
    text("type_code", "cbc:TransportEquipmentTypeCode"),
    text("list_id", "cbc:TransportEquipmentTypeCode/@listID"),
    text("list_agency", "cbc:TransportEquipmentTypeCode/@listAgencyID"),
    text("list_version", "cbc:TransportEquipmentTypeCode/@listVersionID"),
    text("description", "cbc:Description"),
    shaped(
        "dimensions",
        "cac:MeasurementDimension*",
        DIMENSION.only("attribute", "measure", "description"),
    ),
    shaped("provider", "cac:ProviderParty", NAMED_PARTY),
    shaped("fuel", "cac:GoodsItem/cac:Item", ITEM.only("sellers_id", "standard_id")),
)
UNIT_EQUIPMENT = Shape(
    TransportEquipment,
    text("id", "cbc:ID"),
    text("type_code", "cbc:TransportEquipmentTypeCode"),
    text("size_type_code", "cbc:SizeTypeCode"),
    boolean("is_refrigerated", "cbc:RefrigerationOnIndicator"),
    text("description", "cbc:Description"),
    boolean("has_power", "cbc:PowerIndicator"),
)

EMISSION = Shape(
    EnvironmentalEmission,
    text("type_code", "cbc:EnvironmentalEmissionTypeCode"),
    text("list_id", "cbc:EnvironmentalEmissionTypeCode/@listID"),
    text("name", "cbc:EnvironmentalEmissionTypeCode/@name"),
    quantity("value", "cbc:ValueMeasure"),
)

SERVICE = Shape(
    TransportationService,
    text("code", "cbc:TransportServiceCode"),
    shaped("equipment", "cac:TransportEquipment*", FUELLED_EQUIPMENT),
    shaped("emissions", "cac:EnvironmentalEmission*", EMISSION),
)

CONSIGNMENT = Shape(
    Consignment,
    identifier("id", "cbc:ID"),
    HAZARDOUS,
    *HANDLING,
    shaped("carrier", "cac:CarrierParty", CARRIER),
    shaped("service", "cac:OriginalDespatchTransportationService", SERVICE),
)

MEANS = Shape(
    TransportMeans,
    text("aircraft_id", "cac:AirTransport/cbc:AircraftID"),
    text("license_plate_id", "cac:RoadTransport/cbc:LicensePlateID"),
    text("train_id", "cac:RailTransport/cbc:TrainID"),
    text("rail_car_id", "cac:RailTransport/cbc:RailCarID"),
    text("vessel_id", "cac:MaritimeTransport/cbc:VesselID"),
    MEASURES,
)

STAGE = Shape(
    ShipmentStage,
    text("mode_code", "cbc:TransportModeCode"),
    text("means_type_code", "cbc:TransportMeansTypeCode"),
    shaped("means", "cac:TransportMeans", MEANS),
)

DELIVERY = Shape(
    ShipmentDelivery,
    day("actual_date", "cbc:ActualDeliveryDate"),
    clock("actual_time", "cbc:ActualDeliveryTime"),
    text("tracking_id", "cbc:TrackingID"),
    shaped(
        "location",
        "cac:DeliveryLocation",
        Shape(
            Location,
            identifier("identifier", "cbc:ID"),
            text("name", "cbc:Name"),
            shaped("address", "cac:Address", PLACE.without("id", "scheme")),
        ),
    ),
    shaped("estimated", "cac:EstimatedDeliveryPeriod", PERIOD),
    day("despatch_date", "cac:Despatch/cbc:ActualDespatchDate"),
    clock("despatch_time", "cac:Despatch/cbc:ActualDespatchTime"),
    shaped("despatch_address", "cac:Despatch/cac:DespatchAddress", PLACE),
    shaped("terms", "cac:DeliveryTerms", TERMS),
)

HANDLING_UNIT = Shape(
    TransportHandlingUnit,
    identifier("id", "cbc:ID"),
    text("type_code", "cbc:TransportHandlingUnitTypeCode"),
    *HANDLING,
    HAZARDOUS,
    text("shipping_marks", "cbc:ShippingMarks"),
    shaped("equipment", "cac:TransportEquipment*", UNIT_EQUIPMENT),
    MEASURES,
    shaped("minimum_temperature", "cac:MinimumTemperature", MEASURE),
    shaped("maximum_temperature", "cac:MaximumTemperature", MEASURE),
    GOODS,
    shaped("packages", "cac:Package*", PACKAGE),
)

SHIPMENT = Shape(
    AdvancedShipment,
    identifier("id", "cbc:ID"),
    text("information", "cbc:Information*"),
    quantity("gross_weight", "cbc:GrossWeightMeasure"),
    quantity("gross_volume", "cbc:GrossVolumeMeasure"),
    number("handling_unit_count", "cbc:TotalTransportHandlingUnitQuantity"),
    *DECLARED,
    shaped("consignment", "cac:Consignment", CONSIGNMENT),
    shaped("stage", "cac:ShipmentStage", STAGE),
    shaped("delivery", "cac:Delivery", DELIVERY),
    shaped("handling_units", "cac:TransportHandlingUnit*", HANDLING_UNIT),
)

MADE_BY = shaped(
    "made_by",
    "cac:ManufacturerParty",
    Shape(
        Manufacturer,
        identifier("identification", "cac:PartyIdentification/cbc:ID"),
        text("name", "cac:PartyName/cbc:Name"),
        shaped("address", "cac:PostalAddress", ADDRESS),
        text("legal_name", "cac:PartyLegalEntity/cbc:RegistrationName"),
    ),
)
CARRIED = replaced(
    ITEM.only(
        "name",
        "buyers_id",
        "sellers_id",
        "manufacturers_id",
        "standard_id",
        "standard_extended_id",
        "classifications",
        "hazards",
        "properties",
        "manufacturer",
        "instances",
        "certificates",
        "dimensions",
    ),
    shaped("hazards", "cac:HazardousItem*", HAZARD_IN_DETAIL),
    shaped("instances", "cac:ItemInstance*", ANY_INSTANCE.without("trace_id", "properties")),
    shaped("certificates", "cac:Certificate*", CERTIFICATE.without("references")),
    shaped("dimensions", "cac:Dimension*", MEASURE),
)
CARRIED_ITEM = Shape(
    Item, *(MADE_BY if entry.name == "manufacturer" else entry for entry in CARRIED.table)
)

LINE = Shape(
    DespatchLine,
    text("id", "cbc:ID"),
    text("note", "cbc:Note"),
    quantity("delivered", "cbc:DeliveredQuantity"),
    quantity("outstanding", "cbc:OutstandingQuantity"),
    text("outstanding_reasons", "cbc:OutstandingReason*"),
    text("order_line", "cac:OrderLineReference/cbc:LineID"),
    text("sales_order_line", "cac:OrderLineReference/cbc:SalesOrderLineID"),
    text("order_number", "cac:OrderLineReference/cac:OrderReference/cbc:ID"),
    text("sales_order_number", "cac:OrderLineReference/cac:OrderReference/cbc:SalesOrderID"),
    shaped("references", "cac:DocumentReference*", TYPED_ATTACHED),
    shaped("item", "cac:Item", CARRIED_ITEM),
)

ADVANCED_DESPATCH_ADVICE = Shape(
    AdvancedDespatchAdvice,
    *HEADING,
    *ISSUED,
    text("status_code", "cbc:DocumentStatusCode"),
    text("type_code", "cbc:DespatchAdviceTypeCode"),
    text("note", "cbc:Note"),
    text("order_numbers", "cac:OrderReference*/cbc:ID"),
    shaped("attachments", "cac:AdditionalDocumentReference*", TYPED_ATTACHED),
    shaped("despatcher", "cac:DespatchSupplierParty/cac:Party", LOGISTICS_PARTY),
    shaped("consignee", "cac:DeliveryCustomerParty/cac:Party", LOGISTICS_PARTY),
    shaped("buyer", "cac:BuyerCustomerParty/cac:Party", LOGISTICS_PARTY.without("endpoint")),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", LOGISTICS_PARTY.without("endpoint")),
    shaped("originator", "cac:OriginatorCustomerParty/cac:Party", TRADER),
    shaped("shipment", "cac:Shipment", SHIPMENT),
    shaped("lines", "cac:DespatchLine*", LINE),
)
