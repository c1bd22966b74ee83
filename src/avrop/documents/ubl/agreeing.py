"""Order Agreement and Order Response Advanced: elements and fields."""

from avrop.documents.order import DeliveryTerms
from avrop.documents.order_agreement import OrderAgreement, OrderAgreementLine
from avrop.documents.order_response_advanced import OrderResponseAdvanced
from avrop.documents.ubl.aggregates import (
    ADDRESS,
    ALLOWANCE_CHARGE,
    CONTACT,
    ITEM,
    NAMED_PARTY,
    PARTY,
    PERIOD,
    TAX_CATEGORY,
    TOTAL,
    TYPED_ATTACHED,
    TYPED_PRICE,
)
from avrop.documents.ubl.billing import TAX_SUBTOTAL
from avrop.documents.ubl.ordering import (
    ATTACHMENTS,
    DELIVERY_PARTY,
    HEADING,
    ISSUED,
    ORDER_RESPONSE,
    TERMS,
)
from avrop.documents.ubl.shapes import Shape, amount, quantity, replaced, shaped, text

AGREED_ITEM = replaced(
    ITEM.only(
        "description",
        "name",
        "buyers_id",
        "sellers_id",
        "standard_id",
        "specifications",
        "classifications",
        "transaction_conditions",
        "tax",
        "properties",
        "certificates",
    ),
    shaped("specifications", "cac:ItemSpecificationDocumentReference*", TYPED_ATTACHED),
)

AGREED_TAX = replaced(
    TAX_SUBTOTAL,
    shaped("category", "cac:TaxCategory", TAX_CATEGORY.without("exemption_code")),
)

LINE_ITEM = "cac:LineItem/"
LINE = Shape(
    OrderAgreementLine,
    text("id", LINE_ITEM + "cbc:ID"),
    text("note", LINE_ITEM + "cbc:Note"),
    quantity("quantity", LINE_ITEM + "cbc:Quantity"),
    amount("line_amount", LINE_ITEM + "cbc:LineExtensionAmount"),
    quantity("accepted", LINE_ITEM + "cac:Delivery/cbc:Quantity"),
    shaped("promised", LINE_ITEM + "cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    shaped("price", LINE_ITEM + "cac:Price", TYPED_PRICE),
    shaped("item", LINE_ITEM + "cac:Item", AGREED_ITEM),
)

SELLER = PARTY.only("endpoint", "identifications", "address", "legal_name", "legal_id", "contact")
AGREED_TERMS = Shape(
    DeliveryTerms,
    *TERMS.table,
    shaped("location_address", "cac:DeliveryLocation/cac:Address", ADDRESS),
)

ORDER_AGREEMENT = Shape(
    OrderAgreement,
    *HEADING,
    text("sales_order_number", "cbc:SalesOrderID"),
    *ISSUED,
    text("note", "cbc:Note"),
    text("currency", "cbc:DocumentCurrencyCode"),
    text("customer_reference", "cbc:CustomerReference"),
    text("previous_agreement", "cac:OrderReference/cbc:ID"),
    text("originator_document", "cac:OriginatorDocumentReference/cbc:ID"),
    ATTACHMENTS,
    text("contract", "cac:Contract/cbc:ID"),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", SELLER),
    shaped("buyer", "cac:BuyerCustomerParty/cac:Party", SELLER.without("contact")),
    shaped("delivery_contact", "cac:BuyerCustomerParty/cac:DeliveryContact", CONTACT),
    shaped("originator", "cac:OriginatorCustomerParty/cac:Party", NAMED_PARTY),
    shaped("invoicee", "cac:AccountingCustomerParty/cac:Party", NAMED_PARTY),
    shaped("promised", "cac:Delivery/cac:PromisedDeliveryPeriod", PERIOD),
    shaped("delivery_party", "cac:Delivery/cac:DeliveryParty", DELIVERY_PARTY.without("contact")),
    shaped("delivery_terms", "cac:DeliveryTerms", AGREED_TERMS),
    shaped("allowances_charges", "cac:AllowanceCharge*", ALLOWANCE_CHARGE),
    amount("tax_amount", "cac:TaxTotal/cbc:TaxAmount"),
    shaped("tax_breakdown", "cac:TaxTotal/cac:TaxSubtotal*", AGREED_TAX),
    shaped("total", "cac:LegalMonetaryTotal", TOTAL),
    shaped("lines", "cac:OrderLine*", LINE),
)

# The reference to an order change stands right after the one to the order.
AFTER_ORDER = next(
    place for place, entry in enumerate(ORDER_RESPONSE.table, 1) if entry.name == "order_number"
)
ORDER_RESPONSE_ADVANCED = Shape(
    OrderResponseAdvanced,
    *ORDER_RESPONSE.table[:AFTER_ORDER],
    text("order_change_number", "cac:OrderChangeDocumentReference/cbc:ID"),
    *ORDER_RESPONSE.table[AFTER_ORDER:],
)
