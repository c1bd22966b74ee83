"""Rules that many documents share: no empty elements, dates, check digits of identifiers."""

import re
from collections.abc import Callable, Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node

DATES = ("cbc:IssueDate", "cbc:DueDate", "cbc:TaxPointDate", "cbc:StartDate", "cbc:EndDate")
IDENTIFICATION = "cac:PartyIdentification"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
DIGITS = re.compile(r"\d+\Z", re.ASCII)


def shared_faults(root: Node) -> Iterator[Fault]:
    """PEPPOL-COMMON rules of the post-award documents."""
    yield from empty_faults(root, "PEPPOL-COMMON-R001")
    for node in root.everywhere(*DATES):
        if not DAY.match(node.text):
            yield Fault("PEPPOL-COMMON-R030", node, "rules.not_a_date", {"value": node.text[:40]})
    yield from identifier_faults(root)


def empty_faults(root: Node, rule_id: str) -> Iterator[Fault]:
    """Elements without anything in them."""
    for nodes in ([root], *root.index.values()):
        for node in nodes:
            if not node.text and not node.children:
                yield Fault(rule_id, node, "rules.empty_element")


def identifier_faults(root: Node) -> Iterator[Fault]:
    """PEPPOL-COMMON-R040 to R057: are the parties' identifiers well formed in their schemes?"""
    for node in root.everywhere("cbc:EndpointID", "cbc:CompanyID", "cbc:ID"):
        if not node.attributes or (node.name == "cbc:ID" and node.above != IDENTIFICATION):
            continue
        scheme = node.attributes.get("schemeID", "")
        rule = SCHEMES.get(scheme)
        if rule is None:
            continue
        rule_id, is_well_formed, severity = rule
        if not is_well_formed(node.text):
            values = {"value": node.text[:60], "scheme": scheme}
            code = "rules.identifier_malformed"
            yield Fault(rule_id, node, code, values, severity=severity)


def is_gln(text: str) -> bool:
    """GS1: weights 3 and 1 from the right, and the last digit makes it ten."""
    if not DIGITS.match(text):
        return False
    weighted = sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(reversed(text[:-1])))
    return (10 - weighted % 10) % 10 == int(text[-1])


def is_norwegian(text: str) -> bool:
    """Nine digits, modulus 11."""
    if not (DIGITS.match(text) and len(text) == 9):
        return False
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    weighted = sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))
    return (11 - weighted % 11) % 11 == int(text[8])


def is_danish(text: str) -> bool:
    """CVR and SE numbers: eight digits, with or without DK before them."""
    digits = text.removeprefix("DK")
    return len(digits) == 8 and bool(DIGITS.match(digits))


def is_danish_production_unit(text: str) -> bool:
    """P number: ten digits."""
    return len(text) == 10 and bool(DIGITS.match(text))


def is_belgian(text: str) -> bool:
    """Ten digits, the last two make modulus 97."""
    if not (DIGITS.match(text) and len(text) == 10):
        return False
    return 97 - int(text[:8]) % 97 == int(text[8:])


def is_swedish(text: str) -> bool:
    """Ten digits, Luhn."""
    if not (DIGITS.match(text) and len(text) == 10):
        return False
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(text[:9]))
    return (10 - sum(part // 10 + part % 10 for part in doubled) % 10) % 10 == int(text[9])


def is_australian(text: str) -> bool:
    """Eleven digits, weighted modulus 89 after one is taken from the first."""
    if not (DIGITS.match(text) and len(text) == 11):
        return False
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    digits = [int(text[0]) - 1, *map(int, text[1:])]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 89 == 0


def shaped_as(pattern: str) -> Callable[[str], bool]:
    """A check of form alone."""
    compiled = re.compile(pattern + r"\Z", re.ASCII)
    return lambda text: compiled.match(text) is not None


FATAL, WARNING = Severity.FATAL, Severity.WARNING
SCHEMES: dict[str, tuple[str, Callable[[str], bool], Severity]] = {
    "0088": ("PEPPOL-COMMON-R040", is_gln, FATAL),
    "0192": ("PEPPOL-COMMON-R041", is_norwegian, FATAL),
    "0184": ("PEPPOL-COMMON-R042", is_danish, FATAL),
    "0096": ("PEPPOL-COMMON-R052", is_danish_production_unit, FATAL),
    "0198": ("PEPPOL-COMMON-R053", is_danish, FATAL),
    "0208": ("PEPPOL-COMMON-R043", is_belgian, FATAL),
    "0007": ("PEPPOL-COMMON-R049", is_swedish, FATAL),
    "0151": ("PEPPOL-COMMON-R050", is_australian, FATAL),
    "0201": ("PEPPOL-COMMON-R044", shaped_as("[A-Za-z0-9]{6}"), WARNING),
    "0106": ("PEPPOL-COMMON-R054", shaped_as(r"\d{8}"), WARNING),
    "0190": ("PEPPOL-COMMON-R055", shaped_as(r"\d{20}"), WARNING),
    "9944": ("PEPPOL-COMMON-R056-1", shaped_as(r"NL\d{9}B\d{2}"), WARNING),
    "0217": ("PEPPOL-COMMON-R057", shaped_as(r"\d{12}"), WARNING),
}
