"""Where an element stands: as an XPath for machines and as line and terms for people."""

from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class Held:
    """What is held of a document while it is read bit by bit: its root, which may still stand in an
    envelope, and how many of its lines have been let go already."""

    root: etree._Element | None = None
    lines_gone: int = 0


WHOLE = Held()


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def place_of(element: etree._Element, term: str = "", held: Held = WHOLE) -> Place:
    """The line of the document that an element belongs to, and the terms below that line.

    `term` names something that is missing in the element, when that is the matter.
    """
    terms = [term] if term else []
    line: str | None = None
    current: etree._Element | None = element
    while current is not None:
        name = local_name(current)
        if name in LINES:
            line = line_id(current, held)
            break
        above = None if current is held.root else current.getparent()
        if above is not None:
            terms.append(name)
        current = above
    return Place(line, tuple(reversed(terms)), row=element.sourceline or 0)


def line_id(line: etree._Element, held: Held = WHOLE) -> str:
    """What a line calls itself, else its number among its likes."""
    for child in line:
        holder = child if local_name(child) == "ID" else None
        if local_name(child) == "LineItem":
            holder = next((below for below in child if local_name(below) == "ID"), None)
        if holder is not None and holder.text and holder.text.strip():
            return holder.text.strip()
    return str(1 + held.lines_gone + likes_before(line))


def likes_before(element: etree._Element) -> int:
    """How many elements of the same name stand before one beside it."""
    return sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))


def xpath_of(element: etree._Element, held: Held = WHOLE) -> str:
    """The path of an element from the root, with positions where they are needed."""
    steps: list[str] = []
    current: etree._Element | None = element
    while current is not None:
        namespace, _, name = str(current.tag).rpartition("}")
        prefix = PREFIXES.get(namespace[1:], "")
        above = None if current is held.root else current.getparent()
        before = likes_before(current) if above is not None else 0
        if name in LINES and above is held.root:
            before += held.lines_gone
        is_one_of_many = before or next(current.itersiblings(str(current.tag)), None) is not None
        steps.append(f"{prefix}{name}[{before + 1}]" if is_one_of_many else prefix + name)
        current = above
    return "/" + "/".join(reversed(steps))
