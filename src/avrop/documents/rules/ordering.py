"""Business rules of Order (T01), Order Change (T114) and Order Cancellation (T115).

T01 and T114 share rules under their own prefixes; the numbers in the comments are theirs.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from avrop.documents.findings import Severity
from avrop.documents.recognise import KINDS
from avrop.documents.rules.amounts import (
    ALLOWANCE,
    AMOUNTS,
    AllowanceRules,
    AmountRules,
    PriceRules,
    ReasonRules,
    TaxRules,
    allowance_faults,
    amount_faults,
    is_allowance,
    is_charge,
    needs_base,
    price_faults,
    reason_faults,
    tax_faults,
)
from avrop.documents.rules.asking import (
    ONE,
    VAT,
    ZERO,
    are_near,
    as_written,
    has_any,
    rounded,
    total_of,
    value_of,
)
from avrop.documents.rules.faults import (
    Fault,
    differs,
    forbidden_value,
    missing,
    negative_faults,
)
from avrop.documents.rules.identifying import (
    line_number_faults,
    party_faults,
    process_faults,
    specification_faults,
)
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

TOTAL = "cac:AnticipatedMonetaryTotal"
# R026 has a list of countries of its own: Greece by its other name, the Netherlands Antilles still
# there, and some of those that came later not.
ADDED_COUNTRIES = frozenset({"AN", "EL"})
LEFT_OUT_COUNTRIES = frozenset({"1A", "BQ", "CW", "RE", "SS", "SX", "XI"})


def shown(amount: Decimal | None) -> str:
    """A number for a message; a dash for one that is absent."""
    return "–" if amount is None else str(amount)


def order_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an order."""
    yield from specification_faults(root, "PEPPOL-T01-R034", "order")
    yield from process_faults(root, "PEPPOL-T01-R031", KINDS["order"].process_ids)
    yield from agreed_faults(root, folder, "PEPPOL-T01-")


def change_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an order change."""
    yield from specification_faults(root, "PEPPOL-T114-R034", "order_change")
    yield from process_faults(root, "PEPPOL-T114-R031", KINDS["order_change"].process_ids)
    yield from agreed_faults(root, folder, "PEPPOL-T114-")


def cancellation_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an order cancellation."""
    yield from specification_faults(root, "PEPPOL-T115-R034", "order_cancellation")
    yield from process_faults(root, "PEPPOL-T115-R031", KINDS["order_cancellation"].process_ids)


def agreed_faults(root: Node, folder: str, prefix: str) -> Iterator[Fault]:
    """What orders and their changes have in common."""
    if not has_any(root, ("cac:ValidityPeriod", "cbc:EndDate")):
        yield advised(prefix + "R002", root, "cac:ValidityPeriod")
    rules = AmountRules(prefix + "R003", prefix + "R028", AMOUNTS, TOTAL)
    yield from amount_faults(root, rules)
    yield from party_faults(root, (prefix + "R014", "cac:OriginatorCustomerParty"))
    yield from country_faults(root, folder, prefix + "R026")
    for total in root.everywhere(TOTAL):
        yield from total_faults(root, total, prefix)
    yield from line_number_faults(root, prefix + "R001")
    yield from quotation_faults(root, prefix + "R035")
    for line in root.everywhere("cac:LineItem"):
        if line.above == "cac:OrderLine":
            yield from line_faults(line, prefix)
    yield from all_allowance_faults(root, folder, prefix)
    rates = TaxRules(prefix + "R029", prefix + "R030")
    yield from tax_faults(root.everywhere("cac:TaxCategory", "cac:ClassifiedTaxCategory"), rates)


def advised(rule_id: str, node: Node, term: str) -> Fault:
    """Something that should be there and need not."""
    values, last = {"term": term}, term.rpartition(":")[2]
    return Fault(rule_id, node, "rules.missing", values, last, Severity.WARNING)


def country_faults(root: Node, folder: str, rule_id: str) -> Iterator[Fault]:
    """R026: VAT numbers begin with a country."""
    countries = vat_countries(folder)
    for node in root.everywhere("cac:PartyTaxScheme"):
        if all(as_written(scheme) != VAT for scheme in node.each("cac:TaxScheme", "cbc:ID")):
            continue
        number = as_written(node.one("cbc:CompanyID"))
        # The rule looks for two letters in a row of countries, so that one or none are there too.
        if number[:2] not in countries:
            yield forbidden_value(rule_id, node, number)


@lru_cache(maxsize=4)
def vat_countries(folder: str) -> str:
    """The countries that VAT numbers may begin with, in a row."""
    return " ".join(sorted((codes(folder, "BR-CL-14") - LEFT_OUT_COUNTRIES) | ADDED_COUNTRIES))


def total_faults(root: Node, total: Node, prefix: str) -> Iterator[Fault]:
    """R006 to R010: the sums of the order are those of its lines, allowances and charges."""
    lines = rounded(total_of(root.each("cac:OrderLine", "cac:LineItem", "cbc:LineExtensionAmount")))
    line_sum = total.number_at("cbc:LineExtensionAmount")
    payable = total.number_at("cbc:PayableAmount")
    yield from negative_faults(prefix + "R006", total, payable, "cbc:PayableAmount")
    yield from negative_faults(prefix + "R007", total, line_sum, "cbc:LineExtensionAmount")
    if line_sum != lines:
        severity = Severity.WARNING if prefix == "PEPPOL-T114-" else Severity.FATAL
        values = {"expected": str(lines), "found": shown(line_sum)}
        rule_id = prefix + "R008"
        yield Fault(rule_id, total, "rules.amount_differs", values, severity=severity)
    for number, name, counts in (
        ("R009", "cbc:AllowanceTotalAmount", is_allowance),
        ("R010", "cbc:ChargeTotalAmount", is_charge),
    ):
        expected = sum_of(filter(counts, root.all(ALLOWANCE)))
        if value_of(total.one(name)) != expected:
            yield differs(prefix + number, total, expected, shown(total.number_at(name)))
    yield from tax_total_faults(root, total, prefix)


def sum_of(allowances: Iterator[Node]) -> Decimal:
    """What some allowances or charges come to."""
    return rounded(total_of(node for each in allowances for node in each.all("cbc:Amount")))


def tax_total_faults(root: Node, total: Node, prefix: str) -> Iterator[Fault]:
    """R011, R016 and R017: from lines to the amount without tax, with tax, and to be paid.

    An amount with tax that is absent or zero is not looked at.
    """
    line_sum = total.number_at("cbc:LineExtensionAmount")
    exclusive = total.number_at("cbc:TaxExclusiveAmount")
    inclusive = total.number_at("cbc:TaxInclusiveAmount")
    payable = total.number_at("cbc:PayableAmount")
    net = (line_sum or ZERO) - value_of(total.one("cbc:AllowanceTotalAmount"))
    net += value_of(total.one("cbc:ChargeTotalAmount"))
    if line_sum is None or (exclusive is not None and exclusive != net):
        yield differs(prefix + "R011", total, net, shown(exclusive))
    if not inclusive:
        return
    due = inclusive + value_of(total.one("cbc:PayableRoundingAmount"))
    due -= value_of(total.one("cbc:PrepaidAmount"))
    if payable != due:
        yield differs(prefix + "R016", total, due, shown(payable))
    if root.one("cac:TaxTotal") is None:
        return
    before = net if exclusive is None else exclusive
    taxed = before + total_of(root.each("cac:TaxTotal", "cbc:TaxAmount")[:1])
    if inclusive != taxed or (exclusive is None and line_sum is None):
        yield differs(prefix + "R017", total, taxed, inclusive)


def quotation_faults(root: Node, rule_id: str) -> Iterator[Fault]:
    """R035: who refers to a line of a quotation refers to the quotation."""
    if has_any(root, ("cac:QuotationDocumentReference", "cbc:ID")):
        return
    for holder in root.all("cac:OrderLine"):
        if holder.one("cac:QuotationLineReference") is not None:
            yield missing(rule_id, holder, "cac:QuotationDocumentReference")


def line_faults(line: Node, prefix: str) -> Iterator[Fault]:
    """R004, R013, R024 and R025: quantities, and the amount that they make with the price."""
    quantity = line.number_at("cbc:Quantity")
    if line.one("cbc:Quantity") is None:
        yield advised(prefix + "R013", line, "cbc:Quantity")
    yield from negative_faults(prefix + "R004", line, quantity, "cbc:Quantity")
    # The published rule counts an absent quantity as one and an absent price or amount as nothing.
    stated = value_of(line.one("cbc:LineExtensionAmount"))
    expected = line_amount(line, ONE if quantity is None else quantity)
    if not are_near(stated, expected):
        yield differs(prefix + "R024", line, rounded(expected), stated)
    base = line.at("cac:Price", "cbc:BaseQuantity")
    if base is not None and value_of(base) <= 0:
        yield Fault(prefix + "R025", line, "rules.not_positive", {"value": base.text[:40]})


def line_amount(line: Node, quantity: Decimal) -> Decimal:
    """Quantity × price per base quantity, with the line's charges and allowances."""
    price = line.one("cac:Price")
    if price is None:
        amount = ZERO
    else:
        base = value_of(price.one("cbc:BaseQuantity")) or ONE
        amount = quantity * (value_of(price.one("cbc:PriceAmount")) / base)
    allowances = line.all(ALLOWANCE)
    if allowances:
        amount += sum_of(filter(is_charge, allowances))
        amount -= sum_of(filter(is_allowance, allowances))
    return amount


def all_allowance_faults(root: Node, folder: str, prefix: str) -> Iterator[Fault]:
    """R005, R019 to R023, R027, R032, R033 and the lists of reasons: allowances and prices."""
    rules = AllowanceRules(*(prefix + number for number in ALLOWANCES))
    for node in root.everywhere(ALLOWANCE):
        if node.above in {"cac:LineItem", root.name}:
            yield from allowance_faults(node, rules)
        elif needs_base(node):
            yield missing(rules.base, node, "cbc:BaseAmount")
    yield from reason_faults(root, folder, ReasonRules(prefix + "CL001", prefix + "CL002"))
    prices = PriceRules(prefix + "R005", prefix + "R027", prefix + "R033")
    for price in root.everywhere("cac:Price"):
        yield from price_faults(price, prices)
        for allowance in price.all(ALLOWANCE):
            yield from discount_faults(price, allowance, prefix + "R019")


ALLOWANCES = ("R020", "R021", "R022", "R023", "R032")


def discount_faults(price: Node, allowance: Node, rule_id: str) -> Iterator[Fault]:
    """R019: what a price was, less its discount, is the price."""
    gross = allowance.number_at("cbc:BaseAmount")
    if gross is None:
        return
    net, discount = price.number_at("cbc:PriceAmount"), allowance.number_at("cbc:Amount")
    expected = gross - (discount or ZERO)
    if discount is None or net != expected:
        yield differs(rule_id, allowance, expected, shown(net))
