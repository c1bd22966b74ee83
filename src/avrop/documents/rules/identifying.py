"""What a document, its parties, lines and items are known by: rules that many transactions share."""

from collections import Counter
from collections.abc import Iterator

from avrop.documents.recognise import KINDS
from avrop.documents.rules.asking import as_written, has_any
from avrop.documents.rules.faults import Fault, forbidden_value, missing
from avrop.documents.rules.tree import Node

NAME = ("cac:Party", "cac:PartyName", "cbc:Name")
IDENTIFIER = ("cac:Party", "cac:PartyIdentification", "cbc:ID")
STANDARD_ITEM = ("cac:StandardItemIdentification", "cbc:ID")
SELLERS_ITEM = ("cac:SellersItemIdentification", "cbc:ID")


def specification_faults(root: Node, rule_id: str, kind: str) -> Iterator[Fault]:
    """The specification begins as that of this kind of document does."""
    beginning = KINDS[kind].customization_id
    for node in root.everywhere("cbc:CustomizationID"):
        if not node.text.startswith(beginning):
            yield forbidden_value(rule_id, node, node.text)


def process_faults(root: Node, rule_id: str, process_ids: tuple[str, ...]) -> Iterator[Fault]:
    """The process is one of those that use this kind of document."""
    for node in root.everywhere("cbc:ProfileID"):
        if node.text not in process_ids:
            yield forbidden_value(rule_id, node, node.text)


def party_faults(root: Node, *rules: tuple[str, str]) -> Iterator[Fault]:
    """The party in each of these roles has a name or an identifier; a rule id and a role each."""
    for rule_id, role in rules:
        for holder in root.everywhere(role):
            if not has_any(holder, NAME, IDENTIFIER):
                yield missing(rule_id, holder, "cac:PartyName")


def is_identified(item: Node) -> bool:
    """True for an item with a standard identifier or one of its seller's."""
    return has_any(item, STANDARD_ITEM, SELLERS_ITEM)


def item_faults(root: Node, rule_id: str) -> Iterator[Fault]:
    """Every item has a standard identifier or one of its seller's."""
    for item in root.everywhere("cac:Item"):
        if not is_identified(item):
            yield missing(rule_id, item, "cac:SellersItemIdentification")


def line_number_faults(root: Node, rule_id: str) -> Iterator[Fault]:
    """Every line has an identifier of its own, if need be stated twice."""
    numbers = [
        (line, {as_written(number) for number in line.all("cbc:ID")})
        for line in root.everywhere("cac:LineItem")
    ]
    used = Counter(number for _, stated in numbers for number in stated)
    for line, stated in numbers:
        if line.above != "cac:OrderLine":
            continue
        if not stated or any(used[number] > 1 for number in stated):
            value = line.text_at("cbc:ID")
            yield Fault(rule_id, line, "rules.repeated", {"value": value})
