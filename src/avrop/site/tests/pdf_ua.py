"""What a machine can tell of a PDF for everybody (PDF/UA-1, ISO 14289-1; the conditions are numbered as
in the Matterhorn protocol 1.1): marks, structure, languages, headers of tables, typefaces."""

from __future__ import annotations

import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

#: Kinds of structure that the standard knows (ISO 32000-1, 14.8.4).
KNOWN = {
    *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI"),
    *("/Index", "/NonStruct", "/Private", "/P", "/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6"),
    *("/L", "/LI", "/Lbl", "/LBody", "/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot"),
    *("/Span", "/Quote", "/Note", "/Reference", "/BibEntry", "/Code", "/Link", "/Annot", "/Ruby"),
    *("/Warichu", "/Figure", "/Formula", "/Form"),
}
#: What puts something on the page: text, shapes, shadings and pictures.
PAINTING = {
    *(b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*", b"b", b"b*"),
    *(b"sh", b"Do", b"BI", b"INLINE IMAGE"),
}


class Part(NamedTuple):
    """A part of the structure: its kind after roles, itself, and how deep it stands."""

    kind: str
    node: Any
    depth: int


def faults(content: bytes, language: str) -> list[str]:
    """Every condition that the PDF fails; none for one that everybody can read."""
    reader = PdfReader(io.BytesIO(content))
    catalog: Any = reader.trailer["/Root"]
    if "/StructTreeRoot" not in catalog:
        return ["06-001 there is no structure"]
    parts = list(_parts(catalog["/StructTreeRoot"]))
    return [
        *_of_the_whole(reader, catalog, language),
        *_of_roles(parts),
        *_of_headings(parts),
        *_of_tables(parts),
        *_of_content(reader, parts),
        *_of_typefaces(reader),
    ]


def titles(content: bytes) -> list[str]:
    """What the headings of a PDF say, in their order."""
    reader = PdfReader(io.BytesIO(content))
    catalog: Any = reader.trailer["/Root"]
    parts = _parts(catalog["/StructTreeRoot"])
    return [str(part.node.get("/T", "")) for part in parts if part.kind in ("/H1", "/H2")]


def text(content: bytes) -> str:
    """All that the PDF says, without the places where a long word may be parted."""
    pages = PdfReader(io.BytesIO(content)).pages
    return "\n".join(page.extract_text() for page in pages).replace("\N{ZERO WIDTH SPACE}", "")


def _parts(root: Any) -> Iterator[Part]:
    roles = root.get("/RoleMap", {})
    waiting = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if "/S" in node:
            yield Part(str(roles.get(node["/S"], node["/S"])), node, depth)
        waiting.extend((child, depth + 1) for child in reversed(list(_children(node))))


def _children(node: Any) -> Iterator[Any]:
    held = node.get("/K")
    for child in held if isinstance(held, list) else [held]:
        found = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, dict) and "/S" in found:
            yield found


def _of_the_whole(reader: PdfReader, catalog: Any, language: str) -> Iterator[str]:
    metadata = catalog["/Metadata"].get_data().decode() if "/Metadata" in catalog else ""
    marks = catalog.get("/MarkInfo", {})
    if "pdfuaid:part" not in metadata:
        yield "05-001 it does not say that it is PDF/UA"
    if "<dc:title>" not in metadata or not (reader.metadata and reader.metadata.title):
        yield "06-003 it has no title"
    if not _is_set(catalog.get("/ViewerPreferences", {}), "/DisplayDocTitle"):
        yield "07-001 its title is not shown"
    if not _is_set(marks, "/Marked"):
        yield "06-002 it is not marked"
    if _is_set(marks, "/Suspects"):
        yield "02-002 some of its marks are suspect"
    if catalog.get("/Lang") != language:
        yield f"11-006 its language is {catalog.get('/Lang')}"
    if "/ParentTree" not in catalog["/StructTreeRoot"]:
        yield "01-006 its content does not know its structure"
    for number, page in enumerate(reader.pages, start=1):
        if page.get("/Tabs") != "/S":
            yield f"28-008 page {number} is not tabbed through in the order of its structure"


def _is_set(held: Any, name: str) -> bool:
    """A false of a PDF is an object, and so true for Python."""
    return bool(getattr(held.get(name), "value", False))


def _of_roles(parts: list[Part]) -> Iterator[str]:
    for part in parts:
        if part.kind not in KNOWN:
            yield f"02-001 {part.kind} is no kind of structure"
        if part.kind == "/Figure" and not ("/Alt" in part.node or "/ActualText" in part.node):
            yield "13-004 a picture has no words"


def _of_headings(parts: list[Part]) -> Iterator[str]:
    levels = [
        int(part.kind[2:]) for part in parts if part.kind[:2] == "/H" and part.kind[2:].isdigit()
    ]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"14-002 the headings are of the levels {levels}"
    if any(after > before + 1 for before, after in itertools.pairwise(levels)):
        yield f"14-003 a level of headings is left out: {levels}"


def _of_tables(parts: list[Part]) -> Iterator[str]:
    for table in (part for part in parts if part.kind == "/Table"):
        rows = [_cells(row) for row in _rows(table.node)]
        heads = [cell for row in rows for cell in row if cell["/S"] == "/TH"]
        if not heads:
            yield "15-003 a table has no headers"
        if any(_of_table(cell, "/Scope") not in ("/Column", "/Row", "/Both") for cell in heads):
            yield "15-003 a header does not say what it heads"
        widths = {sum(int(_of_table(cell, "/ColSpan") or 1) for cell in row) for row in rows}
        if len(widths) != 1:
            yield f"09-004 the rows of a table are {sorted(widths)} cells wide"
        known = {str(cell.get("/ID")) for cell in heads}
        for cell in (cell for row in rows for cell in row if cell["/S"] == "/TD"):
            if not set(map(str, _of_table(cell, "/Headers") or ["?"])) <= known:
                yield "15-003 a cell has no header"


def _rows(table: Any) -> Iterator[Any]:
    for child in _children(table):
        if child["/S"] == "/TR":
            yield child
        elif child["/S"] in ("/THead", "/TBody", "/TFoot"):
            yield from _rows(child)


def _cells(row: Any) -> list[Any]:
    return [cell for cell in _children(row) if cell["/S"] in ("/TH", "/TD")]


def _of_table(cell: Any, name: str) -> Any:
    held = cell.get("/A", [])
    for each in held if isinstance(held, list) else [held]:
        attributes = each.get_object()
        if attributes.get("/O") == "/Table" and name in attributes:
            return attributes[name]
    return None


def _of_content(reader: PdfReader, parts: list[Part]) -> Iterator[str]:
    """All that is painted is told to readers once, or is an artifact such as a line or a footer."""
    told: Counter[tuple[int, int]] = Counter()
    for part in parts:
        told.update(_told_by(part.node))
    for number, page in enumerate(reader.pages, start=1):
        assert page.indirect_reference is not None
        painted: set[int] = set()
        for mark in _marks_of_what_is_painted(page, reader):
            if mark is None:
                yield f"01-005 page {number} has content that is neither told nor an artifact"
                break
            painted.add(mark)
        key = page.indirect_reference.idnum
        for mark in painted - {-1}:
            if told[key, mark] != 1:
                yield f"01-006 page {number} tells its content {mark} {told[key, mark]} times"
        if "/StructParents" not in page and painted - {-1}:
            yield f"01-006 page {number} does not know its structure"


def _told_by(node: Any) -> Iterator[tuple[int, int]]:
    """The pieces of content that a part tells, each by its page and its number there."""
    own = node.raw_get("/Pg").idnum if "/Pg" in node else 0
    held = node.get("/K")
    for child in held if isinstance(held, list) else [held]:
        found: Any = child.get_object() if hasattr(child, "get_object") else child
        if isinstance(found, int):
            yield own, int(found)
        elif found is not None and found.get("/Type") == "/MCR":
            page = found.raw_get("/Pg").idnum if "/Pg" in found else own
            yield page, int(found["/MCID"])


def _marks_of_what_is_painted(page: PageObject, reader: PdfReader) -> Iterator[int | None]:
    """For all that is painted the number it is told under: -1 for an artifact, None for nothing."""
    open_marks: list[int | None] = []
    contents = page.get_contents()
    assert contents is not None
    for operands, operator in ContentStream(contents, reader).operations:
        if operator in (b"BMC", b"BDC"):
            facts = operands[1] if len(operands) > 1 and isinstance(operands[1], dict) else {}
            inner = -1 if operands[0] == "/Artifact" else facts.get("/MCID")
            open_marks.append(inner if inner is None else int(inner))
        elif operator == b"EMC":
            open_marks.pop()
        elif operator in PAINTING:
            yield next((mark for mark in reversed(open_marks) if mark is not None), None)


def _of_typefaces(reader: PdfReader) -> Iterator[str]:
    for page in reader.pages:
        for name, font in page["/Resources"].get("/Font", {}).items():  # type: ignore[attr-defined]
            held = font.get_object()
            kin = [each.get_object() for each in held.get("/DescendantFonts", [held])]
            for each in kin:
                descriptor = each.get("/FontDescriptor", {})
                if not any(
                    file in descriptor for file in ("/FontFile", "/FontFile2", "/FontFile3")
                ):
                    yield f"31-009 the typeface {name} is not in the file"
            if "/ToUnicode" not in held:
                yield f"31-027 nobody can tell what the signs of the typeface {name} are"
