"""EN 16931 in UBL: what UBL has and the norm has no use for (UBL-CR, UBL-DT-08 to 28), warnings.

There are seven hundred such rules, and hardly any of them has anything to say about an invoice. So
none is asked by its path. The names of parent and child that a layout joins tell which rules may
have been broken; only these look. Attributes are few and alike, so each make of them is looked at
once. A rule speaks once for a document, at the first place that breaks it.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from avrop.documents.findings import Severity
from avrop.documents.rules.billing.view import Stated
from avrop.documents.rules.faults import Fault
from avrop.documents.rules.release import table
from avrop.documents.rules.tree import Layout, Node

EXTENSIONS = "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}"
OBJECT = "130"
# Only the means of payment has a name (BT-82).
NAMED = ("name", "cbc:PaymentMeansCode")


@dataclass(frozen=True, slots=True)
class Unwanted:
    """A rule and the path of what it does not want, from the root or from anywhere."""

    rule_id: str
    path: tuple[str, ...]
    attribute: str
    anywhere: bool

    def places(self, root: Node) -> list[Node]:
        """The elements that the rule does not want, or that have an attribute unwanted there."""
        if self.anywhere:
            nodes = root.index.get(self.path[0], [])
            for name in self.path[1:]:
                nodes = [below for node in nodes for below in node.all(name)]
        else:
            nodes = root.each(*self.path)
        if not self.attribute:
            return nodes
        return [node for node in nodes if self.attribute in node.attributes]


@dataclass(slots=True, eq=False)
class Below:
    """The rules about children of one kind of parent, by the names of the children."""

    rules: dict[str, list[Unwanted]]

    def suspects(self, layout: Layout) -> tuple[Unwanted, ...]:
        """The rules that a layout may break, worked out once for each."""
        found: tuple[Unwanted, ...] | None = layout.plans.get(self)
        if found is None:
            found = tuple(rule for name in layout.first for rule in self.rules.get(name, ()))
            layout.plans[self] = found
        return found


@dataclass(frozen=True, slots=True)
class Table:
    """All such rules: of children by the name of the parent, of attributes by their names."""

    top: Below
    below: dict[str, Below]
    attributes: dict[str, tuple[Unwanted, ...]]


@lru_cache(maxsize=4)
def compiled(folder: str) -> Table:
    """The rules of a release."""
    below: dict[str, Below] = defaultdict(lambda: Below(defaultdict(list)))
    attributes: dict[str, list[Unwanted]] = defaultdict(list)
    for rule_id, path in table(folder, "billing"):
        anywhere, (*names, last) = path.startswith("//"), path.removeprefix("//").split("/")
        if last.startswith("@"):
            rule = Unwanted(rule_id, tuple(names), last[1:], anywhere)
            attributes[last[1:]].append(rule)
        else:
            steps = tuple(name.replace("ext:", EXTENSIONS) for name in (*names, last))
            parent = steps[-2] if len(steps) > 1 else ""
            below[parent].rules[steps[-1]].append(Unwanted(rule_id, steps, "", anywhere))
    return Table(
        below.pop(""), dict(below), {name: tuple(rules) for name, rules in attributes.items()}
    )


def unwanted_faults(root: Node, stated: Stated, folder: str) -> Iterator[Fault]:
    """Every warning about what the norm has no use for."""
    rules = compiled(folder)
    suspects = dict.fromkeys(rules.top.suspects(root.layout))
    for name in [each for each in rules.below if each in root.index]:
        below = rules.below[name]
        for layout in {node.layout for node in root.index[name]}:
            if found := below.suspects(layout):
                suspects.update(dict.fromkeys(found))
    for rule in suspects:
        yield from spoken(rule, rule.places(root)[:1])
    yield from attribute_faults(root, stated, rules)
    version = root.one("cbc:UBLVersionID")
    if version and version.text != "2.1":
        yield Fault(
            "UBL-CR-002",
            version,
            "rules.value_not_allowed",
            {"value": version.text},
            severity=Severity.WARNING,
        )
    yield from reference_faults(root)


def spoken(rule: Unwanted, places: list[Node]) -> Iterator[Fault]:
    """What a rule says about the places that it is given."""
    values = {"attribute": rule.attribute} if rule.attribute else {}
    code = "rules.attribute_outside_norm" if rule.attribute else "rules.outside_norm"
    for node in places:
        yield Fault(rule.rule_id, node, code, values, severity=Severity.WARNING)


def attribute_faults(root: Node, stated: Stated, rules: Table) -> Iterator[Fault]:
    """Attributes that should not stand where they do, or nowhere."""
    holders: dict[str, dict[str, Node]] = {}
    for node in (root, *stated.values()):
        for attribute in node.attributes:
            if attribute in rules.attributes and (attribute, node.name) != NAMED:
                holders.setdefault(attribute, {}).setdefault(node.name, node)
                holders[attribute].setdefault(f"{node.above}/{node.name}", node)
    for attribute, places in holders.items():
        for rule in rules.attributes[attribute]:
            if not rule.path:
                yield from spoken(rule, [*places.values()][:1])
            elif "/".join(rule.path[-2:]) in places:
                yield from spoken(rule, rule.places(root)[:1])


def reference_faults(root: Node) -> Iterator[Fault]:
    """UBL-CR-665, 666 and 673: an invoiced object is named, and neither attached nor described."""
    for reference in root.everywhere("cac:AdditionalDocumentReference"):
        is_object = any(each.text == OBJECT for each in reference.all("cbc:DocumentTypeCode"))
        number = reference.one("cbc:ID")
        if is_object and reference.one("cac:Attachment"):
            yield Fault("UBL-CR-666", reference, "rules.object_attached")
        if is_object and reference.one("cbc:DocumentDescription"):
            yield Fault("UBL-CR-673", reference, "rules.object_attached")
        if not is_object and number and "schemeID" in number.attributes:
            values = {"attribute": "schemeID"}
            code = "rules.attribute_outside_norm"
            yield Fault("UBL-CR-665", number, code, values, severity=Severity.WARNING)
