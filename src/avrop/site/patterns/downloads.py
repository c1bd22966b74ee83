"""A list as a file: the same columns and rows, asked for page by page, so that memory stays small."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any, cast
from uuid import UUID

from django.http import FileResponse, HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from avrop.kernel.exports import record_export
from avrop.kernel.paging import LARGEST_PAGE
from avrop.kernel.practice import is_practice
from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, now
from avrop.site.patterns.lists import Column, Listing
from avrop.values import Money, Quantity

#: More rows than this are a job for the API's feed, not for a browser.
MOST_ROWS = 100_000
Fetch = Callable[[str, int], tuple[Sequence[Any], str]]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = {"csv": "text/csv; charset=utf-8", "xlsx": XLSX}
#: A cell that begins so is run as a formula by spreadsheet programs.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def file_of(
    request: Request, listing: Listing, form: str, fetch: Fetch, chosen: Mapping[str, str]
) -> HttpResponse | None:
    """The list as "csv" or "xlsx", once it is written down that it is taken out; None for another word.

    The file is whole before its first byte leaves, so that what is written down is what was taken.
    """
    if form not in FORMS:
        return None
    rows = 0

    def counted(cursor: str, limit: int) -> tuple[Sequence[Any], str]:
        nonlocal rows
        found, following = fetch(cursor, limit)
        rows += len(found)
        return found, following

    file = workbook(listing, counted) if form == "xlsx" else _text(csv_lines(listing, counted))
    name = f"{listing.key}-{timezone.localdate().isoformat()}.{form}"
    return sent_as_file(
        request, file, name, FORMS[form], what=listing.key, rows=rows, filters=chosen
    )


def sent_as_file(
    request: Request,
    content: bytes | IO[bytes],
    name: str,
    media_type: str,
    *,
    what: str,
    rows: int = 1,
    filters: Mapping[str, object] | None = None,
    subject_id: UUID | None = None,
    is_shown: bool = False,
) -> HttpResponse:
    """A file as an answer, written down first (SEC-03). The one way out of the site for files.

    `what` is what it is, by its code; `rows` how many of it. `is_shown`: the browser shows it itself.
    The name of a file of practice says that it is.
    """
    if is_practice(actor_of(request).tenant_id):
        name = f"{_('practice')}-{name}"
    if request.method != "HEAD":
        record_export(
            what,
            name.rpartition(".")[2],
            rows,
            actor=actor_of(request),
            at=now(),
            face="web",
            filters=filters,
            subject_id=subject_id,
        )
    if isinstance(content, bytes):
        answer = HttpResponse(content, content_type=media_type)
        answer["Content-Disposition"] = content_disposition_header(not is_shown, name) or ""
        return answer
    file = FileResponse(content, as_attachment=not is_shown, filename=name, content_type=media_type)
    return cast(HttpResponse, file)


def _text(lines: Iterator[bytes]) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    file.writelines(lines)
    file.seek(0)
    return file


def csv_lines(listing: Listing, fetch: Fetch) -> Iterator[bytes]:
    """RFC 4180 with a byte order mark: dates by ISO 8601, numbers with a point, each unit and currency
    in a column of its own."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    for line in _lines(listing, fetch):
        writer.writerow([_harmless(value) for value in line])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def workbook(listing: Listing, fetch: Fetch) -> IO[bytes]:
    """An Excel workbook, row by row onto the disk; numbers are numbers and dates are dates."""
    import xlsxwriter

    file = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse closes it
    with xlsxwriter.Workbook(
        file, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"}
    ) as book:
        sheet = book.add_worksheet(
            str(listing.title)[:31].translate(str.maketrans("", "", "[]:*?/\\"))
        )
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for number, line in enumerate(_lines(listing, fetch)):
            for column, value in enumerate(line):
                _write(sheet, number, column, value, bold if number == 0 else None, moment)
        sheet.freeze_panes(1, 0)
    file.seek(0)
    return file


def _write(sheet: Any, row: int, column: int, value: Any, bold: Any, moment: Any) -> None:
    if isinstance(value, datetime):
        naive = timezone.localtime(value).replace(tzinfo=None)
        sheet.write_datetime(row, column, naive, moment)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day))  # noqa: DTZ001
    elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value not in (None, ""):
        sheet.write_string(row, column, str(value), bold)


def _lines(listing: Listing, fetch: Fetch) -> Iterator[list[Any]]:
    """The heading, then each row; whatever has a unit or a currency takes two columns."""
    first, cursor = fetch("", LARGEST_PAGE)
    pairs = _pairs(listing.columns, first)
    yield [
        name
        for column in listing.columns
        for name in _names(str(column.name), pairs.get(column.key, ""))
    ]
    count, rows = 0, first
    while rows:
        for row in rows:
            yield [value for column in listing.columns for value in _values(column, row, pairs)]
        count += len(rows)
        if not cursor or count >= MOST_ROWS:
            return
        rows, cursor = fetch(cursor, LARGEST_PAGE)


def _pairs(columns: Sequence[Column], rows: Sequence[Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column in columns:
        for row in rows:
            value = column.cell(row).value
            if isinstance(value, (Money, Quantity)):
                found[column.key] = "currency" if isinstance(value, Money) else "unit"
                break
    return found


def _names(name: str, pair: str) -> tuple[str, ...]:
    if not pair:
        return (name,)
    second = _("%(column)s, currency") if pair == "currency" else _("%(column)s, unit")
    return name, second % {"column": name}


def _values(column: Column, row: Any, pairs: dict[str, str]) -> tuple[Any, ...]:
    value = column.cell(row).value
    if isinstance(value, Money):
        return value.amount, value.currency
    if isinstance(value, Quantity):
        return value.value, value.unit
    return (value, "") if column.key in pairs else (value,)


def _harmless(value: Any) -> str:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if value is None or isinstance(value, (int, float, Decimal)):
        return "" if value is None else str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
