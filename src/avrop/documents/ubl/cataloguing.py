"""Catalogue and Punch Out: elements and fields."""

from avrop.documents.catalogue import (
    Catalogue,
    CatalogueLine,
    CataloguePrice,
    ItemComparison,
    RelatedItem,
)
from avrop.documents.punch_out import PunchOut, PunchOutLine
from avrop.documents.ubl.aggregates import (
    ADDRESS,
    CONTACT_WITH_ID,
    DAYS,
    ITEM,
    ITEM_INSTANCE,
    PARTY,
    PERIOD,
    REFERENCE,
    TESTED_PROPERTY,
)
from avrop.documents.ubl.ordering import ANSWERING_PARTY, HEADING, ISSUED
from avrop.documents.ubl.shapes import (
    Shape,
    boolean,
    day,
    number,
    quantity,
    replaced,
    shaped,
    text,
)

COMPARISON = Shape(
    ItemComparison,
    number("amount", "cbc:PriceAmount"),
    text("currency", "cbc:PriceAmount/@currencyID"),
    quantity("quantity", "cbc:Quantity"),
)

RELATED = Shape(
    RelatedItem,
    text("id", "cbc:ID"),
    quantity("quantity", "cbc:Quantity"),
)

PRICE = Shape(
    CataloguePrice,
    quantity("lead_time", "cbc:LeadTimeMeasure"),
    quantity("minimum", "cbc:MinimumQuantity"),
    quantity("maximum", "cbc:MaximumQuantity"),
    shaped("territories", "cac:ApplicableTerritoryAddress*", ADDRESS),
    number("amount", "cac:Price/cbc:PriceAmount"),
    text("currency", "cac:Price/cbc:PriceAmount/@currencyID"),
    number("base_quantity", "cac:Price/cbc:BaseQuantity"),
    text("base_unit", "cac:Price/cbc:BaseQuantity/@unitCode"),
    text("type_code", "cac:Price/cbc:PriceType"),
    number("orderable_unit_factor", "cac:Price/cbc:OrderableUnitFactorRate"),
    shaped("validity", "cac:Price/cac:ValidityPeriod", DAYS),
)

SPECIFICATIONS = shaped(
    "specifications",
    "cac:ItemSpecificationDocumentReference*",
    REFERENCE.only("number", "type_code", "description", "attachment"),
)
OFFERED_ITEM = replaced(
    ITEM.without("sellers_extended_id", "standard_extended_id"),
    SPECIFICATIONS,
    shaped("properties", "cac:AdditionalItemProperty*", TESTED_PROPERTY),
    shaped("instances", "cac:ItemInstance*", ITEM_INSTANCE.only("best_before_date", "lot")),
)

LINE = Shape(
    CatalogueLine,
    text("id", "cbc:ID"),
    text("action_code", "cbc:ActionCode"),
    boolean("orderable", "cbc:OrderableIndicator"),
    text("orderable_unit", "cbc:OrderableUnit"),
    quantity("content", "cbc:ContentUnitQuantity"),
    number("order_increment", "cbc:OrderQuantityIncrementNumeric"),
    quantity("minimum_order", "cbc:MinimumOrderQuantity"),
    quantity("maximum_order", "cbc:MaximumOrderQuantity"),
    text("warranty", "cbc:WarrantyInformation"),
    text("pack_level_code", "cbc:PackLevelCode"),
    shaped("validity", "cac:LineValidityPeriod", DAYS),
    shaped("comparisons", "cac:ItemComparison*", COMPARISON),
    shaped("components", "cac:ComponentRelatedItem*", RELATED),
    shaped("accessories", "cac:AccessoryRelatedItem*", RELATED),
    shaped("required", "cac:RequiredRelatedItem*", RELATED),
    shaped("replaces", "cac:ReplacedRelatedItem*", RELATED),
    shaped("prices", "cac:RequiredItemLocationQuantity*", PRICE),
    shaped("item", "cac:Item", OFFERED_ITEM),
)

REGISTERED_PARTY = PARTY.only(
    "endpoint",
    "identifications",
    "address",
    "legal_name",
    "legal_id",
    "registered_city",
    "registered_country",
)
TRADER = PARTY.only("endpoint", "identifications", "name", "address", "contact")

CATALOGUE = Shape(
    Catalogue,
    text("customization_id", "cbc:CustomizationID"),
    text("profile_id", "cbc:ProfileID"),
    text("number", "cbc:ID"),
    text("action_code", "cbc:ActionCode"),
    text("name", "cbc:Name"),
    day("issue_date", "cbc:IssueDate"),
    text("version", "cbc:VersionID"),
    shaped("validity", "cac:ValidityPeriod", DAYS),
    text("contract", "cac:ReferencedContract/cbc:ID"),
    text("source_catalogue", "cac:SourceCatalogueReference/cbc:ID"),
    shaped("provider", "cac:ProviderParty", REGISTERED_PARTY),
    shaped("receiver", "cac:ReceiverParty", REGISTERED_PARTY),
    shaped("seller", "cac:SellerSupplierParty/cac:Party", TRADER),
    shaped("contractor", "cac:ContractorCustomerParty/cac:Party", TRADER),
    text("trading_terms", "cac:TradingTerms*/cbc:Information"),
    shaped("lines", "cac:CatalogueLine*", LINE),
)
CATALOGUE_HEADER = CATALOGUE.without("lines")

SHOPPER = replaced(
    PARTY.only("endpoint", "identifications", "legal_name", "contact"),
    shaped("contact", "cac:Contact", CONTACT_WITH_ID.only("id")),
)
TERM = PERIOD.only("end", "end_time")
PUNCHED_ITEM = ITEM.only(
    "description",
    "name",
    "buyers_id",
    "sellers_id",
    "manufacturers_id",
    "standard_id",
    "specifications",
    "origin_country",
    "classifications",
    "transaction_conditions",
    "tax",
    "properties",
    "manufacturer",
    "certificates",
)

CONDITIONS = "cac:RequiredItemLocationQuantity/"
PUNCH_OUT_LINE = Shape(
    PunchOutLine,
    text("id", "cbc:ID"),
    text("contract_subdivision", "cbc:ContractSubdivision"),
    shaped("validity", "cac:LineValidityPeriod", PERIOD.without("start_time")),
    quantity("lead_time", CONDITIONS + "cbc:LeadTimeMeasure"),
    shaped("territory", CONDITIONS + "cac:ApplicableTerritoryAddress", ADDRESS),
    shaped(
        "price",
        CONDITIONS + "cac:Price",
        Shape(
            CataloguePrice,
            number("amount", "cbc:PriceAmount"),
            text("currency", "cbc:PriceAmount/@currencyID"),
            number("base_quantity", "cbc:BaseQuantity"),
            text("base_unit", "cbc:BaseQuantity/@unitCode"),
            text("type_code", "cbc:PriceType"),
        ),
    ),
    quantity("quantity", CONDITIONS + "cac:DeliveryUnit/cbc:BatchQuantity"),
    shaped("item", "cac:Item", replaced(PUNCHED_ITEM, SPECIFICATIONS)),
)

PUNCH_OUT = Shape(
    PunchOut,
    *HEADING,
    text("action_code", "cbc:ActionCode"),
    *ISSUED,
    shaped("validity", "cac:ValidityPeriod", TERM),
    text("contract", "cac:ReferencedContract/cbc:ID"),
    shaped("provider", "cac:ProviderParty", ANSWERING_PARTY),
    shaped("receiver", "cac:ReceiverParty", SHOPPER),
    shaped("lines", "cac:CatalogueLine*", PUNCH_OUT_LINE),
)
