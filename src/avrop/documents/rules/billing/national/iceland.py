"""The Icelandic rules of Peppol BIS Billing 3 (IS-R): for sellers at an Icelandic address."""

from collections.abc import Iterator

from avrop.documents.rules.asking import as_written, is_day
from avrop.documents.rules.billing.national.trade import ADDRESS, Trade, advised
from avrop.documents.rules.billing.view import BUYER, SELLER
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

TYPES = {"380", "381"}
# Kennitala, in the list of Icelandic identifiers.
NATIONAL = "0196"
# A claim in a bank, and a transfer between accounts.
ACCOUNTS = (("IS-R-006", "9"), ("IS-R-007", "42"))
ACCOUNT_LENGTH = 12
# The last day to pay before interest runs, stated as a supporting document.
FINAL_DAY = "EINDAGI"


def icelandic_faults(root: Node, trade: Trade) -> Iterator[Fault]:
    """IS-R-001 to 010."""
    kinds = (root.text_at("cbc:InvoiceTypeCode"), root.text_at("cbc:CreditNoteTypeCode"))
    fits = not TYPES.isdisjoint(kinds)
    yield from advised("IS-R-001", root, kinds[0] or kinds[1], fits=fits)
    yield from party_faults(root, SELLER, "IS-R-002", "IS-R-003")
    if trade.buyer_written == "IS":
        yield from party_faults(root, BUYER, "IS-R-004", "IS-R-005")
    for rule, code in ACCOUNTS:
        means = [
            each
            for each in root.all("cac:PaymentMeans")
            if any(stated.text == code for stated in each.all("cbc:PaymentMeansCode"))
        ]
        accounts = [
            node for each in means for node in each.each("cac:PayeeFinancialAccount", "cbc:ID")
        ]
        if means and not any(len(account.text) == ACCOUNT_LENGTH for account in accounts):
            yield forbidden_value(rule, means[0], accounts[0].text if accounts else "–")
    yield from final_day_faults(root)


def party_faults(
    root: Node, role: tuple[str, ...], number_rule: str, address_rule: str
) -> Iterator[Fault]:
    """What is asked of the seller, and of an Icelandic buyer too: a kennitala and an address."""
    numbers = root.each(*role, "cac:PartyLegalEntity", "cbc:CompanyID")
    if not any(number.attributes.get("schemeID") == NATIONAL for number in numbers):
        yield missing(number_rule, root, "cbc:CompanyID")
    for name in ("cbc:StreetName", "cbc:PostalZone"):
        if not root.each(*role, ADDRESS, name):
            yield missing(address_rule, root, name)
            return


def final_day_faults(root: Node) -> Iterator[Fault]:
    """IS-R-008 to 010: the final day is a date, there is a due date, and it is not before that."""
    stated = [
        each
        for each in root.all("cac:AdditionalDocumentReference")
        if any(text.text == FINAL_DAY for text in each.all("cbc:DocumentDescription"))
    ]
    if not stated:
        return
    day, due = as_written(stated[0].one("cbc:ID")), as_written(root.one("cbc:DueDate"))
    if not is_day(day):
        yield Fault("IS-R-008", stated[0], "rules.not_a_date", {"value": day[:40]})
    if root.one("cbc:DueDate") is None:
        yield missing("IS-R-009", root, "cbc:DueDate")
    if not due or not day or due > day:
        yield Fault("IS-R-010", stated[0], "rules.final_day_too_early")
