"""Order, Order Change, Order Cancellation and Order Response: elements and fields."""

from avrop.documents.common import Item
from avrop.documents.order import DeliveryTerms, Order, OrderDelivery, OrderLine
from avrop.documents.order_cancellation import OrderCancellation
from avrop.documents.order_change import OrderChange
from avrop.documents.order_response import OrderResponse, OrderResponseLine, Substitute
from avrop.documents.ubl.aggregates import (
    ALLOWANCE_CHARGE,
    ATTACHED,
    ITEM,
    ITEM_INSTANCE,
    LINE_ALLOWANCE_CHARGE,
    LOCATION,
    NAMED_PARTY,
    PARTY,
    PERIOD,
    PRICE,
    REFERENCE,
    TOTAL,
    UNIDENTIFIED_PROPERTY,
)
from avrop.documents.ubl.shapes import (
    Field,
    Shape,
    amount,
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

TRADING_PARTY = PARTY.without("legal_form")
SELLER = TRADING_PARTY.without("tax_registrations")
ORIGINATOR = PARTY.only("identifications", "name", "contact")
ANSWERING_PARTY = PARTY.only("endpoint", "identifications", "legal_name")
DELIVERY_PARTY = PARTY.only("identifications", "name", "address", "contact")

ORDERED_ITEM = replaced(
    ITEM.only(
        "description",
        "name",
        "buyers_id",
        "sellers_id",
        "manufacturers_id",
        "standard_id",
        "specifications",
        "classifications",
        "tax",
        "properties",
        "instances",
    ),
    shaped("specifications", "cac:ItemSpecificationDocumentReference*", REFERENCE.only("number")),
    shaped("instances", "cac:ItemInstance*", ITEM_INSTANCE.only("serial", "lot")),
)

DELIVERY = Shape(
    OrderDelivery,
    shaped("location", "cac:DeliveryLocation", LOCATION),
    shaped("requested", "cac:RequestedDeliveryPeriod", PERIOD),
    shaped("party", "cac:DeliveryParty", DELIVERY_PARTY),
    day("despatch_date", "cac:Despatch/cbc:RequestedDespatchDate"),
    clock("despatch_time", "cac:Despatch/cbc:RequestedDespatchTime"),
    text("shipment_id", "cac:Shipment/cbc:ID"),
    text("priority_code", "cac:Shipment/cbc:ShippingPriorityLevelCode"),
    text("shipping_marks", "cac:Shipment/cac:TransportHandlingUnit/cbc:ShippingMarks"),
)
CHANGED_DELIVERY = DELIVERY.without("despatch_date", "despatch_time", "priority_code")

NAMED_LOCATION = LOCATION.without("identifier")

TERMS = Shape(
    DeliveryTerms,
    text("code", "cbc:ID"),
    text("special_terms", "cbc:SpecialTerms"),
    text("location_id", "cac:DeliveryLocation/cbc:ID"),
)


def line_table(*status: Field, item: Shape[Item]) -> tuple[Field, ...]:
    """The elements of an order line; a change says in each line what becomes of it."""
    return (
        text("note", "cbc:Note"),
        text("id", "cac:LineItem/cbc:ID"),
        *status,
        quantity("quantity", "cac:LineItem/cbc:Quantity"),
        amount("line_amount", "cac:LineItem/cbc:LineExtensionAmount"),
        boolean("partial_delivery", "cac:LineItem/cbc:PartialDeliveryIndicator"),
        text("accounting_cost", "cac:LineItem/cbc:AccountingCost"),
        identifier("delivery_id", "cac:LineItem/cac:Delivery/cbc:ID"),
        shaped("location", "cac:LineItem/cac:Delivery/cac:DeliveryLocation", NAMED_LOCATION),
        shaped("requested", "cac:LineItem/cac:Delivery/cac:RequestedDeliveryPeriod", PERIOD),
        shaped("originator", "cac:LineItem/cac:OriginatorParty", NAMED_PARTY),
        shaped("allowances_charges", "cac:LineItem/cac:AllowanceCharge*", LINE_ALLOWANCE_CHARGE),
        shaped("price", "cac:LineItem/cac:Price", PRICE),
        shaped("item", "cac:LineItem/cac:Item", item),
        text("quotation_line", "cac:QuotationLineReference/cbc:LineID"),
    )


ORDER_LINE = Shape(OrderLine, *line_table(item=ORDERED_ITEM))
# An order change cannot send a line elsewhere.
CHANGE_LINE = Shape(
    OrderLine,
    *line_table(
        text("status_code", "cac:LineItem/cbc:LineStatusCode"),
        item=ORDERED_ITEM.without("manufacturers_id"),
    ),
).without("location")

BUYER = shaped("buyer", "cac:BuyerCustomerParty/cac:Party", TRADING_PARTY)
SELLER_PARTY = shaped("seller", "cac:SellerSupplierParty/cac:Party", SELLER)
ORIGINATOR_PARTY = shaped("originator", "cac:OriginatorCustomerParty/cac:Party", ORIGINATOR)
INVOICEE = shaped("invoicee", "cac:AccountingCustomerParty/cac:Party", TRADING_PARTY)
ATTACHMENTS = shaped("attachments", "cac:AdditionalDocumentReference*", ATTACHED)

HEADING = (
    text("customization_id", "cbc:CustomizationID"),
    text("profile_id", "cbc:ProfileID"),
    text("number", "cbc:ID"),
)
ISSUED = (day("issue_date", "cbc:IssueDate"), clock("issue_time", "cbc:IssueTime"))
MONEY = (
    text("payment_terms", "cac:PaymentTerms/cbc:Note"),
    shaped("allowances_charges", "cac:AllowanceCharge*", ALLOWANCE_CHARGE),
    amount("tax_amount", "cac:TaxTotal/cbc:TaxAmount"),
    shaped("total", "cac:AnticipatedMonetaryTotal", TOTAL),
)

ORDER = Shape(
    Order,
    *HEADING,
    text("sales_order_number", "cbc:SalesOrderID"),
    *ISSUED,
    text("type_code", "cbc:OrderTypeCode"),
    text("note", "cbc:Note"),
    text("currency", "cbc:DocumentCurrencyCode"),
    text("customer_reference", "cbc:CustomerReference"),
    text("accounting_cost", "cbc:AccountingCost"),
    day("valid_until", "cac:ValidityPeriod/cbc:EndDate"),
    text("quotation", "cac:QuotationDocumentReference/cbc:ID"),
    text("previous_order", "cac:OrderDocumentReference/cbc:ID"),
    text("originator_document", "cac:OriginatorDocumentReference/cbc:ID"),
    text("catalogue", "cac:CatalogueReference/cbc:ID"),
    ATTACHMENTS,
    text("contract", "cac:Contract/cbc:ID"),
    text("project", "cac:ProjectReference/cbc:ID"),
    BUYER,
    SELLER_PARTY,
    ORIGINATOR_PARTY,
    INVOICEE,
    shaped("delivery", "cac:Delivery", DELIVERY),
    shaped("delivery_terms", "cac:DeliveryTerms", TERMS),
    *MONEY,
    shaped("lines", "cac:OrderLine*", ORDER_LINE),
)

ORDER_CHANGE = Shape(
    OrderChange,
    *HEADING,
    text("sales_order_number", "cbc:SalesOrderID"),
    *ISSUED,
    text("sequence_number", "cbc:SequenceNumberID"),
    text("note", "cbc:Note"),
    text("currency", "cbc:DocumentCurrencyCode"),
    text("customer_reference", "cbc:CustomerReference"),
    text("accounting_cost", "cbc:AccountingCost"),
    day("valid_until", "cac:ValidityPeriod/cbc:EndDate"),
    text("order_number", "cac:OrderReference/cbc:ID"),
    text("quotation", "cac:QuotationDocumentReference/cbc:ID"),
    text("originator_document", "cac:OriginatorDocumentReference/cbc:ID"),
    ATTACHMENTS,
    text("contract", "cac:Contract/cbc:ID"),
    BUYER,
    SELLER_PARTY,
    ORIGINATOR_PARTY,
    INVOICEE,
    shaped("delivery", "cac:Delivery", CHANGED_DELIVERY),
    shaped("delivery_terms", "cac:DeliveryTerms", TERMS),
    *MONEY,
    shaped("lines", "cac:OrderLine*", CHANGE_LINE),
)

ORDER_CANCELLATION = Shape(
    OrderCancellation,
    *HEADING,
    *ISSUED,
    text("note", "cbc:Note"),
    text("reason", "cbc:CancellationNote"),
    text("order_number", "cac:OrderReference/cbc:ID"),
    text("originator_document", "cac:OriginatorDocumentReference/cbc:ID"),
    ATTACHMENTS,
    text("contract", "cac:Contract/cbc:ID"),
    BUYER,
    SELLER_PARTY,
    ORIGINATOR_PARTY,
)

SUBSTITUTE = Shape(
    Substitute,
    text("id", "cbc:ID"),
    shaped(
        "item",
        "cac:Item",
        replaced(
            ITEM.only("name", "sellers_id", "standard_id", "classifications", "tax", "properties"),
            shaped("properties", "cac:AdditionalItemProperty*", UNIDENTIFIED_PROPERTY),
        ),
    ),
)

RESPONSE_LINE = Shape(
    OrderResponseLine,
    text("id", "cac:LineItem/cbc:ID"),
    text("note", "cac:LineItem/cbc:Note"),
    text("status_code", "cac:LineItem/cbc:LineStatusCode"),
    quantity("quantity", "cac:LineItem/cbc:Quantity"),
    number("maximum_backorder", "cac:LineItem/cbc:MaximumBackorderQuantity"),
    shaped("promised", "cac:LineItem/cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    shaped("price", "cac:LineItem/cac:Price", PRICE.only("amount", "base_quantity", "base_unit")),
    shaped(
        "item", "cac:LineItem/cac:Item", ITEM.only("name", "buyers_id", "sellers_id", "standard_id")
    ),
    shaped("substitute", "cac:SellerSubstitutedLineItem", SUBSTITUTE),
    text("order_line", "cac:OrderLineReference/cbc:LineID"),
)

ORDER_RESPONSE = Shape(
    OrderResponse,
    *HEADING,
    text("sales_order_number", "cbc:SalesOrderID"),
    *ISSUED,
    text("code", "cbc:OrderResponseCode"),
    text("note", "cbc:Note"),
    text("currency", "cbc:DocumentCurrencyCode"),
    text("customer_reference", "cbc:CustomerReference"),
    text("order_number", "cac:OrderReference/cbc:ID"),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", ANSWERING_PARTY),
    shaped("buyer", "cac:BuyerCustomerParty/cac:Party", ANSWERING_PARTY),
    shaped("promised", "cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    shaped("lines", "cac:OrderLine*", RESPONSE_LINE),
)
