"""The verdict on a document of any known type: does it keep its schema and its rules, and where not.

Judging needs no value of a document: what cannot be read because something is absent is judged all the
same. A document that could not be judged is never called valid.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import chain

from lxml import etree

from avrop.documents.envelope import take_off
from avrop.documents.findings import Finding, Severity, UnreadableDocument, unreadable
from avrop.documents.parsing import (
    DEFAULT_LIMITS,
    LONGEST_TEXT,
    Limits,
    parse_for_growing,
    refuse_excess,
)
from avrop.documents.places import local_name
from avrop.documents.recognise import ROOTS, DocumentKind, kind_of_root
from avrop.documents.rules import RELEASES, RuleSet, in_force, rule_faults, schema_of
from avrop.documents.rules.asking import exactly
from avrop.documents.rules.faults import as_findings
from avrop.documents.rules.schema import RULE as SCHEMA_RULE
from avrop.documents.ubl.growth import grown, undisturbed


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say of a document.

    `kind` is None where it could not be made out, and `judged` is False where the rules could not be
    asked: then the findings say why. `schema_ok` is the verdict of the UBL schema alone, None where it
    was not asked. Of `rule_set` is the version that was asked.
    """

    rule_set: str
    kind: DocumentKind | None = None
    schema_ok: bool | None = None
    findings: tuple[Finding, ...] = ()
    judged: bool = False

    @property
    def valid(self) -> bool:
        """Whether it was judged, and nothing forbids its use."""
        return self.judged and not any(finding.is_fatal for finding in self.findings)

    def rule_ids(self, severity: Severity) -> tuple[str, ...]:
        """The rules of a severity that are broken, each once, sorted; the schema is none of them."""
        broken = {one.rule_id for one in self.findings if one.severity is severity}
        return tuple(sorted(broken - {SCHEMA_RULE}))


@undisturbed()
@exactly()
def judge(
    raw: bytes,
    *,
    limits: Limits = DEFAULT_LIMITS,
    on: date | None = None,
    rules: str | None = None,
    all_rules: bool = False,
    kind: DocumentKind | None = None,
    fallback: DocumentKind | None = None,
) -> Judgement:
    """The verdict on the document in the bytes, in its envelope or without.

    The rules are those of the release called `rules`, else those in force on a day, else the newest.
    They are asked where the schema is kept, as everywhere on the network; with `all_rules` also where
    it is not, as for fragments. It is judged as what it says that it is; as a `kind` that is given,
    whatever it says; as `fallback` where it says nothing that is known.

    Raises KeyError for a release that there is none of, and nothing for what the bytes are.
    """
    release = release_called(rules) if rules is not None else in_force(on)
    try:
        root = parse_for_growing(raw, limits=limits)
        # Growing refuses what is too deep or too wide in a document, but it does not see envelopes.
        if root.tag not in ROOTS or limits.text < LONGEST_TEXT:
            refuse_excess(root, limits)
        _, inner = take_off(root)
        found_kind = kind_of_document(inner, kind, fallback)
        tree = grown(inner, limits=limits)
    except UnreadableDocument as refusal:
        return Judgement(release.version, refusal.kind, findings=refusal.findings)
    schema = schema_of(tree, found_kind, release)
    asked = rule_faults(tree, found_kind, release) if all_rules or not schema else ()
    found = as_findings(chain(schema, asked), tree, release.version)
    return Judgement(
        release.version,
        found_kind,
        schema_ok=not schema,
        findings=found,
        judged=all_rules or not schema,
    )


def kind_of_document(
    root: etree._Element, kind: DocumentKind | None, fallback: DocumentKind | None
) -> DocumentKind:
    """What a document is judged as: a kind that is given, else what it says that it is, else what it
    is taken for; where its root is called as that kind's. The schema tells of another namespace.

    Raises UnreadableDocument.
    """
    name = local_name(root)
    if kind is not None:
        if name == kind.root:
            return kind
        raise unreadable("documents.other_root", root=name[:80])
    try:
        return kind_of_root(root)
    except UnreadableDocument:
        if fallback is None or name != fallback.root:
            raise
        return fallback


def release_called(version: str) -> RuleSet:
    """The release of a version such as "2026.5". KeyError where there is none."""
    return {release.version: release for release in RELEASES}[version]
