"""Invoice and Credit Note: elements and fields."""

from avrop.documents.invoice import (
    Invoice,
    InvoiceDelivery,
    InvoiceLine,
    PaymentAccount,
    PaymentMeans,
    TaxSubtotal,
    TaxTotal,
)
from avrop.documents.ubl.aggregates import (
    ALLOWANCE_CHARGE,
    INVOICED_PERIOD,
    ITEM,
    ITEM_PROPERTY,
    LINE_ALLOWANCE_CHARGE,
    LOCATION,
    PARTY,
    PRICE,
    REFERENCE,
    TAX_CATEGORY,
    TOTAL,
)
from avrop.documents.ubl.shapes import (
    Field,
    Shape,
    amount,
    clock,
    day,
    number,
    quantity,
    replaced,
    shaped,
    text,
)

INVOICED_ITEM = replaced(
    ITEM.only(
        "description",
        "name",
        "buyers_id",
        "sellers_id",
        "standard_id",
        "origin_country",
        "classifications",
        "tax",
        "properties",
    ),
    shaped("properties", "cac:AdditionalItemProperty*", ITEM_PROPERTY.only("name", "value")),
)
INVOICING_PARTY = PARTY.without("registered_city", "registered_country")

DELIVERY = Shape(
    InvoiceDelivery,
    day("actual_date", "cbc:ActualDeliveryDate"),
    shaped("location", "cac:DeliveryLocation", LOCATION.without("name")),
    text("party_name", "cac:DeliveryParty/cac:PartyName/cbc:Name"),
)

ACCOUNT = Shape(
    PaymentAccount,
    text("id", "cbc:ID"),
    text("name", "cbc:Name"),
    text("branch", "cac:FinancialInstitutionBranch/cbc:ID"),
)

CARD = "cac:CardAccount/cbc:"
MEANS = Shape(
    PaymentMeans,
    text("code", "cbc:PaymentMeansCode"),
    text("name", "cbc:PaymentMeansCode/@name"),
    day("due_date", "cbc:PaymentDueDate"),
    text("reference", "cbc:PaymentID"),
    text("card_number", CARD + "PrimaryAccountNumberID"),
    text("card_network", CARD + "NetworkID"),
    text("card_holder", CARD + "HolderName"),
    shaped("account", "cac:PayeeFinancialAccount", ACCOUNT),
    text("mandate_id", "cac:PaymentMandate/cbc:ID"),
    text("debited_account", "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"),
)

TAX_SUBTOTAL = Shape(
    TaxSubtotal,
    amount("taxable_amount", "cbc:TaxableAmount"),
    amount("tax_amount", "cbc:TaxAmount"),
    shaped("category", "cac:TaxCategory", TAX_CATEGORY),
)

TAX_TOTAL = Shape(
    TaxTotal,
    number("amount", "cbc:TaxAmount"),
    text("currency", "cbc:TaxAmount/@currencyID"),
    shaped("breakdown", "cac:TaxSubtotal*", TAX_SUBTOTAL),
)


def line_shape(quantity_name: str) -> Shape[InvoiceLine]:
    """A line; invoice and credit note name the quantity differently."""
    return Shape(
        InvoiceLine,
        text("id", "cbc:ID"),
        text("note", "cbc:Note"),
        quantity("quantity", quantity_name),
        amount("line_amount", "cbc:LineExtensionAmount"),
        text("accounting_cost", "cbc:AccountingCost"),
        shaped("period", "cac:InvoicePeriod", INVOICED_PERIOD.only("start", "end")),
        text("order_line", "cac:OrderLineReference/cbc:LineID"),
        shaped(
            "object_reference",
            "cac:DocumentReference",
            REFERENCE.only("number", "scheme", "type_code"),
        ),
        shaped("allowances_charges", "cac:AllowanceCharge*", LINE_ALLOWANCE_CHARGE),
        shaped("item", "cac:Item", INVOICED_ITEM),
        shaped("price", "cac:Price", PRICE),
    )


HEADING = (
    text("customization_id", "cbc:CustomizationID"),
    text("profile_id", "cbc:ProfileID"),
    text("number", "cbc:ID"),
    day("issue_date", "cbc:IssueDate"),
    clock("issue_time", "cbc:IssueTime"),
)
CODING = (
    text("currency", "cbc:DocumentCurrencyCode"),
    text("tax_currency", "cbc:TaxCurrencyCode"),
    text("accounting_cost", "cbc:AccountingCost"),
    text("buyer_reference", "cbc:BuyerReference"),
    shaped("period", "cac:InvoicePeriod", INVOICED_PERIOD),
    text("order_number", "cac:OrderReference/cbc:ID"),
    text("sales_order_number", "cac:OrderReference/cbc:SalesOrderID"),
    shaped(
        "preceding",
        "cac:BillingReference*/cac:InvoiceDocumentReference",
        REFERENCE.only("number", "issue_date"),
    ),
    text("despatch_number", "cac:DespatchDocumentReference/cbc:ID"),
    text("receipt_number", "cac:ReceiptDocumentReference/cbc:ID"),
)
ORIGINATOR = text("originator_document", "cac:OriginatorDocumentReference/cbc:ID")
CONTRACT = text("contract", "cac:ContractDocumentReference/cbc:ID")
ATTACHMENTS = shaped(
    "attachments",
    "cac:AdditionalDocumentReference*",
    REFERENCE.without("issue_date", "type_name"),
)
PARTIES: tuple[Field, ...] = (
    shaped("seller", "cac:AccountingSupplierParty/cac:Party", INVOICING_PARTY),
    shaped("buyer", "cac:AccountingCustomerParty/cac:Party", INVOICING_PARTY),
    shaped("payee", "cac:PayeeParty", PARTY.only("identifications", "name", "legal_id")),
    shaped(
        "tax_representative",
        "cac:TaxRepresentativeParty",
        PARTY.only("name", "address", "tax_registrations"),
    ),
)
PAYING: tuple[Field, ...] = (
    shaped("delivery", "cac:Delivery", DELIVERY),
    shaped("payment_means", "cac:PaymentMeans*", MEANS),
    text("payment_terms", "cac:PaymentTerms/cbc:Note"),
    shaped("allowances_charges", "cac:AllowanceCharge*", ALLOWANCE_CHARGE),
    shaped("tax_totals", "cac:TaxTotal*", TAX_TOTAL),
    shaped("total", "cac:LegalMonetaryTotal", TOTAL),
)

INVOICE = Shape(
    Invoice,
    *HEADING,
    day("due_date", "cbc:DueDate"),
    text("type_code", "cbc:InvoiceTypeCode"),
    text("note", "cbc:Note"),
    day("tax_point_date", "cbc:TaxPointDate"),
    *CODING,
    ORIGINATOR,
    CONTRACT,
    ATTACHMENTS,
    text("project", "cac:ProjectReference/cbc:ID"),
    *PARTIES,
    *PAYING,
    shaped("lines", "cac:InvoiceLine*", line_shape("cbc:InvoicedQuantity")),
    # An absent process is not the usual one.
    constants={"profile_id": ""},
)

CREDIT_NOTE = Shape(
    Invoice,
    *HEADING,
    day("tax_point_date", "cbc:TaxPointDate"),
    text("type_code", "cbc:CreditNoteTypeCode"),
    text("note", "cbc:Note"),
    *CODING,
    CONTRACT,
    ATTACHMENTS,
    ORIGINATOR,
    *PARTIES,
    *PAYING,
    shaped("lines", "cac:CreditNoteLine*", line_shape("cbc:CreditedQuantity")),
    constants={"profile_id": "", "is_credit_note": True},
)
