"""Rules that many documents share: no empty elements, dates, check digits of identifiers."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from avrop.documents.findings import Severity
from avrop.documents.rules.asking import as_written, is_day
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node

DATES = (
    "cbc:IssueDate",
    "cbc:DueDate",
    "cbc:TaxPointDate",
    "cbc:StartDate",
    "cbc:EndDate",
    "cbc:ActualDeliveryDate",
)
IDENTIFICATION = "cac:PartyIdentification"
SCHEMA_LOCATION = "}schemaLocation"
DIGITS = re.compile(r"\d+\Z", re.ASCII)


def shared_faults(root: Node) -> Iterator[Fault]:
    """PEPPOL-COMMON rules of the post-award documents."""
    yield from empty_faults(root, "PEPPOL-COMMON-R001")
    if any(name.endswith(SCHEMA_LOCATION) for name in root.attributes):
        rule_id, code = "PEPPOL-COMMON-R003", "rules.schema_location"
        yield Fault(rule_id, root, code, severity=Severity.WARNING)
    for node in root.everywhere(*DATES):
        if not is_day(as_written(node)):
            yield Fault("PEPPOL-COMMON-R030", node, "rules.not_a_date", {"value": node.text[:40]})
    yield from identifier_faults(root)


def empty_faults(root: Node, rule_id: str) -> Iterator[Fault]:
    """Elements without anything in them."""
    for nodes in ([root], *root.index.values()):
        for node in [each for each in nodes if not each.text and not each.children]:
            yield Fault(rule_id, node, "rules.empty_element")


def identifier_faults(root: Node) -> Iterator[Fault]:
    """PEPPOL-COMMON-R040 to R057: are the parties' identifiers well formed in their schemes?"""
    for node in root.everywhere("cbc:EndpointID", "cbc:CompanyID", "cbc:ID"):
        if not node.attributes or (node.name == "cbc:ID" and node.above != IDENTIFICATION):
            continue
        scheme = node.attributes.get("schemeID", "")
        rule = SCHEMES.get(scheme)
        if rule is None and node.name == "cbc:EndpointID":
            rule = ENDPOINT_SCHEMES.get(scheme)
        if rule is not None:
            yield from malformed(node, rule, scheme)
    yield from dutch_faults(root)


def dutch_faults(root: Node) -> Iterator[Fault]:
    """PEPPOL-COMMON-R056-2: VAT numbers of the Netherlands, unless their scheme has its own rule."""
    for holder in root.everywhere("cac:PartyTaxScheme"):
        if not any(node.text == "VAT" for node in holder.each("cac:TaxScheme", "cbc:ID")):
            continue
        for node in holder.all("cbc:CompanyID"):
            if node.text.startswith("NL") and node.attributes.get("schemeID") not in SCHEMES:
                yield from malformed(node, DUTCH_VAT, "9944")


class Scheme(NamedTuple):
    """The rule of one scheme of identifiers; `exact` when blanks around one make it wrong."""

    rule_id: str
    is_well_formed: Callable[[str], bool]
    severity: Severity
    exact: bool = False


def malformed(node: Node, rule: Scheme, scheme: str) -> Iterator[Fault]:
    """The fault of an identifier that its scheme does not allow."""
    if not rule.is_well_formed(as_written(node) if rule.exact else node.text):
        values = {"value": node.text, "scheme": scheme}
        code = "rules.identifier_malformed"
        yield Fault(rule.rule_id, node, code, values, severity=rule.severity)


def is_gln(text: str) -> bool:
    """GS1: weights 3 and 1 from the right, and the last digit makes it ten."""
    if not DIGITS.match(text):
        return False
    weighted = sum(int(c) * (3 if i % 2 == 0 else 1) for i, c in enumerate(reversed(text[:-1])))
    return (10 - weighted % 10) % 10 == int(text[-1])


def is_norwegian(text: str) -> bool:
    """Nine digits, modulus 11, not all of them zero."""
    if not (DIGITS.match(text) and len(text) == 9 and int(text)):
        return False
    weights = (3, 2, 7, 6, 5, 4, 3, 2)
    weighted = sum(int(digit) * weight for digit, weight in zip(text, weights, strict=False))
    return (11 - weighted % 11) % 11 == int(text[8])


def is_danish(text: str) -> bool:
    """CVR numbers: eight digits, with or without DK before them."""
    digits = text.removeprefix("DK")
    return len(digits) == 8 and bool(DIGITS.match(digits))


def is_belgian(text: str) -> bool:
    """Ten digits, the last two make modulus 97."""
    if not (DIGITS.match(text) and len(text) == 10):
        return False
    return 97 - int(text[:8]) % 97 == int(text[8:])


def has_luhn_digit(text: str) -> bool:
    """True when the last of some digits is what the others make by Luhn's method."""
    total = 0
    for place, digit in enumerate(reversed(text)):
        part = int(digit) * (1 + place % 2)
        total += part // 10 + part % 10
    return total % 10 == 0


def is_swedish(text: str) -> bool:
    """Ten digits, Luhn."""
    return bool(DIGITS.match(text)) and len(text) == 10 and has_luhn_digit(text)


def is_australian(text: str) -> bool:
    """Eleven digits, weighted modulus 89 after one is taken from the first."""
    if not (DIGITS.match(text) and len(text) == 11):
        return False
    weights = (10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19)
    digits = [int(text[0]) - 1, *map(int, text[1:])]
    return sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 89 == 0


def is_italian_vat(text: str) -> bool:
    """Partita IVA: eleven digits after IT, Luhn. Numbers of other countries are not looked at."""
    if text[:2] not in {"IT", "it"}:
        return True
    digits = text[2:]
    return len(digits) == 11 and bool(DIGITS.match(digits)) and has_luhn_digit(digits)


def shaped_as(pattern: str) -> Callable[[str], bool]:
    """A check of form alone."""
    compiled = re.compile(pattern + r"\Z", re.ASCII)
    return lambda text: compiled.match(text) is not None


FATAL, WARNING = Severity.FATAL, Severity.WARNING
# Codice fiscale: of a person 16 letters and digits, of a company eleven. The published rule takes
# each pair of digits for a number, so that a sign may stand before the second.
NUMBER = r"[\d+-]\d"
is_italian_tax_code = shaped_as(
    rf"(?:[A-Za-z]{{6}}{NUMBER}[A-Za-z]{NUMBER}.{{3}}\d[A-Za-z]|[\d+-]\d{{10}})"
)
SCHEMES: dict[str, Scheme] = {
    "0088": Scheme("PEPPOL-COMMON-R040", is_gln, FATAL),
    "0192": Scheme("PEPPOL-COMMON-R041", is_norwegian, FATAL),
    "0184": Scheme("PEPPOL-COMMON-R042", is_danish, FATAL, exact=True),
    "0096": Scheme("PEPPOL-COMMON-R052", shaped_as(r"\d{10}"), FATAL, exact=True),
    "0198": Scheme("PEPPOL-COMMON-R053", shaped_as(r"DK\d{8}"), FATAL, exact=True),
    "0208": Scheme("PEPPOL-COMMON-R043", is_belgian, FATAL),
    "0007": Scheme("PEPPOL-COMMON-R049", is_swedish, FATAL),
    "0151": Scheme("PEPPOL-COMMON-R050", is_australian, FATAL),
    "0201": Scheme("PEPPOL-COMMON-R044", shaped_as("[A-Za-z0-9]{6}"), WARNING),
    "0210": Scheme("PEPPOL-COMMON-R045", is_italian_tax_code, WARNING),
    "0211": Scheme("PEPPOL-COMMON-R047", is_italian_vat, WARNING),
    "0106": Scheme("PEPPOL-COMMON-R054", shaped_as(r"\d{8}"), WARNING),
    "0190": Scheme("PEPPOL-COMMON-R055", shaped_as(r"\d{20}"), WARNING),
    "9944": Scheme("PEPPOL-COMMON-R056-1", shaped_as(r"NL\d{9}B\d{2}"), WARNING),
    "0217": Scheme("PEPPOL-COMMON-R057", shaped_as(r"\d{12}"), WARNING),
}
# Schemes whose rule looks at electronic addresses alone.
ENDPOINT_SCHEMES = {"9907": Scheme("PEPPOL-COMMON-R046", is_italian_tax_code, WARNING)}
DUTCH_VAT = Scheme("PEPPOL-COMMON-R056-2", shaped_as(r"NL\d{9}B\d{2}"), WARNING)
