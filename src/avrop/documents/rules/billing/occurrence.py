"""EN 16931 in UBL: what stands at most once (UBL-SR rules)."""

from collections.abc import Iterator

from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER, lines, registrations
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node, Paths

ONCE_IN_DOCUMENT = Paths(
    ("UBL-SR-01", ("cac:ContractDocumentReference", "cbc:ID")),
    ("UBL-SR-02", ("cac:ReceiptDocumentReference", "cbc:ID")),
    ("UBL-SR-03", ("cac:DespatchDocumentReference", "cbc:ID")),
    ("UBL-SR-05", ("cac:PaymentTerms", "cbc:Note")),
    ("UBL-SR-08", ("cac:InvoicePeriod",)),
    ("UBL-SR-09", (*SELLER, "cac:PartyLegalEntity", "cbc:RegistrationName")),
    ("UBL-SR-10", (*SELLER, "cac:PartyName", "cbc:Name")),
    ("UBL-SR-11", (*SELLER, "cac:PartyLegalEntity", "cbc:CompanyID")),
    ("UBL-SR-14", (*SELLER, "cac:PartyLegalEntity", "cbc:CompanyLegalForm")),
    ("UBL-SR-15", (*BUYER, "cac:PartyLegalEntity", "cbc:RegistrationName")),
    ("UBL-SR-16", (*BUYER, "cac:PartyIdentification", "cbc:ID")),
    ("UBL-SR-17", (*BUYER, "cac:PartyLegalEntity", "cbc:CompanyID")),
    ("UBL-SR-24", ("cac:Delivery",)),
    ("UBL-SR-39", ("cac:ProjectReference", "cbc:ID")),
    ("UBL-SR-40", (*BUYER, "cac:PartyName", "cbc:Name")),
    ("UBL-SR-45", ("cac:PaymentMeans", "cbc:PaymentDueDate")),
    ("UBL-SR-49", ("cac:InvoicePeriod", "cbc:DescriptionCode")),
    ("UBL-SR-54", ("cac:PaymentMeans", "cac:CardAccount")),
    ("UBL-SR-55", ("cac:PaymentMeans", "cac:PaymentMandate")),
    ("UBL-SR-56", ("cac:OriginatorDocumentReference", "cbc:ID")),
)
ONCE_IN_LINE = Paths(
    ("UBL-SR-34", ("cbc:Note",)),
    ("UBL-SR-35", ("cac:OrderLineReference", "cbc:LineID")),
    ("UBL-SR-36", ("cac:InvoicePeriod",)),
    ("UBL-SR-37", ("cac:Price", "cac:AllowanceCharge", "cbc:Amount")),
    ("UBL-SR-50", ("cac:Item", "cbc:Description")),
    ("UBL-SR-52", ("cac:DocumentReference",)),
)
ONCE_IN_MEANS = Paths(
    ("UBL-SR-26", ("cbc:PaymentID",)),
    ("UBL-SR-28", ("cac:PaymentMandate", "cbc:ID")),
)


def repeated(rule_id: str, node: Node) -> Fault:
    """Something that stands there too often."""
    return Fault(rule_id, node, "rules.too_many")


def more_than_one(node: Node, path: tuple[str, ...]) -> bool:
    """True when a path leads to several elements."""
    return len(node.each(*path)) > 1


def occurrence_faults(root: Node) -> Iterator[Fault]:
    """Everything that stands there more often than the norm knows."""
    for rule, path in ONCE_IN_DOCUMENT.that_start_in(root.layout):
        if more_than_one(root, path):
            yield repeated(rule, root)
    for line in lines(root):
        for rule, path in ONCE_IN_LINE.that_start_in(line.layout):
            if more_than_one(line, path):
                yield repeated(rule, line)
        if len(line.each("cac:Item", "cac:ClassifiedTaxCategory")) != 1:
            yield repeated("UBL-SR-48", line)
    for delivery in root.all("cac:Delivery"):
        if more_than_one(delivery, ("cac:DeliveryParty", "cac:PartyName", "cbc:Name")):
            yield repeated("UBL-SR-25", delivery)
    yield from payment_faults(root)
    yield from party_faults(root)
    yield from reference_faults(root)
    for node in root.all("cac:AllowanceCharge"):
        if len(node.all("cbc:AllowanceChargeReason")) > 1:
            is_charge = node.text_at("cbc:ChargeIndicator") == "true"
            yield repeated("UBL-SR-31" if is_charge else "UBL-SR-30", node)
    for row in root.each("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory"):
        if len(row.all("cbc:TaxExemptionReason")) > 1:
            yield repeated("UBL-SR-32", row)


def payment_faults(root: Node) -> Iterator[Fault]:
    """UBL-SR-26 to 28, 44, 47: payment means agree with each other."""
    for stated in root.all("cac:PaymentMeans"):
        for rule, path in ONCE_IN_MEANS.that_start_in(stated.layout):
            if more_than_one(stated, path):
                yield repeated(rule, stated)
    if len({node.text for node in root.each("cac:PaymentMeans", "cbc:PaymentID")}) > 1:
        yield repeated("UBL-SR-44", root)
    means = root.everywhere("cac:PaymentMeans")
    if len({node.text for each in means for node in each.all("cbc:PaymentMeansCode")}) > 1:
        yield repeated("UBL-SR-47", root)


def party_faults(root: Node) -> Iterator[Fault]:
    """Tax registrations of seller, buyer and representative, and the payee's names."""
    seller, buyer = root.at(*SELLER), root.at(*BUYER)
    for rule, party, vat in (
        ("UBL-SR-12", seller, True),
        ("UBL-SR-13", seller, False),
        ("UBL-SR-18", buyer, True),
        ("UBL-SR-23", root.one(REPRESENTATIVE), True),
    ):
        if len(registrations(party, vat=vat)) > 1:
            yield repeated(rule, root)
    if seller and len(seller.all("cac:PartyTaxScheme")) > 2:
        yield repeated("UBL-SR-42", seller)
    for party in (seller, root.one(REPRESENTATIVE), buyer):
        for scheme in party.all("cac:PartyTaxScheme") if party else ():
            if not (scheme.one("cbc:CompanyID") and scheme.at("cac:TaxScheme", "cbc:ID")):
                yield Fault("UBL-SR-53", scheme, "rules.missing", {"term": "cbc:CompanyID"})
    seller_name = root.text_at(*SELLER, "cac:PartyLegalEntity", "cbc:RegistrationName")
    for payee in root.all("cac:PayeeParty"):
        # The published rules ask each time whether the payee is another than the seller.
        same = seller_name in {"", payee.text_at("cac:PartyName", "cbc:Name")}
        for rule, path in (
            ("UBL-SR-19", ("cac:PartyName", "cbc:Name")),
            ("UBL-SR-20", ("cac:PartyIdentification", "cbc:ID")),
            ("UBL-SR-21", ("cac:PartyLegalEntity", "cbc:CompanyID")),
        ):
            if same or more_than_one(payee, path):
                yield repeated(rule, payee)


def reference_faults(root: Node) -> Iterator[Fault]:
    """UBL-SR-04, 06, 07, 33, 43, 51: references and address lines."""
    references = root.all("cac:AdditionalDocumentReference")
    objects = [each for each in references if each.text_at("cbc:DocumentTypeCode") == "130"]
    if len(objects) > 1:
        yield repeated("UBL-SR-04", root)
    for reference in references:
        if len(reference.all("cbc:DocumentDescription")) > 1:
            yield repeated("UBL-SR-33", reference)
        number = reference.one("cbc:ID")
        is_object = reference.text_at("cbc:DocumentTypeCode") in {"50", "130"}
        if number and "schemeID" in number.attributes and not is_object:
            yield Fault("UBL-SR-43", reference, "rules.value_not_allowed", {"value": "schemeID"})
    for reference in root.all("cac:BillingReference"):
        if len(reference.all("cac:InvoiceDocumentReference")) > 1:
            yield repeated("UBL-SR-06", reference)
        if not reference.text_at("cac:InvoiceDocumentReference", "cbc:ID"):
            values = {"term": "cbc:ID"}
            yield Fault("UBL-SR-07", reference, "rules.missing", values, "ID")
