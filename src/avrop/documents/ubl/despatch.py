"""Despatch Advice: elements and fields."""

from avrop.documents.despatch_advice import (
    Carrier,
    DespatchAdvice,
    DespatchLine,
    HandlingUnit,
    Package,
    Shipment,
)
from avrop.documents.ubl.aggregates import (
    ADDRESS_WITH_ID,
    ATTACHED,
    CONTACT,
    ITEM,
    MEASURE,
    PARTY,
    PERIOD,
    REFERENCE,
)
from avrop.documents.ubl.ordering import DELIVERY_PARTY, HEADING, ISSUED
from avrop.documents.ubl.shapes import (
    Shape,
    boolean,
    clock,
    day,
    fixed,
    identifier,
    number,
    quantity,
    shaped,
    text,
)

DESPATCHER = PARTY.only("endpoint", "identifications", "address", "legal_name", "contact")
CONSIGNEE = DESPATCHER.without("contact")
TRADER = PARTY.only("identifications", "name", "address")
TYPED_REFERENCE = REFERENCE.only("number", "type_name")

PACKAGE = Shape(
    Package,
    text("id", "cbc:ID"),
    text("type_code", "cbc:PackagingTypeCode"),
)

HANDLING_UNIT = Shape(
    HandlingUnit,
    identifier("id", "cbc:ID"),
    text("type_code", "cbc:TransportHandlingUnitTypeCode"),
    boolean("hazardous", "cbc:HazardousRiskIndicator"),
    text("shipping_marks", "cbc:ShippingMarks*"),
    shaped("dimensions", "cac:MeasurementDimension*", MEASURE),
    shaped("packages", "cac:Package*", PACKAGE),
)

CARRIER = Shape(
    Carrier,
    identifier("identification", "cac:PartyIdentification/cbc:ID"),
    text("name", "cac:PartyName/cbc:Name"),
    shaped(
        "identity_documents",
        "cac:Person/cac:IdentityDocumentReference*",
        TYPED_REFERENCE,
    ),
)

SHIPMENT = Shape(
    Shipment,
    text("id", "cbc:ID"),
    text("information", "cbc:Information*"),
    quantity("gross_weight", "cbc:GrossWeightMeasure"),
    quantity("gross_volume", "cbc:GrossVolumeMeasure"),
    number("handling_unit_count", "cbc:TotalTransportHandlingUnitQuantity"),
    text("consignment_id", "cac:Consignment/cbc:ID"),
    text("consignment_information", "cac:Consignment/cbc:Information"),
    shaped("carrier", "cac:Consignment/cac:CarrierParty", CARRIER),
    text("transport_mode_code", "cac:ShipmentStage/cbc:TransportModeCode"),
    text("tracking_id", "cac:Delivery/cbc:TrackingID"),
    shaped("estimated", "cac:Delivery/cac:EstimatedDeliveryPeriod", PERIOD),
    shaped("delivery_party", "cac:Delivery/cac:DeliveryParty", DELIVERY_PARTY),
    day("despatch_date", "cac:Delivery/cac:Despatch/cbc:ActualDespatchDate"),
    clock("despatch_time", "cac:Delivery/cac:Despatch/cbc:ActualDespatchTime"),
    shaped("despatch_address", "cac:Delivery/cac:Despatch/cac:DespatchAddress", ADDRESS_WITH_ID),
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
    shaped("references", "cac:DocumentReference*", TYPED_REFERENCE),
    shaped(
        "item",
        "cac:Item",
        ITEM.only(
            "name",
            "buyers_id",
            "sellers_id",
            "sellers_extended_id",
            "standard_id",
            "standard_extended_id",
            "classifications",
            "hazards",
            "properties",
            "instances",
        ),
    ),
    fixed("cac:Shipment/cbc:ID", "NA"),
    shaped("handling_units", "cac:Shipment/cac:TransportHandlingUnit*", HANDLING_UNIT),
)

DESPATCH_ADVICE = Shape(
    DespatchAdvice,
    *HEADING,
    *ISSUED,
    text("note", "cbc:Note"),
    text("order_numbers", "cac:OrderReference*/cbc:ID"),
    shaped("attachments", "cac:AdditionalDocumentReference*", ATTACHED),
    shaped("despatcher", "cac:DespatchSupplierParty/cac:Party", DESPATCHER),
    shaped("consignee", "cac:DeliveryCustomerParty/cac:Party", CONSIGNEE),
    shaped("delivery_contact", "cac:DeliveryCustomerParty/cac:DeliveryContact", CONTACT),
    shaped("buyer", "cac:BuyerCustomerParty/cac:Party", TRADER),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", TRADER),
    shaped("originator", "cac:OriginatorCustomerParty/cac:Party", TRADER),
    shaped("shipment", "cac:Shipment", SHIPMENT),
    shaped("lines", "cac:DespatchLine*", LINE),
)
