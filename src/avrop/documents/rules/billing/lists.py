"""EN 16931 and Peppol: codes come from their lists (BR-CL, UBL-DT, PEPPOL-EN16931-CL)."""

from collections.abc import Iterator

from avrop.documents.rules.billing.view import Stated
from avrop.documents.rules.faults import Fault, has_excess_decimals
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

COUNTED = {"cbc:InvoicedQuantity", "cbc:CreditedQuantity", "cbc:BaseQuantity"}
CURRENCY_LISTS = (("BR-CL-03", "BR-CL-03"), ("PEPPOL-EN16931-CL007", "ISO4217"))
# Text of an element, wherever it stands.
TEXTS: dict[str, tuple[tuple[str, str], ...]] = {
    "cbc:DocumentCurrencyCode": (("BR-CL-04", "BR-CL-03"),),
    "cbc:TaxCurrencyCode": (("BR-CL-05", "BR-CL-03"),),
    "cbc:DescriptionCode": (("BR-CL-06", "UNCL2005"), ("PEPPOL-EN16931-CL006", "UNCL2005")),
    "cbc:PaymentMeansCode": (("BR-CL-16", "BR-CL-16"),),
}
# Text of an element below a certain parent.
PLACED = {
    ("cac:Country", "cbc:IdentificationCode"): ("BR-CL-14", "BR-CL-14"),
    ("cac:OriginCountry", "cbc:IdentificationCode"): ("BR-CL-15", "BR-CL-14"),
    ("cac:TaxCategory", "cbc:ID"): ("BR-CL-17", "BR-CL-17"),
    ("cac:ClassifiedTaxCategory", "cbc:ID"): ("BR-CL-18", "BR-CL-17"),
}
# An attribute of an element below a certain parent.
SCHEMES = {
    ("cac:PartyIdentification", "cbc:ID"): ("BR-CL-10", "schemeID", "BR-CL-10"),
    ("cac:PartyLegalEntity", "cbc:CompanyID"): ("BR-CL-11", "schemeID", "BR-CL-10"),
    ("cac:CommodityClassification", "cbc:ItemClassificationCode"): (
        "BR-CL-13",
        "listID",
        "BR-CL-13",
    ),
    ("cac:StandardItemIdentification", "cbc:ID"): ("BR-CL-21", "schemeID", "BR-CL-10"),
    ("cac:DeliveryLocation", "cbc:ID"): ("BR-CL-26", "schemeID", "BR-CL-10"),
    ("cac:AdditionalDocumentReference", "cbc:ID"): ("BR-CL-07", "schemeID", "BR-CL-07"),
    ("cac:DocumentReference", "cbc:ID"): ("BR-CL-07", "schemeID", "BR-CL-07"),
}
# The list of BR-CL-01 holds the types of invoices and of credit notes together; 81 is of both.
CREDIT_ONLY = frozenset(
    ("83", "261", "262", "296", "308", "381", "396", "420", "458", "502", "503", "532"),
)
CREDIT_CODES = CREDIT_ONLY | {"81"}
# A payee or seller may be known to SEPA as well as to ISO 6523.
ALSO_ALLOWED = {"BR-CL-10": {"SEPA"}}
SUBJECT_LENGTH = 3
REASONS = {
    "false": (("BR-CL-19", "BR-CL-19"), ("PEPPOL-EN16931-CL002", "BR-CL-19")),
    "true": (("BR-CL-20", "BR-CL-20"), ("PEPPOL-EN16931-CL003", "UNCL7161")),
}


def unknown(rule_id: str, node: Node, value: str) -> Fault:
    """A code that is not in its list."""
    return Fault(rule_id, node, "rules.code_unknown", {"value": value})


def list_faults(root: Node, stated: Stated, folder: str) -> Iterator[Fault]:
    """Every code that is not in its list."""
    yield from text_faults(root, folder)
    yield from subject_faults(root, folder)
    yield from amount_faults(root, stated, folder)
    yield from scheme_faults(root, stated, folder)
    units = {
        node.attributes["unitCode"]
        for (_, name, _), node in stated.items()
        if name in COUNTED and "unitCode" in node.attributes
    }
    strange = units - codes(folder, "BR-CL-23")
    for node in root.everywhere(*COUNTED) if strange else ():
        unit = node.attributes.get("unitCode")
        if unit in strange:
            yield unknown("BR-CL-23", node, unit)
    for node in root.everywhere("cbc:EmbeddedDocumentBinaryObject"):
        yield from attachment_faults(node, folder)
    for node in root.everywhere("cac:AllowanceCharge"):
        yield from reason_faults(node, folder)


def text_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Codes that are the text of an element."""
    for name, rules in TEXTS.items():
        for node in root.everywhere(name):
            for rule, listed in rules:
                if node.text not in codes(folder, listed):
                    yield unknown(rule, node, node.text)
    for (above, name), (rule, listed) in PLACED.items():
        parents, known = root.index.get(above, []), codes(folder, listed)
        if {parent.text_at(name) for parent in parents} <= known:
            # An element that UBL has once, as the schema says; were it there twice, it says so.
            continue
        for node in (below for parent in parents for below in parent.all(name)):
            if node.text not in known:
                yield unknown(rule, node, node.text)
    for node in root.everywhere("cbc:TaxExemptionReasonCode"):
        if node.text.upper() not in codes(folder, "BR-CL-22"):
            yield unknown("BR-CL-22", node, node.text)
    for node in root.everywhere("cbc:InvoiceTypeCode"):
        if node.text not in codes(folder, "BR-CL-01") - CREDIT_ONLY:
            yield unknown("BR-CL-01", node, node.text)
    for node in root.everywhere("cbc:CreditNoteTypeCode"):
        if node.text not in CREDIT_CODES:
            yield unknown("BR-CL-01", node, node.text)


def subject_faults(root: Node, folder: str) -> Iterator[Fault]:
    """BR-CL-08: a note that begins with a code between two # has it from UNTDID 4451."""
    for note in root.all("cbc:Note"):
        _, opened, rest = note.text.partition("#")
        code = rest.partition("#")[0] if opened and "#" in rest else ""
        if len(code) == SUBJECT_LENGTH and code not in codes(folder, "BR-CL-08"):
            yield unknown("BR-CL-08", note, code)


def amount_faults(root: Node, stated: Stated, folder: str) -> Iterator[Fault]:
    """Currencies of amounts, and UBL-DT-01: two decimals but for prices."""
    lists = [(rule, codes(folder, listed)) for rule, listed in CURRENCY_LISTS]
    known = frozenset.intersection(*(listed for _, listed in lists))
    amounts = [(name, nodes) for name, nodes in root.index.items() if name.endswith("Amount")]
    currencies = {
        node.attributes.get("currencyID", "")
        for (_, name, _), node in stated.items()
        if name.endswith("Amount")
    }
    if any(not node.attributes for _, nodes in amounts for node in nodes):
        currencies.add("")
    # Below a price with a discount nothing is counted.
    discounted: set[Node] = set()
    for price in root.everywhere("cac:Price"):
        if "cac:AllowanceCharge" in price.layout.first:
            discounted.update(below(price))
    for name, nodes in amounts:
        for node in nodes if not currencies <= known else ():
            currency = node.attributes.get("currencyID", "")
            for rule, listed in lists:
                if currency not in listed:
                    yield unknown(rule, node, currency)
        if name == "cbc:PriceAmount":
            continue
        for node in [each for each in nodes if "." in each.text]:
            if has_excess_decimals(node.text) and node not in discounted:
                yield Fault("UBL-DT-01", node, "rules.too_many_decimals", {"limit": "2"})


def below(node: Node) -> Iterator[Node]:
    """Every element below one."""
    for child in node.children:
        yield child
        yield from below(child)


def scheme_faults(root: Node, stated: Stated, folder: str) -> Iterator[Fault]:
    """Codes that are attributes and name the scheme of an identifier."""
    suspects: dict[tuple[str, str], None] = {}
    for (above, name, _), node in stated.items():
        known = SCHEMES.get((above, name))
        if known:
            rule, attribute, listed = known
            value = node.attributes.get(attribute)
            if value is not None and value not in codes(folder, listed):
                suspects[above, name] = None
    for above, name in suspects:
        rule, attribute, listed = SCHEMES[above, name]
        for parent in root.everywhere(above):
            # Only an object identifier (type 130) names its scheme from UNTDID 1153.
            if rule == "BR-CL-07" and parent.text_at("cbc:DocumentTypeCode") != "130":
                continue
            for node in parent.all(name):
                value = node.attributes.get(attribute)
                if value is None or value in codes(folder, listed):
                    continue
                if value not in ALSO_ALLOWED.get(rule, ()):
                    yield unknown(rule, node, value)
    for node in root.everywhere("cbc:EndpointID"):
        scheme = node.attributes.get("schemeID")
        for rule, listed in (("BR-CL-25", "BR-CL-25"), ("PEPPOL-EN16931-CL008", "cleas")):
            if scheme is not None and scheme not in codes(folder, listed):
                yield unknown(rule, node, scheme)


def attachment_faults(node: Node, folder: str) -> Iterator[Fault]:
    """UBL-DT-06 and 07, BR-CL-24 and CL001: an attachment says what it is."""
    for rule, attribute in (("UBL-DT-06", "mimeCode"), ("UBL-DT-07", "filename")):
        if attribute not in node.attributes:
            yield Fault(rule, node, "rules.attribute_missing", {"attribute": attribute})
    mime = node.attributes.get("mimeCode")
    if mime is not None and mime not in codes(folder, "MIMECODE"):
        yield unknown("BR-CL-24", node, mime)
        yield unknown("PEPPOL-EN16931-CL001", node, mime)


def reason_faults(node: Node, folder: str) -> Iterator[Fault]:
    """Why there is an allowance or a charge."""
    for rule, name in REASONS.get(node.text_at("cbc:ChargeIndicator"), ()):
        for code in node.all("cbc:AllowanceChargeReasonCode"):
            if code.text not in codes(folder, name):
                yield unknown(rule, code, code.text)
