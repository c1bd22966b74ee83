"""A sheet as a PDF that screen readers can follow (PDF/UA-1, ISO 14289-1), set by typst.

The document goes to typst as data, never as markup. Typst's own typeface holds every European letter;
Chinese is set in one of the machine's, and where it has none the PDF's own words are English.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import typst
from django.utils.encoding import force_str
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from avrop.documents import Document
from avrop.kernel.presentation import shown
from avrop.site.sheets.laying_out import sheet_of
from avrop.site.sheets.shapes import Cell, Line, Sheet, Table
from avrop.site.words import named

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
SANS = ("Source Sans 3", "Noto Sans", "DejaVu Sans")


def pdf_of(document: Document, *, author: str) -> bytes:
    """The document as a PDF in the reader's language. `author` is who holds it."""
    language = get_language() or "en"
    if language == "zh-hans" and not _installed(CHINESE):
        with override("en"):
            return _typeset(sheet_of(document), "en", author)
    return _typeset(sheet_of(document), "zh" if language == "zh-hans" else language, author)


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
    title = f"{named(sheet.kind, 'document')} {sheet.number}".strip()
    return {
        "title": title,
        "author": author,
        "number": sheet.number,
        "lang": language,
        "fonts": [*_installed(SANS)[:1], OWN, *_installed(CHINESE)[:1]],
        "lead": force_str(sheet.lead),
        "sides": [
            {"role": force_str(side.role), "name": side.name, "lines": list(side.lines)}
            for side in sheet.sides
        ],
        "facts": [_line(one) for one in sheet.facts],
        "tables": [_table(one) for one in sheet.tables],
        "sums": [_line(one) for one in sheet.sums],
        "notes": [_line(one) for one in sheet.notes],
        "words": {"facts": _("Facts"), "notes": _("Notes")},
    }


def _line(line: Line) -> dict[str, Any]:
    return {
        "name": force_str(line.name),
        "value": _text(line.value),
        "lang": line.lang,
        "sum": line.is_sum,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "title": force_str(table.title),
        "columns": [
            {"name": force_str(column.name), "figure": column.is_figure, "wide": place == 1}
            for place, column in enumerate(table.columns)
        ],
        "rows": [[_cell(cell) for cell in row.cells] for row in table.rows],
    }


def _cell(cell: Cell) -> dict[str, Any]:
    return {"value": _text(cell.value), "notes": list(cell.notes), "lang": cell.lang}


def _text(value: Any) -> str:
    return "" if value is None else force_str(shown(value))
