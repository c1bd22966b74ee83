"""Hostile files end in a clear refusal, in bounded time and memory."""

import gzip
import io
import time
import zipfile

import pytest

from avrop.documents import (
    KINDS,
    Limits,
    UnreadableDocument,
    identify,
    judge,
    parse_xml,
    read,
    write,
)
from avrop.documents.findings import Finding
from avrop.documents.tests.builders import an_order

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "haha">'
    + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefghi", "bcdefghij", strict=True)
    )
    + "]><lolz>&j;</lolz>"
).encode()

HIDDEN = b"<!-- a --><?b c?>\n<!DOCTYPE x SYSTEM 'file:///etc/passwd'><x/>"
MANY_ATTRIBUTES = b"<x " + b" ".join(b"a%d='1'" % number for number in range(10_000)) + b"/>"


def refusal(raw: bytes, limits: Limits | None = None) -> Finding:
    started = time.process_time()
    with pytest.raises(UnreadableDocument) as refused:
        parse_xml(raw, limits=limits or Limits())
    assert time.process_time() - started < 2
    (finding,) = refused.value.findings
    return finding


def zipped(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.xml", content)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "documents.empty"),
        (b" \n\t ", "documents.empty"),
        (b"\xef\xbb\xbf", "documents.empty"),
        (b"hello", "documents.not_xml"),
        (b'{"order": 1}', "documents.not_xml"),
        (b"<Order><ID>1</ID>", "documents.truncated"),
        (b"<Order><ID>1</I", "documents.truncated"),
        (b"<Order><ID>1</Order>", "documents.not_well_formed"),
        (b"<Order/><Order/>", "documents.not_well_formed"),
        (LAUGHS, "documents.has_document_type"),
        (HIDDEN, "documents.has_document_type"),
        ("<?xml version='1.0'?><!DOCTYPE x><x/>".encode("utf-16"), "documents.has_document_type"),
        (b"<x>&undefined;</x>", "documents.not_well_formed"),
        (b'<?xml version="1.0" encoding="UTF-8"?>\n<x>\xe5</x>', "documents.encoding_broken"),
        (b'<?xml version="1.0" encoding="UTF-7"?><x/>', "documents.encoding_not_taken"),
        (b'<?xml version="1.0" encoding="UTF-16"?><x/>', "documents.encoding_not_taken"),
        (b"\xff\xfe<\x00x", "documents.encoding_broken"),
        (gzip.compress(b"<x/>"), "documents.compressed"),
        (zipped(b"0" * 10_000_000), "documents.compressed"),
        (b"<x>" * 101 + b"</x>" * 101, "documents.too_deep"),
        (b"<x>" * 100_000, "documents.too_deep"),
        (MANY_ATTRIBUTES, "documents.too_many_attributes"),
        (b"<x>" + b"<y/>" * 5_000_001 + b"</x>", "documents.too_many_elements"),
        (b"<x>" + b"a" * 10_000_001 + b"</x>", "documents.text_too_long"),
        (b"<x>\x00</x>", "documents.not_well_formed"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_refused_for_its_reason(raw: bytes, code: str) -> None:
    assert refusal(raw).code == code


def test_the_first_byte_of_another_encoding_is_pointed_out() -> None:
    finding = refusal(b"<x>\n  <y>\xe4</y></x>")

    assert (finding.place.row, finding.place.column) == (2, 6)


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    finding = refusal(b"<x/>" + b" " * 1024, Limits(size=1024))

    assert finding.code == "documents.too_large"


@pytest.mark.parametrize(
    "raw",
    [
        '<?xml version="1.0" encoding="ISO-8859-1"?><x>å</x>'.encode("latin-1"),
        '<?xml version="1.0" encoding="UTF-16"?><x>å</x>'.encode("utf-16"),
        "\ufeff<x>å</x>".encode(),
        "\n <x>å</x>".encode(),
        "<!-- <!DOCTYPE x> --><x>å</x>".encode(),
    ],
)
def test_an_honest_file_is_taken_in_any_usual_encoding(raw: bytes) -> None:
    assert parse_xml(raw).text == "å"


def test_limits_are_met_exactly() -> None:
    deep = b"<x>" * 100 + b"</x>" * 100
    wide = b"<x " + b" ".join(b"a%d='1'" % number for number in range(100)) + b"/>"

    assert parse_xml(deep).tag == parse_xml(wide).tag == "x"


def test_an_unknown_root_and_an_unknown_specification_are_told_apart() -> None:
    namespace = "urn:oasis:names:specification:ubl:schema:xsd:"
    basics = f"{namespace}CommonBasicComponents-2"

    codes = []
    for raw in (
        b"<Shopping/>",
        f'<Order xmlns="{namespace}Order-2"/>'.encode(),
        f'<Order xmlns="{namespace}Order-2" xmlns:b="{basics}">'
        "<b:CustomizationID>other</b:CustomizationID></Order>".encode(),
    ):
        with pytest.raises(UnreadableDocument) as refused:
            identify(raw)
        codes.append(refused.value.findings[0].code)

    assert codes == [
        "documents.unknown_root",
        "documents.unknown_specification",
        "documents.unknown_specification",
    ]


def test_a_document_without_its_facts_is_refused_for_all_of_them() -> None:
    namespace = "urn:oasis:names:specification:ubl:schema:xsd:"
    raw = (
        f'<Order xmlns="{namespace}Order-2" xmlns:b="{namespace}CommonBasicComponents-2">'
        "<b:CustomizationID>urn:fdc:peppol.eu:poacc:trns:order:3</b:CustomizationID>"
        "<b:ID>1</b:ID><b:IssueDate>yesterday</b:IssueDate></Order>"
    ).encode()

    with pytest.raises(UnreadableDocument) as refused:
        read(raw)

    own = [f for f in refused.value.findings if f.rule_set == "avrop"]
    assert [(finding.code, finding.place.terms) for finding in own] == [
        ("documents.not_a_date", ("IssueDate",)),
        ("documents.fact_missing", ("IssueDate",)),
        ("documents.fact_missing", ("DocumentCurrencyCode",)),
        ("documents.fact_missing", ("Party",)),
        ("documents.fact_missing", ("Party",)),
        ("documents.fact_missing", ("OrderLine",)),
    ]
    assert refused.value.kind is KINDS["order"]


def test_a_long_document_full_of_faults_is_refused_in_bounded_time() -> None:
    order = write(an_order(1))
    start, end = order.index(b"<cac:OrderLine>"), order.index(b"</Order>")
    raw = order[:start] + b"<cac:OrderLine><cbc:Note/></cac:OrderLine>" * 20_000 + order[end:]

    started = time.process_time()
    with pytest.raises(UnreadableDocument) as refused:
        read(raw)

    assert time.process_time() - started < 10
    assert 200 < len(refused.value.findings) < 2_000


def test_attributes_without_end_are_refused_before_anybody_looks_at_them() -> None:
    order = write(an_order())
    many = b" ".join(b'a%d="1"' % number for number in range(100_000))
    started = time.process_time()

    verdict = judge(order.replace(b"<cac:OrderLine>", b"<x " + many + b"/><cac:OrderLine>", 1))

    assert [one.code for one in verdict.findings] == ["documents.too_many_attributes"]
    assert time.process_time() - started < 5
