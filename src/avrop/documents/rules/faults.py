"""What a rule answers with, and how it becomes a finding."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType

from avrop.documents.findings import NOTHING, Finding, Severity
from avrop.documents.places import Held, place_of, xpath_of
from avrop.documents.rules.tree import Branch, Node

# Places are worked out one by one; a broken catalogue shall not cost minutes.
MOST_PER_RULE = 100
# A value that a stranger has written is shown so far; our own words and numbers are shorter.
LONGEST_VALUE = 120


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule broken at a node. `term` names something that is missing in it."""

    rule_id: str
    node: Node
    code: str
    values: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    term: str = ""
    severity: Severity = Severity.FATAL


class Tally:
    """Faults counted by rule, and the first hundred of each as findings.

    A broken catalogue has a million; nobody reads them all, and working out where they are takes
    longer than finding them.
    """

    __slots__ = ("counted", "findings", "last", "rule_set")

    def __init__(self, rule_set: str) -> None:
        self.rule_set = rule_set
        self.counted: Counter[str] = Counter()
        self.findings: list[Finding] = []
        self.last: dict[str, int] = {}

    def add(self, faults: Iterable[Fault], tree: Branch, held: Held | None = None) -> None:
        """Count faults in a tree, with their places as long as what they are in is held."""
        held = held or Held()
        for fault in faults:
            self.counted[fault.rule_id] += 1
            if self.counted[fault.rule_id] > MOST_PER_RULE:
                continue
            element = tree.source.element(tree, fault.node)
            self.last[fault.rule_id] = len(self.findings)
            self.findings.append(
                Finding(
                    fault.code,
                    fault.severity,
                    fault.rule_id,
                    self.rule_set,
                    xpath_of(element, held),
                    place_of(element, fault.term, held),
                    shortened(fault.values),
                ),
            )

    def listed(self) -> tuple[Finding, ...]:
        """The findings; the last of a rule tells how many more there are."""
        listed = list(self.findings)
        for rule_id, count in self.counted.items():
            if count > MOST_PER_RULE:
                last = self.last[rule_id]
                listed[last] = replace(listed[last], more=count - MOST_PER_RULE)
        return tuple(listed)


def shortened(values: Mapping[str, str]) -> Mapping[str, str]:
    """Values with nothing in them that nobody would read to its end."""
    if all(len(value) <= LONGEST_VALUE for value in values.values()):
        return values
    return {name: value[:LONGEST_VALUE] for name, value in values.items()}


def as_findings(faults: Iterable[Fault], tree: Branch, rule_set: str) -> tuple[Finding, ...]:
    """Faults with their places, at most a hundred for each rule."""
    tally = Tally(rule_set)
    tally.add(faults, tree)
    return tally.listed()


def differs(rule_id: str, node: Node, expected: object, found: object) -> Fault:
    """An amount is not what it should be."""
    return Fault(
        rule_id, node, "rules.amount_differs", {"expected": str(expected), "found": str(found)}
    )


@lru_cache(maxsize=1024)
def named(term: str) -> Mapping[str, str]:
    """The values of a sentence about a term: one for all, since a million may lack the same."""
    return MappingProxyType({"term": term})


def missing(rule_id: str, node: Node, term: str) -> Fault:
    """Something mandatory is absent."""
    return Fault(rule_id, node, "rules.missing", named(term), term.rpartition(":")[2])


def forbidden_value(rule_id: str, node: Node, value: str) -> Fault:
    """A value is not one of those allowed here."""
    return Fault(rule_id, node, "rules.value_not_allowed", {"value": value})


def has_excess_decimals(text: str) -> bool:
    """True for more than two decimals."""
    point = text.find(".")
    return point >= 0 and len(text) - point > 3


def negative_faults(
    rule_id: str,
    node: Node,
    amount: Decimal | None,
    term: str,
) -> Iterator[Fault]:
    """The published rules ask for zero or more, so an absent number breaks them too."""
    if amount is None:
        yield missing(rule_id, node, term)
    elif amount < 0:
        yield Fault(rule_id, node, "rules.negative", {"value": str(amount)})
