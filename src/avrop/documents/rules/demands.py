"""Rules of one form: an element must have one of several facts in it, sometimes only beside another.

As in the published rules a fact is there when its element is, whatever stands in it: that nothing
stands in it is told by another rule. So the names of an element's children alone decide most
demands on it, once for all elements of its layout.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from avrop.documents.findings import Severity
from avrop.documents.rules.asking import has_any
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.tree import Layout, Node

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


class Demands:
    """The demands on elements at one path; for a layout, those that its names do not settle."""

    __slots__ = ("context", "demands")

    def __init__(self, context: Path, demands: tuple[Demand, ...]) -> None:
        self.context, self.demands = context, demands

    def unsettled(self, layout: Layout) -> tuple[Demand, ...]:
        """The demands that an element of a layout may fail."""
        found: tuple[Demand, ...] | None = layout.plans.get(self)
        if found is None:
            found = tuple(demand for demand in self.demands if not is_settled(demand, layout))
            layout.plans[self] = found
        return found


def is_settled(demand: Demand, layout: Layout) -> bool:
    """True where the names of the children show that an element meets a demand."""
    if demand.given and demand.given[0] not in layout.first:
        return True
    return any(len(path) == 1 and path[0] in layout.first for path in demand.any_of)


def by_context(*demands: Demand) -> tuple[Demands, ...]:
    """Demands put together by the path that they are about."""
    contexts = dict.fromkeys(demand.context for demand in demands)
    return tuple(
        Demands(context, tuple(demand for demand in demands if demand.context == context))
        for context in contexts
    )


def demand_faults(root: Node, groups: Iterable[Demands]) -> Iterator[Fault]:
    """Every element below a root that lacks what is demanded of it."""
    for group in groups:
        for node in root.each(*group.context):
            for demand in group.unsettled(node.layout):
                if demand.given and not has_any(node, demand.given):
                    continue
                if not has_any(node, *demand.any_of):
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
