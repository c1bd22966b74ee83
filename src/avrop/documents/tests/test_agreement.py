"""How far our verdicts agree with the official ones: per document type, fragments and mutants included.

The rules are asked apart from the schema here, as the corpus does: a fragment can fail the schema and
still say which rules it breaks. What is printed stands in docs/documents.md.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from avrop.documents import Severity
from avrop.documents.parsing import parse_for_growing
from avrop.documents.recognise import KINDS
from avrop.documents.rules import in_force, rule_faults, schema_of
from avrop.documents.ubl.growth import grown

TYPES = sorted(KINDS)
WHOLE = ("example", "derived")
#: The least share of documents on which the same rules fire.
LEAST_FATAL, LEAST_WARNING, LEAST_SCHEMA = 0.999, 0.995, 0.999


@dataclass(frozen=True, slots=True)
class Verdict:
    """A document of the corpus with what the official rules say of it; None where they abort."""

    name: str
    kind: str
    root: etree._Element
    fatal: frozenset[str]
    warning: frozenset[str]
    schema_ok: bool | None


@dataclass(slots=True)
class Agreement:
    """How many documents of one kind (`unit`, `mutant`, …) were asked, and on how many we agree."""

    asked: int = 0
    fatal: int = 0
    warning: int = 0
    asked_schema: int = 0
    schema: int = 0
    wrong: list[str] = field(default_factory=list)


@cache
def corpus_of(peppol: Path) -> tuple[Mapping[str, list[Any]], Mapping[str, list[Any]]]:
    """The records of documents, and of their mutants, by type."""
    by_type: dict[str, list[Any]] = defaultdict(list)
    types: dict[str, str] = {}
    for record in json.loads((peppol / "expected.json").read_text("utf-8"))["documents"]:
        types[record["file"]] = record["doc_type"].replace("-", "_")
        by_type[types[record["file"]]].append(record)
    mutants: dict[str, list[Any]] = defaultdict(list)
    for mutant in json.loads((peppol / "mutants.json").read_text("utf-8"))["mutants"]:
        mutants[types[mutant["base"]]].append(mutant)
    return by_type, mutants


def verdicts_on(peppol: Path, document_type: str) -> Iterator[Verdict]:
    """Every document of a type, changed ones too."""
    records, mutants = corpus_of(peppol)
    for record in records[document_type]:
        if any("crash" in layer for layer in record.get("layers", {}).values()):
            continue  # the official rules themselves abort on it: nothing is expected of them
        root = parse_for_growing((peppol / record["file"]).read_bytes())
        yield verdict(record["file"], record["kind"], root, record)
    for mutant in mutants[document_type]:
        root = parse_for_growing((peppol / mutant["base"]).read_bytes())
        change(root, mutant)
        name = f"{mutant['base']} {mutant['op']} {mutant['at']}"
        yield verdict(name, "mutant", root, mutant)


def verdict(name: str, kind: str, root: etree._Element, record: Mapping[str, Any]) -> Verdict:
    """What the corpus says of a document."""
    fatal, warning = frozenset(record["fatal"]), frozenset(record["warning"])
    return Verdict(name, kind, root, fatal, warning, record.get("xsd_ok"))


def change(root: etree._Element, mutant: Mapping[str, Any]) -> None:
    """Do to a document what a mutant is made by."""
    element = root
    for step in mutant["path"]:
        element = elements_of(element)[step]
    match mutant["op"]:
        case "remove":
            element.getparent().remove(element)  # type: ignore[union-attr]
        case "dup":
            element.addnext(deepcopy(element))
        case "text":
            element.text = mutant["value"]
        case "attr":
            element.set(mutant["attr"], mutant["value"])
        case "unattr":
            del element.attrib[mutant["attr"]]
        case "insert":
            added, beside = etree.fromstring(mutant["xml"]), elements_of(element)
            if mutant["index"] < len(beside):
                beside[mutant["index"]].addprevious(added)
            else:
                element.append(added)


def elements_of(element: etree._Element) -> list[etree._Element]:
    """The children of an element that are elements."""
    return [child for child in element if isinstance(child.tag, str)]


def agreements(peppol: Path, document_type: str) -> dict[str, Agreement]:
    """By kind of document, how often we say what the official rules say."""
    kind, release = KINDS[document_type], in_force()
    found: dict[str, Agreement] = defaultdict(Agreement)
    for one in verdicts_on(peppol, document_type):
        tree, counted = grown(one.root), found[one.kind]
        ours: dict[Severity, set[str]] = {Severity.FATAL: set(), Severity.WARNING: set()}
        for fault in rule_faults(tree, kind, release):
            ours[fault.severity].add(fault.rule_id)
        counted.asked += 1
        counted.fatal += ours[Severity.FATAL] == one.fatal
        counted.warning += ours[Severity.WARNING] == one.warning
        if one.schema_ok is not None:
            counted.asked_schema += 1
            counted.schema += (not schema_of(tree, kind, release)) is one.schema_ok
        if ours[Severity.FATAL] and not one.fatal:
            counted.wrong.append(f"{one.name}: {sorted(ours[Severity.FATAL])}")
    return found


def share(agreed: int, asked: int) -> float:
    """How much of what was asked."""
    return agreed / asked


@pytest.mark.corpus
@pytest.mark.parametrize("document_type", TYPES)
def test_our_verdict_is_the_official_one(
    peppol: Path, document_type: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = agreements(peppol, document_type)

    with capsys.disabled():
        for kind, each in sorted(found.items()):
            schema = (
                f"{share(each.schema, each.asked_schema):7.2%}" if each.asked_schema else "none"
            )
            print(
                f"\n{document_type:26} {kind:8} {each.asked:5}"
                f"  fatal {share(each.fatal, each.asked):7.2%}"
                f"  warning {share(each.warning, each.asked):7.2%}"
                f"  schema {schema}",
                end="",
            )
    whole = [found[kind] for kind in WHOLE if kind in found]
    parts = [each for kind, each in found.items() if kind not in WHOLE]
    every = list(found.values())
    assert found
    assert [each.asked - each.fatal for each in whole] == [0 for _ in whole]
    assert [name for each in every for name in each.wrong] == []
    for least, name, several in (
        (LEAST_FATAL, "fatal", parts),
        (LEAST_WARNING, "warning", every),
        (LEAST_SCHEMA, "schema", every),
    ):
        asked = sum(each.asked_schema if name == "schema" else each.asked for each in several)
        assert asked, name
        agreed = sum(getattr(each, name) for each in several)
        assert share(agreed, asked) >= least, (name, agreed, asked)
