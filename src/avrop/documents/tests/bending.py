"""Real documents bent out of shape: what strangers, broken programs and ill will may send.

Each bent document follows from a seed and a number alone, so that one that makes trouble can be made
again. Half of them are changed as bytes, so that much of it is no XML any more; the others as trees,
so that the rules are asked about what nobody would write.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path

from lxml import etree

CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
HEADER = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
#: A document larger than this is bent as rarely as any other, but costs more than it teaches.
LARGEST = 120_000
MOST_ELEMENTS = 5_000

VALUES = (
    "", " ", "\n\t", "\u00a0", "0", "-0", "00", "-1", "+1", ".5", "5.", "1.", "-.5", "1,5", "1e5",
    "1E400", "-1e-400", "9" * 400, "0." + "0" * 400 + "1", "9" * 5_000, "NaN", "INF", "-INF",
    "Infinity", "sNaN", "nan123", "1_000", "١٢٣", "²", "Ⅷ", "１２", "0x10", "true", "TRUE", "1 0",
    "--1", "1-", "None", "{}", "{0}", "{x.__class__}", "%s", "%(a)s", "]]>", "<", "&", "'", '"',
    "\u202e", "\ud7ff", "\U0001f600" * 3, "å" * 300, "x" * 20_000, "1" * 20_000, "2026-02-30",
    "2026-13-01", "0000-00-00", "-2026-01-01", "99999-12-31", "2026-11-22Z", "2026-11-22+99:99",
    "2026-11-22T00:00:00", "2026-1-1", "24:00:00", "25:61:61", "12:00:00.123456789123",
    "12:00:00+15:00", "SEK", "sek", "XXX", "EUR ", "SE", "se", "DK", "DE", "NL", "GR", "EL", "IT",
    "NO", "IS", "VAT", "vat", "S", "Z", "E", "AE", "K", "G", "O", "L", "M", "B", "380", "381",
    "389", "261", "0088", "0007", "0192", "0184", "0208", "9944", "0211", "0210", "7300010000001",
    "5561234567", "SE556123456701", "NL123456789B01", "DK12345678", "IS", "EUR", "BAR#", "#ADU#",
    "#SKONTO#TAGE=14#PROZENT=2.00#\n", "#SKONTO#", "#", "urn:peppol:bis:billing",
    "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0", "A" * 61, "MTIzNA==", "====", "1.005", "0.001",
    "100", "25", "25.00", "25.0000000000001", "99999999999999999999.99",
)  # fmt: skip
ATTRIBUTES = (
    "schemeID", "currencyID", "unitCode", "listID", "mimeCode", "filename", "languageID", "name",
    "schemeAgencyID", "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation",
    "{http://www.w3.org/2001/XMLSchema-instance}nil", "{http://www.w3.org/XML/1998/namespace}lang",
    "{http://www.w3.org/XML/1998/namespace}id", "x", "{urn:x}currencyID",
)  # fmt: skip
NAMES = (
    f"{CBC}ID", f"{CBC}Amount", f"{CBC}IssueDate", f"{CBC}Note", f"{CBC}CustomizationID",
    f"{CBC}ProfileID", f"{CBC}Percent", f"{CBC}Quantity", f"{CBC}Nonsense", f"{CAC}Party",
    f"{CAC}TaxTotal", f"{CAC}AllowanceCharge", f"{CAC}OrderLine", f"{CAC}InvoiceLine",
    f"{CAC}CatalogueLine", f"{CAC}LineItem", f"{CAC}Nonsense", f"{CAC}PartyTaxScheme",
    f"{CAC}TaxCategory", f"{CAC}Price", "ID", "{urn:x}ID", "{urn:x}Invoice", "å",
    f"{{{HEADER}}}StandardBusinessDocumentHeader",
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice",
    "{urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2}UBLExtensions",
)  # fmt: skip
SCRAPS = (
    b"<", b">", b"&", b"/>", b"</", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0'?>",
    b"<?x?>", b"<!DOCTYPE x [<!ENTITY a 'b'>]>", b"<!DOCTYPE x SYSTEM 'file:///etc/hostname'>",
    b"&a;", b"&amp;", b"&#0;", b"&#x110000;", b"&#xD800;", b"&lt;", b"\x00", b"\xff", b"\xfe\xff",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\xaf", b"\x1b", b"\r", b"\r\n", b"\x85",
    b"\xe2\x80\xa8", b"xmlns=''", b"xmlns='urn:x'", b" xmlns:cbc='urn:x'", b"cac:", b"cbc:",
    b"<cbc:ID/>", b"<cbc:Note>" * 120, b"'", b'"', b"=", b"\xe5", b"<a b='1' b='2'/>", b"<a:b/>",
)  # fmt: skip
ENCODINGS = (
    "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-7", "iso-8859-1", "iso-8859-15",
    "windows-1252", "cp037", "shift_jis", "gb18030", "ascii",
)  # fmt: skip

Draw = random.Random


def corpus(peppol: Path) -> list[bytes]:
    """The documents that are bent, of modest size."""
    records = json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]
    files = (peppol / record["file"] for record in records)
    whole = [
        (file.read_bytes(), record["kind"]) for file, record in zip(files, records, strict=True)
    ]
    modest = [(raw, kind) for raw, kind in whole if len(raw) <= LARGEST]
    # Fragments are many and alike: whole documents have their turn as often.
    examples = [raw for raw, kind in modest if kind != "unit"]
    fragments = [raw for raw, kind in modest if kind == "unit"]
    return examples * max(1, len(fragments) // max(1, len(examples))) + fragments


def bent(documents: Sequence[bytes], seed: int, number: int) -> bytes:
    """The bent document of a seed and a number; the same every time."""
    draw = Draw(f"{seed}/{number}")
    raw = draw.choice(documents)
    if draw.random() < 0.5:
        raw = bent_tree(raw, documents, draw)
        if draw.random() < 0.8:
            return raw
    for _ in range(draw.choice((1, 1, 1, 2, 3, 8))):
        raw = draw.choice(BYTE_CHANGES)(raw, documents, draw)
    return raw


def flipped(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """A few bytes are others."""
    changed = bytearray(raw)
    for _ in range(draw.choice((1, 1, 2, 5, 30)) if changed else 0):
        changed[draw.randrange(len(changed))] = draw.randrange(256)
    return bytes(changed)


def span(raw: bytes, draw: Draw, most: int) -> tuple[int, int]:
    """Where a piece starts and ends."""
    start = draw.randrange(len(raw) + 1)
    return start, min(len(raw), start + draw.randrange(most + 1))


def cut_short(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """The end is missing."""
    return raw[: draw.randrange(len(raw) + 1)]


def cut_out(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """A piece is missing."""
    start, end = span(raw, draw, 400)
    return raw[:start] + raw[end:]


def said_again(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """A piece stands twice, or many times."""
    start, end = span(raw, draw, 400)
    return raw[:end] + raw[start:end] * draw.choice((1, 1, 2, 50)) + raw[end:]


def scrap_put_in(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """Something stands where it may not."""
    place = draw.randrange(len(raw) + 1)
    return raw[:place] + draw.choice(SCRAPS) + raw[place:]


def grafted(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """The beginning of one document and the end of another."""
    other = draw.choice(documents)
    return raw[: draw.randrange(len(raw) + 1)] + other[draw.randrange(len(other) + 1) :]


def in_other_encoding(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """In an encoding that it states, or does not."""
    encoding = draw.choice(ENCODINGS)
    text = raw.decode("utf-8", "replace")
    if draw.random() < 0.5:
        text = f'<?xml version="1.0" encoding="{encoding}"?>' + text.partition("?>")[2]
    return text.encode(encoding, "xmlcharrefreplace" if draw.random() < 0.5 else "replace")


BYTE_CHANGES: tuple[Callable[[bytes, Sequence[bytes], Draw], bytes], ...] = (
    flipped,
    flipped,
    cut_short,
    cut_out,
    said_again,
    scrap_put_in,
    scrap_put_in,
    grafted,
    in_other_encoding,
)


def bent_tree(raw: bytes, documents: Sequence[bytes], draw: Draw) -> bytes:
    """A document whose elements, values and attributes are others than they were."""
    root = etree.fromstring(raw, etree.XMLParser(remove_comments=True, remove_pis=True))
    for _ in range(draw.choice((1, 1, 1, 2, 3, 6, 20))):
        elements = list(root.iter("*"))
        draw.choice(TREE_CHANGES)(draw.choice(elements), elements, draw)
    if draw.random() < 0.05:
        root = in_an_envelope(root, draw)
    if draw.random() < 0.02:
        other = etree.fromstring(draw.choice(documents))
        draw.choice(list(root.iter("*"))).append(other)
    return etree.tostring(root, encoding=draw.choice(("utf-8", "utf-8", "us-ascii", "utf-16")))


def removed(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An element is gone with all that is in it."""
    above = element.getparent()
    if above is not None:
        above.remove(element)


def repeated(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An element stands again, right after or somewhere else."""
    above = element.getparent() if draw.random() < 0.7 else draw.choice(elements)
    if above is None:
        return
    copied = deepcopy(element)
    size = sum(1 for _ in copied.iter())
    room = max(0, MOST_ELEMENTS - len(elements)) // size
    for _ in range(min(draw.choice((1, 1, 1, 2, 150)), room)):
        above.insert(draw.randrange(len(above) + 1), deepcopy(copied))


def swapped(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """The children of an element stand in another order."""
    children = list(element)
    draw.shuffle(children)
    element[:] = children


def valued(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """A value is another, often one without its like."""
    leaf = draw.choice([each for each in elements if not len(each)] or [element])
    leaf.text = as_xml_takes_it(draw.choice(VALUES))


def valued_as_another(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """A value is that of an element elsewhere."""
    leaves = [each for each in elements if not len(each)] or [element]
    draw.choice(leaves).text = draw.choice(leaves).text


def emptied(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An element has nothing in it."""
    attributes = dict(element.attrib)
    element.clear()
    if draw.random() < 0.5:
        element.attrib.update(attributes)


def attributed(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An attribute is another."""
    holder = draw.choice([each for each in elements if each.attrib] or [element])
    name = draw.choice(
        [*map(str, holder.attrib), *ATTRIBUTES] if draw.random() < 0.3 else ATTRIBUTES
    )
    if draw.random() < 0.3:
        holder.attrib.pop(name, None)
    else:
        holder.set(name, as_xml_takes_it(draw.choice(VALUES)))


def renamed(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An element has another name."""
    element.tag = draw.choice((draw.choice(NAMES), draw.choice(elements).tag))


def joined_by_another(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """Something stands in an element that was not there, or stands there as text."""
    if draw.random() < 0.2:
        element.text = as_xml_takes_it(draw.choice(VALUES))
        return
    added = etree.Element(draw.choice(NAMES))
    added.text = as_xml_takes_it(draw.choice(VALUES))
    element.insert(draw.randrange(len(element) + 1), added)


def remarked(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """A comment or an instruction splits a value."""
    remark = draw.choice((etree.Comment("x"), etree.ProcessingInstruction("x", "y")))
    remark.tail = draw.choice(("", "1", " "))
    element.append(remark)


def deepened(element: etree._Element, elements: list[etree._Element], draw: Draw) -> None:
    """An element holds itself, again and again."""
    for _ in range(draw.choice((1, 3, 30, 120)) if len(element) < 20 else 1):
        inner = etree.SubElement(element, element.tag)
        inner.text = element.text
        element = inner


TREE_CHANGES: tuple[
    Callable[[etree._Element, list[etree._Element], Draw], None], ...
] = (
    removed, removed, repeated, repeated, swapped, valued, valued, valued, valued, valued_as_another,
    valued_as_another, emptied, attributed, attributed, renamed, joined_by_another, remarked, deepened,
)  # fmt: skip


def as_xml_takes_it(text: str) -> str:
    """A text without what may not stand in XML."""
    return "".join(each for each in text if each >= " " or each in "\t\n\r")


def in_an_envelope(root: etree._Element, draw: Draw) -> etree._Element:
    """A document in an envelope that is unknown, or known and in disorder."""
    namespace = draw.choice((HEADER, HEADER, "urn:x", "http://schemas.xmlsoap.org/soap/envelope/"))
    around = etree.Element(f"{{{namespace}}}StandardBusinessDocument")
    header = etree.SubElement(around, f"{{{namespace}}}StandardBusinessDocumentHeader")
    for name in ("Sender", "Receiver", "DocumentIdentification", "BusinessScope"):
        part = etree.SubElement(header, f"{{{namespace}}}{name}")
        for below in ("Identifier", "InstanceIdentifier", "CreationDateAndTime", "Scope", "Type"):
            if draw.random() < 0.6:
                etree.SubElement(part, f"{{{namespace}}}{below}").text = as_xml_takes_it(
                    draw.choice(VALUES)
                )
    for _ in range(draw.choice((0, 1, 1, 1, 2))):
        around.append(deepcopy(root))
    return around
