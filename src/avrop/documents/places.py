"""Where an element stands: as an XPath for machines and as line and terms for people.

Strangers choose the names, the ids and the numbers of what they send. So names and ids are cut where
nobody would read on, and what was counted among a million likes is remembered for the next.
"""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from avrop.documents.findings import Place

LINES = {
    "OrderLine",
    "InvoiceLine",
    "CreditNoteLine",
    "DespatchLine",
    "ReceiptLine",
    "CatalogueLine",
}
PREFIXES = {
    "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2": "cac:",
    "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2": "cbc:",
}
# Longer names and ids than anybody has in earnest are cut.
LONGEST_NAME, LONGEST_ID = 80, 200


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a document while places in it are worked out: its root, which may still stand
    in an envelope, and how many of its lines have been let go already.

    It remembers what it has counted, and the elements themselves with it, so it is used for one
    document and let go.
    """

    root: etree._Element | None = None
    lines_gone: int = 0
    before: dict[etree._Element, int] = field(default_factory=dict)
    families: dict[etree._Element, Counter[str]] = field(default_factory=dict)
    lines: dict[etree._Element, str] = field(default_factory=dict)

    def likes_before(self, element: etree._Element) -> int:
        """How many elements of the same name stand before one beside it."""
        passed, known = 0, self.before
        for beside in element.itersiblings(str(element.tag), preceding=True):
            passed += 1
            if beside in known:
                passed += known[beside]
                break
        known[element] = passed
        return passed

    def has_likes(self, element: etree._Element) -> bool:
        """True where others of the same name stand beside an element."""
        above = element.getparent()
        if above is None:
            return next(element.itersiblings(str(element.tag)), None) is not None
        if above not in self.families:
            self.families[above] = Counter(str(child.tag) for child in above)
        return self.families[above][str(element.tag)] > 1

    def line_id(self, line: etree._Element) -> str:
        """What a line calls itself, else its number among its likes."""
        if line not in self.lines:
            stated = stated_id(line)
            self.lines[line] = stated or str(1 + self.lines_gone + self.likes_before(line))
        return self.lines[line]


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def place_of(element: etree._Element, term: str = "", held: Held | None = None) -> Place:
    """The line of the document that an element belongs to, and the terms below that line.

    `term` names something that is missing in the element, when that is the matter.
    """
    held = held or Held()
    terms = [term] if term else []
    line: str | None = None
    current: etree._Element | None = element
    while current is not None:
        name = local_name(current)
        if name in LINES:
            line = held.line_id(current)
            break
        above = None if current is held.root else current.getparent()
        if above is not None:
            terms.append(name[:LONGEST_NAME])
        current = above
    return Place(line, tuple(reversed(terms)), row=element.sourceline or 0)


def stated_id(line: etree._Element) -> str:
    """What a line calls itself; empty when it does not."""
    for child in line:
        name = local_name(child)
        holder = child if name == "ID" else None
        if name == "LineItem":
            holder = next((below for below in child if local_name(below) == "ID"), None)
        if holder is not None and holder.text and holder.text.strip():
            return holder.text.strip()[:LONGEST_ID]
    return ""


def xpath_of(element: etree._Element, held: Held | None = None) -> str:
    """The path of an element from the root, with positions where they are needed."""
    held = held or Held()
    steps: list[str] = []
    current: etree._Element | None = element
    while current is not None:
        namespace, _, name = str(current.tag).rpartition("}")
        prefix = PREFIXES.get(namespace[1:], "")
        above = None if current is held.root else current.getparent()
        before = held.likes_before(current) if above is not None else 0
        if name in LINES and above is held.root:
            before += held.lines_gone
        step = prefix + name[:LONGEST_NAME]
        steps.append(f"{step}[{before + 1}]" if before or held.has_likes(current) else step)
        current = above
    return "/" + "/".join(reversed(steps))
