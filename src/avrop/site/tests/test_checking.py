"""`avrop documents check`: verdicts for people and programs, and exit codes a script can trust."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner, Result

from avrop.documents import envelope_for, judge, judge_file, verdict_of, wrap, write
from avrop.documents.tests.builders import a_catalogue, an_invoice, an_order
from avrop.site.cli.checking import checking

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
NO_ID = b"<cbc:ID>", b"<cbc:ID/><cbc:ID>"


def check(*arguments: object) -> Result:
    return CliRunner().invoke(checking, ["check", *map(str, arguments)])


def rows(*arguments: object) -> list[dict[str, Any]]:
    result = check("--json", *arguments)
    return [json.loads(line) for line in result.stdout.splitlines()]


def a_file(folder: Path, raw: bytes, name: str = "order.xml") -> Path:
    folder.mkdir(exist_ok=True, parents=True)
    file = folder / name
    file.write_bytes(raw)
    return file


def test_a_valid_document_ends_with_nought_and_a_fatal_finding_with_one(tmp_path: Path) -> None:
    order = write(an_order(1))

    valid = check(a_file(tmp_path, order))
    broken = check(a_file(tmp_path, order.replace(b"<cbc:ID>O-1", b"<cbc:ID>", 1), "broken.xml"))
    both = check(tmp_path / "order.xml", tmp_path / "broken.xml")

    assert (valid.exit_code, broken.exit_code, both.exit_code) == (0, 1, 1)
    assert "order, valid (2026.5)" in valid.stdout
    assert "order, NOT VALID (2026.5)" in broken.stdout


@pytest.mark.parametrize("raw", [b"", b"hello", b"<Shopping/>", b"\x1f\x8b", b"<a><b></a>"])
def test_what_could_not_be_judged_is_never_called_valid(tmp_path: Path, raw: bytes) -> None:
    file = a_file(tmp_path, raw)

    result, (row,) = check(file), rows(file)

    assert result.exit_code == 1
    assert "NOT JUDGED" in result.stdout
    assert (row["judged"], row["schema_ok"], row["fatal"]) != (True, True, [])
    assert row["judged"] is False
    assert len(row["findings"]) == 1


def test_of_a_folder_every_xml_file_in_it_is_judged_in_one_go(tmp_path: Path) -> None:
    order = write(an_order(1))
    for name in ("b.xml", "a.xml"):
        a_file(tmp_path, order, name)
    a_file(tmp_path / "deeper", order, "c.xml")
    a_file(tmp_path, b"not looked at", "notes.txt")

    found = rows(tmp_path)

    assert [Path(row["file"]).name for row in found] == ["a.xml", "b.xml", "c.xml"]
    assert all(row["judged"] and row["fatal"] == [] for row in found)


@pytest.mark.parametrize("option", [("--rules", "1999.1"), ("--type", "shopping-list")])
def test_a_release_or_type_that_there_is_none_of_is_not_understood(
    tmp_path: Path, option: tuple[str, str]
) -> None:
    result = check(a_file(tmp_path, write(an_order(1))), *option)

    assert result.exit_code == 2
    assert option[0] in result.stderr


def test_the_release_can_be_named(tmp_path: Path) -> None:
    (row,) = rows(a_file(tmp_path, write(an_order(1))), "--rules", "2026.5")

    assert row["rule_set"] == "2026.5"


def test_a_fragment_is_asked_the_rules_of_the_type_that_its_folder_is_called(
    tmp_path: Path,
) -> None:
    namespace = "urn:oasis:names:specification:ubl:schema:xsd:"
    fragment = (
        f'<Order xmlns="{namespace}Order-2" xmlns:b="{namespace}CommonBasicComponents-2">'
        "<b:ID>1</b:ID></Order>"
    ).encode()
    file = a_file(tmp_path / "order", fragment)

    (plain,), (all_rules,) = rows(file), rows(file, "--all-rules")

    assert (plain["judged"], plain["document_type"]) == (False, None)
    assert (all_rules["judged"], all_rules["document_type"]) == (True, "order")
    assert all_rules["schema_ok"] is False
    assert "PEPPOL-T01-B00108" in all_rules["fatal"]
    assert "UBL" not in all_rules["fatal"]


def test_without_all_rules_a_broken_schema_is_all_that_is_told(tmp_path: Path) -> None:
    file = a_file(tmp_path, write(an_order(1)).replace(*NO_ID, 1))

    (row,) = rows(file)

    assert (row["judged"], row["schema_ok"], row["fatal"], row["warning"]) == (False, False, [], [])
    assert {each["id"] for each in row["findings"]} == {"UBL"}


def test_the_object_of_a_file_has_these_fields(tmp_path: Path) -> None:
    file = a_file(tmp_path, write(an_order(1)).replace(*NO_ID, 1))

    (row,) = rows(file, "--all-rules")

    assert list(row) == [
        "file", "document_type", "rule_set", "judged", "schema_ok", "fatal", "warning", "findings",
    ]  # fmt: skip
    assert row["file"] == str(file)
    assert (row["document_type"], row["rule_set"]) == ("order", "2026.5")
    assert (row["judged"], row["schema_ok"]) == (True, False)
    assert row["fatal"] == sorted(set(row["fatal"]))
    assert "PEPPOL-COMMON-R001" in row["fatal"]
    assert row["warning"] == []
    for finding in row["findings"]:
        assert_is_a_finding(finding)


def assert_is_a_finding(finding: Mapping[str, Any]) -> None:
    languages = ["sv", "en", "zh-Hans"]
    assert list(finding) == ["id", "rule_set", "severity", "place", "messages", "remedy", "more"]
    assert finding["severity"] in {"fatal", "warning"}
    assert list(finding["place"]) == ["xpath", "row", *languages]
    assert finding["place"]["xpath"].startswith("/Order")
    assert finding["place"]["row"] > 0
    assert list(finding["messages"]) == list(finding["remedy"]) == languages
    assert all(finding["messages"].values())
    assert all(finding["remedy"].values())
    assert finding["more"] == 0


@pytest.mark.parametrize("document", [an_order(2), an_invoice(2), a_catalogue(3)])
def test_an_envelope_changes_nothing_in_the_verdict(document: Any, tmp_path: Path) -> None:
    spoilt = write(replace(document, number=" "))
    around = envelope_for(document, instance_id="m-1", created_at=NOON)

    bare = judge(spoilt, all_rules=True)
    wrapped = judge(wrap(spoilt, around), all_rules=True)

    assert bare.findings
    assert [replace(one, place=None) for one in wrapped.findings] == [
        replace(one, place=None) for one in bare.findings
    ]
    assert [one.place.terms for one in wrapped.findings] == [
        one.place.terms for one in bare.findings
    ]
    assert (wrapped.kind, wrapped.schema_ok, wrapped.judged) == (
        bare.kind,
        bare.schema_ok,
        bare.judged,
    )


def test_of_many_findings_a_hundred_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    notes = b"<cbc:Note/>" * 150 + b"<cbc:IssueDate>"
    file = a_file(tmp_path, write(an_invoice(1)).replace(b"<cbc:IssueDate>", notes, 1))

    (row,) = rows(file, "--all-rules")
    told = check(file, "--all-rules").stdout

    empty = [one for one in row["findings"] if one["id"] == "PEPPOL-EN16931-R008"]
    assert len(empty) == 100
    assert [one["more"] for one in empty] == [0] * 99 + [50]
    assert "50" in told


def test_the_file_and_its_bytes_get_the_same_verdict(tmp_path: Path) -> None:
    raw = write(a_catalogue(700)).replace(b">12.50<", b">-1.00<", 3)
    file = a_file(tmp_path, raw)

    with file.open("rb") as content:
        streamed = judge_file(content)

    assert verdict_of(streamed) == verdict_of(judge(raw))
    assert len(streamed.findings) == 3


def through_a_pipe(folder: Path, raw: bytes, *arguments: object) -> Result:
    pipe = folder / "pipe"
    os.mkfifo(pipe)
    writer = Thread(target=pipe.write_bytes, args=(raw,))
    writer.start()
    result = CliRunner().invoke(checking, [*map(str, arguments), str(pipe)])
    writer.join()
    return result


@pytest.mark.parametrize("arguments", [["check"], ["check", "--html"], ["show"]])
def test_a_pipe_is_judged_and_shown_as_a_file_is(tmp_path: Path, arguments: list[str]) -> None:
    order = write(an_order(2))

    piped = through_a_pipe(tmp_path, order, *arguments)

    file = tmp_path / "pipe"
    file.unlink()
    file.write_bytes(order)
    assert piped.exit_code == 0, piped.output
    assert piped.stdout == CliRunner().invoke(checking, [*arguments, str(file)]).stdout


def test_what_cannot_be_done_is_told_before_anything_is_judged(tmp_path: Path) -> None:
    order = a_file(tmp_path / "orders", write(an_order(1)))
    (tmp_path / "none").mkdir()

    nowhere = check("--html", "-o", tmp_path / "not here" / "page.html", order)
    unasked = check("--json", "-o", tmp_path / "page.html", order)
    empty = check(tmp_path / "none")

    assert [one.exit_code for one in (nowhere, unasked, empty)] == [2, 2, 2]
    assert "not here" in nowhere.output
    assert "--html" in unasked.output
    assert "no XML file" in empty.output


def test_a_file_that_cannot_be_read_does_not_keep_the_others_from_being_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "orders"
    locked, order = a_file(folder, b"", "a.xml"), a_file(folder, write(an_order(1)), "b.XML")
    reading = Path.open

    def refuse(file: Path, *how: Any, **else_how: Any) -> Any:
        if file == locked:
            raise PermissionError(13, "Permission denied")
        return reading(file, *how, **else_how)

    monkeypatch.setattr(Path, "open", refuse)

    judged = check(folder)

    assert judged.exit_code == 1
    assert f"{locked}: Permission denied" in judged.output
    assert f"{order}: order, valid" in judged.output


def test_words_about_a_document_are_in_the_language_that_is_asked_for(tmp_path: Path) -> None:
    broken = a_file(tmp_path, write(an_order(1)).replace(b"<cbc:ID>O-1</cbc:ID>", b""))

    assert "Saknas" in check("--language", "sv", broken).output
    assert "identifier" in check("--language", "en", broken).output
