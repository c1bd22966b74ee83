"""The Dutch rules of Peppol BIS Billing 3 (NL-R): for sellers at a Dutch address."""

from collections.abc import Iterator

from avrop.documents.rules.billing.national.trade import ADDRESS, Trade, incomplete_address
from avrop.documents.rules.billing.view import BUYER, REPRESENTATIVE, SELLER, ZERO, country
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

ADDRESSED = ("cbc:StreetName", "cbc:CityName", "cbc:PostalZone")
COMPANY = ("cac:PartyLegalEntity", "cbc:CompanyID")
# Kamer van Koophandel, and the number of public organisations.
REGISTERS = {"0106", "0190"}
MEANS = {"30", "48", "49", "57", "58", "59"}


def dutch_faults(root: Node, trade: Trade) -> Iterator[Fault]:
    """NL-R-001 to 009."""
    earlier = root.each("cac:BillingReference", "cac:InvoiceDocumentReference", "cbc:ID")
    for kind in root.all("cbc:CreditNoteTypeCode") if not earlier else ():
        yield missing("NL-R-001", kind, "cac:BillingReference")
    yield from party_faults(root, SELLER, "NL-R-002", "NL-R-003")
    for totals in root.all("cac:LegalMonetaryTotal"):
        if is_owed(root, totals) and "cac:PaymentMeans" not in root.index:
            yield missing("NL-R-007", totals, "cac:PaymentMeans")
    if trade.buyer_at == "NL":
        yield from party_faults(root, BUYER, "NL-R-004", "NL-R-005")
        for means in root.all("cac:PaymentMeans"):
            code = means.text_at("cbc:PaymentMeansCode")
            if code not in MEANS:
                yield forbidden_value("NL-R-008", means, code or "–")
    if country(root, (REPRESENTATIVE,)) == "NL":
        for address in root.each(REPRESENTATIVE, ADDRESS):
            yield from incomplete_address("NL-R-006", address, *ADDRESSED)
    if root.at("cac:OrderReference", "cbc:ID") is None:
        for reference in root.everywhere("cac:OrderLineReference"):
            for number in reference.all("cbc:LineID"):
                yield missing("NL-R-009", number, "cac:OrderReference")


def is_owed(root: Node, totals: Node) -> bool:
    """True where the buyer has to pay: an invoice above nothing, or a credit note below it."""
    payable = totals.number_at("cbc:PayableAmount")
    if payable is None:
        return True
    return payable < ZERO if root.name.endswith("CreditNote") else payable > ZERO


def party_faults(
    root: Node, role: tuple[str, ...], address_rule: str, number_rule: str
) -> Iterator[Fault]:
    """What is asked of the seller, and of a Dutch buyer too: an address and a register number."""
    for address in root.each(*role, ADDRESS):
        yield from incomplete_address(address_rule, address, *ADDRESSED)
    for number in root.each(*role, *COMPANY):
        if not number.text or number.attributes.get("schemeID") not in REGISTERS:
            yield forbidden_value(number_rule, number, number.text or "–")
