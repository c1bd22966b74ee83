"""A catalogue judged as it is read gets the verdict that it gets as a whole, in little memory."""

import io
import json
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from avrop.documents import (
    Judgement,
    Progress,
    Severity,
    envelope_for,
    judge,
    judge_file,
    rest_in_words,
    wrap,
    write,
)
from avrop.documents.parsing import MEBIBYTE, Limits
from avrop.documents.recognise import KINDS
from avrop.documents.streaming import STREAM_LIMITS
from avrop.documents.streaming import parts as handed_out
from avrop.documents.tests.builders import a_catalogue, a_catalogue_line

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LINE_END = b"</cac:CatalogueLine>"
ROOT_END = b"</Catalogue>"


def streamed(raw: bytes, *, lines_held: int = 2, all_rules: bool = False) -> Judgement:
    return judge_file(io.BytesIO(raw), lines_held=lines_held, all_rules=all_rules)


def of_lines(count: int) -> bytes:
    """A sound catalogue of many lines that are all the same."""
    head, start, rest = write(a_catalogue(1)).partition(b"<cac:CatalogueLine>")
    line, end, foot = rest.partition(LINE_END)
    return head + (start + line + end) * count + foot


def priced(catalogue: bytes, line: int, price: str) -> bytes:
    """The catalogue with another price on a line, counted from one."""
    parts = catalogue.split(LINE_END)
    parts[line - 1] = parts[line - 1].replace(b">12.50<", f">{price}<".encode())
    return LINE_END.join(parts)


@pytest.mark.parametrize("lines", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("lines_held", [1, 2, 3])
def test_a_sound_catalogue_is_sound_however_much_of_it_is_held(lines: int, lines_held: int) -> None:
    verdict = streamed(write(a_catalogue(lines)), lines_held=lines_held)

    assert verdict.valid
    assert verdict.findings == ()


def test_a_fault_on_a_line_long_after_is_found_at_its_place() -> None:
    raw = priced(write(a_catalogue(9)), 8, "-1.00")

    verdict = streamed(raw)

    (finding,) = verdict.findings
    assert finding.rule_id == "PEPPOL-T19-R006"
    assert finding.place.document_line == "8"
    assert finding.xpath.startswith("/Catalogue/cac:CatalogueLine[8]/")
    assert verdict == judge(raw)


def test_in_an_envelope_places_are_those_in_the_catalogue() -> None:
    catalogue = a_catalogue(9)
    inner = priced(write(replace(catalogue, number=" ")), 3, "-1.00")
    raw = wrap(inner, envelope_for(catalogue, instance_id="m-1", created_at=NOON))

    verdict = streamed(raw, all_rules=True)

    whole = judge(raw, all_rules=True)
    assert sorted(map(repr, verdict.findings)) == sorted(map(repr, whole.findings))
    assert {one.xpath.split("/")[1] for one in verdict.findings} == {"Catalogue"}


@pytest.mark.parametrize(
    ("spoil", "rule_id"),
    [
        (lambda raw: raw.replace(b"<cbc:IssueDate>2026", b"<cbc:IssueDate>26"), "UBL"),
        (lambda raw: raw.replace(b":catalogue:3<", b":catalogue:3:x<"), ""),
        (lambda raw: raw.replace(ROOT_END, b"<cbc:Note>late</cbc:Note>" + ROOT_END), "UBL"),
        (
            lambda raw: raw.replace(LINE_END, LINE_END + b"<cbc:Note>between</cbc:Note>", 1),
            "UBL",
        ),
        (
            lambda raw: raw.replace(LINE_END, LINE_END + b"<cac:TradingTerms/>", 1),
            "UBL",
        ),
        (
            lambda raw: raw.replace(
                LINE_END, LINE_END + b"<cac:TradingTerms><cbc:Reference/></cac:TradingTerms>"
            ),
            "UBL",
        ),
    ],
)
def test_what_stands_round_the_lines_is_judged_once(
    spoil: Callable[[bytes], bytes],
    rule_id: str,
) -> None:
    raw = spoil(write(a_catalogue(9)))

    verdict, whole = streamed(raw), judge(raw)

    assert (verdict.schema_ok, verdict.judged) == (whole.schema_ok, whole.judged)
    assert {one.rule_id for one in verdict.findings} == ({rule_id} if rule_id else set())
    assert len(verdict.findings) == len(whole.findings)


def test_a_catalogue_without_lines_lacks_them() -> None:
    head, _, rest = write(a_catalogue(1)).partition(b"<cac:CatalogueLine>")
    raw = head + rest.rpartition(LINE_END)[2]

    assert streamed(raw) == judge(raw)
    assert not streamed(raw).schema_ok


def test_of_a_rule_broken_on_every_line_a_hundred_findings_are_listed() -> None:
    raw = of_lines(4_311).replace(b">12.50<", b">-12.50<")

    verdict = streamed(raw, lines_held=256)

    assert len(verdict.findings) == 100
    assert [one.more for one in verdict.findings] == [0] * 99 + [4_211]
    assert rest_in_words(verdict.findings[-1], "en") == "and 4,211 more"
    assert rest_in_words(verdict.findings[-1], "sv") == "och 4\N{NO-BREAK SPACE}211 till"
    assert rest_in_words(verdict.findings[0], "en") == ""


def test_judging_a_long_catalogue_takes_no_more_memory_than_a_short_one() -> None:
    def peak(lines: int) -> int:
        file = io.BytesIO(of_lines(lines))
        tracemalloc.start()
        assert judge_file(file, lines_held=16).valid
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return highest

    peak(100)

    assert peak(1_000) < peak(200) + MEBIBYTE // 4


def test_the_reader_is_told_how_far_it_has_come() -> None:
    raw = of_lines(1_000)
    told: list[Progress] = []

    judge_file(io.BytesIO(raw), progress=told.append)

    assert told[-1] == Progress(1_000, len(raw), len(raw))
    assert [step.bytes_read for step in told] == sorted({step.bytes_read for step in told})


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda raw: raw[: len(raw) // 2], "documents.truncated"),
        (lambda raw: b"<!DOCTYPE x>" + raw.partition(b"\n")[2], "documents.has_document_type"),
        (
            lambda raw: raw.replace(
                b"<Catalogue ", b"<!--" + b"x" * 70_000 + b"--><!DOCTYPE x><Catalogue ", 1
            ),
            "documents.has_document_type",
        ),
        (lambda raw: raw.replace(b"<Catalogue ", b"<Catalog ", 1), "documents.not_well_formed"),
        (lambda raw: raw.replace(b":Catalogue-2", b":Catalog-2"), "documents.unknown_root"),
        (lambda raw: raw.replace(b"Allergen", b"\xff", 1), "documents.encoding_broken"),
        (lambda _: b"price;unit", "documents.not_xml"),
        (lambda _: b"", "documents.empty"),
        (
            lambda raw: raw.replace(LINE_END, b"<a/>" * 60_000 + LINE_END, 1),
            "documents.too_many_elements",
        ),
        (lambda raw: raw.replace(LINE_END, b"<a>" * 101 + b"</a>" * 101 + LINE_END, 1),
         "documents.too_deep"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_not_judged(spoil: Callable[[bytes], bytes], code: str) -> None:
    raw = spoil(write(a_catalogue(3)))

    verdict = judge_file(io.BytesIO(raw), limits=Limits(elements=50_000))

    assert not verdict.judged
    assert not verdict.valid
    assert [one.code for one in verdict.findings] == [code]


def test_a_head_that_would_be_judged_for_ever_is_refused() -> None:
    raw = of_lines(3).replace(b"<cac:CatalogueLine>", b"<a/>" * 20_001 + b"<cac:CatalogueLine>", 1)

    assert [one.code for one in streamed(raw).findings] == ["documents.too_many_elements"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_a_catalogue_is_judged_in_any_encoding_that_is_taken(encoding: str) -> None:
    line = a_catalogue_line("1")
    lines = tuple(replace(line, id=f"ö{number}") for number in range(1_000))
    text = write(replace(a_catalogue(1), lines=lines)).decode()
    declared = {"utf-8-sig": "UTF-8"}.get(encoding, encoding.upper())
    raw = text.replace('encoding="UTF-8"', f'encoding="{declared}"', 1).encode(encoding)

    assert streamed(raw, lines_held=64).valid


def test_other_documents_in_a_file_are_judged_too(peppol: Path) -> None:
    for record in json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]:
        if record["doc_type"] != "order" or record["kind"] != "example":
            continue
        raw = (peppol / record["file"]).read_bytes()

        assert streamed(raw) == judge(raw)


@pytest.mark.corpus
@pytest.mark.parametrize("lines_held", [1, 2])
def test_the_official_catalogues_are_judged_as_they_are_whole(
    peppol: Path, lines_held: int
) -> None:
    for record in json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]:
        kind = KINDS["catalogue"]
        if record["doc_type"] != "catalogue":
            continue
        raw = (peppol / record["file"]).read_bytes()

        whole = judge(raw, kind=kind, all_rules=True)
        verdict = judge_file(io.BytesIO(raw), kind=kind, all_rules=True, lines_held=lines_held)

        assert verdict.rule_ids(Severity.FATAL) == tuple(sorted(record["fatal"]))
        assert sorted(map(repr, verdict.findings)) == sorted(map(repr, whole.findings))


def test_a_long_head_is_not_judged_anew_for_every_few_lines() -> None:
    head = b"<cbc:X/>" * 15_000
    lines = b"<cac:CatalogueLine/>" * 5_000
    whole = write(a_catalogue(1))
    before, _, behind = whole.partition(b"<cac:ProviderParty>")
    raw = before + head + b"<cac:ProviderParty>" + behind.replace(ROOT_END, lines + ROOT_END)

    given = list(handed_out(io.BytesIO(raw)))

    assert len(given) <= 4
    assert sum(len(part.rest) for part in given) == 5_001


def test_all_elements_of_a_long_catalogue_are_counted() -> None:
    limits = replace(STREAM_LIMITS, elements_in_all=10_000)

    verdict = judge_file(io.BytesIO(write(a_catalogue(600))), limits=limits)

    assert [one.code for one in verdict.findings] == ["documents.too_many_elements"]
    assert not verdict.judged


def test_what_stands_before_a_document_may_be_longer_than_a_piece() -> None:
    raw = write(a_catalogue(2)).replace(
        b"<Catalogue ", b"<!--" + b"x" * 200_000 + b"--><Catalogue "
    )

    assert streamed(raw) == judge(raw)
    assert streamed(raw).valid
