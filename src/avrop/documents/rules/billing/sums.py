"""EN 16931: amounts add up (BR-CO) and have two decimals (BR-DEC)."""

from collections.abc import Iterator
from decimal import Decimal

from avrop.documents.rules.billing.view import (
    ZERO,
    Line,
    allowances,
    amounts,
    rounded,
    total,
)
from avrop.documents.rules.faults import Fault, differs, has_excess_decimals, missing
from avrop.documents.rules.tree import Node

TOTAL_DECIMALS = {
    "cbc:LineExtensionAmount": "BR-DEC-09",
    "cbc:AllowanceTotalAmount": "BR-DEC-10",
    "cbc:ChargeTotalAmount": "BR-DEC-11",
    "cbc:TaxExclusiveAmount": "BR-DEC-12",
    "cbc:TaxInclusiveAmount": "BR-DEC-14",
    "cbc:PrepaidAmount": "BR-DEC-16",
    "cbc:PayableRoundingAmount": "BR-DEC-17",
    "cbc:PayableAmount": "BR-DEC-18",
}
ALLOWANCE_DECIMALS = (
    ("cbc:Amount", "BR-DEC-01", "BR-DEC-05", "BR-DEC-24", "BR-DEC-27"),
    ("cbc:BaseAmount", "BR-DEC-02", "BR-DEC-06", "BR-DEC-25", "BR-DEC-28"),
)


def has_decimals(node: Node | None) -> bool:
    """True for more than two."""
    return node is not None and has_excess_decimals(node.text)


def decimals(rule_id: str, node: Node) -> Fault:
    """More decimals than the norm allows."""
    return Fault(rule_id, node, "rules.too_many_decimals", {"limit": "2"})


def sum_faults(root: Node, lines: list[Line]) -> Iterator[Fault]:
    """Every total that is not the sum of its parts, and every amount with too many decimals."""
    for totals in root.all("cac:LegalMonetaryTotal"):
        yield from total_faults(root, totals, lines)
    yield from inclusive_faults(root)
    yield from tax_faults(root)
    yield from decimal_faults(root, lines)


def total_faults(root: Node, totals: Node, lines: list[Line]) -> Iterator[Fault]:
    """BR-CO-10 to 13 and 16: the totals of a document."""
    stated = {name: totals.number_at(name) for name in TOTAL_DECIMALS}
    line_sum = stated["cbc:LineExtensionAmount"]
    expected = rounded(total(line.amount for line in lines if line.amount))
    if line_sum != expected:
        yield differs("BR-CO-10", totals, expected, line_sum or "–")
    for rule, name, is_charge in (
        ("BR-CO-11", "cbc:AllowanceTotalAmount", False),
        ("BR-CO-12", "cbc:ChargeTotalAmount", True),
    ):
        counted = allowances(root, charges=is_charge)
        part = rounded(amounts(counted, "cbc:Amount"))
        if (stated[name] is None and counted) or stated[name] not in {None, part}:
            yield differs(rule, totals, part, stated[name] or "–")
    yield from net_faults(totals, stated)
    yield from due_faults(totals, stated)


def net_faults(totals: Node, stated: dict[str, Decimal | None]) -> Iterator[Fault]:
    """BR-CO-13: the lines with charges and without allowances; rounded where there are any."""
    line_sum, exclusive = stated["cbc:LineExtensionAmount"], stated["cbc:TaxExclusiveAmount"]
    charges, reductions = stated["cbc:ChargeTotalAmount"], stated["cbc:AllowanceTotalAmount"]
    net = line_sum or ZERO
    if charges is not None or reductions is not None:
        net = rounded(net + (charges or ZERO) - (reductions or ZERO))
    if exclusive != net or line_sum is None:
        yield differs("BR-CO-13", totals, net, "–" if exclusive is None else exclusive)


def due_faults(totals: Node, stated: dict[str, Decimal | None]) -> Iterator[Fault]:
    """BR-CO-16: what is due is all with VAT, without what was paid, and rounded."""
    payable, inclusive = stated["cbc:PayableAmount"], stated["cbc:TaxInclusiveAmount"]
    prepaid = stated["cbc:PrepaidAmount"] or ZERO
    rounding = stated["cbc:PayableRoundingAmount"] or ZERO
    if payable is None or inclusive is None:
        fits = False
    else:
        # The published rule rounds each side only where something is taken from it.
        left = rounded(payable - rounding) if rounding else payable
        right = rounded(inclusive - prepaid) if prepaid else inclusive
        fits = left == right
    if not fits:
        due = rounded((inclusive or ZERO) - prepaid + rounding)
        yield differs("BR-CO-16", totals, due, "–" if payable is None else payable)


def inclusive_faults(root: Node) -> Iterator[Fault]:
    """BR-CO-15: with VAT is without VAT and the VAT, in the currency of the invoice."""
    currency = root.text_at("cbc:DocumentCurrencyCode")
    if not currency:
        return
    exclusive = root.number_at("cac:LegalMonetaryTotal", "cbc:TaxExclusiveAmount")
    inclusive = root.number_at("cac:LegalMonetaryTotal", "cbc:TaxInclusiveAmount")
    own = [
        node
        for node in root.each("cac:TaxTotal", "cbc:TaxAmount")
        if node.attributes.get("currencyID") == currency
    ]
    tax = own[0].number if len(own) == 1 else None
    expected = rounded((exclusive or ZERO) + (tax or ZERO))
    if tax is None or exclusive is None or inclusive != expected:
        yield differs("BR-CO-15", root, expected, inclusive or "–")


def tax_faults(root: Node) -> Iterator[Fault]:
    """BR-53, BR-CO-03, BR-CO-14, BR-CO-18: the VAT of the whole document."""
    if root.one("cbc:TaxPointDate") and root.at("cac:InvoicePeriod", "cbc:DescriptionCode"):
        yield Fault("BR-CO-03", root, "rules.both_stated")
    if root.at("cac:TaxTotal", "cac:TaxSubtotal") is None:
        yield missing("BR-CO-18", root, "cac:TaxSubtotal")
    accounting = root.text_at("cbc:TaxCurrencyCode")
    stated = [
        node.attributes.get("currencyID") for node in root.each("cac:TaxTotal", "cbc:TaxAmount")
    ]
    if root.one("cbc:TaxCurrencyCode") and accounting not in stated:
        yield missing("BR-53", root, "cac:TaxTotal")
    for tax in root.all("cac:TaxTotal"):
        if not tax.all("cac:TaxSubtotal"):
            continue
        expected = rounded(total(tax.each("cac:TaxSubtotal", "cbc:TaxAmount")))
        if tax.number_at("cbc:TaxAmount") != expected:
            yield differs("BR-CO-14", tax, expected, tax.text_at("cbc:TaxAmount"))


def decimal_faults(root: Node, lines: list[Line]) -> Iterator[Fault]:
    """BR-DEC: at most two decimals.

    BR-DEC-13 and 15, of the VAT of the document, look for its currency where it never is, and so
    find nothing; UBL-DT-01 finds it.
    """
    for totals in root.all("cac:LegalMonetaryTotal"):
        for name, rule in TOTAL_DECIMALS.items():
            if has_decimals(totals.one(name)):
                yield decimals(rule, totals)
    for row in root.each("cac:TaxTotal", "cac:TaxSubtotal"):
        for name, rule in (("cbc:TaxableAmount", "BR-DEC-19"), ("cbc:TaxAmount", "BR-DEC-20")):
            if has_decimals(row.one(name)):
                yield decimals(rule, row)
    reduced = [each.node for each in lines if "cac:AllowanceCharge" in each.node.layout.first]
    for name, *rules in ALLOWANCE_DECIMALS:
        yield from allowance_decimals(root, name, rules[:2])
        for holder in reduced:
            yield from allowance_decimals(holder, name, rules[2:])
    for line in lines:
        if has_decimals(line.amount):
            yield decimals("BR-DEC-23", line.node)


def allowance_decimals(holder: Node, name: str, rules: list[str]) -> Iterator[Fault]:
    """The same for allowances and for charges of a document or a line."""
    for is_charge, rule in zip((False, True), rules, strict=True):
        for node in allowances(holder, charges=is_charge):
            if has_decimals(node.one(name)):
                yield decimals(rule, node)
