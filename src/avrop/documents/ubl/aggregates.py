"""The elements that several documents share: parties, items, prices, references."""

from avrop.documents.common import (
    Address,
    AllowanceCharge,
    Attachment,
    Certificate,
    Classification,
    Contact,
    Coordinate,
    Dimension,
    DocumentReference,
    HazardousItem,
    Item,
    ItemInstance,
    ItemProperty,
    Location,
    MonetaryTotal,
    Period,
    Price,
    TaxCategory,
)
from avrop.documents.parties import Party, TaxRegistration
from avrop.documents.ubl.shapes import (
    Shape,
    amount,
    binary,
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

COORDINATE = Shape(
    Coordinate,
    text("system_code", "cbc:CoordinateSystemCode"),
    quantity("latitude", "cbc:LatitudeDegreesMeasure"),
    quantity("longitude", "cbc:LongitudeDegreesMeasure"),
    quantity("altitude", "cbc:AltitudeMeasure"),
)

PLACE = Shape(
    Address,
    text("id", "cbc:ID"),
    text("scheme", "cbc:ID/@schemeID"),
    text("street", "cbc:StreetName"),
    text("additional_street", "cbc:AdditionalStreetName"),
    text("city", "cbc:CityName"),
    text("postal_code", "cbc:PostalZone"),
    text("region", "cbc:CountrySubentity"),
    text("line", "cac:AddressLine/cbc:Line"),
    text("country", "cac:Country/cbc:IdentificationCode"),
    shaped("coordinate", "cac:LocationCoordinate", COORDINATE),
)
ADDRESS_WITH_ID = PLACE.without("scheme", "coordinate")
ADDRESS = ADDRESS_WITH_ID.without("id")

CONTACT_WITH_ID = Shape(
    Contact,
    text("id", "cbc:ID"),
    text("name", "cbc:Name"),
    text("telephone", "cbc:Telephone"),
    text("email", "cbc:ElectronicMail"),
)
CONTACT = CONTACT_WITH_ID.without("id")

PERIOD = Shape(
    Period,
    day("start", "cbc:StartDate"),
    clock("start_time", "cbc:StartTime"),
    day("end", "cbc:EndDate"),
    clock("end_time", "cbc:EndTime"),
)
DAYS = PERIOD.only("start", "end")

INVOICED_PERIOD = Shape(
    Period,
    day("start", "cbc:StartDate"),
    day("end", "cbc:EndDate"),
    text("description_code", "cbc:DescriptionCode"),
)

LOCATION = Shape(
    Location,
    identifier("identifier", "cbc:ID"),
    text("name", "cbc:Name"),
    shaped("address", "cac:Address", ADDRESS),
)

ATTACHMENT = Shape(
    Attachment,
    binary("content", "cbc:EmbeddedDocumentBinaryObject"),
    text("mime_code", "cbc:EmbeddedDocumentBinaryObject/@mimeCode"),
    text("filename", "cbc:EmbeddedDocumentBinaryObject/@filename"),
    text("uri", "cac:ExternalReference/cbc:URI"),
)

ANY_REFERENCE = Shape(
    DocumentReference,
    text("number", "cbc:ID"),
    text("scheme", "cbc:ID/@schemeID"),
    day("issue_date", "cbc:IssueDate"),
    clock("issue_time", "cbc:IssueTime"),
    text("type_code", "cbc:DocumentTypeCode"),
    text("type_name", "cbc:DocumentType"),
    text("version", "cbc:VersionID"),
    text("status_code", "cbc:DocumentStatusCode"),
    text("description", "cbc:DocumentDescription"),
    shaped("attachment", "cac:Attachment", ATTACHMENT),
)
REFERENCE = ANY_REFERENCE.without("issue_time", "version", "status_code")
ATTACHED = REFERENCE.only("number", "type_name", "attachment")
TYPED_ATTACHED = REFERENCE.only("number", "type_code", "type_name", "attachment")

TAX_CATEGORY = Shape(
    TaxCategory,
    text("code", "cbc:ID"),
    number("percent", "cbc:Percent"),
    text("exemption_code", "cbc:TaxExemptionReasonCode"),
    text("exemption_reason", "cbc:TaxExemptionReason"),
    text("scheme", "cac:TaxScheme/cbc:ID"),
)
CLASSIFIED_TAX = TAX_CATEGORY.only("code", "percent", "scheme")

ALLOWANCE_CHARGE = Shape(
    AllowanceCharge,
    boolean("is_charge", "cbc:ChargeIndicator"),
    text("reason_code", "cbc:AllowanceChargeReasonCode"),
    text("reason", "cbc:AllowanceChargeReason"),
    number("percent", "cbc:MultiplierFactorNumeric"),
    amount("amount", "cbc:Amount"),
    amount("base_amount", "cbc:BaseAmount"),
    shaped("tax", "cac:TaxCategory", CLASSIFIED_TAX),
)
LINE_ALLOWANCE_CHARGE = ALLOWANCE_CHARGE.without("tax")

TYPED_PRICE = Shape(
    Price,
    amount("amount", "cbc:PriceAmount"),
    number("base_quantity", "cbc:BaseQuantity"),
    text("base_unit", "cbc:BaseQuantity/@unitCode"),
    text("type_code", "cbc:PriceType"),
    fixed("cac:AllowanceCharge/cbc:ChargeIndicator", "false"),
    amount("discount", "cac:AllowanceCharge/cbc:Amount"),
    amount("gross_amount", "cac:AllowanceCharge/cbc:BaseAmount"),
)
PRICE = TYPED_PRICE.without("type_code")

CLASSIFICATION = Shape(
    Classification,
    text("code", "cbc:ItemClassificationCode"),
    text("list_id", "cbc:ItemClassificationCode/@listID"),
    text("list_version", "cbc:ItemClassificationCode/@listVersionID"),
    text("name", "cbc:ItemClassificationCode/@name"),
)

TESTED_PROPERTY = Shape(
    ItemProperty,
    identifier("identifier", "cbc:ID"),
    text("scheme_uri", "cbc:ID/@schemeDataURI"),
    text("scheme_version", "cbc:ID/@schemeVersionID"),
    text("name", "cbc:Name"),
    text("name_code", "cbc:NameCode"),
    text("name_code_list", "cbc:NameCode/@listID"),
    text("test_method", "cbc:TestMethod"),
    text("value", "cbc:Value"),
    quantity("quantity", "cbc:ValueQuantity"),
    text("qualifier", "cbc:ValueQualifier"),
)
ITEM_PROPERTY = TESTED_PROPERTY.without("test_method")
UNIDENTIFIED_PROPERTY = ITEM_PROPERTY.without("identifier", "scheme_uri", "scheme_version")

ANY_INSTANCE = Shape(
    ItemInstance,
    identifier("trace_id", "cbc:ProductTraceID"),
    day("manufacture_date", "cbc:ManufactureDate"),
    clock("manufacture_time", "cbc:ManufactureTime"),
    day("best_before_date", "cbc:BestBeforeDate"),
    text("serial", "cbc:SerialID"),
    shaped("properties", "cac:AdditionalItemProperty*", ITEM_PROPERTY.only("name", "value")),
    text("lot", "cac:LotIdentification/cbc:LotNumberID"),
    day("lot_expiry_date", "cac:LotIdentification/cbc:ExpiryDate"),
)
ITEM_INSTANCE = ANY_INSTANCE.without("manufacture_time")

CERTIFICATE = Shape(
    Certificate,
    text("number", "cbc:ID"),
    text("type_code", "cbc:CertificateTypeCode"),
    text("type_name", "cbc:CertificateType"),
    text("remarks", "cbc:Remarks*"),
    text("issuer", "cac:IssuerParty/cac:PartyName/cbc:Name"),
    text("references", "cac:DocumentReference*/cbc:ID"),
)

DIMENSION = Shape(
    Dimension,
    text("attribute", "cbc:AttributeID"),
    quantity("measure", "cbc:Measure"),
    text("description", "cbc:Description"),
    quantity("minimum", "cbc:MinimumMeasure"),
    quantity("maximum", "cbc:MaximumMeasure"),
)
MEASURE = DIMENSION.only("attribute", "measure")

HAZARD_IN_DETAIL = Shape(
    HazardousItem,
    text("id", "cbc:ID"),
    text("information", "cbc:AdditionalInformation"),
    text("undg_code", "cbc:UNDGCode"),
    text("technical_name", "cbc:TechnicalName"),
    text("category_name", "cbc:CategoryName"),
    text("category_code", "cbc:HazardousCategoryCode"),
    text("hazard_class", "cbc:HazardClassID"),
    quantity("net_weight", "cbc:NetWeightMeasure"),
    quantity("net_volume", "cbc:NetVolumeMeasure"),
    text("packing_criteria", "cac:HazardousGoodsTransit*/cbc:PackingCriteriaCode"),
    shaped("emergency_temperature", "cac:EmergencyTemperature", MEASURE),
)
HAZARD = HAZARD_IN_DETAIL.only("undg_code", "hazard_class")

ITEM = Shape(
    Item,
    text("description", "cbc:Description"),
    quantity("pack_quantity", "cbc:PackQuantity"),
    number("pack_size", "cbc:PackSizeNumeric"),
    text("name", "cbc:Name"),
    text("keywords", "cbc:Keyword*"),
    text("brands", "cbc:BrandName*"),
    text("buyers_id", "cac:BuyersItemIdentification/cbc:ID"),
    text("sellers_id", "cac:SellersItemIdentification/cbc:ID"),
    text("sellers_extended_id", "cac:SellersItemIdentification/cbc:ExtendedID"),
    text("manufacturers_id", "cac:ManufacturersItemIdentification/cbc:ID"),
    identifier("standard_id", "cac:StandardItemIdentification/cbc:ID"),
    text("standard_extended_id", "cac:StandardItemIdentification/cbc:ExtendedID"),
    shaped("specifications", "cac:ItemSpecificationDocumentReference*", REFERENCE),
    text("origin_country", "cac:OriginCountry/cbc:IdentificationCode"),
    shaped("classifications", "cac:CommodityClassification*", CLASSIFICATION),
    text("transaction_conditions", "cac:TransactionConditions*/cbc:ActionCode"),
    shaped("hazards", "cac:HazardousItem*", HAZARD),
    shaped("tax", "cac:ClassifiedTaxCategory", CLASSIFIED_TAX),
    shaped("properties", "cac:AdditionalItemProperty*", ITEM_PROPERTY),
    text("manufacturer", "cac:ManufacturerParty/cac:PartyName/cbc:Name"),
    shaped("instances", "cac:ItemInstance*", ITEM_INSTANCE),
    shaped("certificates", "cac:Certificate*", CERTIFICATE),
    shaped("dimensions", "cac:Dimension*", DIMENSION),
)

TAX_REGISTRATION = Shape(
    TaxRegistration,
    text("number", "cbc:CompanyID"),
    text("scheme", "cac:TaxScheme/cbc:ID"),
)

PARTY = Shape(
    Party,
    identifier("endpoint", "cbc:EndpointID"),
    identifier("identifications", "cac:PartyIdentification*/cbc:ID"),
    text("name", "cac:PartyName/cbc:Name"),
    shaped("address", "cac:PostalAddress", ADDRESS),
    shaped("tax_registrations", "cac:PartyTaxScheme*", TAX_REGISTRATION),
    text("legal_name", "cac:PartyLegalEntity/cbc:RegistrationName"),
    identifier("legal_id", "cac:PartyLegalEntity/cbc:CompanyID"),
    text("legal_form", "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
    text("registered_city", "cac:PartyLegalEntity/cac:RegistrationAddress/cbc:CityName"),
    text(
        "registered_country",
        "cac:PartyLegalEntity/cac:RegistrationAddress/cac:Country/cbc:IdentificationCode",
    ),
    shaped("contact", "cac:Contact", CONTACT),
)
NAMED_PARTY = PARTY.only("identifications", "name")

TOTAL = Shape(
    MonetaryTotal,
    amount("line_amount", "cbc:LineExtensionAmount"),
    amount("tax_exclusive", "cbc:TaxExclusiveAmount"),
    amount("tax_inclusive", "cbc:TaxInclusiveAmount"),
    amount("allowances", "cbc:AllowanceTotalAmount"),
    amount("charges", "cbc:ChargeTotalAmount"),
    amount("prepaid", "cbc:PrepaidAmount"),
    amount("rounding", "cbc:PayableRoundingAmount"),
    amount("payable", "cbc:PayableAmount"),
)
