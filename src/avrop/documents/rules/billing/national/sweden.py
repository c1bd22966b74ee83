"""The Swedish rules of Peppol BIS Billing 3 (SE-R)."""

from collections.abc import Iterator
from decimal import Decimal

from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.national.trade import Trade, advice, vat_numbers
from avrop.documents.rules.billing.view import is_number, number_of, registrations
from avrop.documents.rules.common import is_swedish
from avrop.documents.rules.faults import Fault, forbidden_value
from avrop.documents.rules.tree import Node

# Mervärdesskattelagen (2023:200) 9 kap.
STANDARD_RATES = {Decimal(6), Decimal(12), Decimal(25)}
F_TAX = "GODKÄND FÖR F-SKATT"
GIROS = {
    "SE:PLUSGIRO": ("SE-R-007", "SE-R-010", (2, 8)),
    "SE:BANKGIRO": ("SE-R-008", "SE-R-009", (7, 8)),
}


def swedish_faults(root: Node, trade: Trade) -> Iterator[Fault]:
    """Rules for sellers at a Swedish address; some only for those with a Swedish VAT number."""
    seller = trade.seller
    numbers = [node for node in vat_numbers(seller) if as_written(node).startswith("SE")]
    if seller:
        yield from registration_faults(seller, numbers)
    if numbers:
        yield from rate_faults(root.index.get("cac:ClassifiedTaxCategory", []))
        yield from rate_faults(root.index.get("cac:TaxCategory", []))
    yield from payment_faults(root, domestic=trade.buyer_written == "SE")


def registration_faults(seller: Node, vat: list[Node]) -> Iterator[Fault]:
    """SE-R-001 to 005 and 013: VAT number, organisation number, F-skatt."""
    for node in vat:
        if len(node.text) != 14:
            yield forbidden_value("SE-R-001", node, node.text)
        if not is_number(as_written(node)[2:14].strip()):
            yield forbidden_value("SE-R-002", node, node.text)
    companies = seller.each("cac:PartyLegalEntity", "cbc:CompanyID")
    for node in companies:
        if not is_number(node.text):
            yield forbidden_value("SE-R-003", node, node.text)
        if len(node.text) != 10:
            yield forbidden_value("SE-R-004", node, node.text)
        # Of a longer number the published rule looks at the first ten digits.
        if not (node.text.isdigit() and is_swedish(node.text[:10])):
            yield forbidden_value("SE-R-013", node, node.text)
    for scheme in registrations(seller, vat=False) if companies else ():
        for stated in scheme.all("cbc:CompanyID"):
            if " ".join(stated.text.upper().split()) != F_TAX:
                yield forbidden_value("SE-R-005", scheme, stated.text)


def rate_faults(categories: list[Node]) -> Iterator[Fault]:
    """SE-R-006: the standard category has one of the three Swedish rates."""
    stated = {(node.text_at("cbc:ID"), node.text_at("cbc:Percent")) for node in categories}
    strange = {rate for code, rate in stated if code == "S" and not is_swedish_rate(rate)}
    for category in categories if strange else ():
        rate = category.text_at("cbc:Percent")
        if rate in strange and category.text_at("cbc:ID") == "S":
            yield forbidden_value("SE-R-006", category, rate or "–")


def is_swedish_rate(text: str) -> bool:
    """True for one of the three."""
    return number_of(text) in STANDARD_RATES


def payment_faults(root: Node, *, domestic: bool) -> Iterator[Fault]:
    """SE-R-007 to 012, all warnings: giro numbers and how they are stated."""
    for means in root.all("cac:PaymentMeans"):
        code = means.text_at("cbc:PaymentMeansCode")
        account = means.one("cac:PayeeFinancialAccount")
        branch = account.text_at("cac:FinancialInstitutionBranch", "cbc:ID") if account else ""
        if code == "30" and account and branch in GIROS:
            form_rule, length_rule, (least, most) = GIROS[branch]
            for number in account.all("cbc:ID"):
                if not is_number(number.text):
                    yield advice(form_rule, account, number.text)
                if not least <= len(number.text) <= most:
                    yield advice(length_rule, account, number.text)
        if code in {"50", "56"}:
            yield advice("SE-R-011", means, code)
        if code == "31" and domestic:
            yield advice("SE-R-012", means, code)
