"""Rules of one form: an element must have one of several facts in it, sometimes only beside another.

As in the published rules a fact is there when its element is, whatever stands in it: that nothing
stands in it is told by another rule.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avrop.documents.findings import Severity
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Node

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demand:
    """What each element at `context` must have: a fact at one of the paths `any_of`.

    With `given` it must only where there is something at that path.
    """

    rule_id: str
    context: Path
    any_of: tuple[Path, ...]
    given: Path = ()
    severity: Severity = Severity.FATAL


def demand_faults(root: Node, demands: Iterable[Demand]) -> Iterator[Fault]:
    """Every element below a root that lacks what is demanded of it."""
    for demand in demands:
        for node in root.each(*demand.context):
            if demand.given and not node.each(*demand.given):
                continue
            if not any(node.each(*path) for path in demand.any_of):
                yield lacking(demand, node)


def lacking(demand: Demand, node: Node) -> Fault:
    """The first of the facts that would do is named as what is missing."""
    wanted = demand.any_of[0]
    # A name or an identifier is missing from the party, not from the element that would hold it.
    term = wanted[-2] if len(wanted) > 1 and wanted[-1] in {"cbc:ID", "cbc:Name"} else wanted[-1]
    return Fault(
        demand.rule_id,
        node,
        "rules.missing",
        {"term": term},
        term.rpartition(":")[2],
        demand.severity,
    )


def named(rule_id: str, *context: str, within: Path = ()) -> Demand:
    """A party at a path, or `within` what is there, has a name or an identifier."""
    return Demand(
        rule_id,
        context,
        (
            (*within, "cac:PartyName", "cbc:Name"),
            (*within, "cac:PartyIdentification", "cbc:ID"),
        ),
    )


def identified(rule_id: str, context: Path, within: Path = ()) -> Demand:
    """An item has the identifier of its seller or a standard one."""
    return Demand(
        rule_id,
        context,
        (
            (*within, "cac:SellersItemIdentification", "cbc:ID"),
            (*within, "cac:StandardItemIdentification", "cbc:ID"),
        ),
    )


def typed(rule_id: str, *context: str) -> Demand:
    """A reference to a document says by code or in words what kind of document it is."""
    return Demand(rule_id, context, (("cbc:DocumentTypeCode",), ("cbc:DocumentType",)))
