"""Business rules of the Catalogue (T19)."""

from collections.abc import Iterator

from avrop.documents.rules.faults import Fault, forbidden_value, missing, negative_faults
from avrop.documents.rules.ordering import (
    is_named,
    specification_faults,
    tax_faults,
)
from avrop.documents.rules.tree import Node


def catalogue_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a catalogue."""
    yield from specification_faults(root, "PEPPOL-T19-R018", "PEPPOL-T19-R017", "catalogue")
    for rule, role in (
        ("PEPPOL-T19-R004", "cac:SellerSupplierParty"),
        ("PEPPOL-T19-R005", "cac:ContractorCustomerParty"),
    ):
        for holder in root.everywhere(role):
            if not is_named(holder.one("cac:Party")):
                yield missing(rule, holder, "cac:PartyName")
    whole = root.one("cac:ValidityPeriod")
    if whole and ends_early(whole):
        yield Fault("PEPPOL-T19-R001", whole, "rules.ends_before_start")
    for line in root.all("cac:CatalogueLine"):
        yield from line_faults(line, whole)


def ends_early(period: Node) -> bool:
    """True when a period ends before it starts."""
    start, end = period.text_at("cbc:StartDate"), period.text_at("cbc:EndDate")
    return bool(start and end and end < start)


def leaves(inner: Node, outer: Node | None) -> bool:
    """True when a period starts before, or ends after, the period that it stands in."""
    if outer is None:
        return False
    start, end = inner.text_at("cbc:StartDate"), inner.text_at("cbc:EndDate")
    first, last = outer.text_at("cbc:StartDate"), outer.text_at("cbc:EndDate")
    return bool((start and first and start < first) or (end and last and end > last))


def line_faults(line: Node, whole: Node | None) -> Iterator[Fault]:
    """R006 to R016 of one line."""
    period = line.one("cac:LineValidityPeriod")
    if period and leaves(period, whole):
        yield Fault("PEPPOL-T19-R007", line, "rules.outside_period")
    if period and ends_early(period):
        yield Fault("PEPPOL-T19-R013", line, "rules.ends_before_start")
    for place in line.all("cac:RequiredItemLocationQuantity"):
        yield from price_faults(place, period or whole)
    yield from bound_faults(line)
    for comparison in line.all("cac:ItemComparison"):
        yield from negative_price(comparison, comparison)
    for item in line.all("cac:Item"):
        standard = item.text_at("cac:StandardItemIdentification", "cbc:ID")
        if not (standard or item.text_at("cac:SellersItemIdentification", "cbc:ID")):
            yield missing("PEPPOL-T19-R012", item, "cac:SellersItemIdentification")
        for category in item.all("cac:ClassifiedTaxCategory"):
            yield from tax_faults(category, "PEPPOL-T19-R014", "PEPPOL-T19-R015")


def bound_faults(line: Node) -> Iterator[Fault]:
    """R008 to R010: the bounds of an orderable quantity are above zero and in order."""
    least = line.one("cbc:MinimumOrderQuantity")
    most = line.one("cbc:MaximumOrderQuantity")
    for rule, bound in (("PEPPOL-T19-R008", most), ("PEPPOL-T19-R009", least)):
        if bound and not (bound.number is not None and bound.number >= 0):
            yield Fault(rule, line, "rules.not_positive", {"value": bound.text[:40]})
    if least and most:
        low, high = least.number, most.number
        if low is None or high is None or high < low:
            yield forbidden_value("PEPPOL-T19-R010", line, most.text)


def price_faults(place: Node, around: Node | None) -> Iterator[Fault]:
    """R006, R011 and R016: a price and the days that it holds."""
    for price in place.all("cac:Price"):
        yield from negative_price(place, price)
        for period in price.all("cac:ValidityPeriod"):
            if leaves(period, around):
                yield Fault("PEPPOL-T19-R011", place, "rules.outside_period")
            if ends_early(period):
                yield Fault("PEPPOL-T19-R016", place, "rules.ends_before_start")


def negative_price(node: Node, price: Node) -> Iterator[Fault]:
    """R006: prices are not negative."""
    amount = price.number_at("cbc:PriceAmount")
    yield from negative_faults("PEPPOL-T19-R006", node, amount, "cbc:PriceAmount")
