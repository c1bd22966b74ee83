"""EN 16931: VAT by category, the same ten questions for each.

A `Family` says how a category answers: does it need the seller's VAT number, which rate, how is
the tax worked out, must there be a reason. The rule ids follow from its prefix: BR-S-01 to BR-S-10,
BR-AE-01 to BR-AE-10, and so on.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from avrop.documents.rules.asking import as_written
from avrop.documents.rules.billing.view import (
    BUYER,
    REPRESENTATIVE,
    SELLER,
    ZERO,
    Category,
    Line,
    allowances,
    category_of,
    has_number,
    number_of,
    registrations,
    rounded,
    whole,
)
from avrop.documents.rules.faults import Fault, differs, missing
from avrop.documents.rules.release import codes
from avrop.documents.rules.tree import Node

ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Numbers:
    """Which registrations the parties of an invoice state."""

    seller_vat: bool
    seller_other: bool
    representative: bool
    buyer_vat: bool
    buyer_legal: bool


def seller_is_registered(numbers: Numbers) -> bool:
    """Any tax registration of the seller will do."""
    return numbers.seller_vat or numbers.seller_other or numbers.representative


def both_are_known(numbers: Numbers) -> bool:
    """Reverse charge: the buyer too is known, by VAT number or organisation number."""
    return seller_is_registered(numbers) and (numbers.buyer_vat or numbers.buyer_legal)


def seller_has_vat(numbers: Numbers) -> bool:
    """Export: a VAT number of the seller or its representative."""
    return numbers.seller_vat or numbers.representative


def both_have_vat(numbers: Numbers) -> bool:
    """Supply within the Union: VAT numbers on both sides."""
    return seller_has_vat(numbers) and numbers.buyer_vat


def nobody_has_vat(numbers: Numbers) -> bool:
    """Outside VAT: no VAT number is stated."""
    return not (numbers.seller_vat or numbers.representative or numbers.buyer_vat)


def above_zero(rate: Decimal | None) -> bool:
    """The standard rate."""
    return rate is not None and rate > 0


def is_zero(rate: Decimal | None) -> bool:
    """Stated, and nothing."""
    return rate == ZERO


def not_negative(rate: Decimal | None) -> bool:
    """Zero or more."""
    return rate is not None and rate >= 0


def is_absent(rate: Decimal | None) -> bool:
    """Not stated."""
    return rate is None


@dataclass(frozen=True, slots=True)
class Family:
    """How one category of VAT answers the ten questions."""

    prefix: str
    numbers_fit: Callable[[Numbers], bool]
    rate_fits: Callable[[Decimal | None], bool]
    by_rate: bool = False
    has_reason: bool = False


FAMILIES = {
    "S": Family("BR-S-", seller_is_registered, above_zero, by_rate=True),
    "Z": Family("BR-Z-", seller_is_registered, is_zero),
    "E": Family("BR-E-", seller_is_registered, is_zero, has_reason=True),
    "AE": Family("BR-AE-", both_are_known, is_zero, has_reason=True),
    "K": Family("BR-IC-", both_have_vat, is_zero, has_reason=True),
    "G": Family("BR-G-", seller_has_vat, is_zero, has_reason=True),
    "O": Family("BR-O-", nobody_has_vat, is_absent, has_reason=True),
    "L": Family("BR-AF-", seller_is_registered, not_negative, by_rate=True),
    "M": Family("BR-AG-", seller_is_registered, not_negative, by_rate=True),
}


class Taxed(NamedTuple):
    """The VAT category of a line, allowance or charge: `amount` is what that adds to the base."""

    category: Node
    code: str
    rate: Decimal | None
    is_vat: bool
    amount: Decimal
    # Which of the ten questions it is asked: line 2 and 5, allowance 3 and 6, charge 4 and 7.
    question: int


def taxed_things(root: Node, lines: list[Line]) -> Iterator[Taxed]:
    """Everything in an invoice that carries a VAT category, breakdown apart."""
    for line in lines:
        amount = (line.amount.number if line.amount else None) or ZERO
        for category in line.categories:
            yield taxed(category, amount, 2)
    for is_charge, question in ((False, 3), (True, 4)):
        for node in allowances(root, charges=is_charge):
            amount = node.number_at("cbc:Amount") or ZERO
            for below in node.all("cac:TaxCategory"):
                yield taxed(category_of(below), amount if is_charge else -amount, question)


def taxed(category: Category, amount: Decimal, question: int) -> Taxed:
    """A category with what it adds to its base."""
    code, percent, scheme = category[1:]
    of_vat = scheme == "VAT" or scheme.upper() == "VAT"
    return Taxed(category.node, code, number_of(percent), of_vat, amount, question)


def is_vat(category: Node) -> bool:
    """True for a category of VAT."""
    return category.text_at("cac:TaxScheme", "cbc:ID").upper() == "VAT"


def stated_numbers(root: Node) -> Numbers:
    """The registrations that decide whether a category may be used."""
    seller, buyer = root.at(*SELLER), root.at(*BUYER)
    return Numbers(
        has_number(registrations(seller, vat=True)),
        has_number(registrations(seller, vat=False)),
        has_number(registrations(root.one(REPRESENTATIVE), vat=True)),
        has_number(registrations(buyer, vat=True)),
        bool(buyer and buyer.at("cac:PartyLegalEntity", "cbc:CompanyID")),
    )


def vat_faults(root: Node, lines: list[Line], folder: str) -> Iterator[Fault]:
    """Every answer that does not fit its category."""
    # Of S the published rules do not look at the scheme.
    things = [each for each in taxed_things(root, lines) if each.is_vat or each.code == "S"]
    by_code: dict[str, list[Taxed]] = defaultdict(list)
    for thing in things:
        by_code[thing.code].append(thing)
    rows = [
        row
        for row in root.each("cac:TaxTotal", "cac:TaxSubtotal")
        if (category := row.one("cac:TaxCategory")) and is_vat(category)
    ]
    numbers, elsewhere = stated_numbers(root), codes_elsewhere(root)
    for code, family in FAMILIES.items():
        used = by_code.get(code, [])
        shown = [row for row in rows if row.text_at("cac:TaxCategory", "cbc:ID") == code]
        yield from breakdown_presence(root, code, is_used=bool(used) or code in elsewhere)
        if used or shown:
            yield from family_faults(root, family, used, shown, numbers, has_lines=bool(lines))
    for row in root.each("cac:TaxTotal", "cac:TaxSubtotal"):
        yield from row_faults(row)
    yield from outside_faults(root, things, rows)
    yield from split_payment_faults(root)
    yield from union_faults(root, rows)
    yield from number_faults(root, folder)


def codes_elsewhere(root: Node) -> set[str]:
    """Categories of allowances and charges wherever they stand, be they one or the other or not."""
    return {
        category.text_at("cbc:ID")
        for node in root.everywhere("cac:AllowanceCharge")
        for category in node.all("cac:TaxCategory")
        if is_vat(category) or category.text_at("cbc:ID") == "S"
    }


def breakdown_presence(root: Node, code: str, *, is_used: bool) -> Iterator[Fault]:
    """Question 1: what is used is in the breakdown, once where a category has one rate."""
    family = FAMILIES[code]
    rows = root.each("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory")
    # For S the published rule does not look at the scheme.
    count = sum(row.text_at("cbc:ID") == code and (code == "S" or is_vat(row)) for row in rows)
    once = count == 1 or not (is_used or count)
    complete = is_used == bool(count) if family.by_rate else once
    if not complete:
        yield Fault(family.prefix + "01", root, "rules.vat_breakdown_incomplete")


def family_faults(
    root: Node,
    family: Family,
    used: list[Taxed],
    shown: list[Node],
    numbers: Numbers,
    *,
    has_lines: bool,
) -> Iterator[Fault]:
    """Questions 2 to 10 for one category."""
    of_vat = {thing.question for thing in used if thing.is_vat}
    unfit = set() if family.numbers_fit(numbers) else of_vat
    # Lines of a category that none of them says to be one of VAT (S alone is asked) fit nobody.
    unfit |= {2} & ({thing.question for thing in used} - of_vat)
    for question in sorted(unfit):
        yield Fault(f"{family.prefix}{question:02d}", root, "rules.vat_numbers_unfit")
    for thing in used:
        if thing.is_vat and not family.rate_fits(thing.rate):
            rule = f"{family.prefix}{thing.question + 3:02d}"
            values = {"value": thing.category.text_at("cbc:Percent") or "–"}
            yield Fault(rule, thing.category, "rules.vat_rate_unfit", values)
    sums = taxable_sums(used, by_rate=family.by_rate)
    for row in shown:
        yield from breakdown_faults(row, family, sums, has_lines=has_lines)


def taxable_sums(used: list[Taxed], *, by_rate: bool) -> dict[Decimal | None, Decimal]:
    """What a breakdown row should hold, by rate where a category has several."""
    sums: dict[Decimal | None, Decimal] = defaultdict(lambda: ZERO)
    for thing in used:
        sums[thing.rate if by_rate else None] += thing.amount
    return sums


def breakdown_faults(
    row: Node,
    family: Family,
    sums: dict[Decimal | None, Decimal],
    *,
    has_lines: bool,
) -> Iterator[Fault]:
    """Questions 8, 9 and 10: base, tax and reason of a row of the breakdown."""
    category = row.one("cac:TaxCategory") or row
    rate = category.number_at("cbc:Percent")
    taxable, tax = row.number_at("cbc:TaxableAmount"), row.number_at("cbc:TaxAmount")
    key = rate if family.by_rate else None
    expected = sums.get(key)
    if family.by_rate:
        # The norm lets one unit of currency pass, in either direction.
        near = expected is not None and taxable is not None and abs(taxable - expected) < ONE
        fits = rate is None or near
        due = rounded(abs(taxable or ZERO) * (rate or ZERO) / 100)
        tax_fits = tax is not None and abs(abs(tax) - due) < ONE
    else:
        # Without any line the published rules find nothing that the base could be the sum of.
        fits = has_lines and taxable == rounded(expected or ZERO)
        due, tax_fits = ZERO, tax == ZERO
    if not fits:
        yield differs(family.prefix + "08", row, expected or ZERO, taxable or "–")
    if not tax_fits:
        yield differs(family.prefix + "09", row, due, tax if tax is not None else "–")
    reasoned = bool(
        category.one("cbc:TaxExemptionReason") or category.one("cbc:TaxExemptionReasonCode"),
    )
    if reasoned is not family.has_reason:
        code = "rules.vat_reason_missing" if family.has_reason else "rules.vat_reason_unfit"
        yield Fault(family.prefix + "10", row, code)


def row_faults(row: Node) -> Iterator[Fault]:
    """BR-45 to BR-48 and BR-CO-17, of any category."""
    category = next((each for each in row.all("cac:TaxCategory") if is_vat(each)), None)
    taxable, tax = row.number_at("cbc:TaxableAmount"), row.number_at("cbc:TaxAmount")
    percent = category.one("cbc:Percent") if category else None
    rate = percent.number if percent else None
    if row.one("cbc:TaxableAmount") is None:
        yield missing("BR-45", row, "cbc:TaxableAmount")
    if row.one("cbc:TaxAmount") is None:
        yield missing("BR-46", row, "cbc:TaxAmount")
    if category is None or category.one("cbc:ID") is None:
        yield missing("BR-47", row, "cac:TaxCategory")
    if percent is None and (category is None or category.text_at("cbc:ID") != "O"):
        yield missing("BR-48", row, "cbc:Percent")
    due = rounded(abs(taxable or ZERO) * (rate or ZERO) / 100)
    if rate is None or whole(rate) == 0:
        fits = tax is not None and whole(tax) == 0
    else:
        fits = tax is not None and taxable is not None and abs(abs(tax) - due) < ONE
    if not fits:
        yield differs("BR-CO-17", row, due, "–" if tax is None else tax)


def outside_faults(root: Node, things: list[Taxed], rows: list[Node]) -> Iterator[Fault]:
    """BR-O-11 to 14: what is outside VAT stands alone."""
    codes = [row.text_at("cac:TaxCategory", "cbc:ID") for row in rows]
    if "O" not in codes:
        return
    if any(code != "O" for code in codes):
        yield Fault("BR-O-11", root, "rules.vat_mixed")
    others = {each.question for each in things if each.code != "O" and each.is_vat}
    for question in sorted(others):
        yield Fault(f"BR-O-{question + 10}", root, "rules.vat_mixed")


def split_payment_faults(root: Node) -> Iterator[Fault]:
    """BR-B-01 and 02: split payment is for Italians among themselves, and not beside S.

    The first asks for every country in the document, the second for no S in the breakdown.
    """
    categories = root.everywhere("cac:TaxCategory", "cac:ClassifiedTaxCategory")
    if not any(category.text_at("cbc:ID") == "B" for category in categories):
        return
    countries = {as_written(node) for node in root.everywhere("cbc:IdentificationCode")}
    if countries - {"IT"}:
        yield Fault("BR-B-01", root, "rules.split_payment_abroad")
    used = {
        category.text_at("cbc:ID")
        for category in (
            *root.each("cac:AllowanceCharge", "cac:TaxCategory"),
            *root.everywhere("cac:ClassifiedTaxCategory"),
        )
    }
    shown = root.each("cac:TaxTotal", "cac:TaxSubtotal", "cac:TaxCategory")
    is_split = "B" in used or any(row.text_at("cbc:ID") == "B" for row in shown)
    if is_split and "S" in used:
        yield Fault("BR-B-02", root, "rules.split_payment_mixed")


def union_faults(root: Node, rows: list[Node]) -> Iterator[Fault]:
    """BR-IC-11 and 12: supply within the Union says when and to which country."""
    if "K" not in {row.text_at("cac:TaxCategory", "cbc:ID") for row in rows}:
        return
    period = root.one("cac:InvoicePeriod")
    dated = root.text_at("cac:Delivery", "cbc:ActualDeliveryDate") or (period and period.children)
    if not dated:
        yield missing("BR-IC-11", root, "cbc:ActualDeliveryDate")
    location = ("cac:Delivery", "cac:DeliveryLocation", "cac:Address", "cac:Country")
    if not root.text_at(*location, "cbc:IdentificationCode"):
        yield missing("BR-IC-12", root, "cac:Country")


def number_faults(root: Node, folder: str) -> Iterator[Fault]:
    """BR-CO-09: a VAT number begins with the code of the country that gave it, Greece's is EL."""
    known = countries(folder)
    for scheme in root.everywhere("cac:PartyTaxScheme"):
        number = as_written(scheme.one("cbc:CompanyID"))
        if is_vat(scheme) and number[:2] not in known:
            values = {"value": number}
            yield Fault("BR-CO-09", scheme, "rules.value_not_allowed", values)


@lru_cache(maxsize=4)
def countries(folder: str) -> str:
    """The countries of VAT numbers in a row, since the published rule takes one sign for enough."""
    return f" {' '.join(sorted(codes(folder, 'BR-CL-14')))} EL "
