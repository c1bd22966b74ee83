"""A price list as a spreadsheet: the template that a supplier fills in, and reading it back. Pure.

The columns are known by their order, so that a list can be filled in under headings of any language. A
unit or a kind of VAT may be written as the word in any of our languages, or as the code.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override, pgettext_lazy
from python_calamine import CalamineError, CalamineWorkbook

from avrop.kernel.problems import Invalid, Problem
from avrop.selling.stock.shapes import PriceLine
from avrop.values import unit_name

LANGUAGES = ("sv", "en", "zh-hans")
MOST_ROWS = 20_000
#: The units that the template offers; any other code may be written all the same.
UNITS = ("C62", "KGM", "LTR", "MTR", "CS", "PK", "BX", "HUR")
VAT_WORDS: Mapping[str, Any] = {
    "standard": pgettext_lazy("kind of VAT", "Goods in general"),
    "food": pgettext_lazy("kind of VAT", "Food"),
    "books": pgettext_lazy("kind of VAT", "Books and papers"),
    "exempt": pgettext_lazy("kind of VAT", "Without VAT"),
}
HEADINGS = (
    gettext_lazy("Your article number"),
    gettext_lazy("Name"),
    pgettext_lazy("of measure", "Unit"),
    gettext_lazy("Price without VAT"),
    gettext_lazy("Kind of goods for VAT"),
    gettext_lazy("GTIN (may be empty)"),
    gettext_lazy("Allergens, parted by commas (may be empty)"),
    gettext_lazy("CPV code (may be empty)"),
)
WIDTHS = (20, 40, 12, 18, 24, 18, 34, 14)


def template(lines: Iterable[PriceLine] = ()) -> bytes:
    """The workbook to fill in, in the reader's language; with the articles that are known already."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    sheet = book.add_worksheet(_("Price list"))
    bold, number = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"num_format": "0.00##"}),
    )
    kinds = [str(word) for word in VAT_WORDS.values()]
    for column, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(column, column, width, number if column == 3 else None)
        sheet.write_string(0, column, str(heading), bold)
    sheet.freeze_panes(1, 0)
    sheet.data_validation(1, 4, MOST_ROWS, 4, {"validate": "list", "source": kinds})
    for row, line in enumerate(lines, start=1):
        words = (line.seller_item_id, line.name, line.unit)
        for column, word in enumerate(words):
            sheet.write_string(row, column, word)
        sheet.write_number(row, 3, float(line.price))
        sheet.write_string(row, 4, str(VAT_WORDS.get(line.vat_kind, line.vat_kind)))
        sheet.write_string(row, 5, line.gtin)
        sheet.write_string(row, 6, ", ".join(line.allergens))
        sheet.write_string(row, 7, line.category)
    book.close()
    return stream.getvalue()


def read(content: bytes) -> tuple[PriceLine, ...]:
    """The lines of a filled-in workbook. Raises `Invalid` with every row that cannot be read."""
    rows, units, kinds = list(_rows(content)), _unit_codes(), _vat_codes()
    problems: list[Problem] = []
    lines = []
    for number, row in rows:
        price = _decimal(row[3])
        if price is None:
            problems.append(
                Problem("stock.sheet_bad_price", {"row": number, "price": _text(row[3])})
            )
            continue
        lines.append(
            PriceLine(
                seller_item_id=_text(row[0]),
                name=_text(row[1]),
                unit=_code(_text(row[2]), units),
                price=price,
                vat_kind=_code(_text(row[4]), kinds) or "standard",
                gtin=_text(row[5]),
                allergens=tuple(
                    word.strip().lower() for word in _text(row[6]).split(",") if word.strip()
                ),
                category=_text(row[7]),
            )
        )
    if not rows:
        problems.append(Problem("stock.sheet_empty"))
    if problems:
        raise Invalid(tuple(problems))
    return tuple(lines)


def _rows(content: bytes) -> Iterator[tuple[int, Sequence[Any]]]:
    """The rows that say something, with their numbers as the sheet shows them."""
    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        found = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except (CalamineError, ValueError, OSError) as broken:
        raise Invalid((Problem("stock.sheet_unreadable"),)) from broken
    for number, row in enumerate(found[1:], start=2):
        cells = [*row, *[""] * len(HEADINGS)][: len(HEADINGS)]
        if any(_text(cell) for cell in cells):
            yield number, cells


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _decimal(cell: Any) -> Decimal | None:
    text = "".join(str(cell).split()).replace(",", ".")
    try:
        price = Decimal(text)
    except InvalidOperation:
        return None
    return price if price.is_finite() else None


def _code(text: str, codes: Mapping[str, str]) -> str:
    return codes.get(text.casefold(), text)


def _unit_codes() -> Mapping[str, str]:
    return {unit_name(code, language).casefold(): code for code in UNITS for language in LANGUAGES}


def _vat_codes() -> Mapping[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            found |= {str(word).casefold(): kind for kind, word in VAT_WORDS.items()}
    return found
