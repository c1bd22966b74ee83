"""Business rules of the Order Agreement (T110).

Most are those of an order under other numbers, looked at only where a total is stated.
"""

from collections.abc import Iterator
from decimal import Decimal

from avrop.documents.rules.amounts import (
    ALLOWANCE,
    AMOUNTS,
    INDICATOR,
    AllowanceRules,
    AmountRules,
    PriceRules,
    ReasonRules,
    TaxRules,
    allowance_faults,
    amount_faults,
    price_faults,
    reason_faults,
    tax_faults,
)
from avrop.documents.rules.asking import (
    CENTS,
    ZERO,
    any_holds,
    as_written,
    is_not_negative,
    nearest_whole,
    rounded,
    total_of,
    value_of,
)
from avrop.documents.rules.faults import Fault, differs, forbidden_value, missing
from avrop.documents.rules.identifying import item_faults, specification_faults
from avrop.documents.rules.tree import Node

PREFIX = "PEPPOL-T110-"
TOTAL = "cac:LegalMonetaryTotal"
MONEY = AmountRules(PREFIX + "R004", PREFIX + "R013", (*AMOUNTS, "cbc:TaxableAmount"), TOTAL)
ALLOWANCES = AllowanceRules(
    *(PREFIX + number for number in ("R015", "R016", "R017", "R018", "R021"))
)
PRICES = PriceRules(PREFIX + "R001", PREFIX + "R022", PREFIX + "R023")
RATES = TaxRules(PREFIX + "R019", PREFIX + "R020")
REASONS = ReasonRules(PREFIX + "CL001", PREFIX + "CL002")
WITH_REASON = frozenset({"E", "AE", "K", "G", "O"})
WITHOUT_REASON = frozenset({"S", "Z", "L", "M"})
MILLION = Decimal(1_000_000)


def agreement_faults(root: Node, folder: str) -> Iterator[Fault]:
    """Rules of an order agreement."""
    yield from specification_faults(root, PREFIX + "R030", "order_agreement")
    yield from item_faults(root, PREFIX + "R002")
    yield from amount_faults(root, MONEY)
    yield from breakdown_faults(root)
    yield from category_faults(root)
    for total in root.everywhere(TOTAL):
        yield from total_faults(root, total)
    for allowance in root.all(ALLOWANCE):
        yield from allowance_faults(allowance, ALLOWANCES)
    for price in root.everywhere("cac:Price"):
        yield from price_faults(price, PRICES)
    yield from reason_faults(root, folder, REASONS)


def breakdown_faults(root: Node) -> Iterator[Fault]:
    """R024, R025, R028 and R029: the breakdown of tax adds up and says why no tax is charged."""
    for part in root.everywhere("cac:TaxSubtotal"):
        if part.above == "cac:TaxTotal":
            yield from subtotal_faults(part)
        for category in part.all("cac:TaxCategory"):
            code = category.text_at("cbc:ID")
            has_reason = category.one("cbc:TaxExemptionReason") is not None
            if has_reason and code not in WITH_REASON:
                yield Fault(PREFIX + "R029", category, "rules.vat_reason_unfit")
            if not has_reason and code not in WITHOUT_REASON:
                yield Fault(PREFIX + "R028", category, "rules.vat_reason_missing")
    for total in root.all("cac:TaxTotal"):
        parts = total.each("cac:TaxSubtotal", "cbc:TaxAmount")
        stated, expected = total.number_at("cbc:TaxAmount"), rounded(total_of(parts))
        if total.one("cac:TaxSubtotal") is not None and stated != expected:
            yield differs(PREFIX + "R025", total, expected, "–" if stated is None else stated)


def subtotal_faults(part: Node) -> Iterator[Fault]:
    """R024: the tax of a category is its rate of what is taxed; nothing when there is no rate."""
    percent = part.number_at("cac:TaxCategory", "cbc:Percent")
    taxable, tax = part.number_at("cbc:TaxableAmount"), part.number_at("cbc:TaxAmount")
    expected: Decimal | None = ZERO
    # The published rule takes a rate under a half for none, and then a tax under a half as well.
    if percent is None or not nearest_whole(percent):
        is_right = tax is not None and not nearest_whole(tax)
    else:
        expected = None if taxable is None else rounded(taxable * percent / CENTS)
        is_right = tax is not None and tax == expected
    if not is_right:
        shown = ["–" if amount is None else str(amount) for amount in (expected, tax)]
        yield differs(PREFIX + "R024", part, *shown)


def category_faults(root: Node) -> Iterator[Fault]:
    """R019, R020, R026 and R027: what is taxed has a rate, and stands in the breakdown."""
    broken_down = root.each("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory")
    codes = {category.text_at("cbc:ID") for category in broken_down}
    rates = {rate_of(category) for category in broken_down}
    has_total = any(True for _ in root.everywhere("cac:TaxTotal"))
    for category in taxed(root):
        if has_total:
            if category.one("cbc:Percent") is not None and rate_of(category) not in rates:
                value = category.text_at("cbc:Percent")
                yield Fault(
                    PREFIX + "R026", category, "rules.vat_rate_unfit", {"value": value[:40]}
                )
            if all(as_written(code) not in codes for code in category.all("cbc:ID")):
                yield forbidden_value(PREFIX + "R027", category, category.text_at("cbc:ID"))
        yield from tax_faults([category], RATES)


def taxed(root: Node) -> Iterator[Node]:
    """The tax categories of allowances and charges, and of items."""
    for name, holder in (("cac:TaxCategory", ALLOWANCE), ("cac:ClassifiedTaxCategory", "cac:Item")):
        for category in root.everywhere(name):
            if category.above == holder:
                yield category


def rate_of(category: Node) -> tuple[str, Decimal | None]:
    """A category and its rate, to a millionth of a per cent."""
    percent = category.number_at("cbc:Percent")
    return category.text_at("cbc:ID"), None if percent is None else nearest_whole(percent * MILLION)


def total_faults(root: Node, total: Node) -> Iterator[Fault]:
    """R005 to R009 and R014: the sums of the agreement are those of its lines and allowances."""
    lines = [line for line in root.everywhere("cac:LineItem") if line.above == "cac:OrderLine"]
    amounts = [node for line in lines for node in line.all("cbc:LineExtensionAmount")]
    stated = sum(
        node.above == "cac:LineItem" for node in root.everywhere("cbc:LineExtensionAmount")
    )
    if stated != sum(1 for _ in root.everywhere("cac:OrderLine")):
        yield missing(PREFIX + "R014", total, "cbc:LineExtensionAmount")
    payable = total.all("cbc:PayableAmount")
    if payable and not any_holds(payable, is_not_negative):
        yield Fault(PREFIX + "R005", total, "rules.negative", {"value": payable[0].text[:40]})
    line_sum = value_of(total.one("cbc:LineExtensionAmount"))
    if line_sum < 0:
        yield Fault(PREFIX + "R006", total, "rules.negative", {"value": str(line_sum)})
    allowances = root.all(ALLOWANCE)
    yield from stated_faults(total, "R007", "cbc:LineExtensionAmount", rounded(total_of(amounts)))
    yield from stated_faults(total, "R008", "cbc:ChargeTotalAmount", sum_of(allowances, "true"))
    yield from stated_faults(total, "R009", "cbc:AllowanceTotalAmount", sum_of(allowances, "false"))
    yield from tax_total_faults(root, total)


def tax_total_faults(root: Node, total: Node) -> Iterator[Fault]:
    """R010 to R012: from lines to the amount without tax, with tax, and to be paid."""
    exclusive = value_of(total.one("cbc:TaxExclusiveAmount"))
    inclusive = value_of(total.one("cbc:TaxInclusiveAmount"))
    net = value_of(total.one("cbc:LineExtensionAmount"))
    net += value_of(total.one("cbc:ChargeTotalAmount"))
    net -= value_of(total.one("cbc:AllowanceTotalAmount"))
    yield from stated_faults(total, "R010", "cbc:TaxExclusiveAmount", net)
    taxed_amount = exclusive + total_of(root.each("cac:TaxTotal", "cbc:TaxAmount")[:1])
    if inclusive != taxed_amount:
        yield differs(PREFIX + "R011", total, taxed_amount, inclusive)
    due = inclusive - value_of(total.one("cbc:PrepaidAmount"))
    due += value_of(total.one("cbc:PayableRoundingAmount"))
    yield from stated_faults(total, "R012", "cbc:PayableAmount", due)


def stated_faults(total: Node, number: str, name: str, expected: Decimal) -> Iterator[Fault]:
    """An amount of the total, where it is stated, is what it should be."""
    stated = total.one(name)
    if stated is not None and value_of(stated) != expected:
        yield differs(PREFIX + number, total, expected, stated.text[:40])


def sum_of(allowances: list[Node], indicator: str) -> Decimal:
    """What the allowances, or the charges, of the document come to."""
    counted = (
        node
        for node in allowances
        if any(as_written(said) == indicator for said in node.all(INDICATOR))
    )
    return rounded(total_of(amount for node in counted for amount in node.all("cbc:Amount")))
