"""The Danish rules of Peppol BIS Billing 3 (DK-R): for sellers at a Danish address."""

import re
from collections.abc import Iterator

from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.national.trade import Trade, says, unsaid
from avrop.documents.rules.billing.view import BUYER, SELLER, ZERO, is_number, lines
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

# The register of companies, CVR.
REGISTER = "0184"
COMPANY = ("cac:PartyLegalEntity", "cbc:CompanyID")
MEANS = " 1 10 31 42 48 49 50 58 59 93 97 "
TRANSFERS, DIRECT_DEBIT, GIRO, CARD = {"31", "42"}, "49", "50", "93"
ACCOUNT = ("cac:PayeeFinancialAccount", "cbc:ID")
BRANCH = ("cac:PayeeFinancialAccount", "cac:FinancialInstitutionBranch", "cbc:ID")
MANDATE = ("cac:PaymentMandate", "cbc:ID")
PAYER = ("cac:PaymentMandate", "cac:PayerFinancialAccount", "cbc:ID")
# Kinds of payment slip: before the number, and of these the ones that carry one.
GIRO_SLIPS, GIRO_NUMBERED = {"01#", "04#", "15#"}, {"04#", "15#"}
CARD_SLIPS, CARD_NUMBERED = {"71#", "73#", "75#"}, {"71#", "75#"}
CLASSIFICATION = ("cac:Item", "cac:CommodityClassification", "cbc:ItemClassificationCode")
UNSPSC, VERSIONS = "TST", {"19.05.01", "19.0501", "26.08.01", "26.0801"}
DUTY_LENGTH, HIGHEST_DUTY = 4, 9999
GIRO_ACCOUNT = re.compile(r"\d{7,8}\Z", re.ASCII)


def danish_faults(root: Node, _trade: Trade) -> Iterator[Fault]:
    """DK-R-002 and 014: of Danish sellers, wherever the buyer is."""
    yield from unsaid("DK-R-002", root, *SELLER, *COMPANY)
    yield from unregistered("DK-R-014", root, SELLER)


def danish_buyer_faults(root: Node) -> Iterator[Fault]:
    """DK-R-003 to 011, 013, 016 and 017: between a Danish seller and a Danish buyer."""
    yield from unregistered("DK-R-017", root, BUYER)
    for role in (SELLER, BUYER):
        for number in root.each(*role, "cac:PartyIdentification", "cbc:ID"):
            if not number.attributes.get("schemeID", "").strip():
                values = {"attribute": "schemeID"}
                yield Fault("DK-R-013", number, "rules.attribute_missing", values)
    if root.name.endswith("CreditNote"):
        payable = root.number_at("cac:LegalMonetaryTotal", "cbc:PayableAmount")
        if payable is not None and payable < ZERO:
            yield Fault("DK-R-016", root, "rules.negative", {"value": str(payable)})
    # Credit notes are not asked how they are paid.
    for means in root.all("cac:PaymentMeans") if root.name.endswith("Invoice") else ():
        yield from payment_faults(means)
    for line in lines(root):
        classes = [code.attributes for code in line.each(*CLASSIFICATION)]
        if any(each.get("listID") == UNSPSC for each in classes):
            versions = [each.get("listVersionID", "") for each in classes]
            if VERSIONS.isdisjoint(versions):
                yield forbidden_value("DK-R-003", line, versions[0] or "–")
    for node in root.everywhere("cac:AllowanceCharge"):
        reason = as_written(node.one("cbc:AllowanceChargeReason"))
        if node.text_at("cbc:AllowanceChargeReasonCode") == "ZZZ" and not is_duty(reason):
            yield forbidden_value("DK-R-004", node, reason or "–")


def is_duty(reason: str) -> bool:
    """True for the number of a duty, or for words around a # that is neither first nor last.

    A number is what XPath takes for one, in four characters: 5.25 is one as well.
    """
    number = reason.strip()
    if len(number) == DUTY_LENGTH and is_number(number) and 0 <= float(number) <= HIGHEST_DUTY:
        return True
    return "#" in reason and reason == reason.strip("#")


def unregistered(rule_id: str, root: Node, role: tuple[str, ...]) -> Iterator[Fault]:
    """A company's number that is not said to be one of CVR."""
    for number in root.each(*role, *COMPANY)[:1]:
        scheme = number.attributes.get("schemeID", "")
        if scheme.strip() != REGISTER:
            yield forbidden_value(rule_id, number, scheme or "–")


def payment_faults(means: Node) -> Iterator[Fault]:
    """DK-R-005 to 011: what each means of payment carries."""
    code = as_written(means.one("cbc:PaymentMeansCode"))
    number, account = as_written(means.one("cbc:PaymentID")), as_written(means.at(*ACCOUNT))
    slip, length = number[:3], len(account)
    if f" {code} " not in MEANS:
        yield forbidden_value("DK-R-005", means, code or "–")
    if code in TRANSFERS and not (says(means, *ACCOUNT) and says(means, *BRANCH)):
        yield missing("DK-R-006", means, "cac:FinancialInstitutionBranch")
    if code == DIRECT_DEBIT and not (says(means, *MANDATE) and says(means, *PAYER)):
        yield missing("DK-R-007", means, "cac:PaymentMandate")
    if code == GIRO:
        if slip not in GIRO_SLIPS or not GIRO_ACCOUNT.match(account):
            yield forbidden_value("DK-R-008", means, f"{number} {account}")
        if slip in GIRO_NUMBERED and len(number) != len(slip) + 16:
            yield forbidden_value("DK-R-009", means, number)
    if code == CARD:
        if slip not in CARD_SLIPS or length != 8:
            yield forbidden_value("DK-R-010", means, f"{number} {account}")
        if slip in CARD_NUMBERED and len(number) - len(slip) not in {15, 16}:
            yield forbidden_value("DK-R-011", means, number)
