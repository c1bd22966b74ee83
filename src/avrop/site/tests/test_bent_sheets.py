"""Whatever can be read can be shown: documents bent out of shape as a sheet, a page, text and a PDF.

A few hundred, the same every time. To look at one that made trouble: `a_bent_document(NUMBER)`.
"""

from __future__ import annotations

import time
from functools import cache

import pytest
from django.utils.translation import override
from lxml import etree

from avrop.documents import UnreadableDocument, read
from avrop.documents.reading import sending_party
from avrop.documents.tests.bending import CBC, Draw, as_xml_takes_it, bent_tree, corpus
from avrop.site.sheets import sheet_of
from avrop.site.sheets.standing_alone import page_of
from avrop.site.sheets.telling import told
from avrop.site.sheets.typesetting import pdf_by
from avrop.site.tests.peppol_examples import EXAMPLES, FOLDER, example

LANGUAGES = ("sv", "en", "zh-hans")
SEED, A_FEW, FEWER = 2026, 400, 24
#: CPU seconds that it may take to show one document of ordinary size in every way.
PATIENCE = 3.0
CURRENCIES = ("sek", "S", "SEKR", "", "\u202e<b>", "x" * 3_000)
NUMBERS = ("9" * 40, "-" + "9" * 39, "0." + "0" * 37 + "1", "-0", "1" * 22)
DAYS = ("0001-01-01", "9999-12-31+14:00")
UNITS = ("", "%s", "KGM {} <")
#: Elements of the examples that are numbers and days, by how their names end.
NUMERIC = ("Amount", "Quantity", "Percent", "Numeric", "Measure")


@cache
def _documents() -> list[bytes]:
    if not FOLDER.is_dir():
        pytest.skip("the corpus of Peppol documents is not beside this checkout")
    return corpus(FOLDER.parent)


def a_bent_document(number: int) -> bytes:
    """The bent document of a number; the same every time."""
    draw = Draw(f"{SEED}/sheet/{number}")
    return bent_tree(draw.choice(_documents()), _documents(), draw)


def _trouble_with(
    raw: bytes, number: int, *, checked: bool = True, on_paper: bool = False
) -> str | None:
    """What went wrong when a document was shown; "" when nothing did, None where it cannot be read."""
    try:
        given = read(raw, checked=checked)
    except UnreadableDocument:
        return None
    started = time.process_time()
    try:
        with override(LANGUAGES[number % len(LANGUAGES)]):
            sheet = sheet_of(given.document, given.findings)
            page_of(sheet)
            "\n".join(told(sheet, width=80)).encode()
            if on_paper:
                assert pdf_by(lambda: sheet, author=sending_party(given.document).display_name)
    except Exception as error:
        return f"{number}: {type(error).__name__}: {str(error)[:300]}"
    took = time.process_time() - started
    return f"{number}: took {took:.1f} s" if took > PATIENCE else ""


def _with_values(
    kind: str, value: str, *, ends: tuple[str, ...] = (), attribute: str = ""
) -> bytes:
    """A real document in which an attribute, or every element whose name ends so, has a value."""
    root = etree.fromstring(example(kind).read_bytes())
    for element in root.iter("*"):
        if attribute and attribute in element.attrib:
            element.set(attribute, as_xml_takes_it(value))
        if attribute == "currencyID" and str(element.tag).endswith("CurrencyCode"):
            element.text = as_xml_takes_it(value)
        if ends and str(element.tag).startswith(CBC) and str(element.tag).endswith(ends):
            element.text = value
    return etree.tostring(root)


def test_bent_documents_are_shown_wherever_they_can_be_read() -> None:
    said = [_trouble_with(a_bent_document(number), number) for number in range(A_FEW)]

    assert [trouble for trouble in said if trouble] == []
    assert said.count("") > A_FEW // 6


def test_some_bent_documents_are_set_on_paper() -> None:
    said = [
        _trouble_with(a_bent_document(number), number, on_paper=True)
        for number in range(A_FEW, A_FEW + FEWER)
    ]

    assert [trouble for trouble in said if trouble] == []
    assert said.count("") > FEWER // 8


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_document_is_shown_whatever_its_currency_numbers_days_and_units_are(kind: str) -> None:
    raws = [
        *(_with_values(kind, each, attribute="currencyID") for each in CURRENCIES),
        *(_with_values(kind, each, attribute="unitCode") for each in UNITS),
        *(_with_values(kind, each, ends=NUMERIC) for each in NUMBERS),
        *(_with_values(kind, each, ends=("Date",)) for each in DAYS),
    ]

    said = [_trouble_with(raw, number, checked=False) for number, raw in enumerate(raws)]

    assert [trouble for trouble in said if trouble] == []
    assert said.count("") > len(raws) // 2
