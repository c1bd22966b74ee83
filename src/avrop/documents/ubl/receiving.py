"""Receipt Advice: elements and fields."""

from avrop.documents.receipt_advice import (
    Condition,
    ReceiptAdvice,
    ReceiptLine,
    ReceivedConsignment,
    ReceivedShipment,
    ReceivedUnit,
)
from avrop.documents.ubl.aggregates import ANY_REFERENCE, ITEM, PARTY, TYPED_ATTACHED
from avrop.documents.ubl.despatch import CARRIER, TRADER
from avrop.documents.ubl.ordering import HEADING, ISSUED, TERMS
from avrop.documents.ubl.shapes import Shape, clock, day, identifier, quantity, shaped, text

LOGISTICS_PARTY = PARTY.without("legal_form")

CONDITION = Shape(
    Condition,
    text("code", "cbc:ConditionCode"),
    text("reason_code", "cbc:StatusReasonCode"),
    text("reason", "cbc:StatusReason"),
)

CONSIGNMENT = Shape(
    ReceivedConsignment,
    identifier("id", "cbc:ID"),
    shaped("condition", "cac:Status", CONDITION),
    shaped("carrier", "cac:CarrierParty", CARRIER),
)

UNIT = Shape(
    ReceivedUnit,
    identifier("id", "cbc:ID"),
    text("type_code", "cbc:TransportHandlingUnitTypeCode"),
    shaped("condition", "cac:Status", CONDITION),
)

SHIPMENT = Shape(
    ReceivedShipment,
    identifier("id", "cbc:ID"),
    text("information", "cbc:Information"),
    shaped("consignment", "cac:Consignment", CONSIGNMENT),
    day("delivery_date", "cac:Delivery/cbc:ActualDeliveryDate"),
    clock("delivery_time", "cac:Delivery/cbc:ActualDeliveryTime"),
    shaped("delivery_terms", "cac:Delivery/cac:DeliveryTerms", TERMS),
    shaped("handling_units", "cac:TransportHandlingUnit*", UNIT),
)

LINE = Shape(
    ReceiptLine,
    text("id", "cbc:ID"),
    text("note", "cbc:Note"),
    quantity("received", "cbc:ReceivedQuantity"),
    quantity("short", "cbc:ShortQuantity"),
    text("shortage_action_code", "cbc:ShortageActionCode"),
    quantity("rejected", "cbc:RejectedQuantity"),
    text("reject_reason_code", "cbc:RejectReasonCode"),
    text("reject_reason", "cbc:RejectReason"),
    text("reject_action_code", "cbc:RejectActionCode"),
    quantity("oversupply", "cbc:OversupplyQuantity"),
    text("order_line", "cac:OrderLineReference/cbc:LineID"),
    text("sales_order_line", "cac:OrderLineReference/cbc:SalesOrderLineID"),
    text("order_number", "cac:OrderLineReference/cac:OrderReference/cbc:ID"),
    text("sales_order_number", "cac:OrderLineReference/cac:OrderReference/cbc:SalesOrderID"),
    text("despatch_line", "cac:DespatchLineReference/cbc:LineID"),
    shaped(
        "item",
        "cac:Item",
        ITEM.only(
            "name",
            "buyers_id",
            "sellers_id",
            "manufacturers_id",
            "standard_id",
            "standard_extended_id",
        ),
    ),
)

RECEIPT_ADVICE = Shape(
    ReceiptAdvice,
    *HEADING,
    *ISSUED,
    text("status_code", "cbc:DocumentStatusCode"),
    text("type_code", "cbc:ReceiptAdviceTypeCode"),
    text("note", "cbc:Note"),
    text("order_number", "cac:OrderReference/cbc:ID"),
    shaped(
        "despatch",
        "cac:DespatchDocumentReference",
        ANY_REFERENCE.only("number", "issue_date", "issue_time", "status_code", "description"),
    ),
    shaped("attachments", "cac:AdditionalDocumentReference*", TYPED_ATTACHED),
    shaped("consignee", "cac:DeliveryCustomerParty/cac:Party", LOGISTICS_PARTY),
    shaped("despatcher", "cac:DespatchSupplierParty/cac:Party", LOGISTICS_PARTY),
    shaped("buyer", "cac:BuyerCustomerParty/cac:Party", TRADER),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", TRADER),
    shaped("shipment", "cac:Shipment", SHIPMENT),
    shaped("lines", "cac:ReceiptLine*", LINE),
)
