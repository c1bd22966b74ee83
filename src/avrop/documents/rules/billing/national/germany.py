"""The German rules of Peppol BIS Billing 3 (DE-R): between parties at German addresses."""

import re
from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.national.trade import (
    ADDRESS,
    Trade,
    absent,
    advice,
    advised,
    says,
    unsaid,
)
from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER, lines
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
MARKED = re.compile(r"#[^\r\n]+#")
ENDED = re.compile(r"[ \t\r\n]*\n")
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:", re.ASCII)
ACCOUNT, DEBTOR = "cac:PayeeFinancialAccount", "cac:PayerFinancialAccount"
MANDATE, PLASTIC = "cac:PaymentMandate", "cac:CardAccount"
# Codes, the group that goes with them and the two that do not, and the rules.
PAYMENTS = (
    ({"30", "58"}, ACCOUNT, (PLASTIC, MANDATE), "DE-R-023"),
    ({"48", "54", "55"}, PLASTIC, (ACCOUNT, MANDATE), "DE-R-024"),
    ({"59"}, MANDATE, (ACCOUNT, PLASTIC), "DE-R-025"),
)
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Za-z0-9]{0,30}\Z", re.ASCII)
BLANKS = re.compile(r"[ \t\r\n]+")


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
        yield from payment_faults(means)
    yield from mandate_faults(root)
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
    for node in root.all("cac:AllowanceCharge"):
        if as_written(node.one("cbc:ChargeIndicator")) in {"true", "false"}:
            yield from node.each("cac:TaxCategory", "cbc:ID")
    for line in lines(root):
        yield from line.each("cac:Item", "cac:ClassifiedTaxCategory", "cbc:ID")


def discount_faults(root: Node) -> Iterator[Fault]:
    """DE-R-018: a row that begins with # is a discount for prompt payment, and ends with a break.

    The first note of the terms is looked at; after the last discount in it words may follow.
    """
    for terms in root.all("cac:PaymentTerms"):
        note = terms.one("cbc:Note")
        if note is None:
            continue
        stated = as_written(note)
        marked = [row for row in re.split(r"\r?\n", stated) if row.strip().startswith("#")]
        behind = MARKED.split(stated)[-1]
        if marked and not (
            ENDED.match(behind) and all(DISCOUNT.match(row.strip()) for row in marked)
        ):
            yield forbidden_value("DE-R-018", note, marked[0])


def attachment_faults(root: Node) -> Iterator[Fault]:
    """DE-R-022 and T02: file names are each used once, and a place elsewhere is an absolute one."""
    seen: set[str] = set()
    for reference in root.all("cac:AdditionalDocumentReference"):
        names = {
            node.attributes["filename"]
            for node in reference.each("cac:Attachment", "cbc:EmbeddedDocumentBinaryObject")
            if "filename" in node.attributes
        }
        if names & seen:
            yield Fault("DE-R-022", root, "rules.too_many")
            break
        seen |= names
    for place in root.each(
        "cac:AdditionalDocumentReference", "cac:Attachment", "cac:ExternalReference"
    ):
        where = as_written(place.one("cbc:URI"))
        yield from advised("DE-R-T02", place, where, fits=bool(ABSOLUTE.match(where)))


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


def payment_faults(means: Node) -> Iterator[Fault]:
    """DE-R-019, 020 and 023 to 025: what each means of payment carries."""
    code = means.text_at("cbc:PaymentMeansCode")
    for coded, wanted, unwanted, rule in PAYMENTS:
        if code in coded:
            yield from absent(rule + "-1", means, wanted)
            if any(means.one(name) for name in unwanted):
                yield Fault(rule + "-2", means, "rules.payment_details_unfit", {"value": code})
    for rule, coded_as, path in (
        ("DE-R-019", "58", (ACCOUNT, "cbc:ID")),
        ("DE-R-020", "59", (MANDATE, DEBTOR, "cbc:ID")),
    ):
        number = means.text_at(*path)
        if code == coded_as and not is_iban(number):
            yield advice(rule, means, number)


def mandate_faults(root: Node) -> Iterator[Fault]:
    """DE-R-030 and 031: what goes with a mandate to draw money, wherever in the document."""
    mandates = root.each("cac:PaymentMeans", MANDATE)
    if not mandates:
        return
    if not root.each("cac:PaymentMeans", MANDATE, DEBTOR, "cbc:ID"):
        yield missing("DE-R-031", mandates[0], "cbc:ID")
    creditors = [
        *root.each(*SELLER, "cac:PartyIdentification", "cbc:ID"),
        *root.each("cac:PayeeParty", "cac:PartyIdentification", "cbc:ID"),
    ]
    if not any(node.attributes.get("schemeID") == "SEPA" for node in creditors):
        yield missing("DE-R-030", mandates[0], "cac:PartyIdentification")


def is_iban(text: str) -> bool:
    """ISO 13616: country, two check digits and account make one by modulus 97.

    As in the published rule a small letter counts by its place in the alphabet of computers.
    """
    number = BLANKS.sub("", text)
    if not IBAN.match(number):
        return False
    parts = [sign if sign.isdigit() else str(ord(sign) - 55) for sign in number[4:] + number[:4]]
    return int("".join(parts)) % 97 == 1
