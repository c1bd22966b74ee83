"""Large catalogues, a line at a time, in memory that does not grow with the file.

How it works. The file is fed to the parser a piece at a time. After each piece the lines that have
ended are handed out, and let go before the next. The last line that has ended is kept until another
one has: the parser may still be adding blanks behind it.
"""

from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile
from typing import Any, BinaryIO

from lxml import etree

from avrop.documents.catalogue import Catalogue, CatalogueLine
from avrop.documents.envelope import ROOT as ENVELOPE
from avrop.documents.envelope import take_off
from avrop.documents.findings import unreadable
from avrop.documents.parsing import (
    DECLARATION,
    DEFAULT_LIMITS,
    MEBIBYTE,
    UTF_8_MARK,
    UTF_16_MARKS,
    Limits,
    in_plain_encoding,
    refuse_document_type,
    refuse_size,
    syntax_refusal,
)
from avrop.documents.ubl.cataloguing import CATALOGUE_HEADER, LINE
from avrop.documents.ubl.tree import AGGREGATES

CATALOGUE_LINE = f"{{{AGGREGATES}}}CatalogueLine"
PIECE = 64 * 1024
OPTIONS: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}
#: How much a file may demand that is not held whole: `elements` are those of what is held at once.
STREAM_LIMITS = Limits(size=16 * 1024 * MEBIBYTE)
#: So many lines are held at once: few enough to be small, and enough that the head costs nothing.
LINES_HELD = 256
#: A head is judged anew with each part. With one larger than this a part has at least as much else.
SMALL_HEAD, LARGEST_HEAD = 1_000, 20_000
#: Before the first element that ends nobody writes more than this.
LONGEST_PROLOGUE = 10 * MEBIBYTE


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading of a file has come: whole lines, and bytes of all that there are."""

    lines: int
    bytes_read: int
    bytes_in_all: int


@dataclass(frozen=True, slots=True)
class Part:
    """What is held of a document at a time: its head and some lines, and what strays between lines.

    `lines_gone` is how many lines were handed out before. Of the last part `rest` is all that is
    left, lines and what stands behind them.
    """

    root: etree._Element
    head: tuple[etree._Element, ...]
    astray: tuple[etree._Element, ...]
    rest: tuple[etree._Element, ...]
    lines_gone: int
    is_last: bool = False

    @property
    def children(self) -> tuple[etree._Element, ...]:
        """All that is held below the root, in order."""
        return self.head + self.astray + self.rest


def catalogue_header(file: BinaryIO, *, limits: Limits = DEFAULT_LIMITS) -> Catalogue:
    """What stands before the lines. Raises UnreadableDocument. The file must be seekable."""
    for part in parts(file, limits=limits, lines_held=1):
        if not any(child.tag == CATALOGUE_LINE for child in part.children):
            break
        return CATALOGUE_HEADER.read(part.root)
    raise unreadable("documents.no_lines")


def catalogue_lines(file: BinaryIO, *, limits: Limits = DEFAULT_LIMITS) -> Iterator[CatalogueLine]:
    """Every line in turn; raises UnreadableDocument at the first that cannot be read."""
    for part in parts(file, limits=limits):
        for element in part.children:
            if element.tag == CATALOGUE_LINE:
                yield LINE.read(element)


def parts(
    file: BinaryIO,
    *,
    limits: Limits = STREAM_LIMITS,
    lines_held: int = LINES_HELD,
    progress: Callable[[Progress], None] | None = None,
) -> Iterator[Part]:
    """A document bit by bit; what was handed out is let go when the next part is asked for.

    At least one part comes, the last; it has the lines that are left, of which there is one where
    there are any. Raises UnreadableDocument. The file must be seekable.
    """
    size = size_of(file, limits)
    parser = etree.XMLPullParser(events=("end",), tag=CATALOGUE_LINE, **OPTIONS)
    waiting = Waiting(limits)
    piece = b""
    try:
        for piece in pieces(file):
            parser.feed(piece)
            waiting.take(parser, piece)
            while count := waiting.ready(lines_held):
                yield (part := waiting.part(count))
                waiting.let_go(part)
            if progress:
                lines = waiting.gone + len(waiting.lines)
                progress(Progress(lines, file.tell(), size))
        top = parser.close()
    except etree.XMLSyntaxError as error:
        raise syntax_refusal(error, piece) from None
    refuse_declarations(top)
    yield waiting.last_part(take_off(top)[1])


class Waiting:
    """The lines that have ended and were not handed out yet, in a document that is being read."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.root: etree._Element | None = None
        self.lines: list[etree._Element] = []
        self.gone = 0
        self.head_size = self.head_elements = 0
        # Of what was read since the last line: it is held, whatever it is.
        self.elements = self.size = 0
        self.elements_held = self.elements_read = 0

    def take(self, parser: "etree.XMLPullParser[Any]", piece: bytes) -> None:
        """The lines that ended with a piece of the file.

        Raises UnreadableDocument where what is held is too much.
        """
        begun = piece.count(b"<") - piece.count(b"</")
        self.elements += begun
        self.elements_held += begun
        self.elements_read += begun
        self.size += len(piece)
        if self.elements > self.limits.elements:
            raise unreadable("documents.too_many_elements", limit=str(self.limits.elements))
        if self.elements_read > self.limits.elements_in_all:
            limit = str(self.limits.elements_in_all)
            raise unreadable("documents.too_many_elements", limit=limit)
        if self.size > DEFAULT_LIMITS.size:
            refuse_size(self.size, DEFAULT_LIMITS)
        for _, line in parser.read_events():
            if self.root is None:
                self.root = root_around(line)
            if self.root is not None and line.getparent() is self.root:
                self.lines.append(line)
                self.elements = self.size = 0

    def ready(self, lines_held: int) -> int:
        """How many lines can be handed out; none as long as fewer are held than may be.

        Raises UnreadableDocument for a head out of all bounds.
        """
        if len(self.lines) <= lines_held:
            return 0
        if not self.head_elements:
            before = before_lines(self.above_lines())
            self.head_size = len(before)
            self.head_elements = 1 + sum(1 for child in before for _ in child.iter())
            if self.head_elements > LARGEST_HEAD:
                raise unreadable("documents.too_many_elements", limit=str(LARGEST_HEAD))
        if self.head_elements <= SMALL_HEAD:
            return lines_held
        return len(self.lines) - 1 if self.elements_held >= self.head_elements else 0

    def above_lines(self) -> etree._Element:
        """The element that the lines stand in."""
        root = self.lines[0].getparent()
        assert root is not None
        return root

    def part(self, count: int) -> Part:
        """The head and the first lines."""
        root = self.above_lines()
        before = before_lines(root)
        head, astray = before[: self.head_size], before[self.head_size :]
        return Part(root, head, astray, tuple(self.lines[:count]), self.gone)

    def let_go(self, part: Part) -> None:
        """Drop what a part had, but the head."""
        for child in part.astray + part.rest:
            part.root.remove(child)
        del self.lines[: len(part.rest)]
        self.elements_held = 0
        self.gone += len(part.rest)

    def last_part(self, root: etree._Element) -> Part:
        """All that is left of a document that has been read to its end."""
        before = before_lines(root)
        size = self.head_size if self.gone else len(before)
        rest = tuple(root)[len(before) :]
        return Part(root, before[:size], before[size:], rest, self.gone, is_last=True)


def before_lines(root: etree._Element) -> tuple[etree._Element, ...]:
    """What stands before the first line that is held."""
    return tuple(takewhile(lambda child: child.tag != CATALOGUE_LINE, root))


def root_around(line: etree._Element) -> etree._Element | None:
    """The document that a line stands in, where that is all there is or lies in an envelope."""
    root = line.getparent()
    above = root.getparent() if root is not None else None
    if above is not None and (above.tag != ENVELOPE or above.getparent() is not None):
        return None
    refuse_declarations(line)
    return root


def refuse_declarations(element: etree._Element) -> None:
    """Raises UnreadableDocument for a DOCTYPE that stood beyond the first piece of the file."""
    if element.getroottree().docinfo.internalDTD is not None:
        raise unreadable("documents.has_document_type")


def size_of(file: BinaryIO, limits: Limits) -> int:
    """The size in bytes of a file; raises UnreadableDocument when there is nothing, or too much."""
    size = file.seek(0, 2)
    refuse_size(size, limits)
    file.seek(0)
    return size


def pieces(file: BinaryIO) -> Iterator[bytes]:
    """A file a piece at a time, behind the same doors as `parse_xml`."""
    head = file.read(PIECE)
    if head.startswith(UTF_16_MARKS):
        yield from pieces_of_utf_16(head, file)
        return
    if len(head) == PIECE and b">" not in head:
        head += rest_of_prologue(file)
    # The last character of a piece may be cut in two, so whole elements only are judged as text.
    whole = head if len(head) < PIECE else head.rpartition(b">")[0] + b">"
    content = in_plain_encoding(whole)
    if not content.startswith(b"<"):
        raise unreadable("documents.not_xml")
    refuse_document_type(content)
    yield head.removeprefix(UTF_8_MARK).lstrip()
    while piece := file.read(PIECE):
        yield piece


def rest_of_prologue(file: BinaryIO) -> bytes:
    """The pieces up to the first that has an end of something in it.

    Raises UnreadableDocument where none comes for very long.
    """
    read: list[bytes] = []
    while piece := file.read(PIECE):
        read.append(piece)
        if b">" in piece:
            break
        if len(read) * PIECE > LONGEST_PROLOGUE:
            raise unreadable("documents.text_too_long", limit=str(LONGEST_PROLOGUE))
    return b"".join(read)


def pieces_of_utf_16(head: bytes, file: BinaryIO) -> Iterator[bytes]:
    """The same of a file in UTF-16, as UTF-8 without a declaration."""
    decoder = getincrementaldecoder("utf-16")()
    try:
        text = DECLARATION.sub("", decoder.decode(head)).lstrip()
        content = text.encode("utf-8", "surrogatepass")
        if not content.startswith(b"<"):
            raise unreadable("documents.not_xml")
        refuse_document_type(content)
        yield content
        while piece := file.read(PIECE):
            yield decoder.decode(piece).encode("utf-8", "surrogatepass")
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise unreadable("documents.encoding_broken", encoding="utf-16") from None
