"""A second opinion: the official rules themselves, run beside ours on the same documents.

An operator holds the official rules as stylesheets that answer in SVRL (Schematron compiled to XSLT) and
points at them; nothing of theirs is in this package. They are run by Saxon, an optional extra
(`saxonche`), in processes of their own, one for each core, without network. This is for asking now and
then whether the two agree: it is no part of judging, and many times slower.
"""

from __future__ import annotations

import multiprocessing
import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

from lxml import etree

from avrop.documents.envelope import take_off
from avrop.documents.findings import Severity, UnreadableDocument
from avrop.documents.judging import judge
from avrop.documents.parsing import parse_xml
from avrop.documents.recognise import KINDS, DocumentKind

#: Versions before this one carry compromised root certificates.
LEAST_VERSION = (13, 1, 1)
SUFFIXES = {".xsl", ".xslt"}
SVRL = "{http://purl.oclc.org/dsdl/svrl}"
BROKEN = (SVRL + "failed-assert", SVRL + "successful-report")
# What a rule is called: words of letters and digits with hyphens between them.
RULE_ID = re.compile(r"[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)+")
TRANSACTION = re.compile(r"(?<![A-Za-z0-9])(T\d{2,3}|MLS)(?![0-9A-Za-z])")
BILLING, SELF_BILLED, EVERY = "billing", re.compile(r"(?<![A-Z])SB(?![A-Z])", re.IGNORECASE), ""
# Only what lies on this machine may be read by a stylesheet, and no code be called.
CLOSED = {
    "http://saxon.sf.net/feature/allowedProtocols": "file",
    "http://saxon.sf.net/feature/allow-external-functions": "false",
}
MOST_TOLD = 300


class NoSecondOpinion(Exception):
    """The official rules cannot be run here; the text says what to do about it."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What two say of a document: the rules that only one of them finds broken, by severity.

    `unheard` are rules that we find broken and the stylesheets do not have. Where the two could not be
    compared `trouble` says why, and nothing else is known.
    """

    file: str
    document_type: str = ""
    ours_only: tuple[tuple[str, str], ...] = ()
    theirs_only: tuple[tuple[str, str], ...] = ()
    agreed: int = 0
    unheard: tuple[str, ...] = ()
    trouble: str = ""

    @property
    def agrees(self) -> bool:
        """True where they were compared and say the same."""
        return not (self.trouble or self.ours_only or self.theirs_only)


@dataclass(slots=True)
class Official:
    """Stylesheets of one process, compiled when they are first needed."""

    files: tuple[Path, ...]
    processor: Any
    compiled: dict[Path, Any] = field(default_factory=dict)
    ids: dict[Path, frozenset[str]] = field(default_factory=dict)

    def ids_in(self, file: Path) -> frozenset[str]:
        """All that looks like the name of a rule in a stylesheet."""
        if file not in self.ids:
            self.ids[file] = frozenset(RULE_ID.findall(file.read_text("utf-8")))
        return self.ids[file]

    def broken(self, file: Path, document: str) -> set[tuple[str, str]]:
        """The rules that a stylesheet finds broken, with their severity."""
        if file not in self.compiled:
            compiler = self.processor.new_xslt30_processor()
            self.compiled[file] = compiler.compile_stylesheet(stylesheet_file=str(file))
        node = self.processor.parse_xml(xml_text=document)
        answer = self.compiled[file].transform_to_string(xdm_node=node)
        if not answer:
            raise NoSecondOpinion(f"{file.name} answered with nothing")
        return broken_in(answer.encode())


def broken_in(answer: bytes) -> set[tuple[str, str]]:
    """The rules in an answer in SVRL. Raises NoSecondOpinion for any other answer."""
    root = etree.fromstring(answer, etree.XMLParser(resolve_entities=False, no_network=True))
    if root.tag != SVRL + "schematron-output":
        raise NoSecondOpinion("the stylesheet does not answer in SVRL")
    return {
        (str(each.get("id", "")), severity_of(each).value)
        for each in root.iter(*BROKEN)
        if each.get("id")
    }


def severity_of(broken: etree._Element) -> Severity:
    """Fatal, unless the rule says that it is less."""
    stated = str(broken.get("flag") or broken.get("role") or "").lower()
    return Severity.WARNING if stated in {"warning", "warn", "information"} else Severity.FATAL


def require_saxon() -> None:
    """Raises NoSecondOpinion where Saxon is not installed, or too old."""
    try:
        version = metadata.version("saxonche")
    except metadata.PackageNotFoundError:
        raise NoSecondOpinion(
            "A second opinion needs saxonche 13.1.1 or later: "
            "install it with pip install 'avrop[second-opinion]'."
        ) from None
    found = tuple(int(part) for part in re.findall(r"\d+", version)[:3])
    if found < LEAST_VERSION:
        raise NoSecondOpinion(
            f"saxonche {version} carries compromised root certificates: "
            "install 13.1.1 or later with pip install 'avrop[second-opinion]'."
        )


def stylesheets(given: Path) -> tuple[Path, ...]:
    """The stylesheets at a path: itself, or all in the folder. Raises NoSecondOpinion without any."""
    found = sorted(given.rglob("*")) if given.is_dir() else [given]
    usable = tuple(file for file in found if file.suffix.lower() in SUFFIXES)
    if not usable:
        raise NoSecondOpinion(
            f"There is no stylesheet at {given}. Give Schematron compiled to XSLT (.xsl, .xslt) that "
            "answers in SVRL; a .sch file must be compiled first."
        )
    return usable


def fits(file: Path, kind: DocumentKind) -> bool:
    """True for a stylesheet that is for a kind of document by its name, or whose name says nothing.

    Official names tell: PEPPOLBIS-T01, PEPPOL-EN16931-UBL, PEPPOL-EN16931-UBL-SB, CEN-EN16931-UBL.
    """
    name = file.stem
    if found := TRANSACTION.search(name):
        return found.group(1) == kind.transaction
    if "EN16931" in name.upper():
        if "CII" in name.upper() or kind.transaction not in {"billing", "self-billing"}:
            return False
        is_norm = "PEPPOL" not in name.upper()
        return is_norm or bool(SELF_BILLED.search(name)) is (kind.transaction == "self-billing")
    return True


def compare(
    rules: Path,
    documents: Sequence[Path],
    *,
    kind: DocumentKind | None = None,
    version: str | None = None,
    processes: int | None = None,
) -> Iterator[Comparison]:
    """What the official rules at a path and ours say of documents, in their order.

    Ours are asked whatever the schema says, as theirs are. `kind` is what the documents are judged as
    where they do not say, and `version` the release of ours. Raises NoSecondOpinion.
    """
    require_saxon()
    files = stylesheets(rules)
    asked = partial(compared, kind=kind.name if kind else "", version=version)
    count = processes or os.cpu_count() or 1
    # A fresh interpreter for each: Saxon's own threads do not survive a fork.
    spawning = multiprocessing.get_context("spawn")
    with spawning.Pool(min(count, max(1, len(documents))), opened, (files,)) as pool:
        yield from pool.imap(asked, documents)


#: What a process of the pool holds.
HELD: list[Official] = []


def opened(files: tuple[Path, ...]) -> None:
    """Start Saxon in a process of the pool, with every door closed."""
    from saxonche import PySaxonProcessor

    processor = PySaxonProcessor(license=False)
    for name, value in CLOSED.items():
        processor.set_configuration_property(name, value)
    HELD.append(Official(files, processor))


def compared(file: Path, *, kind: str, version: str | None) -> Comparison:
    """One document, judged twice."""
    try:
        return compared_by(HELD[0], file, KINDS.get(kind), version)
    except UnreadableDocument as refusal:
        return Comparison(str(file), trouble=str(refusal))
    except Exception as error:  # what Saxon, or a stylesheet, stumbles over
        return Comparison(str(file), trouble=" ".join(str(error).split())[:MOST_TOLD])


def compared_by(
    official: Official, file: Path, kind: DocumentKind | None, version: str | None
) -> Comparison:
    """The same, by the stylesheets that fit the document."""
    raw = file.read_bytes()
    ours = judge(raw, rules=version, all_rules=True, fallback=kind)
    if ours.kind is None:
        raise UnreadableDocument(ours.findings)
    sheets = [each for each in official.files if fits(each, ours.kind)]
    if not sheets:
        raise NoSecondOpinion(f"no stylesheet is for {ours.kind.name.replace('_', ' ')}")
    _, root = take_off(parse_xml(raw))
    document = etree.tostring(root, encoding="unicode")
    theirs = set[tuple[str, str]]().union(*(official.broken(each, document) for each in sheets))
    named = frozenset[str]().union(*(official.ids_in(each) for each in sheets))
    mine = {
        (rule_id, severity.value) for severity in Severity for rule_id in ours.rule_ids(severity)
    }
    heard = {each for each in mine if each[0] in named}
    return Comparison(
        str(file),
        ours.kind.name,
        tuple(sorted(heard - theirs)),
        tuple(sorted(theirs - heard)),
        len(heard & theirs),
        tuple(sorted({rule_id for rule_id, _ in mine - heard})),
    )
