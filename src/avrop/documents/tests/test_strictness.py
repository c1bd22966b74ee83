"""What is easily taken for sound, and is not."""

import io
import re

import pytest

from avrop.documents import KINDS, Document, Judgement, judge, judge_file, read, write
from avrop.documents.tests.builders import (
    a_catalogue,
    a_despatch_advice,
    an_invoice,
    an_order,
    an_order_response,
)

LINE_END = b"</cac:CatalogueLine>"


def both_ways(raw: bytes, **how: object) -> Judgement:
    """The verdict, which is the same for bytes and for a file."""
    verdict = judge(raw, **how)
    assert judge_file(io.BytesIO(raw), lines_held=1, **how) == verdict
    return verdict


@pytest.mark.parametrize(
    ("document", "before"),
    [
        (an_invoice(2), b"</cac:LegalMonetaryTotal>"),
        (an_order(2), b"<cbc:IssueDate>"),
        (a_despatch_advice(), b"<cac:DespatchLine>"),
        (a_catalogue(4), b"<cac:CatalogueLine>"),
        (a_catalogue(4), b"</Catalogue>"),
        (a_catalogue(4), b"<cac:Price>"),
    ],
)
def test_words_between_elements_break_the_schema(document: Document, before: bytes) -> None:
    raw = write(document).replace(before, b"hello\n" + before, 1)

    verdict = both_ways(raw)

    assert (verdict.schema_ok, verdict.valid) == (False, False)
    assert [one.code for one in verdict.findings] == ["rules.schema_text"]
    assert verdict.findings[0].values == {"value": "hello"}


def test_words_between_lines_that_are_let_go_are_told_once() -> None:
    raw = write(a_catalogue(9)).replace(LINE_END, LINE_END + b"x")

    assert [one.code for one in both_ways(raw).findings] == ["rules.schema_text"]


@pytest.mark.parametrize("kind", ["credit_note", "order", "logistics_response"])
def test_a_document_is_not_judged_as_what_its_root_denies(kind: str) -> None:
    verdict = both_ways(write(an_invoice(1)), kind=KINDS[kind], all_rules=True)

    assert not verdict.judged
    assert [one.code for one in verdict.findings] == ["documents.other_root"]


def test_an_unknown_root_is_nothing_whatever_it_is_said_to_be() -> None:
    verdict = both_ways(b"<Bill xmlns='urn:x'/>", kind=KINDS["order"], all_rules=True)

    assert not verdict.judged
    assert [one.code for one in verdict.findings] == ["documents.other_root"]


def test_a_root_of_another_namespace_breaks_the_schema_and_is_judged_by_no_rule_of_its_name() -> (
    None
):
    raw = write(an_order(1)).replace(b"xsd:Order-2", b"xsd:Invoice-2")

    verdict = both_ways(raw, kind=KINDS["order"], all_rules=True)

    assert verdict.schema_ok is False
    assert [one.code for one in verdict.findings] == ["rules.schema_unknown_element"]


@pytest.mark.parametrize("behind", ["\r\n", "\n\n  ", ""])
def test_utf_16_may_break_the_line_behind_its_declaration(behind: str) -> None:
    inner = write(an_order(2)).decode().partition("?>")[2].lstrip()
    text = '<?xml version="1.0" encoding="UTF-16"?>' + behind + inner

    assert both_ways(text.encode("utf-16")).valid


def test_nothing_may_stand_before_the_declaration_and_blanks_may_before_the_root() -> None:
    raw = write(an_order(1))
    inner = raw.partition(b"?>")[2].lstrip()

    early = both_ways(b"\n" + b'<?xml version="1.0" encoding="UTF-8"?>' + inner)

    assert [one.code for one in early.findings] == ["documents.before_declaration"]
    assert both_ways(b"\n  " + inner).valid


def test_what_is_asked_for_may_stand_in_the_second_of_several() -> None:
    entity = b"<cac:PartyLegalEntity>"
    nameless = entity + b"<cbc:CompanyID>1</cbc:CompanyID></cac:PartyLegalEntity>"

    verdict = both_ways(write(an_invoice(1)).replace(entity, nameless + entity), all_rules=True)

    broken = {one.rule_id for one in verdict.findings}
    assert broken.isdisjoint({"BR-06", "BR-07"})
    assert "UBL-SR-11" in broken


def _repeated(raw: bytes, element: bytes) -> bytes:
    """The document with the first element of a name twice, the second with other words."""
    start, end = raw.index(b"<" + element), raw.index(b"</" + element + b">") + len(element) + 3
    return raw[:end] + raw[start:end].replace(b"O-1", b"O-2") + raw[end:]


@pytest.mark.parametrize(
    ("raw", "element", "terms"),
    [
        (write(an_order_response()), b"cac:OrderReference", ("OrderReference",)),
        (write(a_despatch_advice()), b"cac:OrderReference", ("OrderReference",)),
    ],
)
def test_what_is_read_past_is_told(raw: bytes, element: bytes, terms: tuple[str, ...]) -> None:
    once, twice = read(raw), read(_repeated(raw, element))

    assert once.findings == ()
    left = [one for one in twice.findings if one.code == "documents.only_first_used"]
    assert twice.document != once.document or [one.place.terms for one in left] == [terms]
    assert not any(one.is_fatal for one in left)


@pytest.mark.parametrize("document", [an_order(1), an_invoice(1), a_catalogue(1)])
def test_numbers_of_forty_digits_are_judged(document: Document) -> None:
    raw = re.sub(rb'(Amount currencyID="SEK">)[^<]*', rb"\g<1>" + b"9" * 40, write(document))

    assert both_ways(raw).judged
    assert read(raw).document.number
