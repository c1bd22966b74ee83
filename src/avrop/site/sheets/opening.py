"""A document out of a file, as much of it as is shown: of a price list only the first lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import islice
from typing import BinaryIO

from avrop import documents
from avrop.documents import Document, Finding
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


def opened(file: BinaryIO, kind: str) -> Opened:
    """The document in a file that is known to hold a kind of document.

    A price list is never held whole. Raises UnreadableDocument. The file must be seekable.
    """
    file.seek(0)
    if kind != CATALOGUE:
        return Opened(documents.read(file.read()).document)
    header = documents.catalogue_header(file, limits=STREAM_LIMITS)
    lines = tuple(islice(documents.catalogue_lines(file, limits=STREAM_LIMITS), MOST_LINES + 1))
    return Opened(replace(header, lines=lines[:MOST_LINES]), len(lines) > MOST_LINES)
