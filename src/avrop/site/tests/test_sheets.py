"""Documents as people read them: one sheet for each, as a page and as text, in three languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from avrop.documents import (
    KINDS,
    Catalogue,
    CatalogueLine,
    DespatchAdvice,
    DespatchLine,
    Document,
    Finding,
    Invoice,
    InvoiceLine,
    Judgement,
    Order,
    OrderCancellation,
    OrderChange,
    OrderLine,
    OrderResponse,
    OrderResponseLine,
    Place,
    Severity,
    read,
)
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.code_names import CodeList
from avrop.documents.common import Address, Identifier, Item, MonetaryTotal, Period, Price
from avrop.documents.parties import Party
from avrop.kernel.presentation import shown
from avrop.site.sheets import Cell, Column, Remark, Row, Sheet, Table, placed, sheet_of
from avrop.site.sheets.standing_alone import page_of
from avrop.site.sheets.telling import told
from avrop.site.sheets.verdicts import verdict_in_words
from avrop.site.sheets.widths import letters, shared
from avrop.site.templatetags.sheets import sheet_rows
from avrop.site.tests.peppol_examples import EXAMPLES, example
from avrop.values import Quantity

LANGUAGES = ("sv", "en", "zh-hans")
#: Codes of letters that nobody would take for a word.
CODES = {
    code
    for names in CodeList
    for code, wording in names.value.items()
    if len(code) > 1 and code.isupper() and wording.sv != code
}
DAY = date(2026, 3, 2)
BUYER = Party(name="Ekvalla kommun", address=Address(country="SE", city="Ekvalla"))
SELLER = Party(name="Mejeri AB", legal_id=Identifier("556000-0001", "0007"))
MILK = Item(name="Mellanmjölk <1 l> #strong", sellers_id="M-1")
LITRES = Quantity(Decimal(12), "LTR")
TOTAL = MonetaryTotal(line_amount=Decimal(120), payable=Decimal("134.40"))


def _texts(sheet: Sheet) -> set[str]:
    """Everything that the sheet says that is not the document's own words."""
    cells = [cell for table in sheet.tables for row in table.rows for cell in row.cells]
    notes = {note for cell in cells for note in cell.notes}
    facts = {str(shown(line.value)) for line in sheet.facts}
    return notes | facts | {str(shown(cell.value)) for cell in cells} | {str(sheet.lead)}


def _order_line() -> OrderLine:
    return OrderLine("1", LITRES, MILK, Price(Decimal(10)), Decimal(120))


DOCUMENTS: dict[str, Document] = {
    "order": Order("AO-1", DAY, "SEK", BUYER, SELLER, (_order_line(),), total=TOTAL),
    "order_change": OrderChange(
        "AO-1-1", DAY, "SEK", "AO-1", BUYER, SELLER, (_order_line(),), total=TOTAL
    ),
    "order_cancellation": OrderCancellation("AO-1-2", DAY, "AO-1", "Behövs inte", BUYER, SELLER),
    "order_response": OrderResponse(
        "OR-1",
        DAY,
        "CA",
        "SEK",
        "AO-1",
        SELLER,
        BUYER,
        (OrderResponseLine("1", "3", MILK, "1", quantity=LITRES, maximum_backorder=Decimal(0)),),
    ),
    "despatch_advice": DespatchAdvice(
        "FS-1", DAY, SELLER, BUYER, (DespatchLine("1", LITRES, MILK, "1"),)
    ),
    "invoice": Invoice(
        "F-1",
        DAY,
        "SEK",
        SELLER,
        BUYER,
        (InvoiceLine("1", LITRES, Decimal(120), MILK, Price(Decimal(10))),),
        TOTAL,
    ),
    "credit_note": Invoice(
        "K-1",
        DAY,
        "SEK",
        SELLER,
        BUYER,
        (InvoiceLine("1", LITRES, Decimal(120), MILK, Price(Decimal(10))),),
        TOTAL,
        is_credit_note=True,
    ),
    "catalogue": Catalogue(
        "P-1",
        DAY,
        Period(DAY, None),
        SELLER,
        BUYER,
        (CatalogueLine("1", MILK, prices=(CataloguePrice(Decimal(10), "SEK"),)),),
    ),
}


@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_kind_of_document_is_set_out_with_its_parties_and_its_lines(kind: str) -> None:
    with override("en"):
        sheet = sheet_of(DOCUMENTS[kind])

    assert sheet.kind == kind
    assert {side.name for side in sheet.sides} >= {"Ekvalla kommun", "Mejeri AB"}
    if kind != "order_cancellation":
        assert "Mellanmjölk <1 l> #strong" in {
            cell.value for row in sheet.tables[0].rows for cell in row.cells
        }


def test_what_will_never_come_is_said_in_words() -> None:
    with override("en"):
        sheet = sheet_of(DOCUMENTS["order_response"])

    quantity = sheet.tables[0].rows[0].cells[3]
    assert quantity.notes == ("The rest will not come.",)


# --- real documents of every kind -----------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_real_document_of_every_kind_is_set_out_in_the_language_of_its_reader(
    kind: str, language: str
) -> None:
    document = read(example(kind).read_bytes()).document

    with override(language):
        sheet = sheet_of(document)
        page = page_of(sheet)

    assert sheet.kind == kind
    assert len(sheet.sides) >= 2
    assert all(len(row.cells) == len(table.columns) for table in sheet.tables for row in table.rows)
    assert f'<html lang="{"zh-Hans" if language == "zh-hans" else language}">' in page
    assert str(sheet.number) in page


def test_there_is_an_example_of_every_kind_of_document() -> None:
    assert set(EXAMPLES) == set(KINDS)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_no_code_is_left_where_there_is_a_word_for_it(kind: str) -> None:
    document = read(example(kind).read_bytes()).document

    with override("sv"):
        sheet = sheet_of(document)

    assert CODES.isdisjoint(_texts(sheet))


def test_codes_are_said_in_the_readers_words() -> None:
    lines = dict[str, dict[str, Any]]()
    for language in LANGUAGES:
        with override(language):
            response = sheet_of(read(example("invoice_response").read_bytes()).document)
            lead = str(response.lead)
        kind, number = response.tables[0].rows[0].cells[:2]
        reason, action = (row.cells[1].value for row in response.tables[1].rows)
        lines[language] = {"document": kind.value, "lead": lead}
        lines[language] |= {"reason": reason, "action": action, "number": number.value}

    assert lines["sv"] == {
        "document": "Faktura",
        "number": "inv021",
        "lead": "Fakturan väntar på svar på en fråga.",
        "reason": "Leveransen gick fel",
        "action": "Kreditera en del",
    }
    assert lines["en"]["reason"] == "The delivery went wrong"
    assert lines["zh-hans"]["action"] == "请部分贷记"


def test_a_party_with_several_roles_stands_there_once() -> None:
    buyer = Party(name="Ekvalla kommun", endpoint=Identifier("5560000001", "0007"))
    order = replace(DOCUMENTS["order"], buyer=buyer, invoicee=buyer, seller=SELLER)

    with override("en"):
        sides = sheet_of(order).sides

    assert [str(side.role) for side in sides] == ["Buyer, Invoice to", "Seller"]


def test_a_column_that_says_nothing_is_left_out() -> None:
    with override("en"):
        order, named = sheet_of(DOCUMENTS["order"]), ("Line", "Item", "Quantity", "Price", "Amount")

    assert tuple(str(column.name) for column in order.tables[0].columns) == named


# --- what was found ---------------------------------------------------------------------------------


def _finding(line: str | None = None, xpath: str = "", **facts: Any) -> Finding:
    place = Place(document_line=line, terms=("Price",))
    return Finding("rules.missing", rule_id="BR-26", xpath=xpath, place=place, **facts)


def _invoice(*ids: str) -> Invoice:
    line = InvoiceLine("1", LITRES, Decimal(120), MILK, Price(Decimal(10)))
    lines = tuple(replace(line, id=each) for each in ids)
    return Invoice("F-1", DAY, "SEK", SELLER, BUYER, lines, TOTAL)


def test_a_finding_stands_at_its_line_and_what_is_about_no_line_shown_stands_on_top() -> None:
    findings = (_finding("2"), _finding(), _finding("7"))

    with override("en"):
        sheet = sheet_of(_invoice("1", "2"), findings)

    assert [len(row.remarks) for row in sheet.tables[0].rows] == [0, 1]
    assert [remark.place for remark in sheet.remarks] == ["price", "line 7, price"]
    assert sheet.tables[0].rows[1].remarks[0].code == "BR-26"


def test_of_lines_with_the_same_id_the_one_is_marked_that_the_finding_is_about() -> None:
    finding = _finding("1", "/Invoice/cac:InvoiceLine[2]/cac:Price")

    sheet = sheet_of(_invoice("1", "1"), [finding])

    assert [len(row.remarks) for row in sheet.tables[0].rows] == [0, 1]


def test_what_forbids_the_use_of_a_document_stands_before_warnings() -> None:
    findings = (_finding(severity=Severity.WARNING), _finding())

    sheet = sheet_of(_invoice("1"), findings)

    assert [remark.is_fatal for remark in sheet.remarks] == [True, False]
    assert sheet.counts == (1, 1)


def test_findings_of_lines_that_are_cut_off_are_not_lost() -> None:
    with override("en"):
        sheet = sheet_of(_invoice("1", "2", "3"), [_finding("3", more=4210)], most_rows=2)

    assert (len(sheet.tables[0].rows), sheet.is_cut) == (2, True)
    assert (sheet.remarks[0].place, sheet.remarks[0].more) == ("line 3, price", "and 4,210 more")


def test_remarks_of_others_are_placed_as_those_of_the_rules_are() -> None:
    late = Remark("The delivery was late.", is_fatal=False, line_id="1")

    sheet = placed(sheet_of(_invoice("1")), [late])

    assert sheet.tables[0].rows[0].remarks == (late,)


def test_a_remark_stands_under_its_row_and_nothing_becomes_markup() -> None:
    found = Remark("The <sum> is wrong.", code="X-1", remedy="Ask the seller.", line_id="1")
    sheet = placed(sheet_of(DOCUMENTS["invoice"]), [found])

    rows = sheet_rows(sheet.tables[0])

    assert "Mellanmjölk &lt;1 l&gt;" in rows
    assert rows.index("The &lt;sum&gt; is wrong.") > rows.index("Mellanmjölk")


def test_a_page_that_stands_alone_asks_for_nothing_from_outside() -> None:
    with override("sv"):
        page = page_of(
            sheet_of(_invoice("1"), [_finding("1")]), verdict_in_words(Judgement("2026.5"))
        )

    assert "default-src 'none'" in page
    assert not re.findall(r"(?:src|href|action|url)\s*[=(]", page)
    assert 'data-verdict="not_judged"' in page


def test_the_documents_own_words_are_marked_as_swedish() -> None:
    invoice = replace(_invoice("1"), note="Tack för köpet")

    with override("en"):
        page = page_of(sheet_of(replace(invoice, seller=BUYER)))

    assert '<dd lang="sv">Tack för köpet</dd>' in page


# --- the terminal -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_document_told_in_a_terminal_is_no_wider_than_it(kind: str, language: str) -> None:
    with override(language):
        lines = list(told(sheet_of(read(example(kind).read_bytes()).document), width=80))

    assert max(map(letters, lines[2:])) <= 80


@given(
    texts=st.lists(
        st.lists(st.text("ab 格", max_size=60), min_size=3, max_size=3), min_size=1, max_size=4
    )
)
def test_columns_share_all_of_the_page_and_none_is_left_without(texts: list[list[str]]) -> None:
    rows = tuple(Row(tuple(map(Cell, row))) for row in texts)
    table = Table("", (Column("Line"), Column("Item"), Column("Price", is_figure=True)), rows)

    widths = shared(table, 80.0)

    assert sum(widths) == pytest.approx(80)
    assert min(widths) > 5
