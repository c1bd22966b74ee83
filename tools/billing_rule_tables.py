"""Make the tables of what EN 16931 would rather not see in a UBL invoice (UBL-CR and UBL-DT).

The published list of rules names each element by words such as "Delivery DeliveryLocation Name".
With the content models of UBL at hand these become paths; what UBL spells in another way, and what
stands elsewhere than the words say, is in the tables here. Called by `make_rule_tables.py`.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

STATED = re.compile(r"A UBL (?:invoice|credit note) sh\w+ not include (?:the |an? )?(.+)\Z")
# Words of the list, and the names that UBL has for them.
SPELLED = {
    "extensions": "ext:UBLExtensions",
    "DocumenDescription": "cbc:DocumentDescription",
    "Descriprion": "cbc:Description",
    "CalulationSequenceNumeric": "cbc:CalculationSequenceNumeric",
    "Xpath": "cbc:XPath",
    "External": "cac:ExternalReference",
}
# Elements that the list leaves out of its words, by what stands before and what comes next.
LEFT_OUT = {
    "BillingReference": "cac:InvoiceDocumentReference",
    "Invoice": "cac:Delivery",
}
# Rules that are no plain path from the root: attributes, and elements wherever they stand.
PLACED: dict[str, tuple[str, ...]] = {
    # These two look for simple elements, which UBL does not have there: they never find any.
    "629": ("cac:InvoiceLine/cac:Price/cbc:ValidityPeriod",),
    "630": ("cac:InvoiceLine/cac:Price/cbc:PriceList",),
    "648": ("cbc:CustomizationID/@schemeID",),
    "649": ("cbc:ProfileID/@schemeID",),
    "650": ("cbc:ID/@schemeID",),
    "651": ("cac:OrderReference/cbc:SalesOrderID/@schemeID",),
    "652": ("//cac:PartyTaxScheme/cbc:CompanyID/@schemeID",),
    "653": ("cac:PaymentMeans/cbc:PaymentID/@schemeID",),
    "654": ("cac:PaymentMeans/cac:PayeeFinancialAccount/cbc:ID/@schemeID",),
    "655": (
        "cac:PaymentMeans/cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch"
        "/cbc:ID/@schemeID",
    ),
    "656": ("cbc:InvoiceTypeCode/@listID",),
    "657": ("cbc:DocumentCurrencyCode/@listID",),
    "658": ("cbc:TaxCurrencyCode/@listID",),
    "659": ("cac:AdditionalDocumentReference/cbc:DocumentTypeCode/@listID",),
    "660": ("//cac:Country/cbc:IdentificationCode/@listID",),
    "661": ("cac:PaymentMeans/cbc:PaymentMeansCode/@listID",),
    "662": ("//cbc:AllowanceChargeReasonCode/@listID",),
    "663": ("//@unitCodeListID",),
    "664": ("//cac:FinancialInstitutionBranch/cac:FinancialInstitution",),
    "667": ("//cac:BuyersItemIdentification/cbc:ID/@schemeID",),
    "668": ("//cac:SellersItemIdentification/cbc:ID/@schemeID",),
    "669": ("//cac:Price/cac:AllowanceCharge/cbc:AllowanceChargeReasonCode",),
    "670": ("//cac:Price/cac:AllowanceCharge/cbc:AllowanceChargeReason",),
    "671": ("//cac:Price/cac:AllowanceCharge/cbc:MultiplierFactorNumeric",),
    "672": ("cbc:CreditNoteTypeCode/@listID",),
    "674": ("//cac:CardAccount/cbc:PrimaryAccountNumberID/@schemeID",),
    "675": ("//cac:CardAccount/cbc:NetworkID/@schemeID",),
    "676": ("//cac:PaymentMandate/cbc:ID/@schemeID",),
    "677": ("//cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID/@schemeID",),
    "678": ("//cac:TaxCategory/cbc:ID/@schemeID",),
    "679": ("//cac:ClassifiedTaxCategory/cbc:ID/@schemeID",),
    "680": ("//cac:PaymentMeans/cac:PayerFinancialAccount",),
    "681": ("//cac:PaymentMeans/cbc:InstructionNote",),
    "682": ("//cac:Delivery/cac:DeliveryAddress",),
}
# These ask about values as well, and are rules in code.
IN_CODE = frozenset({"UBL-CR-002", "UBL-CR-665", "UBL-CR-666", "UBL-CR-673"})
# UBL-DT-08 to 28: attributes that should stand nowhere.
ATTRIBUTES = """
    schemeName schemeAgencyName schemeDataURI schemeURI format unitCodeListID unitCodeListAgencyID
    unitCodeListAgencyName listAgencyName listName name languageID listURI listSchemeURI
    languageLocaleID uri currencyCodeListVersionID characterSetCode encodingCode schemeAgencyID
    listAgencyID
"""


def write_billing(corpus: Path, target: Path) -> None:
    """Write `billing.json`: a row of rule id and path for each rule."""
    schema = json.loads((target / "schema.json").read_text("utf-8"))
    published = json.loads((corpus / "peppol/rules.json").read_text("utf-8"))["rules"]
    rows: list[list[str]] = []
    for rule in published:
        if rule["id"].startswith("UBL-CR-") and rule["id"] not in IN_CODE:
            rows.extend([rule["id"], path] for path in paths(rule["id"], rule["message"], schema))
    rows.extend(
        [f"UBL-DT-{8 + each:02d}", f"//@{name}"] for each, name in enumerate(ATTRIBUTES.split())
    )
    absent = {row[0] for row in rows if row[0].startswith("UBL-DT")} - {r["id"] for r in published}
    if absent:
        raise SystemExit(f"not among the published rules: {sorted(absent)}")
    lines = ",\n".join(json.dumps(row) for row in sorted(rows))
    (target / "billing.json").write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def paths(rule: str, message: str, schema: dict[str, Any]) -> Iterator[str]:
    """The path, or with lines the two paths, that a rule forbids."""
    placed = PLACED.get(rule.removeprefix("UBL-CR-"))
    if placed:
        yield from placed
        return
    stated = STATED.match(message)
    if stated is None:
        raise SystemExit(f"{rule} is said in another way than the rest")
    words = stated[1].split()
    if words[:3] == ["InvoiceLine", "Item", "Price"]:
        words.pop(1)
    path = "/".join(steps(words, schema))
    yield path
    if path.startswith("cac:InvoiceLine/"):
        yield path.replace("cac:InvoiceLine", "cac:CreditNoteLine", 1)


def steps(words: list[str], schema: dict[str, Any]) -> Iterator[str]:
    """The names of UBL for the words of a rule, from the root down."""
    kind, before = "InvoiceType", "Invoice"
    for word in words:
        name = child(kind, word, schema)
        if name is None:
            between = LEFT_OUT[before]
            yield between
            name = child(schema["aggregates"][between], word, schema)
        if name is None:
            raise SystemExit(f"UBL has no {' '.join(words)}")
        yield name
        kind, before = schema["aggregates"].get(name, ""), word


def child(kind: str, word: str, schema: dict[str, Any]) -> str | None:
    """The name of a child of a content model, by the word for it."""
    known = {name.rstrip("?*+") for name in schema["types"].get(kind, "").split()}
    names = (SPELLED.get(word, ""), f"cbc:{word}", f"cac:{word}")
    return next((name for name in names if name in known), None)
