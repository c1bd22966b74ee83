"""What was found in a document, set at its place: at the row that it is about, else on top."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.utils.translation import gettext as _

from avrop import documents
from avrop.documents import Finding
from avrop.kernel.presentation import reader_language
from avrop.site.sheets.shapes import Remark, Sheet, Table

#: The number of a line in an XPath, for lines that share an id with others.
_POSITION = re.compile(r"Line\[(\d+)\]")


def remark_on(finding: Finding, *, fixer: str = "") -> Remark:
    """A finding of a document's rules in the reader's language."""
    language = reader_language()
    position = _POSITION.search(finding.xpath)
    return Remark(
        sentence=documents.message(finding, language),
        is_fatal=finding.is_fatal,
        code=finding.rule_id or finding.code,
        place=documents.place_in_words(finding, language),
        remedy=documents.remedy(finding, language),
        more=documents.rest_in_words(finding, language),
        fixer=fixer,
        line_id=finding.place.document_line or "",
        position=int(position[1]) if position else 0,
    )


def severity(remark: Remark) -> str:
    """How bad it is, in a word."""
    return _("Error:") if remark.is_fatal else _("Warning:")


def placed(sheet: Sheet, remarks: Iterable[Remark]) -> Sheet:
    """The sheet with remarks at the rows that they are about; those of no row shown stand on top.

    Fatal ones come first, each among its likes in the order given.
    """
    rows = _rows(sheet)
    at_rows: dict[tuple[int, int], list[Remark]] = defaultdict(list)
    on_top: list[Remark] = []
    for remark in sorted(remarks, key=lambda one: not one.is_fatal):
        where = _row_of(remark, rows.get(remark.line_id, ())) if remark.line_id else None
        (on_top if where is None else at_rows[where]).append(remark)
    tables = tuple(_table(table, number, at_rows) for number, table in enumerate(sheet.tables))
    return replace(sheet, tables=tables, remarks=(*sheet.remarks, *on_top))


def _rows(sheet: Sheet) -> dict[str, list[tuple[int, int]]]:
    """Where the rows of each line are: by id of the line, number of table and number of row."""
    found: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for table_number, table in enumerate(sheet.tables):
        for row_number, row in enumerate(table.rows):
            if row.line_id:
                found[row.line_id].append((table_number, row_number))
    return found


def _row_of(remark: Remark, likely: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Of the rows with its id the one at its position, else the first."""
    known = list(likely)
    exact = (where for where in known if where[1] == remark.position - 1)
    return next(exact, known[0] if known else None)


def _table(table: Table, number: int, found: dict[tuple[int, int], list[Remark]]) -> Table:
    if not any(table_number == number for table_number, _ in found):
        return table
    rows = (
        replace(row, remarks=(*row.remarks, *found[number, place]))
        if (number, place) in found
        else row
        for place, row in enumerate(table.rows)
    )
    return replace(table, rows=tuple(rows))


def cut(sheet: Sheet, most: int) -> Sheet:
    """The sheet with no more than the first rows of each table, and saying so where it is less."""
    if all(len(table.rows) <= most for table in sheet.tables):
        return sheet
    tables = tuple(replace(table, rows=table.rows[:most]) for table in sheet.tables)
    return replace(sheet, tables=tables, is_cut=True)
