"""Documents as people read them: the same sheet as a page and as a PDF, in three languages."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override

from avrop.documents import (
    Catalogue,
    CatalogueLine,
    DespatchAdvice,
    DespatchLine,
    Document,
    Invoice,
    InvoiceLine,
    Order,
    OrderCancellation,
    OrderChange,
    OrderLine,
    OrderResponse,
    OrderResponseLine,
)
from avrop.documents.catalogue import CataloguePrice
from avrop.documents.common import Address, Identifier, Item, MonetaryTotal, Period, Price
from avrop.documents.parties import Party
from avrop.kernel.wording import Said
from avrop.site.sheets import sheet_of
from avrop.site.sheets.typesetting import pdf_of
from avrop.site.templatetags.sheets import sheet_rows
from avrop.values import Quantity

DAY = date(2026, 3, 2)
BUYER = Party(name="Ekvalla kommun", address=Address(country="SE", city="Ekvalla"))
SELLER = Party(name="Mejeri AB", legal_id=Identifier("556000-0001", "0007"))
MILK = Item(name="Mellanmjölk <1 l> #strong", sellers_id="M-1")
LITRES = Quantity(Decimal(12), "LTR")
TOTAL = MonetaryTotal(line_amount=Decimal(120), payable=Decimal("134.40"))


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


@pytest.mark.parametrize("language", ["sv", "en", "zh-hans"])
@pytest.mark.parametrize("kind", DOCUMENTS)
def test_every_kind_of_document_becomes_a_pdf_that_everybody_can_read(
    kind: str, language: str
) -> None:
    with override(language):
        content = pdf_of(DOCUMENTS[kind], author="Ekvalla kommun")

    assert content.startswith(b"%PDF")
    assert b"pdfuaid:part" in content


def test_what_will_never_come_is_said_in_words() -> None:
    with override("en"):
        sheet = sheet_of(DOCUMENTS["order_response"])

    quantity = sheet.tables[0].rows[0].cells[3]
    assert quantity.notes == ("The rest will not come.",)


def test_a_finding_stands_under_the_line_that_it_is_about_and_nothing_becomes_markup() -> None:
    sheet = sheet_of(DOCUMENTS["invoice"])
    found = Said("X-1", "The <sum> is wrong.", "Ask the seller.", "", ())

    rows = sheet_rows(sheet.tables[0], {"1": (found,)})

    assert "Mellanmjölk &lt;1 l&gt;" in rows
    assert rows.index("The &lt;sum&gt; is wrong.") > rows.index("Mellanmjölk")
