"""Business rules of the Despatch Advice (T16)."""

from collections.abc import Iterator

from avrop.documents.findings import Severity
from avrop.documents.rules.faults import Fault, missing, negative_faults
from avrop.documents.rules.ordering import is_named, specification_faults
from avrop.documents.rules.tree import Node

NAMED = (
    ("PEPPOL-T16-R008", "cac:BuyerCustomerParty"),
    ("PEPPOL-T16-R009", "cac:SellerSupplierParty"),
    ("PEPPOL-T16-R010", "cac:OriginatorCustomerParty"),
)


def despatch_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a despatch advice."""
    yield from specification_faults(root, "PEPPOL-T16-R011", None, "despatch_advice")
    for rule, role in NAMED:
        for holder in root.all(role):
            if not is_named(holder.one("cac:Party")):
                yield missing(rule, holder, "cac:PartyName")
    for line in root.all("cac:DespatchLine"):
        yield from line_faults(line)


def line_faults(line: Node) -> Iterator[Fault]:
    """R003 to R007: the item is known, quantities make sense, a rest has a reason."""
    standard = line.text_at("cac:Item", "cac:StandardItemIdentification", "cbc:ID")
    if not (standard or line.text_at("cac:Item", "cac:SellersItemIdentification", "cbc:ID")):
        yield missing("PEPPOL-T16-R003", line, "cac:SellersItemIdentification")
    if not line.text_at("cac:Item", "cbc:Name"):
        yield missing("PEPPOL-T16-R004", line, "cbc:Name")
    if line.one("cbc:DeliveredQuantity") is None:
        yield advised("PEPPOL-T16-R005", line, "DeliveredQuantity")
    delivered = line.number_at("cbc:DeliveredQuantity")
    yield from negative_faults("PEPPOL-T16-R006", line, delivered, "cbc:DeliveredQuantity")
    outstanding = line.number_at("cbc:OutstandingQuantity")
    if outstanding and not line.text_at("cbc:OutstandingReason"):
        yield advised("PEPPOL-T16-R007", line, "OutstandingReason")


def advised(rule_id: str, node: Node, term: str) -> Fault:
    """Something that should be there and need not."""
    values = {"term": f"cbc:{term}"}
    return Fault(rule_id, node, "rules.missing", values, term, Severity.WARNING)
