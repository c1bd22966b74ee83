"""Business rules of the Order Response (T76) and the Order Response Advanced (T116).

The two share their rules under their own prefixes; the numbers in the comments are theirs.
"""

from collections.abc import Iterator

from avrop.documents.rules.asking import as_written, has_any
from avrop.documents.rules.faults import Fault, missing
from avrop.documents.rules.identifying import line_number_faults, specification_faults
from avrop.documents.rules.tree import Node

# Which rule forbids lines under which answer.
WITHOUT_LINES = {"AP": "R008", "RE": "R009", "AB": "R010"}
OFFICIAL_NAME = ("cac:PartyLegalEntity", "cbc:RegistrationName")
IDENTIFIER = ("cac:PartyIdentification", "cbc:ID")


def response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an order response."""
    yield from specification_faults(root, "PEPPOL-T76-R006", "order_response")
    yield from answered_faults(root, "PEPPOL-T76-")


def advanced_response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an order response of advanced ordering."""
    yield from specification_faults(root, "PEPPOL-T116-R006", "order_response_advanced")
    yield from answered_faults(root, "PEPPOL-T116-")


def answered_faults(root: Node, prefix: str) -> Iterator[Fault]:
    """What the two kinds of order response have in common."""
    yield from answer_faults(root, prefix)
    for number, role in (("R001", "cac:BuyerCustomerParty"), ("R002", "cac:SellerSupplierParty")):
        for holder in root.everywhere(role):
            for party in holder.all("cac:Party"):
                if not has_any(party, OFFICIAL_NAME, IDENTIFIER):
                    yield missing(prefix + number, party, "cac:PartyIdentification")
    yield from line_number_faults(root, prefix + "R003")
    for period in root.everywhere("cac:PromisedDeliveryPeriod"):
        start, end = period.one("cbc:StartDate"), period.one("cbc:EndDate")
        if start is not None and end is not None and as_written(end) < as_written(start):
            yield Fault(prefix + "R004", period, "rules.ends_before_start")
    currencies = {as_written(node) for node in root.all("cbc:DocumentCurrencyCode")}
    for price in root.everywhere("cbc:PriceAmount"):
        stated = price.attributes.get("currencyID", "–")
        if stated not in currencies:
            yield Fault(prefix + "R005", price, "rules.other_currency", {"value": stated[:10]})


def answer_faults(root: Node, prefix: str) -> Iterator[Fault]:
    """R007 to R010: only a response with changes has lines, and it has them all."""
    has_lines = root.one("cac:OrderLine") is not None
    for code in root.all("cbc:OrderResponseCode"):
        if code.text == "CA" and not has_lines:
            yield missing(prefix + "R007", code, "cac:OrderLine")
        if code.text in WITHOUT_LINES and has_lines:
            rule = prefix + WITHOUT_LINES[code.text]
            yield Fault(rule, code, "rules.answer_has_lines", {"value": code.text})
