"""What a verdict is on what should never have been sent: a finding each, in bounded time and memory."""

import io
import re
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from avrop.documents import (
    KINDS,
    Judgement,
    UnreadableDocument,
    judge,
    judge_file,
    message,
    place_in_words,
    read,
    write,
)
from avrop.documents.tests.builders import a_catalogue, an_invoice, an_order
from avrop.documents.tests.conftest import PROJECT

#: CPU seconds for what is made to take long; some hundred times what it takes alone.
PATIENCE = 20
#: Characters in all findings on a document together.
MOST_TOLD = 1_000_000
MANY = 10_000
LINE = b"<cac:OrderLine>"
TEN_MILLION = b"x" * 9_999_990
AMOUNT = re.compile(rb"(<cbc:PriceAmount[^>]*>)[^<]*")


def verdicts(raw: bytes) -> Iterator[Judgement]:
    """As bytes and as a file, with all rules, and told of in bounded time and length."""
    for how in (judge, lambda given, **rest: judge_file(io.BytesIO(given), **rest)):
        started = time.process_time()
        verdict = how(raw, all_rules=True)
        assert time.process_time() - started < PATIENCE
        assert sum(len(repr(finding)) for finding in verdict.findings) < MOST_TOLD
        assert not verdict.valid
        yield verdict


def codes(raw: bytes) -> set[str]:
    first, second = verdicts(raw)
    found = {one.code for one in first.findings}
    assert found == {one.code for one in second.findings}
    return found


def order_with(inserted: bytes, before: bytes = LINE) -> bytes:
    return write(an_order(1)).replace(before, inserted + before, 1)


@pytest.mark.parametrize(
    "around",
    [
        '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>{}'
        "</soap:Body></soap:Envelope>",
        "<Interchange>{}</Interchange>",
    ],
)
def test_an_unknown_envelope_is_refused_by_its_name(around: str) -> None:
    order = write(an_order(1)).decode().partition("?>")[2]
    raw = around.format(order).encode()

    assert codes(raw) == {"documents.unknown_root"}
    (finding,) = judge(raw).findings
    assert finding.values["name"] in {"Envelope", "Interchange"}


def test_an_envelope_in_an_envelope_is_refused() -> None:
    name = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    inner = "<StandardBusinessDocument/>"
    raw = f'<StandardBusinessDocument xmlns="{name}">{inner}</StandardBusinessDocument>'

    assert codes(raw.encode()) == {"documents.envelope_unreadable"}


def is_taken_for_sound(raw: bytes) -> bool:
    """True where reading, too, finds nothing wrong."""
    try:
        return read(raw).valid
    except UnreadableDocument:
        return False


def examples() -> dict[str, Path]:
    """A real document of every kind that we know, by kind; none where there is no corpus."""
    folder = PROJECT.parent / "shared/corpus/peppol/examples"
    found = {name: sorted((folder / name.replace("_", "-")).glob("*.xml")) for name in KINDS}
    return {name: files[0] for name, files in found.items() if files}


@pytest.mark.parametrize("name", sorted(examples()) or [pytest.param("", marks=pytest.mark.skip)])
@pytest.mark.parametrize(
    ("element", "value"), [("CustomizationID", "urn:x"), ("ProfileID", "urn:x"), ("ProfileID", "")]
)
def test_an_unknown_specification_or_process_is_a_fatal_finding(
    name: str, element: str, value: str
) -> None:
    raw = examples()[name].read_bytes()
    pattern = rf"(<(?:\w+:)?{element}[^>]*>)[^<]*".encode()
    changed = re.sub(pattern, rb"\g<1>" + value.encode(), raw, count=1)

    verdict = judge(changed, all_rules=True)

    assert changed != raw
    if name == "logistics_response" and element == "ProfileID" and value:
        # The published rules of this one never fire, and we find nothing that they do not.
        assert verdict.valid
        return
    assert not verdict.valid
    assert any(one.is_fatal for one in verdict.findings)


@pytest.mark.parametrize("document", [an_order(1), an_invoice(1)])
@pytest.mark.parametrize("value", [b"", b" ", b"NaN", b"1e5", b"1" * 5_000, b"\xc2\xa0", b"--1"])
def test_an_amount_that_is_none_is_a_finding(document: object, value: bytes) -> None:
    raw = AMOUNT.sub(rb"\g<1>" + value, write(document), count=1)

    assert codes(raw) & {"rules.schema_value", "rules.empty_element"}
    assert not is_taken_for_sound(raw)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (order_with(b"<cbc:Note>\xff</cbc:Note>"), "documents.encoding_broken"),
        (
            write(an_order(1)).replace(b"UTF-8", b"UTF-32", 1),
            "documents.encoding_not_taken",
        ),
        (
            write(an_order(1)).replace(b"?>", b'?><!DOCTYPE Order [<!ENTITY a "b">]>', 1),
            "documents.has_document_type",
        ),
        (order_with(b"<cbc:Note>&a;</cbc:Note>"), "documents.not_well_formed"),
        (order_with(b"<cbc:Note>x" + TEN_MILLION + b"</cbc:Note>" * 2), "documents.text_too_long"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_no_reader_should_take_in_is_refused(raw: bytes, code: str) -> None:
    found = codes(raw)

    assert found <= {code, "documents.not_well_formed"}
    assert found


def test_texts_of_ten_megabytes_are_judged_and_not_repeated() -> None:
    order = write(an_order(2))
    for raw in (
        order.replace(b"<cbc:ID>1</cbc:ID>", b"<cbc:ID>" + TEN_MILLION + b"</cbc:ID><cbc:X/>"),
        AMOUNT.sub(rb"\g<1>" + b"1" * 9_999_990, order),
        re.sub(rb"(<cbc:IssueDate>)[^<]*", rb"\g<1>" + TEN_MILLION, order),
        order.replace(b'currencyID="', b'currencyID="' + TEN_MILLION, 1),
    ):
        started = time.process_time()
        verdict = judge(raw, all_rules=True)
        told = [message(one, "sv") + place_in_words(one, "sv") for one in verdict.findings]
        assert time.process_time() - started < PATIENCE
        assert sum(len(repr(finding)) for finding in verdict.findings) < MOST_TOLD
        assert max(map(len, told)) < 1_000


def test_names_and_paths_out_of_all_proportion_are_cut() -> None:
    long = b"n" * 40_000
    nested = b"".join(b"<%s%d>" % (long, number) for number in range(50))
    closed = b"".join(b"</%s%d>" % (long, number) for number in reversed(range(50)))

    for verdict in verdicts(order_with(nested + closed)):
        assert max(len(one.xpath) for one in verdict.findings) < 6_000


@pytest.mark.parametrize(
    "raw",
    [
        order_with(LINE + b"</cac:OrderLine>" + (LINE + b"</cac:OrderLine>") * MANY),
        order_with(b"<cbc:Note/>" * MANY),
        order_with(b"<cbc:Nonsense/>" * MANY),
        order_with(b"<cbc:X/><cbc:Y/>" * MANY),
        order_with(b"".join(b"<cbc:X%d/>" % number for number in range(MANY))),
        write(an_invoice(1)).replace(b"</Invoice>", b"<cac:InvoiceLine/>" * MANY + b"</Invoice>"),
        write(a_catalogue(1)).replace(
            b"</Catalogue>", b"<cac:CatalogueLine/>" * MANY + b"</Catalogue>"
        ),
    ],
    ids=["lines", "notes", "unknown", "in turn", "of all names", "invoice lines", "catalogue lines"],
)  # fmt: skip
def test_of_findings_without_number_the_first_are_told_and_all_are_counted(raw: bytes) -> None:
    for verdict in verdicts(raw):
        by_rule: dict[str, int] = {}
        for one in verdict.findings:
            by_rule[one.rule_id] = by_rule.get(one.rule_id, 0) + 1
        assert max(by_rule.values()) == 100
        assert sum(one.more for one in verdict.findings) > MANY - 200


def test_what_is_wrong_at_the_end_of_a_long_document_is_placed_in_no_time() -> None:
    line = LINE + b"<cbc:Note>x</cbc:Note></cac:OrderLine>"
    order = write(an_order(1))
    end = order.index(b"</Order>")
    raw = order[:end] + line * MANY + b"<cbc:Late/>" * 300 + order[end:]

    started = time.process_time()
    verdict = judge(raw)

    assert time.process_time() - started < PATIENCE
    last = [one for one in verdict.findings if one.xpath.startswith("/Order/cbc:Late")]
    assert len(verdict.findings) <= 300
    assert not last or last[0].xpath == "/Order/cbc:Late[1]"


def test_a_number_of_a_document_that_is_blank_is_found_in_every_kind_that_we_write() -> None:
    for document in (an_order(1), an_invoice(1), a_catalogue(1)):
        verdict = judge(write(replace(document, number=" ")), all_rules=True)

        assert not verdict.valid
