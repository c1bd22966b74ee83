"""Business rules of Order (T01), Order Change (T114) and Order Cancellation (T115).

T01 and T114 share rules under their own prefixes; the numbers in the comments are theirs.
"""

from collections.abc import Iterable, Iterator
from decimal import ROUND_HALF_UP, Decimal

from avrop.documents.findings import Severity
from avrop.documents.recognise import KINDS
from avrop.documents.rules.faults import (
    Fault,
    differs,
    forbidden_value,
    has_excess_decimals,
    missing,
    negative_faults,
)
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

ZERO, ONE = Decimal(0), Decimal(1)
TOLERANCE = Decimal("0.02")
CENT = Decimal("0.01")
SIGNS = {"true": 1, "false": -1}
PRICES = {"cbc:PriceAmount"}


def rounded(amount: Decimal) -> Decimal:
    """Two decimals, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


def shown(amount: Decimal | None) -> str:
    """A number for a message; a dash for one that is absent."""
    return "–" if amount is None else str(amount)


def order_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an order."""
    yield from specification_faults(root, "PEPPOL-T01-R034", "PEPPOL-T01-R031", "order")
    yield from agreed_faults(root, folder, "PEPPOL-T01-")


def change_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an order change."""
    yield from specification_faults(root, "PEPPOL-T114-R034", "PEPPOL-T114-R031", "order_change")
    yield from agreed_faults(root, folder, "PEPPOL-T114-")


def cancellation_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of an order cancellation."""
    yield from specification_faults(
        root,
        "PEPPOL-T115-R034",
        "PEPPOL-T115-R031",
        "order_cancellation",
    )


def specification_faults(
    root: Node,
    specification_rule: str,
    process_rule: str | None,
    kind: str,
) -> Iterator[Fault]:
    """The specification begins as it should, and the process is one of those that use it."""
    specification, process = root.one("cbc:CustomizationID"), root.one("cbc:ProfileID")
    expected = KINDS[kind]
    if specification and not specification.text.startswith(expected.customization_id):
        yield forbidden_value(specification_rule, specification, specification.text)
    if process_rule and process and process.text not in expected.process_ids:
        yield forbidden_value(process_rule, process, process.text)


def agreed_faults(root: Node, folder: str, prefix: str) -> Iterator[Fault]:
    """What orders and their changes have in common."""
    if root.at("cac:ValidityPeriod", "cbc:EndDate") is None:
        yield Fault(
            prefix + "R002",
            root,
            "rules.missing",
            {"term": "cac:ValidityPeriod"},
            "ValidityPeriod",
            Severity.WARNING,
        )
    yield from amount_faults(root, prefix)
    yield from party_faults(root, folder, prefix)
    for total in root.all("cac:AnticipatedMonetaryTotal"):
        yield from total_faults(root, total, prefix)
    yield from line_faults(root, prefix)
    for node in root.everywhere("cac:AllowanceCharge"):
        yield from allowance_faults(node, prefix)
        yield from reason_faults(node, folder, prefix)
    for node in root.everywhere("cac:TaxCategory", "cac:ClassifiedTaxCategory"):
        yield from tax_faults(node, prefix + "R029", prefix + "R030")


def amount_faults(root: Node, prefix: str) -> Iterator[Fault]:
    """R003: one currency. R028: two decimals, but for prices and what makes them up."""
    currency = root.text_at("cbc:DocumentCurrencyCode")
    discounts = {
        amount
        for price in root.everywhere("cac:Price")
        for allowance in price.all("cac:AllowanceCharge")
        for amount in allowance.children
    }
    for name, nodes in root.index.items():
        if not name.endswith("Amount"):
            continue
        for node in nodes:
            stated = node.attributes.get("currencyID", currency)
            if stated != currency:
                yield Fault(prefix + "R003", node, "rules.other_currency", {"value": stated[:10]})
            if name in PRICES or not has_excess_decimals(node.text):
                continue
            if node not in discounts:
                yield Fault(prefix + "R028", node, "rules.too_many_decimals", {"limit": "2"})


def party_faults(root: Node, folder: str, prefix: str) -> Iterator[Fault]:
    """R014: an originator has a name or an identifier. R026: VAT numbers begin with a country."""
    for originator in root.all("cac:OriginatorCustomerParty"):
        if not is_named(originator.one("cac:Party")):
            yield missing(prefix + "R014", originator, "cac:PartyName")
    countries = codes(folder, "BR-CL-14")
    for node in root.everywhere("cac:PartyTaxScheme"):
        if is_vat(node):
            number = node.text_at("cbc:CompanyID")
            if number and number[:2] not in countries and not number.startswith("EL"):
                yield forbidden_value(prefix + "R026", node, number)


def is_vat(node: Node) -> bool:
    """True for a registration or category of VAT."""
    return node.text_at("cac:TaxScheme", "cbc:ID").upper() == "VAT"


def is_named(party: Node | None) -> bool:
    """True when a party has a name or an identifier."""
    if party is None:
        return False
    return bool(
        party.text_at("cac:PartyName", "cbc:Name")
        or party.text_at("cac:PartyIdentification", "cbc:ID"),
    )


def total_of(nodes: Iterable[Node]) -> Decimal:
    """The sum of what numbers there are."""
    return sum((node.number or ZERO for node in nodes), ZERO)


def total_faults(root: Node, total: Node, prefix: str) -> Iterator[Fault]:
    """R006 to R017: the sums of the order add up."""
    lines = rounded(total_of(root.each("cac:OrderLine", "cac:LineItem", "cbc:LineExtensionAmount")))
    stated = {
        name: total.number_at(f"cbc:{name}Amount")
        for name in (
            "LineExtension",
            "TaxExclusive",
            "TaxInclusive",
            "AllowanceTotal",
            "ChargeTotal",
            "Prepaid",
            "PayableRounding",
            "Payable",
        )
    }
    line_sum, payable = stated["LineExtension"], stated["Payable"]
    yield from negative_faults(prefix + "R006", total, payable, "cbc:PayableAmount")
    yield from negative_faults(prefix + "R007", total, line_sum, "cbc:LineExtensionAmount")
    if line_sum != lines:
        severity = Severity.WARNING if prefix == "PEPPOL-T114-" else Severity.FATAL
        values = {"expected": str(lines), "found": shown(line_sum)}
        rule_id = prefix + "R008"
        yield Fault(rule_id, total, "rules.amount_differs", values, severity=severity)
    yield from allowance_total_faults(root, total, stated, prefix)
    yield from tax_total_faults(root, total, stated, prefix)


def allowance_total_faults(
    root: Node,
    total: Node,
    stated: dict[str, Decimal | None],
    prefix: str,
) -> Iterator[Fault]:
    """R009 and R010: allowances and charges of the document add up to their totals."""
    for number, name, indicator in (
        ("R009", "AllowanceTotal", "false"),
        ("R010", "ChargeTotal", "true"),
    ):
        counted = [
            allowance
            for allowance in root.all("cac:AllowanceCharge")
            if allowance.text_at("cbc:ChargeIndicator") == indicator
        ]
        amount = rounded(total_of(node for each in counted for node in each.all("cbc:Amount")))
        found = stated[name]
        if (found is None and counted) or (found is not None and found != amount):
            yield differs(prefix + number, total, amount, shown(found))


def tax_total_faults(
    root: Node,
    total: Node,
    stated: dict[str, Decimal | None],
    prefix: str,
) -> Iterator[Fault]:
    """R011, R016 and R017: from lines to the amount without tax, with tax, and to be paid."""
    exclusive, inclusive, payable = (
        stated["TaxExclusive"],
        stated["TaxInclusive"],
        stated["Payable"],
    )
    net = (stated["LineExtension"] or ZERO) - (stated["AllowanceTotal"] or ZERO)
    net += stated["ChargeTotal"] or ZERO
    if stated["LineExtension"] is None or (exclusive is not None and exclusive != net):
        yield differs(prefix + "R011", total, net, shown(exclusive))
    if inclusive is None:
        return
    due = inclusive + (stated["PayableRounding"] or ZERO) - (stated["Prepaid"] or ZERO)
    if payable != due:
        yield differs(prefix + "R016", total, due, shown(payable))
    tax = root.number_at("cac:TaxTotal", "cbc:TaxAmount")
    before = net if exclusive is None else exclusive
    if tax is not None and inclusive != before + tax:
        yield differs(prefix + "R017", total, before + tax, inclusive)


def line_faults(root: Node, prefix: str) -> Iterator[Fault]:
    """R001, R004, R005, R013, R019, R024, R025, R027, R033, R035: lines and their prices."""
    seen: set[str] = set()
    quoted = root.text_at("cac:QuotationDocumentReference", "cbc:ID")
    for holder in root.all("cac:OrderLine"):
        if holder.one("cac:QuotationLineReference") and not quoted:
            yield missing(prefix + "R035", holder, "cac:QuotationDocumentReference")
        for line in holder.all("cac:LineItem"):
            identity = line.text_at("cbc:ID")
            if not identity or identity in seen:
                yield Fault(prefix + "R001", line, "rules.repeated", {"value": identity[:60]})
            seen.add(identity)
            yield from quantity_faults(line, prefix)
            for price in line.all("cac:Price"):
                yield from price_faults(line, price, prefix)


def quantity_faults(line: Node, prefix: str) -> Iterator[Fault]:
    """R004, R013 and R024: the quantity, and the amount that it makes with the price."""
    if line.one("cbc:Quantity") is None:
        yield Fault(
            prefix + "R013",
            line,
            "rules.missing",
            {"term": "cbc:Quantity"},
            "Quantity",
            Severity.WARNING,
        )
    quantity = line.number_at("cbc:Quantity")
    if quantity is None or quantity < 0:
        yield from negative_faults(prefix + "R004", line, quantity, "cbc:Quantity")
    # The published rule counts an absent quantity as one and an absent price or amount as nothing.
    stated = line.number_at("cbc:LineExtensionAmount") or ZERO
    expected = line_amount(line, ONE if quantity is None else quantity)
    if expected != stated and abs(expected - stated) > TOLERANCE:
        yield differs(prefix + "R024", line, expected, stated)


def line_amount(line: Node, quantity: Decimal) -> Decimal:
    """Quantity × price per base quantity, rounded, with the line's charges and allowances."""
    base = line.number_at("cac:Price", "cbc:BaseQuantity") or ONE
    price = line.number_at("cac:Price", "cbc:PriceAmount") or ZERO
    amount = rounded(quantity * price / base)
    for allowance in line.all("cac:AllowanceCharge"):
        sign = SIGNS.get(allowance.text_at("cbc:ChargeIndicator"), 0)
        amount += sign * (allowance.number_at("cbc:Amount") or ZERO)
    return amount


def price_faults(line: Node, price: Node, prefix: str) -> Iterator[Fault]:
    """Prices are not negative, and gross less discount is net."""
    net = price.number_at("cbc:PriceAmount")
    if net is None or net < 0:
        yield from negative_faults(prefix + "R005", price, net, "cbc:PriceAmount")
    base = price.number_at("cbc:BaseQuantity")
    if base is not None and base <= 0:
        yield Fault(prefix + "R025", line, "rules.not_positive", {"value": str(base)})
    for allowance in price.all("cac:AllowanceCharge"):
        gross, discount = allowance.number_at("cbc:BaseAmount"), allowance.number_at("cbc:Amount")
        if gross is not None:
            expected = gross - (discount or ZERO)
            if discount is None or net != expected:
                yield differs(prefix + "R019", allowance, expected, shown(net))
            if gross < 0:
                yield Fault(prefix + "R027", price, "rules.negative", {"value": str(gross)})
        if discount is not None and discount < 0:
            yield Fault(prefix + "R033", price, "rules.negative", {"value": str(discount)})


def allowance_faults(node: Node, prefix: str) -> Iterator[Fault]:
    """R020 to R023 and R032, of allowances on documents and lines.

    The published rules look no further at an allowance whose base or percentage is missing.
    """
    if node.above == "cac:Price":
        return
    base, percent = node.number_at("cbc:BaseAmount"), node.number_at("cbc:MultiplierFactorNumeric")
    amount = node.number_at("cbc:Amount")
    if percent is not None and base is None:
        yield missing(prefix + "R020", node, "cbc:BaseAmount")
        return
    if base is not None and percent is None:
        yield missing(prefix + "R021", node, "cbc:MultiplierFactorNumeric")
        return
    if base is not None and percent is not None:
        expected = rounded(base * percent / 100)
        if amount is None or abs(expected - amount) > TOLERANCE:
            yield differs(prefix + "R022", node, expected, shown(amount))
    if not (node.text_at("cbc:AllowanceChargeReason") or node.text_at(REASON_CODE)):
        yield missing(prefix + "R023", node, "cbc:AllowanceChargeReason")
    yield from negative_faults(prefix + "R032", node, amount, "cbc:Amount")


def reason_faults(node: Node, folder: str, prefix: str) -> Iterator[Fault]:
    """CL001 and CL002: the reason is of the list of allowances, or of charges."""
    listed = {"true": ("CL002", "UNCL7161"), "false": ("CL001", "BR-CL-19")}
    rule, name = listed.get(node.text_at("cbc:ChargeIndicator"), ("", ""))
    for code in node.all(REASON_CODE) if rule else ():
        if code.text not in codes(folder, name):
            yield Fault(prefix + rule, code, "rules.code_unknown", {"value": code.text[:60]})


REASON_CODE = "cbc:AllowanceChargeReasonCode"


def tax_faults(node: Node, rate_rule: str, standard_rule: str) -> Iterator[Fault]:
    """A category has a rate, unless outside VAT; the standard rate is above zero."""
    code, percent = node.text_at("cbc:ID"), node.number_at("cbc:Percent")
    if percent is None and code != "O":
        yield missing(rate_rule, node, "cbc:Percent")
    if code == "S" and not (percent is not None and percent > 0):
        yield Fault(
            standard_rule, node, "rules.not_positive", {"value": node.text_at("cbc:Percent")}
        )
