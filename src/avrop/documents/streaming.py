"""Large catalogues, a line at a time, in memory that does not grow with the file."""

from collections.abc import Iterator
from typing import Any, BinaryIO, Literal

from lxml import etree

from avrop.documents.catalogue import Catalogue, CatalogueLine
from avrop.documents.findings import UnreadableDocument, unreadable
from avrop.documents.parsing import (
    DEFAULT_LIMITS,
    Limits,
    in_plain_encoding,
    refuse_document_type,
    refuse_size,
    syntax_refusal,
)
from avrop.documents.ubl.cataloguing import CATALOGUE_HEADER, LINE
from avrop.documents.ubl.shapes import Reading
from avrop.documents.ubl.tree import AGGREGATES

CATALOGUE_LINE = f"{{{AGGREGATES}}}CatalogueLine"
PROLOG = 64 * 1024


def catalogue_header(file: BinaryIO, *, limits: Limits = DEFAULT_LIMITS) -> Catalogue:
    """What stands before the lines. Raises UnreadableDocument. The file must be seekable."""
    for _, element in events(file, ("start",), limits):
        parent = element.getparent()
        if parent is None:
            continue
        reading = Reading()
        header = CATALOGUE_HEADER.read(parent, reading)
        if reading.findings:
            raise UnreadableDocument(reading.findings)
        return header
    raise unreadable("documents.no_lines")


def catalogue_lines(file: BinaryIO, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[CatalogueLine]:
    """Every line in turn; raises UnreadableDocument at the first that cannot be read."""
    for _, element in events(file, ("end",), limits):
        reading = Reading()
        line = LINE.read(element, reading)
        if reading.findings:
            raise UnreadableDocument(reading.findings)
        yield line
        forget(element)


def forget(element: etree._Element) -> None:
    """Drop an element and all that came before it, so that memory stays constant."""
    parent = element.getparent()
    if parent is None:
        return
    while element.getprevious() is not None:
        del parent[0]
    element.clear()


def events(
    file: BinaryIO,
    kinds: tuple[Literal["start", "end"]],
    limits: Limits,
) -> Iterator[tuple[str, etree._Element]]:
    """The catalogue lines of a file as parse events, behind the same doors as `parse_xml`."""
    file.seek(0, 2)
    refuse_size(file.tell(), limits)
    file.seek(0)
    # The last character of the head may be cut in two, so whole rows only are judged as text.
    head = file.read(PROLOG)
    refuse_document_type(in_plain_encoding(head.rpartition(b">")[0] + b">"))
    file.seek(0)
    options: dict[str, Any] = {
        "resolve_entities": False,
        "no_network": True,
        "load_dtd": False,
        "huge_tree": False,
        "remove_comments": True,
        "remove_pis": True,
    }
    try:
        yield from etree.iterparse(file, events=kinds, tag=CATALOGUE_LINE, **options)
    except etree.XMLSyntaxError as error:
        raise syntax_refusal(error, head) from None
