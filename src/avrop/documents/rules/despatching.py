"""Business rules of the Despatch Advice (T16)."""

from collections.abc import Iterator

from avrop.documents.rules.asking import has_any
from avrop.documents.rules.faults import Fault, missing, negative_faults
from avrop.documents.rules.identifying import (
    SELLERS_ITEM,
    STANDARD_ITEM,
    party_faults,
    specification_faults,
)
from avrop.documents.rules.ordering import advised
from avrop.documents.rules.tree import Node

NAMED = (
    ("PEPPOL-T16-R008", "cac:BuyerCustomerParty"),
    ("PEPPOL-T16-R009", "cac:SellerSupplierParty"),
    ("PEPPOL-T16-R010", "cac:OriginatorCustomerParty"),
)
ITEM = "cac:Item"


def despatch_faults(root: Node, _folder: str) -> Iterator[Fault]:
    """Rules of a despatch advice."""
    yield from specification_faults(root, "PEPPOL-T16-R011", "despatch_advice")
    yield from party_faults(root, *NAMED)
    for line in root.everywhere("cac:DespatchLine"):
        yield from line_faults(line)


def line_faults(line: Node) -> Iterator[Fault]:
    """R003 to R007: the item is known, quantities make sense, a rest has a reason."""
    if not has_any(line, (ITEM, *STANDARD_ITEM), (ITEM, *SELLERS_ITEM)):
        yield missing("PEPPOL-T16-R003", line, "cac:SellersItemIdentification")
    if not has_any(line, (ITEM, "cbc:Name")):
        yield missing("PEPPOL-T16-R004", line, "cbc:Name")
    if line.one("cbc:DeliveredQuantity") is None:
        yield advised("PEPPOL-T16-R005", line, "cbc:DeliveredQuantity")
    delivered = line.number_at("cbc:DeliveredQuantity")
    yield from negative_faults("PEPPOL-T16-R006", line, delivered, "cbc:DeliveredQuantity")
    is_short = line.one("cbc:OutstandingQuantity") is not None
    if is_short and line.one("cbc:OutstandingReason") is None:
        yield advised("PEPPOL-T16-R007", line, "cbc:OutstandingReason")
