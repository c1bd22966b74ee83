"""From the bytes of a file to sheets of text. Pure; whatever the bytes are, the answer is quick.

A workbook is a ZIP of XML: what it says of its own size is not believed. Each part is unpacked as far
as the limit, and the cells' own addresses are looked at before a table is laid out, since one cell in
the last corner makes a table of seventeen thousand million.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from avrop.kernel.problems import Problem

LARGEST_FILE = 30 * 1024 * 1024
LARGEST_UNPACKED = 300 * 1024 * 1024
MOST_PARTS = 500
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 4000
_CHUNK = 1 << 20
_ADDRESS = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,9})([0-9]{1,12})["']""")
_DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in the file: its headings, and the rows that say something with the number
    that people see beside them."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


class UnreadableFile(ValueError):
    """Nothing can be read from the bytes; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


def sheets_in(content: bytes) -> tuple[Sheet, ...]:
    """Every sheet of a workbook (.xlsx), or the one that a text with separators is. Raises
    UnreadableFile."""
    if not content.strip():
        raise _unreadable("parties.import_empty")
    if len(content) > LARGEST_FILE:
        raise _unreadable("parties.import_too_large", most=LARGEST_FILE // 1024**2)
    found = _workbook(content) if content.startswith(b"PK") else (_text(content),)
    return tuple(sheet for sheet in found if sheet.headings)


def _unreadable(code: str, **values: Any) -> UnreadableFile:
    return UnreadableFile(Problem(code, values, ("content",)))


# --- workbooks ---------------------------------------------------------------------------------------


def _workbook(content: bytes) -> tuple[Sheet, ...]:
    try:
        _measure(content)
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return tuple(
            _sheet(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        )
    except UnreadableFile:
        raise
    except Exception as broken:  # the reader of workbooks raises what it likes on broken ones
        if isinstance(broken, (CalamineError, zipfile.BadZipFile, ValueError, OSError, KeyError)):
            raise _unreadable("parties.import_unreadable") from broken
        raise


def _measure(content: bytes) -> None:
    """Refuse what would grow beyond the limits, before anything is laid out."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
            raise _unreadable("parties.import_bomb")
        room = LARGEST_UNPACKED
        for part in parts:
            if part.flag_bits & 1:  # encrypted
                raise _unreadable("parties.import_unreadable")
            is_sheet = "worksheets/" in part.filename.lower()
            with packed.open(part) as stream:
                room -= _measure_part(stream, room, is_sheet=is_sheet)


def _measure_part(stream: Any, room: int, *, is_sheet: bool) -> int:
    size, tail = 0, b""
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > room:
            raise _unreadable("parties.import_bomb")
        if is_sheet:
            _look_at_addresses(tail + chunk)
            tail = chunk[-64:]
    return size


def _look_at_addresses(xml: bytes) -> None:
    for letters, digits in _ADDRESS.findall(xml):
        if int(digits) > MOST_ROWS + 1 or _column(letters) > MOST_COLUMNS:
            raise _unreadable("parties.import_too_wide", rows=MOST_ROWS, columns=MOST_COLUMNS)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _sheet(name: str, table: list[list[Any]]) -> Sheet:
    if not table:
        return Sheet(name, (), ())
    if len(table) > MOST_ROWS + 1 or len(table[0]) > MOST_COLUMNS:
        raise _unreadable("parties.import_too_wide", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return _laid_out(name, ((number, row) for number, row in enumerate(table, start=1)))


def _laid_out(name: str, rows: Iterator[tuple[int, list[Any]]]) -> Sheet:
    headings: tuple[str, ...] = ()
    found = []
    for number, row in rows:
        cells = tuple(_cell(cell) for cell in row)
        if not any(cells):
            continue
        if not headings:
            headings = _without_blank_end(cells)
            continue
        found.append((number, (*cells, *[""] * (len(headings) - len(cells)))))
    return Sheet(name, headings, tuple(found))


def _without_blank_end(cells: tuple[str, ...]) -> tuple[str, ...]:
    last = max(place for place, cell in enumerate(cells, start=1) if cell)
    return cells[:last]


def _cell(value: Any) -> str:
    """A cell as somebody would write it: days by ISO 8601, whole numbers without a point."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float) and value.is_integer() and abs(value) < 10**15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value).strip()


# --- text --------------------------------------------------------------------------------------------


def _text(content: bytes) -> Sheet:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text:
        raise _unreadable("parties.import_unreadable")
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        return _laid_out("", _numbered(reader))
    except csv.Error as broken:
        raise _unreadable("parties.import_unreadable") from broken


def _numbered(reader: Any) -> Iterator[tuple[int, list[Any]]]:
    """Rows with the number of the line that each begins on."""
    begins = 1
    for count, row in enumerate(reader):
        if count > MOST_ROWS or len(row) > MOST_COLUMNS:
            raise _unreadable("parties.import_too_wide", rows=MOST_ROWS, columns=MOST_COLUMNS)
        yield begins, row
        begins = reader.line_num + 1
