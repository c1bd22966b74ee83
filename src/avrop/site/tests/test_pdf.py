"""Documents on paper, also for those who have it read aloud: marked, structured, in its language."""

from __future__ import annotations

import pytest
import typst
from django.utils.translation import override

from avrop.documents import Finding, Place, read
from avrop.site.sheets.typesetting import CHINESE, _installed, pdf_of
from avrop.site.tests import pdf_ua
from avrop.site.tests.peppol_examples import EXAMPLES, example


@pytest.mark.parametrize("kind", EXAMPLES)
def test_every_kind_of_document_is_a_pdf_that_everybody_can_read(kind: str) -> None:
    document = read(example(kind).read_bytes()).document

    with override("sv"):
        content = pdf_of(document, author="Ekvalla kommun")

    assert pdf_ua.faults(content, "sv") == []
    assert document.number in pdf_ua.titles(content)[0]


def test_a_pdf_says_in_which_language_its_words_are() -> None:
    document = read(example("order").read_bytes()).document

    with override("zh-hans"):
        content = pdf_of(document, author="Ekvalla kommun")

    # Without a typeface that has its letters, the words are English.
    language, title = ("zh", "订单 34") if _installed(CHINESE) else ("en", "Order 34")
    assert pdf_ua.faults(content, language) == []
    assert pdf_ua.titles(content)[0] == title


def test_what_was_found_is_read_aloud_at_its_line() -> None:
    document = read(example("invoice").read_bytes()).document
    findings = [
        Finding("rules.missing", rule_id="BR-26", place=Place("1", ("Price",))),
        Finding("rules.missing", rule_id="BR-02", values={"term": "cbc:ID"}, more=4210),
    ]

    with override("en"):
        content = pdf_of(document, author="Ekvalla kommun", findings=findings)

    told = pdf_ua.text(content)
    assert pdf_ua.faults(content, "en") == []
    assert pdf_ua.titles(content)[1] == "What was found"
    assert told.index("and 4,210 more") < told.index("Lines") < told.index("BR-26")


def test_a_pdf_without_marks_is_found_out() -> None:
    plain = typst.compile(b"= Order 1", pdf_tags=False)
    marked = typst.compile(b"#set document(title: [Order])\n= Order 1", pdf_standards="ua-1")

    assert isinstance(plain, bytes)
    assert isinstance(marked, bytes)
    assert pdf_ua.faults(plain, "en") == ["06-001 there is no structure"]
    assert pdf_ua.faults(marked, "sv") == ["11-006 its language is en"]
