"""A sheet as a PDF that screen readers can follow (PDF/UA-1, ISO 14289-1), set by typst.

The document goes to typst as data, never as markup. Typst's own typeface holds every European letter;
Chinese is set in one of the machine's, and where it has none the PDF's own words are English.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst
from django.utils.encoding import force_str
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from avrop.documents import Document, Finding
from avrop.kernel.presentation import shown
from avrop.site.sheets.laying_out import sheet_of, title_of
from avrop.site.sheets.remarks import severity
from avrop.site.sheets.shapes import Cell, Line, Remark, Row, Sheet, Table
from avrop.site.sheets.widths import shared

STANDARD: Literal["ua-1"] = "ua-1"
OWN = "Libertinus Serif"
#: Typefaces with Chinese letters, the best first.
CHINESE = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Noto Serif CJK SC",
    "Source Han Serif SC",
    "WenQuanYi Zen Hei",
    "PingFang SC",
    "Microsoft YaHei",
)
#: So many letters stand side by side in a table.
PAGE = 90.0
#: A run of letters without a space that may be too long for its column, and where it is best parted.
BREAK = "\N{ZERO WIDTH SPACE}"
UNBROKEN, PARTS = re.compile(rf"[^\s{BREAK}]{{23,}}"), re.compile(r"(?<=[/@._:,;-])(?=\w)")
#: A row with fewer lines than this stands on one page.
SHORT_ROW = 25
SANS = ("Source Sans 3", "Noto Sans", "DejaVu Sans")


def pdf_of(document: Document, *, author: str, findings: Iterable[Finding] = ()) -> bytes:
    """The document as a PDF in the reader's language, with what was found at its place. `author` is
    who holds it."""
    given = tuple(findings)
    return pdf_by(lambda: sheet_of(document, given), author=author)


def pdf_by(lay_out: Callable[[], Sheet], *, author: str, is_practice: bool = False) -> bytes:
    """The same of a sheet; `lay_out` makes it in the language that is active when it is asked.
    `is_practice`: it says first that nothing in it is real."""
    if is_practice:
        return pdf_by(lambda: _practised(lay_out()), author=author)
    language = get_language() or "en"
    if language == "zh-hans" and not _installed(CHINESE):
        with override("en"):
            return _typeset(lay_out(), "en", author)
    return _typeset(lay_out(), "zh" if language == "zh-hans" else language, author)


def _practised(sheet: Sheet) -> Sheet:
    said = _("Practice: nothing here is real.")
    return replace(sheet, lead=f"{said} {force_str(sheet.lead)}".strip())


def _typeset(sheet: Sheet, language: str, author: str) -> bytes:
    given = json.dumps(_as_data(sheet, language, author), ensure_ascii=False)
    made = typst.compile(
        (files("avrop.site.sheets") / "sheet.typ").read_bytes(),
        sys_inputs={"sheet": given},
        pdf_standards=STANDARD,
    )
    assert isinstance(made, bytes)
    return made


@cache
def _families() -> frozenset[str]:
    """The typefaces of this machine and typst's own."""
    return frozenset(typst.Fonts(include_system_fonts=True).families())


def _installed(wanted: tuple[str, ...]) -> list[str]:
    return [family for family in wanted if family in _families()]


def _as_data(sheet: Sheet, language: str, author: str) -> dict[str, Any]:
    return {
        "title": title_of(sheet),
        "kind": title_of(replace(sheet, number="")),
        "author": author,
        "number": sheet.number,
        "lang": language,
        "fonts": [*_installed(SANS)[:1], OWN, *_installed(CHINESE)[:1]],
        "lead": force_str(sheet.lead),
        "sides": [
            {
                "role": force_str(side.role),
                "name": _breakable(side.name),
                "lines": [_breakable(line) for line in side.lines],
            }
            for side in sheet.sides
        ],
        "facts": [_line(one) for one in sheet.facts],
        "tables": [_table(one) for one in sheet.tables],
        "sums": [_line(one) for one in sheet.sums],
        "notes": [_line(one) for one in sheet.notes],
        "remarks": [_remark(one) for one in sheet.remarks],
        "cut": _("Only the first lines are shown; the file has them all.") if sheet.is_cut else "",
        "words": {"facts": _("Facts"), "notes": _("Notes"), "found": _("What was found")},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": force_str(line.name),
        "value": _text(line.value),
        "lang": line.lang,
        "sum": line.is_sum,
    }


def _table(table: Table) -> dict[str, Any]:
    widths = shared(table, PAGE)
    return {
        "title": force_str(table.title),
        "columns": [
            {"name": force_str(column.name), "figure": column.is_figure, "width": width}
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "rows": [_row(row) for row in table.rows],
    }


def _row(row: Row) -> dict[str, Any]:
    cells = [_cell(cell) for cell in row.cells]
    lines = max(len(cell["words"]) + len(cell["notes"]) for cell in cells)
    return {
        "cells": cells,
        "short": lines < SHORT_ROW and all(_is_short(cell) for cell in cells),
        "remarks": [_remark(one) for one in row.remarks],
    }


def _is_short(cell: dict[str, Any]) -> bool:
    return sum(map(len, (cell["value"], *cell["words"], *cell["notes"]))) < 20 * SHORT_ROW


def _remark(remark: Remark) -> dict[str, Any]:
    facts = (remark.place, remark.more, remark.code)
    return {
        "fatal": remark.is_fatal,
        "severity": severity(remark),
        "sentence": remark.sentence,
        "remedy": remark.remedy,
        "facts": [fact for fact in facts if fact],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "value": _text(cell.value),
        "words": [_breakable(text) for text in cell.words],
        "notes": [_breakable(text) for text in cell.notes],
        "lang": cell.lang,
    }


def _text(value: Any) -> str:
    return "" if value is None else _breakable(force_str(shown(value)))


def _breakable(text: str) -> str:
    """The text with places to break a long run of letters, else it could leave the page."""
    return UNBROKEN.sub(lambda run: UNBROKEN.sub(_anywhere, PARTS.sub(BREAK, run[0])), text)


def _anywhere(run: re.Match[str]) -> str:
    return BREAK.join(run[0])
