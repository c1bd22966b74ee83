"""docs/documents.md says what the library does: its code runs, its tables are true."""

import re
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from avrop import documents
from avrop.documents import judging
from avrop.documents.rules import release
from avrop.documents.tests.builders import a_catalogue, an_invoice, an_order

PAGE = (Path(__file__).resolve().parents[2] / "docs/documents.md").read_text("utf-8")
BLOCK = re.compile(r"^```python\n(.*?)^```", re.MULTILINE | re.DOTALL)


def test_the_code_on_the_page_runs_as_it_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("invoice.xml").write_bytes(documents.write(an_invoice(2)))
    Path("catalogue.xml").write_bytes(documents.write(a_catalogue(3)))
    blocks = BLOCK.findall(PAGE)
    names: dict[str, object] = {}

    for block in blocks:
        exec(compile(block, "docs/documents.md", "exec"), names)

    assert len(blocks) == 3
    told = capsys.readouterr().out
    assert told.startswith("invoice True 2026.5\n")
    assert told.endswith("True\n")


def test_every_kind_of_document_is_on_the_page_as_it_is() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    for kind in documents.KINDS.values():
        name = kind.name.replace("_", "-")
        processes = "<br>".join(f"`{process}`" for process in kind.process_ids)
        row = (
            f"| {name} | {kind.root} | {kind.transaction} | UBL {kind.version} "
            f"| `{kind.customization_id}` | {processes} |"
        )
        assert row in rows, name
        assert sum(line.startswith(f"| {name} | ") for line in rows) == 2, "in both tables"


def test_what_the_page_names_is_there() -> None:
    functions = PAGE.partition("| Function | For |")[2].partition("\n\n")[0]
    named = re.findall(r"`([a-z_]+)[(`]", functions)

    assert len(named) >= 12
    assert [name for name in named if not hasattr(documents, name)] == []
    for type_, heading in ((documents.Judgement, "Judgement"), (documents.Finding, "Finding")):
        rows = PAGE.partition(f"### What a {heading} holds")[2].partition("\n#")[0]
        fields = re.findall(r"`([a-z_]+)(?:\([a-z]+\))?`", rows.replace("`avrop`", ""))
        assert set(type_.__slots__) <= set(fields), heading


def test_a_rule_set_is_added_as_the_page_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copytree(release.TABLES / "release_2026_5", tmp_path / "release_2027_1")
    (tmp_path / "release_2026_5").symlink_to(release.TABLES / "release_2026_5")
    model = tmp_path / "release_2027_1" / "T01.json"
    model.write_text(model.read_text("utf-8").replace('"B00103"', '"B99999"'), "utf-8")
    both = (*release.RELEASES, release.RuleSet("2027.1", date(2027, 1, 1), "release_2027_1"))
    monkeypatch.setattr(release, "TABLES", tmp_path)
    monkeypatch.setattr(release, "RELEASES", both)
    monkeypatch.setattr(judging, "RELEASES", both)
    raw = re.sub(rb"<cbc:ID>O-1</cbc:ID>", b"", documents.write(an_order(1)))

    old = documents.judge(raw, all_rules=True, on=date(2026, 12, 31))
    new = documents.judge(raw, all_rules=True, on=date(2027, 1, 1))

    fatal = documents.Severity.FATAL
    assert (old.rule_set, new.rule_set) == ("2026.5", "2027.1")
    assert set(new.rule_ids(fatal)) - set(old.rule_ids(fatal)) == {"PEPPOL-T01-B99999"}
    assert documents.judge(raw, rules="2026.5", all_rules=True) == old
