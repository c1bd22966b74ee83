"""The Greek rules of Peppol BIS Billing 3 (GR-R, GR-S): for sellers known by a Greek number."""

import re
from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.national.trade import Trade, vat_numbers
from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

GREEK = {"EL", "GR"}
ENDPOINTS = "9933"
SEGMENTS = 6
DAY = re.compile(r"(0?[1-9]|[12]\d|3[01])[-/ ]?(0?[1-9]|1[0-2])[-/ ]?(19|20)\d{2}", re.ASCII)
WHOLE = re.compile(r"\+?\d+\Z", re.ASCII)
POSITIVE = re.compile(r"[1-9]\d*", re.ASCII)
# The tax authority's number of the invoice, and where it can be seen.
MARK, PAGE = "##M.AR.K##", "##INVOICE|URL##"
WEIGHTS = (256, 128, 64, 32, 16, 8, 4, 2)


def is_tax_number(text: str) -> bool:
    """Nine digits, the last by modulus 11. Letters after them are not looked at."""
    digits = text[:9]
    if not (digits.isascii() and digits.isdigit() and len(digits) == 9):
        return False
    weighted = sum(int(digit) * weight for digit, weight in zip(digits, WEIGHTS, strict=False))
    return weighted % 11 % 10 == int(digits[8])


def is_greek_vat(text: str) -> bool:
    """EL and a tax number."""
    return text.startswith("EL") and is_tax_number(text[2:])


def greek_address_faults(root: Node) -> Iterator[Fault]:
    """GR-R-009: a seller with a Greek number or address has a tax number for electronic address."""
    for endpoint in root.each(*SELLER, "cbc:EndpointID"):
        yield from endpoint_faults("GR-R-009", endpoint)


def endpoint_faults(rule_id: str, endpoint: Node) -> Iterator[Fault]:
    """An electronic address that is no Greek tax number."""
    is_numbered = is_tax_number(as_written(endpoint))
    if endpoint.attributes.get("schemeID") != ENDPOINTS or not is_numbered:
        yield forbidden_value(rule_id, endpoint, endpoint.text or "–")


def greek_faults(root: Node, trade: Trade, kinds: frozenset[str]) -> Iterator[Fault]:
    """GR-R-001 to 006, 008, 010 and the warnings GR-S-008 and 011."""
    for number in root.all("cbc:ID"):
        yield from number_faults(root, number, kinds)
    for seller in root.each(*SELLER):
        if not seller.text_at("cac:PartyName", "cbc:Name"):
            yield missing("GR-R-002", seller, "cac:PartyName")
        numbers = vat_numbers(seller)
        if not (len(numbers) == 1 and is_greek_vat(numbers[0].text)):
            code, values = "rules.missing", {"term": "cac:PartyTaxScheme"}
            yield Fault("GR-S-011", seller, code, values, severity=Severity.WARNING)
        for stated in numbers:
            if not is_greek_vat(stated.text):
                yield forbidden_value("GR-R-003", stated, stated.text or "–")
    if trade.seller_written == "GR":
        yield from reference_faults(root)
    for page in root.everywhere("cac:AdditionalDocumentReference"):
        where = page.text_at("cac:Attachment", "cac:ExternalReference", "cbc:URI")
        if describes(page, PAGE) and not where:
            yield missing("GR-R-008-3", page, "cbc:URI")
    for buyer in root.each(*BUYER):
        if not buyer.text_at("cac:PartyName", "cbc:Name"):
            yield missing("GR-R-005", buyer, "cac:PartyName")
        if trade.buyer_country in GREEK:
            numbers = vat_numbers(buyer)
            if not (len(numbers) == 1 and is_greek_vat(numbers[0].text)):
                yield missing("GR-R-006", buyer, "cac:PartyTaxScheme")
            for endpoint in buyer.all("cbc:EndpointID"):
                yield from endpoint_faults("GR-R-010", endpoint)


def number_faults(root: Node, number: Node, kinds: frozenset[str]) -> Iterator[Fault]:
    """GR-R-001-1 to 7: the invoice number is made of six parts."""
    parts = as_written(number).split("|")
    if len(parts) != SEGMENTS:
        yield forbidden_value("GR-R-001-1", number, number.text)
    taxpayer, day, branch, kind, series, serial = (parts + [""] * SEGMENTS)[:SEGMENTS]
    known = {
        node.text[2:11]
        for party in (root.at(*SELLER), root.one(REPRESENTATIVE))
        for node in vat_numbers(party)
    }
    issued = "/".join(reversed(root.text_at("cbc:IssueDate").split("-")))
    rules = (
        ("2", len(taxpayer.strip()) == 9 and is_tax_number(taxpayer) and taxpayer in known),
        ("3", bool(DAY.search(day)) and day.split("/")[:3] == issued.split("/")[:3]),
        ("4", bool(WHOLE.match(branch.strip()))),
        ("5", kind in kinds),
        ("6", bool(series)),
        ("7", bool(serial)),
    )
    for rule, holds in rules:
        if not holds:
            yield forbidden_value(f"GR-R-001-{rule}", number, number.text)


def reference_faults(root: Node) -> Iterator[Fault]:
    """GR-R-004, 008-2 and GR-S-008-1: the number that the tax authority gave, and one page.

    They are asked of sellers at a Greek address alone.
    """
    references = root.all("cac:AdditionalDocumentReference")
    marks = [each for each in references if describes(each, MARK)]
    pages = [each for each in references if describes(each, PAGE)]
    if len(marks) != 1:
        yield missing("GR-R-004-1", root, "cac:AdditionalDocumentReference")
    for number in (below for mark in marks for below in mark.all("cbc:ID")):
        if not POSITIVE.match(as_written(number)):
            yield forbidden_value("GR-R-004-2", number, number.text or "–")
    if len(pages) != 1:
        code, values = "rules.missing", {"term": "cac:AdditionalDocumentReference"}
        yield Fault("GR-S-008-1", root, code, values, severity=Severity.WARNING)
    if len(pages) > 1:
        yield Fault("GR-R-008-2", root, "rules.too_many")


def describes(reference: Node, description: str) -> bool:
    """True for a document of a certain description."""
    return any(each.text == description for each in reference.all("cbc:DocumentDescription"))
