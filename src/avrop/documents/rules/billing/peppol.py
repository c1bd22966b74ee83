"""Peppol BIS Billing 3: what it asks beyond EN 16931 (PEPPOL-EN16931-R, P and F)."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from avrop.documents.recognise import BILLING as BILLING_SPECIFICATION
from avrop.documents.recognise import BILLING_PROCESSES, SELF_BILLING_PROCESSES, WITH_RESPONSE
from avrop.documents.recognise import SELF_BILLING as SELF_BILLING_SPECIFICATION
from avrop.documents.rules.asking import as_written, is_day
from avrop.documents.rules.billing.view import (
    BUYER,
    SELLER,
    ZERO,
    Line,
    amounts,
    country,
    rounded,
)
from avrop.documents.rules.common import empty_faults, identifier_faults
from avrop.documents.rules.faults import Fault, differs, forbidden_value, missing
from avrop.documents.rules.tree import Node

PREFIX = "PEPPOL-EN16931-"
DATES = (
    "cbc:IssueDate",
    "cbc:DueDate",
    "cbc:TaxPointDate",
    "cbc:StartDate",
    "cbc:EndDate",
    "cbc:ActualDeliveryDate",
)
AMOUNTS = tuple(
    f"cbc:{name}Amount"
    for name in (
        "",
        "AllowanceTotal",
        "Base",
        "ChargeTotal",
        "LineExtension",
        "Payable",
        "PayableRounding",
        "Prepaid",
        "Price",
        "Tax",
        "TaxExclusive",
        "TaxInclusive",
        "Taxable",
    )
)
DIRECT_DEBITS = {"49", "59"}
OBJECT = "130"
GERMAN_TYPES = {"326", "384"}
# Exemption reason, the category that it demands, and the rule.
EXEMPTIONS = {
    "VATEX-EU-G": ("G", "P0104"),
    "VATEX-EU-O": ("O", "P0105"),
    "VATEX-EU-IC": ("K", "P0106"),
    "VATEX-EU-AE": ("AE", "P0107"),
    "VATEX-EU-D": ("E", "P0108"),
    "VATEX-EU-F": ("E", "P0109"),
    "VATEX-EU-I": ("E", "P0110"),
    "VATEX-EU-J": ("E", "P0111"),
}


@dataclass(frozen=True, slots=True)
class Profile:
    """What differs between the two specifications: names of them, and the types of document."""

    specification: str
    processes: frozenset[str]
    # Of these the types of document are looked at.
    typed_processes: frozenset[str]
    invoice_types: frozenset[str]
    credit_note_types: frozenset[str]
    # Whether the VAT of each row of the breakdown has to be in the currency of the document.
    rows_in_currency: bool


INVOICE_TYPES = (
    "71 80 82 84 102 218 219 326 331 380 382 383 384 386 388 393 395 553 575 623 780 817 870 875"
    " 876 877"
)
BILLING = Profile(
    BILLING_SPECIFICATION,
    frozenset(BILLING_PROCESSES),
    frozenset(BILLING_PROCESSES),
    frozenset(INVOICE_TYPES.split()),
    frozenset({"381", "396", "81", "83", "532"}),
    rows_in_currency=True,
)
SELF_BILLING = Profile(
    SELF_BILLING_SPECIFICATION,
    frozenset(SELF_BILLING_PROCESSES),
    frozenset(SELF_BILLING_PROCESSES) - {WITH_RESPONSE},
    frozenset({"389", "527"}),
    frozenset({"261"}),
    rows_in_currency=False,
)
ONE, TOLERANCE = Decimal(1), Decimal("0.02")


def peppol_faults(root: Node, lines: list[Line], profile: Profile) -> Iterator[Fault]:
    """Every broken rule of Peppol."""
    german = country(root, SELLER) == country(root, BUYER) == "DE"
    yield from header_faults(root, profile, german=german)
    yield from type_faults(root, profile, german=german)
    yield from party_faults(root)
    yield from tax_faults(root)
    yield from node_faults(root)
    yield from currency_faults(root, profile)
    for means in root.everywhere("cac:PaymentMeans"):
        code = means.text_at("cbc:PaymentMeansCode")
        if code in DIRECT_DEBITS and means.at("cac:PaymentMandate", "cbc:ID") is None:
            yield missing(PREFIX + "R061", means, "cac:PaymentMandate")
    for line in lines:
        yield from line_faults(root, line)


def header_faults(root: Node, profile: Profile, *, german: bool) -> Iterator[Fault]:
    """R001 to R005, R007, R080: specification, process, references."""
    process, specification = root.one("cbc:ProfileID"), root.one("cbc:CustomizationID")
    if process is None:
        yield missing(PREFIX + "R001", root, "cbc:ProfileID")
    if process is None or process.text not in profile.processes:
        yield forbidden_value(PREFIX + "R007", root, process.text if process else "–")
    if len(root.all("cbc:Note")) > 1 and not german:
        yield Fault(PREFIX + "R002", root, "rules.too_many")
    if not (root.one("cbc:BuyerReference") or root.at("cac:OrderReference", "cbc:ID")):
        yield missing(PREFIX + "R003", root, "cbc:BuyerReference")
    stated = specification.text if specification else ""
    if not stated.startswith(profile.specification) or "::" in stated:
        yield forbidden_value(PREFIX + "R004", root, stated or "–")
    currency = root.text_at("cbc:DocumentCurrencyCode")
    accounting = root.one("cbc:TaxCurrencyCode")
    if accounting and accounting.text == currency:
        yield forbidden_value(PREFIX + "R005", accounting, accounting.text)
    projects = [
        each
        for each in root.all("cac:AdditionalDocumentReference")
        if each.text_at("cbc:DocumentTypeCode") == "50"
    ]
    if len(projects) > 1 and root.name.endswith("CreditNote"):
        yield Fault(PREFIX + "R080", root, "rules.too_many")


def type_faults(root: Node, profile: Profile, *, german: bool) -> Iterator[Fault]:
    """P0100, P0101, P0112: the type of document fits its process and its countries."""
    is_typed = root.text_at("cbc:ProfileID") in profile.typed_processes
    for node in root.all("cbc:InvoiceTypeCode"):
        if is_typed and node.text not in profile.invoice_types:
            yield forbidden_value(PREFIX + "P0100", node, node.text)
        if profile is BILLING and node.text in GERMAN_TYPES and not german:
            yield forbidden_value(PREFIX + "P0112", node, node.text)
    for node in root.all("cbc:CreditNoteTypeCode"):
        if is_typed and node.text not in profile.credit_note_types:
            yield forbidden_value(PREFIX + "P0101", node, node.text)


def party_faults(root: Node) -> Iterator[Fault]:
    """R010 and R020: both sides have an electronic address."""
    for rule, role in (("R010", BUYER), ("R020", SELLER)):
        for party in root.each(*role):
            if party.one("cbc:EndpointID") is None:
                yield missing(PREFIX + rule, party, "cbc:EndpointID")


def tax_faults(root: Node) -> Iterator[Fault]:
    """R051, R053 to R055, P0104 to P0111: VAT totals, currencies, exemption reasons."""
    with_rows = [tax for tax in root.all("cac:TaxTotal") if tax.one("cac:TaxSubtotal")]
    without = [tax for tax in root.all("cac:TaxTotal") if not tax.one("cac:TaxSubtotal")]
    if len(with_rows) != 1:
        yield Fault(PREFIX + "R053", root, "rules.tax_totals_unfit")
    accounting = root.text_at("cbc:TaxCurrencyCode")
    if len(without) != (1 if root.one("cbc:TaxCurrencyCode") else 0):
        yield Fault(PREFIX + "R054", root, "rules.tax_totals_unfit")
    currency = root.text_at("cbc:DocumentCurrencyCode")
    if root.one("cbc:TaxCurrencyCode"):
        yield from sign_faults(root, currency, accounting)
    for row in root.everywhere("cac:TaxCategory"):
        reason = row.text_at("cbc:TaxExemptionReasonCode").upper()
        category, rule = EXEMPTIONS.get(reason, ("", ""))
        if rule and row.text_at("cbc:ID") != category:
            yield forbidden_value(PREFIX + rule, row, row.text_at("cbc:ID"))


def sign_faults(root: Node, currency: str, accounting: str) -> Iterator[Fault]:
    """R055: VAT is owed, or due back, in both currencies."""
    stated: dict[str, list[Decimal]] = {currency: [], accounting: []}
    for node in root.each("cac:TaxTotal", "cbc:TaxAmount"):
        stated.get(node.attributes.get("currencyID", ""), []).append(node.number or ZERO)
    own, other = stated[currency], stated[accounting]
    are_due = any(tax >= 0 for tax in own) and any(tax >= 0 for tax in other)
    are_back = any(tax <= 0 for tax in own) and any(tax <= 0 for tax in other)
    if not (are_due or are_back):
        yield Fault(PREFIX + "R055", root, "rules.tax_totals_unfit")


def node_faults(root: Node) -> Iterator[Fault]:
    """R008, F001, R040 to R043 and identifiers: rules of elements wherever they stand."""
    yield from empty_faults(root, PREFIX + "R008")
    yield from identifier_faults(root)
    for node in root.everywhere(*DATES):
        if not is_day(node.raw):
            yield Fault(PREFIX + "F001", node, "rules.not_a_date", {"value": node.text[:40]})
    for node in root.everywhere("cac:AllowanceCharge"):
        if node.above in {root.name, "cac:InvoiceLine", "cac:CreditNoteLine"}:
            yield from allowance_faults(node)


def currency_faults(root: Node, profile: Profile) -> Iterator[Fault]:
    """R051: amounts are in the currency of the document, as it is written.

    Of VAT that is of a breakdown, and in one profile that of each of its rows.
    """
    currency = as_written(root.one("cbc:DocumentCurrencyCode"))
    elsewhere = {
        amount
        for total in root.everywhere("cac:TaxTotal", "cac:WithholdingTaxTotal")
        if total.name != "cac:TaxTotal" or not total.one("cac:TaxSubtotal")
        for amount in total.all("cbc:TaxAmount")
    }
    if not profile.rows_in_currency:
        for row in root.everywhere("cac:TaxSubtotal"):
            elsewhere.update(row.all("cbc:TaxAmount"))
    for node in root.everywhere(*AMOUNTS):
        stated = node.attributes.get("currencyID", "–")
        if stated != currency and node not in elsewhere:
            yield Fault(PREFIX + "R051", node, "rules.other_currency", {"value": stated[:10]})


def allowance_faults(node: Node) -> Iterator[Fault]:
    """R040 to R043: base, percentage, amount and indicator."""
    base, percent = node.one("cbc:BaseAmount"), node.one("cbc:MultiplierFactorNumeric")
    if percent and not base:
        yield missing(PREFIX + "R041", node, "cbc:BaseAmount")
    elif base and not percent:
        yield missing(PREFIX + "R042", node, "cbc:MultiplierFactorNumeric")
    else:
        yield from computed_faults(node, base, percent)


def computed_faults(node: Node, base: Node | None, percent: Node | None) -> Iterator[Fault]:
    """R040 and R043: the amount that base and percentage make, and allowance or charge."""
    if base and percent:
        expected = (base.number or ZERO) * (percent.number or ZERO) / 100
        # The published rule takes an absent amount for nothing.
        amount = node.number_at("cbc:Amount") or ZERO
        if abs(amount - expected) > TOLERANCE:
            yield differs(PREFIX + "R040", node, rounded(expected), amount)
    indicator = node.text_at("cbc:ChargeIndicator")
    if indicator not in {"true", "false"}:
        yield forbidden_value(PREFIX + "R043", node, indicator)


def line_faults(root: Node, line: Line) -> Iterator[Fault]:
    """R044, R046, R100, R101, R110, R111, R120, R121, R130: one line."""
    yield from amount_faults(line)
    first = line.node.layout.first
    if line.price:
        yield from price_faults(line, line.price)
    if "cac:DocumentReference" in first:
        yield from reference_faults(line.node)
    if "cac:InvoicePeriod" in first:
        yield from period_faults(root, line.node)


def reference_faults(line: Node) -> Iterator[Fault]:
    """R100 and R101: a line refers to what is invoiced, once, and to nothing else."""
    references = line.all("cac:DocumentReference")
    if len(references) > 1:
        yield Fault(PREFIX + "R100", line, "rules.too_many")
    kinds = [as_written(reference.one("cbc:DocumentTypeCode")) for reference in references]
    if OBJECT not in kinds:
        yield forbidden_value(PREFIX + "R101", line, kinds[0] or "–")


def period_faults(root: Node, line: Node) -> Iterator[Fault]:
    """R110 and R111: the period of a line is within that of the invoice."""
    around, period = root.one("cac:InvoicePeriod"), line.one("cac:InvoicePeriod")
    if around is None or period is None:
        return
    first, last = around.text_at("cbc:StartDate"), around.text_at("cbc:EndDate")
    start, end = period.text_at("cbc:StartDate"), period.text_at("cbc:EndDate")
    if start and first and start < first:
        yield Fault(PREFIX + "R110", period, "rules.outside_period")
    if end and last and end > last:
        yield Fault(PREFIX + "R111", period, "rules.outside_period")


def amount_faults(line: Line) -> Iterator[Fault]:
    """R120 and R121: quantity × price with allowances and charges is the line's amount."""
    base_node = line.base_quantity
    base = base_node.number if base_node else ONE
    if base_node and (base is None or base <= 0):
        yield Fault(
            PREFIX + "R121", line.node, "rules.not_positive", {"value": base_node.text[:40]}
        )
    # The published rule counts an absent quantity as one and an absent amount as nothing.
    stated = (line.amount.number if line.amount else None) or ZERO
    amount = (line.quantity.number or ZERO) if line.quantity else ONE
    each = (line.net.number if line.net else None) or ZERO
    expected = amount * each if base is ONE or base == ONE else amount * each / (base or ONE)
    if "cac:AllowanceCharge" in line.node.layout.first:
        expected += taken(line.node, "true") - taken(line.node, "false")
    if stated != expected and abs(stated - expected) > TOLERANCE:
        yield differs(PREFIX + "R120", line.node, rounded(expected), stated)


def taken(line: Node, indicator: str) -> Decimal:
    """The charges or allowances of a line, to the cent; 1 and 0 are not counted for true and false."""
    counted = [
        each
        for each in line.all("cac:AllowanceCharge")
        if each.text_at("cbc:ChargeIndicator") == indicator
    ]
    return rounded(amounts(counted, "cbc:Amount"))


def price_faults(line: Line, price: Node) -> Iterator[Fault]:
    """R044, R046 and R130: gross, discount, net, and the unit that the price is for."""
    if line.discount:
        yield from discount_faults(price)
    base, quantity = line.base_quantity, line.quantity
    if base and quantity and "unitCode" in base.attributes:
        unit = base.attributes["unitCode"]
        if unit != quantity.attributes.get("unitCode"):
            yield forbidden_value(PREFIX + "R130", base, unit)


def discount_faults(price: Node) -> Iterator[Fault]:
    """R044 and R046: a price has no charges, and is its gross price less the discount."""
    for allowance in price.all("cac:AllowanceCharge"):
        indicator = allowance.text_at("cbc:ChargeIndicator")
        if indicator != "false":
            yield forbidden_value(PREFIX + "R044", allowance, indicator)
        gross, discount = allowance.number_at("cbc:BaseAmount"), allowance.number_at("cbc:Amount")
        if gross is not None:
            expected = gross - (discount or ZERO)
            net = price.number_at("cbc:PriceAmount")
            # An absent discount makes the published comparison fail.
            if net != expected or discount is None:
                yield differs(PREFIX + "R046", allowance, expected, "–" if net is None else net)
