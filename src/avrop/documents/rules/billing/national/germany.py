"""The German rules of Peppol BIS Billing 3 (DE-R): between parties at German addresses."""

import re
from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.billing.national.trade import (
    ADDRESS,
    Trade,
    absent,
    advice,
    advised,
    says,
    unsaid,
)
from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER, allowances, lines
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

TAXED = {"S", "Z", "E", "AE", "K", "G", "L", "M"}
TYPES = {"326", "380", "384", "389", "381", "875", "876", "877"}
CORRECTED = "384"
CONTACT = (
    ("DE-R-005", "cbc:Name"),
    ("DE-R-006", "cbc:Telephone"),
    ("DE-R-007", "cbc:ElectronicMail"),
)
DIGIT, FEWEST_DIGITS = re.compile(r"\d", re.ASCII), 3
MAIL = re.compile(r"[^@\s]+@([^@.\s]+\.)+[^@.\s]+\Z")
# A discount for prompt payment: days, percentage and, where another than what is due, its base.
DISCOUNT = re.compile(
    r"#SKONTO#TAGE=\d+#PROZENT=\d+\.\d{2}(#BASISBETRAG=-?\d+\.\d{2})?#\Z", re.ASCII
)
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+\Z", re.ASCII)
ACCOUNT, DEBTOR = "cac:PayeeFinancialAccount", "cac:PayerFinancialAccount"
MANDATE, PLASTIC = "cac:PaymentMandate", "cac:CardAccount"
# Codes, the group that goes with them and the two that do not, and the rules.
PAYMENTS = (
    ({"30", "58"}, ACCOUNT, (PLASTIC, MANDATE), "DE-R-023"),
    ({"48", "54", "55"}, PLASTIC, (ACCOUNT, MANDATE), "DE-R-024"),
    ({"59"}, MANDATE, (ACCOUNT, PLASTIC), "DE-R-025"),
)
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}\Z", re.ASCII)


def german_faults(root: Node, trade: Trade) -> Iterator[Fault]:
    """DE-R-001 to 031 and T02."""
    if trade.buyer_at != "DE":
        return
    yield from absent("DE-R-001", root, "cac:PaymentMeans")
    yield from unsaid("DE-R-015", root, "cbc:BuyerReference")
    yield from header_faults(root)
    yield from discount_faults(root)
    yield from attachment_faults(root)
    yield from party_faults(root)
    for means in root.all("cac:PaymentMeans"):
        yield from payment_faults(root, means)
    for row in root.each("cac:TaxTotal", "cac:TaxSubtotal"):
        yield from unsaid("DE-R-014", row, "cac:TaxCategory", "cbc:Percent")


def header_faults(root: Node) -> Iterator[Fault]:
    """DE-R-016, 017 and 026: registrations, types, what is corrected."""
    used = {node.text for node in taxes(root)}
    registered = says(root, *SELLER, "cac:PartyTaxScheme", "cbc:CompanyID")
    if not used.isdisjoint(TAXED) and not (registered or root.one(REPRESENTATIVE)):
        yield missing("DE-R-016", root, "cac:PartyTaxScheme")
    kind = root.text_at("cbc:InvoiceTypeCode") or root.text_at("cbc:CreditNoteTypeCode")
    yield from advised("DE-R-017", root, kind, fits=kind in TYPES)
    earlier = root.at("cac:BillingReference", "cac:InvoiceDocumentReference")
    if kind == CORRECTED and earlier is None:
        code, values = "rules.missing", {"term": "cac:BillingReference"}
        yield Fault("DE-R-026", root, code, values, severity=Severity.WARNING)


def taxes(root: Node) -> Iterator[Node]:
    """The codes of all VAT categories in use, breakdown apart."""
    for is_charge in (False, True):
        for node in allowances(root, charges=is_charge):
            yield from node.each("cac:TaxCategory", "cbc:ID")
    for line in lines(root):
        yield from line.each("cac:Item", "cac:ClassifiedTaxCategory", "cbc:ID")


def discount_faults(root: Node) -> Iterator[Fault]:
    """DE-R-018: a row that begins with # is a discount for prompt payment, and ends with a break."""
    for note in root.each("cac:PaymentTerms", "cbc:Note"):
        *rows, last = re.split(r"\r?\n", note.raw)
        marked = [row for row in (*rows, last) if row.strip().startswith("#")]
        if not marked:
            continue
        if last.strip() or not all(DISCOUNT.match(row.strip()) for row in marked):
            yield forbidden_value("DE-R-018", note, marked[0])


def attachment_faults(root: Node) -> Iterator[Fault]:
    """DE-R-022 and T02: file names are each used once, and a place elsewhere is an absolute one."""
    names = [
        node.attributes.get("filename", "").lower()
        for node in root.each(
            "cac:AdditionalDocumentReference", "cac:Attachment", "cbc:EmbeddedDocumentBinaryObject"
        )
    ]
    if len(set(names)) != len(names):
        yield Fault("DE-R-022", root, "rules.too_many")
    for place in root.each(
        "cac:AdditionalDocumentReference",
        "cac:Attachment",
        "cac:ExternalReference",
        "cbc:URI",
    ):
        yield from advised("DE-R-T02", place, place.text, fits=bool(ABSOLUTE.match(place.text)))


def party_faults(root: Node) -> Iterator[Fault]:
    """DE-R-002 to 011, 027 and 028: addresses, and somebody to ask."""
    for role in root.all(SELLER[0]):
        yield from absent("DE-R-002", role, "cac:Party", "cac:Contact")
    for holder, city, zone in (
        ((*SELLER, ADDRESS), "DE-R-003", "DE-R-004"),
        ((*BUYER, ADDRESS), "DE-R-008", "DE-R-009"),
        (("cac:Delivery", "cac:DeliveryLocation", "cac:Address"), "DE-R-010", "DE-R-011"),
    ):
        for address in root.each(*holder):
            yield from unsaid(city, address, "cbc:CityName")
            yield from unsaid(zone, address, "cbc:PostalZone")
    for contact in root.each(*SELLER, "cac:Contact"):
        for rule, name in CONTACT:
            yield from unsaid(rule, contact, name)
        phone, mail = contact.text_at("cbc:Telephone"), contact.text_at("cbc:ElectronicMail")
        has_digits = len(DIGIT.findall(phone)) >= FEWEST_DIGITS
        yield from advised("DE-R-027", contact, phone, fits=has_digits)
        yield from advised("DE-R-028", contact, mail, fits=bool(MAIL.match(mail)))


def payment_faults(root: Node, means: Node) -> Iterator[Fault]:
    """DE-R-019, 020, 023 to 025, 030 and 031: what each means of payment carries."""
    code = means.text_at("cbc:PaymentMeansCode")
    for coded, wanted, unwanted, rule in PAYMENTS:
        if code in coded:
            yield from absent(rule + "-1", means, wanted)
            if any(means.one(name) for name in unwanted):
                yield forbidden_value(rule + "-2", means, code)
    for rule, coded_as, path in (
        ("DE-R-019", "58", (ACCOUNT, "cbc:ID")),
        ("DE-R-020", "59", (MANDATE, DEBTOR, "cbc:ID")),
    ):
        number = means.text_at(*path)
        if code == coded_as and not is_iban(number):
            yield advice(rule, means, number)
    if means.one(MANDATE):
        yield from unsaid("DE-R-031", means, MANDATE, DEBTOR, "cbc:ID")
        creditors = [
            *root.each(*SELLER, "cac:PartyIdentification", "cbc:ID"),
            *root.each("cac:PayeeParty", "cac:PartyIdentification", "cbc:ID"),
        ]
        if not any(node.attributes.get("schemeID") == "SEPA" and node.text for node in creditors):
            yield missing("DE-R-030", means, "cac:PartyIdentification")


def is_iban(text: str) -> bool:
    """ISO 13616: country, two check digits and account make one by modulus 97."""
    number = "".join(text.split())
    if not IBAN.match(number):
        return False
    return int("".join(str(int(sign, 36)) for sign in number[4:] + number[:4])) % 97 == 1
