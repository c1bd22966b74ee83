"""Where an element stands: as an XPath for machines and as line and terms for people."""

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


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def place_of(element: etree._Element, term: str = "") -> Place:
    """The line of the document that an element belongs to, and the terms below that line.

    `term` names something that is missing in the element, when that is the matter.
    """
    terms = [term] if term else []
    line: str | None = None
    current: etree._Element | None = element
    while current is not None:
        name = local_name(current)
        if name in LINES:
            line = line_id(current)
            break
        if current.getparent() is not None:
            terms.append(name)
        current = current.getparent()
    return Place(line, tuple(reversed(terms)), row=element.sourceline or 0)


def line_id(line: etree._Element) -> str:
    """What a line calls itself, else its number among its likes."""
    for child in line:
        holder = child if local_name(child) == "ID" else None
        if local_name(child) == "LineItem":
            holder = next((below for below in child if local_name(below) == "ID"), None)
        if holder is not None and holder.text and holder.text.strip():
            return holder.text.strip()
    return str(1 + len(list(line.itersiblings(str(line.tag), preceding=True))))


def xpath_of(element: etree._Element) -> str:
    """The path of an element from the root, with positions where they are needed."""
    steps: list[str] = []
    current: etree._Element | None = element
    while current is not None:
        namespace, _, name = str(current.tag).rpartition("}")
        prefix = PREFIXES.get(namespace[1:], "")
        before = len(list(current.itersiblings(str(current.tag), preceding=True)))
        follows = before or next(current.itersiblings(str(current.tag)), None) is not None
        steps.append(f"{prefix}{name}[{before + 1}]" if follows else prefix + name)
        current = current.getparent()
    return "/" + "/".join(reversed(steps))
