"""XML from strangers, made harmless: bounded in size, depth, count, time and memory.

How it works. What can be judged on the bytes is judged first: length, compression, encoding, a
document type declaration in the prolog, the number of elements. Only encodings that agree with
ASCII (and UTF-16, decoded here) are taken, so that a declaration cannot hide in another alphabet.
Then libxml2 parses without entities, network, DTD or huge nodes, and two compiled path expressions
check depth and attributes at the speed of C. Comments and processing instructions are dropped, so
that they cannot split a value in two.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from avrop.documents.findings import Place, UnreadableDocument, unreadable

MEBIBYTE = 1024 * 1024
# libxml2 itself refuses longer text nodes unless its huge mode is on.
LONGEST_TEXT = 10_000_000
COMPRESSED = {b"\x1f\x8b": "gzip", b"PK\x03\x04": "zip", b"BZh": "bzip2", b"\xfd7zXZ": "xz"}
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
SMALLEST_ELEMENT = len(b"<a/>")
UTF_8_MARK = b"\xef\xbb\xbf"
ENCODINGS = {"utf-8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "windows-1252"}
DECLARED = re.compile(rb"""\A<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
DECLARATION = re.compile(r"\A<\?xml.*?\?>", re.DOTALL)
# libxml2: no content, ">" expected, markup not ended, a tag is not finished.
TRUNCATED = {4, 73, 74, 77}
NOT_FINISHED = 77
# libxml2 repeats the names that it stumbles over, however long.
LONGEST_REASON = 200
ENCODING_TROUBLE = {31, 32, 81}


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a document may demand; sizes in bytes and characters."""

    size: int = 100 * MEBIBYTE
    depth: int = 100
    attributes: int = 100
    elements: int = 5_000_000
    # Of a catalogue that is read bit by bit, lines that were let go included.
    elements_in_all: int = 10**12
    text: int = LONGEST_TEXT


DEFAULT_LIMITS = Limits()


def parse_xml(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """The root element of well-formed, modest XML. Raises UnreadableDocument with the reason."""
    root = parse_for_growing(raw, limits=limits)
    refuse_excess(root, limits)
    return root


def parse_for_growing(raw: bytes, *, limits: Limits = DEFAULT_LIMITS) -> etree._Element:
    """The same, for a caller who looks at depth, attributes and texts himself (`refuse_excess`,
    `ubl.growth.grown`)."""
    refuse_size(len(raw), limits)
    content = in_plain_encoding(raw)
    if not content.startswith(b"<"):
        raise unreadable("documents.not_xml")
    refuse_elements(content, limits)
    refuse_document_type(content)
    try:
        return etree.fromstring(content, parser())
    except etree.XMLSyntaxError as error:
        raise syntax_refusal(error, content) from None


def parser() -> etree.XMLParser:
    """A fresh parser with every door closed; they are not safe to share between threads."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def refuse_size(size: int, limits: Limits) -> None:
    """Raises UnreadableDocument when there is nothing, or too much."""
    if size == 0:
        raise unreadable("documents.empty")
    if size > limits.size:
        megabytes = f"{limits.size / MEBIBYTE:g}"
        raise unreadable("documents.too_large", megabytes=megabytes)


def refuse_elements(content: bytes, limits: Limits) -> None:
    """Raises UnreadableDocument when there are too many elements; the least takes four bytes."""
    if len(content) // SMALLEST_ELEMENT <= limits.elements:
        return
    if content.count(b"<") - content.count(b"</") > limits.elements:
        raise unreadable("documents.too_many_elements", limit=str(limits.elements))


def in_plain_encoding(raw: bytes) -> bytes:
    """The same document in an encoding that agrees with ASCII.

    Raises UnreadableDocument for compressed content, for encodings that are not taken and for
    bytes that are not what the declaration says.
    """
    for mark, name in COMPRESSED.items():
        if raw.startswith(mark):
            raise unreadable("documents.compressed", format=name)
    if raw.startswith(UTF_16_MARKS):
        return utf_16_as_utf_8(raw)
    stated = raw.removeprefix(UTF_8_MARK)
    content = stated.lstrip()
    if not content:
        raise unreadable("documents.empty")
    if content is not stated and content.startswith(b"<?xml "):
        raise unreadable("documents.before_declaration")
    declared = DECLARED.match(content)
    encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
    if encoding not in ENCODINGS:
        raise unreadable("documents.encoding_not_taken", encoding=encoding)
    if encoding == "utf-8":
        refuse_broken_utf_8(content)
    return content


def utf_16_as_utf_8(raw: bytes) -> bytes:
    """UTF-16 with its byte order mark, as UTF-8 without a declaration."""
    try:
        text = raw.decode("utf-16")
    except UnicodeDecodeError:
        raise unreadable("documents.encoding_broken", encoding="utf-16") from None
    return DECLARATION.sub("", text).lstrip().encode("utf-8", "surrogatepass")


def refuse_broken_utf_8(content: bytes) -> None:
    """Raises UnreadableDocument with the row of the first byte that is not UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        place = Place(row=row, column=column)
        raise unreadable("documents.encoding_broken", place, encoding="utf-8") from None


def refuse_document_type(content: bytes) -> None:
    """Raises UnreadableDocument when a DOCTYPE stands before the root element.

    Entities can only be declared there, so this is what keeps entity bombs out.
    """
    position = 0
    while True:
        position = content.find(b"<", position)
        if position < 0:
            return
        if content.startswith(b"<!--", position):
            position = content.find(b"-->", position + 4)
        elif content.startswith(b"<?", position):
            position = content.find(b"?>", position + 2)
        elif content.startswith(b"<!", position):
            raise unreadable("documents.has_document_type")
        else:
            return
        if position < 0:
            return


@lru_cache(maxsize=8)
def excesses(limits: Limits) -> tuple[tuple[etree.XPath, str, int], ...]:
    """Path expressions that are true when a limit is passed, each with its code."""
    text = limits.text
    checks = [
        ("/*" * (limits.depth + 1), "documents.too_deep", limits.depth),
        (f"//*[@*[{limits.attributes + 1}]]", "documents.too_many_attributes", limits.attributes),
    ]
    if text < LONGEST_TEXT:
        checks.append((f"//*[string-length(text()) > {text}]", "documents.text_too_long", text))
    return tuple((etree.XPath(f"boolean({path})"), code, limit) for path, code, limit in checks)


def refuse_excess(root: etree._Element, limits: Limits) -> None:
    """Raises UnreadableDocument when the tree is deeper or wider than the limits."""
    for exceeds, code, limit in excesses(limits):
        if exceeds(root):
            raise unreadable(code, limit=str(limit))


def syntax_refusal(error: etree.XMLSyntaxError, content: bytes) -> UnreadableDocument:
    """What libxml2 objected to, in our codes, with row and column."""
    place = Place(row=error.lineno or 0, column=error.offset or 0)
    reason = (error.msg or "").partition(", line ")[0][:LONGEST_REASON]
    if "depth" in reason:
        return unreadable("documents.too_deep", place, limit=str(DEFAULT_LIMITS.depth))
    if error.code in ENCODING_TROUBLE:
        declared = DECLARED.match(content)
        encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
        return unreadable("documents.encoding_broken", place, encoding=encoding)
    if error.code in TRUNCATED and not content.rstrip().endswith(b">"):
        return unreadable("documents.truncated", place)
    if error.code == NOT_FINISHED:
        return unreadable("documents.truncated", place)
    if "Text node too long" in reason or "size limit" in reason:
        return unreadable("documents.text_too_long", place, limit=str(LONGEST_TEXT))
    return unreadable("documents.not_well_formed", place, reason=reason)
