"""Business rules of the Order Response (T76)."""

from collections.abc import Iterator

from avrop.documents.rules.faults import Fault, missing
from avrop.documents.rules.ordering import specification_faults
from avrop.documents.rules.tree import Node

# Which rule forbids lines under which answer.
WITHOUT_LINES = {"AP": "PEPPOL-T76-R008", "RE": "PEPPOL-T76-R009", "AB": "PEPPOL-T76-R010"}


def response_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an order response."""
    yield from specification_faults(root, "PEPPOL-T76-R006", None, "order_response")
    yield from answer_faults(root)
    for rule, role in (
        ("PEPPOL-T76-R001", "cac:BuyerCustomerParty"),
        ("PEPPOL-T76-R002", "cac:SellerSupplierParty"),
    ):
        for party in root.each(role, "cac:Party"):
            named = party.text_at("cac:PartyLegalEntity", "cbc:RegistrationName")
            if not (named or party.text_at("cac:PartyIdentification", "cbc:ID")):
                yield missing(rule, party, "cac:PartyIdentification")
    currency = root.text_at("cbc:DocumentCurrencyCode")
    for node in root.everywhere("cac:PromisedDeliveryPeriod"):
        start, end = node.text_at("cbc:StartDate"), node.text_at("cbc:EndDate")
        if start and end and end < start:
            yield Fault("PEPPOL-T76-R004", node, "rules.ends_before_start")
    for node in root.everywhere("cbc:PriceAmount"):
        value = node.attributes.get("currencyID", "–")
        if value != currency:
            yield Fault("PEPPOL-T76-R005", node, "rules.other_currency", {"value": value[:10]})
    seen: set[str] = set()
    for line in root.each("cac:OrderLine", "cac:LineItem"):
        identity = line.text_at("cbc:ID")
        if not identity or identity in seen:
            yield Fault("PEPPOL-T76-R003", line, "rules.repeated", {"value": identity[:60]})
        seen.add(identity)


def answer_faults(root: Node) -> Iterator[Fault]:
    """R007 to R010: only a response with changes has lines, and it has them all."""
    code = root.one("cbc:OrderResponseCode")
    if code is None:
        return
    has_lines = bool(root.all("cac:OrderLine"))
    if code.text == "CA" and not has_lines:
        yield missing("PEPPOL-T76-R007", code, "cac:OrderLine")
    if code.text in WITHOUT_LINES and has_lines:
        rule = WITHOUT_LINES[code.text]
        yield Fault(rule, code, "rules.answer_has_lines", {"value": code.text})
