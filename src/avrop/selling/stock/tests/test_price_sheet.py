"""A price list as a spreadsheet: what is written comes back, what cannot be read is told."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
import xlsxwriter
from django.utils.translation import override

from avrop.kernel.problems import Invalid
from avrop.selling.stock.price_sheet import read, template
from avrop.selling.stock.shapes import PriceLine

LINES = (
    PriceLine("A-1", "Ägg, frigående", "C62", Decimal("3.25"), "food", "7350001000019", ("eggs",)),
    PriceLine("17", "Såpa", "LTR", Decimal("89")),
)


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
def test_the_template_filled_with_articles_reads_back_as_they_were(language: str) -> None:
    with override(language):
        content = template(LINES)

    assert read(content) == LINES


def _sheet(*rows: tuple[object, ...]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet()
    for number, row in enumerate((("Nummer",), *rows)):
        sheet.write_row(number, 0, row)
    book.close()
    return stream.getvalue()


def test_units_and_kinds_of_vat_may_be_words_and_prices_may_have_a_comma() -> None:
    (line,) = read(_sheet((1001, "Lax", "kilogram", "129,90", "Food")))

    assert line == PriceLine("1001", "Lax", "KGM", Decimal("129.90"), "food")


def test_every_row_without_a_price_is_told() -> None:
    with pytest.raises(Invalid) as told:
        read(_sheet(("A", "Ost", "C62", "dyr"), ("B", "Smör", "C62", 12), ("C", "Salt", "C62", "")))

    assert [problem.values["row"] for problem in told.value.problems] == [2, 4]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"a;b;c\n1;2;3\n", template()])
def test_what_is_no_list_of_articles_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(Invalid) as told:
        read(content)

    assert told.value.problems[0].code in ("stock.sheet_unreadable", "stock.sheet_empty")
