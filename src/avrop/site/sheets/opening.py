"""A document out of a file, as much of it as is shown: of a price list only the first lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from avrop import documents
from avrop.documents import Document, Finding, Limits
from avrop.documents.parsing import DEFAULT_LIMITS
from avrop.documents.streaming import STREAM_LIMITS
from avrop.site.sheets.laying_out import sheet_of
from avrop.site.sheets.shapes import Sheet

CATALOGUE = "catalogue"
MOST_LINES = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A document to be shown; `is_cut` where there are more lines than it has here."""

    document: Document
    is_cut: bool = False

    def sheet(self, findings: Iterable[Finding] = (), *, most_rows: int | None = None) -> Sheet:
        """The document laid out with findings at their place, in the reader's language."""
        sheet = sheet_of(self.document, findings, most_rows=most_rows)
        return replace(sheet, is_cut=sheet.is_cut or self.is_cut)


def opened(file: BinaryIO, kind: str, *, limits: Limits | None = None) -> Opened:
    """The document in a file that is known to hold a kind of document. No rule is asked about it.

    A price list is never held whole, so that without `limits` it may be longer than anything else.
    Raises UnreadableDocument. The file must be seekable.
    """
    file.seek(0)
    if kind != CATALOGUE:
        raw = file.read()
        return Opened(documents.read(raw, limits=limits or DEFAULT_LIMITS, checked=False).document)
    held = limits or STREAM_LIMITS
    header = documents.catalogue_header(file, limits=held)
    lines = tuple(islice(documents.catalogue_lines(file, limits=held), MOST_LINES + 1))
    return Opened(replace(header, lines=lines[:MOST_LINES]), len(lines) > MOST_LINES)
