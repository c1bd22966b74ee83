"""Business rules of the Catalogue (T19).

Theory of operation. Whatever states no period of its own has that of what it stands in: a price
that of its line, a line that of the catalogue, and a catalogue holds for ever. So a catalogue that
ends before it starts makes the period of every line and price wrong as well. Days are compared as
numbers; what is no day is neither before nor after any other, and lies within no period.
"""

from collections.abc import Iterator
from functools import lru_cache
from math import nan

from avrop.documents.recognise import KINDS
from avrop.documents.rules.amounts import TaxRules, tax_faults
from avrop.documents.rules.faults import Fault, forbidden_value, negative_faults
from avrop.documents.rules.identifying import (
    item_faults,
    party_faults,
    process_faults,
    specification_faults,
)
from avrop.documents.rules.tree import Node

NAMED = (
    ("PEPPOL-T19-R004", "cac:SellerSupplierParty"),
    ("PEPPOL-T19-R005", "cac:ContractorCustomerParty"),
)
RATES = TaxRules("PEPPOL-T19-R014", "PEPPOL-T19-R015")
Span = tuple[float, float]
# What holds for ever, by the days that the published rules take for first and last.
ALWAYS: Span = (0, 99_999_999)


def catalogue_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a catalogue."""
    yield from specification_faults(root, "PEPPOL-T19-R018", "catalogue")
    yield from process_faults(root, "PEPPOL-T19-R017", KINDS["catalogue"].process_ids)
    yield from party_faults(root, *NAMED)
    whole = span_of(root, ("cac:ValidityPeriod",), ALWAYS)
    if not whole[1] >= whole[0]:
        for period in root.all("cac:ValidityPeriod"):
            yield Fault("PEPPOL-T19-R001", period, "rules.ends_before_start")
    for line in root.everywhere("cac:CatalogueLine"):
        yield from line_faults(line, whole)
    yield from item_faults(root, "PEPPOL-T19-R012")
    yield from tax_faults(root.everywhere("cac:ClassifiedTaxCategory"), RATES)


@lru_cache(maxsize=4096)
def day_number(text: str) -> float:
    """A day as a number that grows with the days."""
    digits = text.replace("-", "")
    return float(digits) if digits.isascii() and digits.isdigit() else nan


def span_of(node: Node, path: tuple[str, ...], otherwise: Span) -> Span:
    """The first and last day of the period at a path; of those not stated, another's."""
    start, end = node.each(*path, "cbc:StartDate"), node.each(*path, "cbc:EndDate")
    return (
        day_number(start[0].text) if start else otherwise[0],
        day_number(end[0].text) if end else otherwise[1],
    )


def is_within(inner: Span, outer: Span) -> bool:
    """True when both ends of a span lie within another."""
    return outer[0] <= inner[0] <= outer[1] and outer[0] <= inner[1] <= outer[1]


def line_faults(line: Node, whole: Span) -> Iterator[Fault]:
    """R006 to R011, R013 and R016 of one line."""
    span = whole
    if line.one("cac:LineValidityPeriod") is not None:
        span = span_of(line, ("cac:LineValidityPeriod",), whole)
    if not is_within(span, whole):
        yield Fault("PEPPOL-T19-R007", line, "rules.outside_period")
    if not span[0] <= span[1]:
        yield Fault("PEPPOL-T19-R013", line, "rules.ends_before_start")
    for place in line.all("cac:RequiredItemLocationQuantity"):
        yield from price_faults(place, span)
    yield from bound_faults(line)


def bound_faults(line: Node) -> Iterator[Fault]:
    """R008 to R010: the bounds of an orderable quantity are not negative, and in order."""
    least = line.one("cbc:MinimumOrderQuantity")
    most = line.one("cbc:MaximumOrderQuantity")
    for rule, bound in (("PEPPOL-T19-R008", most), ("PEPPOL-T19-R009", least)):
        if bound is not None and not (bound.number is not None and bound.number >= 0):
            yield Fault(rule, line, "rules.not_positive", {"value": bound.text[:40]})
    if least is not None and most is not None:
        low, high = least.number, most.number
        if low is None or high is None or high < low:
            yield forbidden_value("PEPPOL-T19-R010", line, most.text)


def price_faults(place: Node, around: Span) -> Iterator[Fault]:
    """R006, R011 and R016: a price and the days that it holds."""
    amount = place.number_at("cac:Price", "cbc:PriceAmount")
    yield from negative_faults("PEPPOL-T19-R006", place, amount, "cbc:PriceAmount")
    span = around
    if place.at("cac:Price", "cac:ValidityPeriod") is not None:
        span = span_of(place, ("cac:Price", "cac:ValidityPeriod"), around)
    if not is_within(span, around):
        yield Fault("PEPPOL-T19-R011", place, "rules.outside_period")
    if not span[0] <= span[1]:
        yield Fault("PEPPOL-T19-R016", place, "rules.ends_before_start")
