"""The verdict on a document that is too large to be held: a catalogue of a million lines.

Theory of operation. The head and a few hundred lines at a time are judged as if they were the whole
document, by the very rules that judge whole ones. What they say of the lines counts; what they say
of the head counts once, with the last lines, when all of the document has been seen. No rule of a
catalogue compares one line with another, so the verdict is that on the whole.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from typing import BinaryIO

from lxml import etree

from avrop.documents.findings import UnreadableDocument
from avrop.documents.judging import Judgement, kind_of_document, release_called
from avrop.documents.parsing import Limits
from avrop.documents.places import Held
from avrop.documents.recognise import DocumentKind
from avrop.documents.rules import RuleSet, in_force, rule_faults, schema_of
from avrop.documents.rules.asking import exactly
from avrop.documents.rules.faults import Fault, Tally
from avrop.documents.rules.schema import RULE as SCHEMA_RULE
from avrop.documents.rules.tree import Branch, Node
from avrop.documents.streaming import LINES_HELD, STREAM_LIMITS, Part, Progress, parts
from avrop.documents.ubl.growth import grown_in_part, undisturbed


def judge_file(
    file: BinaryIO,
    *,
    limits: Limits = STREAM_LIMITS,
    on: date | None = None,
    rules: str | None = None,
    all_rules: bool = False,
    kind: DocumentKind | None = None,
    fallback: DocumentKind | None = None,
    progress: Callable[[Progress], None] | None = None,
    lines_held: int = LINES_HELD,
) -> Judgement:
    """The verdict on the document in a file, as `judge` gives it, with never more than
    `lines_held` catalogue lines in memory.

    Any document may be in it, but only catalogues are let go of as they are read. `progress` is
    told again and again how far the reading has come. The file must be seekable. Raises KeyError
    for a release that there is none of, and nothing for what is in the file.
    """
    release = release_called(rules) if rules is not None else in_force(on)
    course = Course(release, kind, fallback, limits, all_rules=all_rules)
    try:
        for part in parts(file, limits=limits, lines_held=lines_held, progress=progress):
            course.judge(part)
    except UnreadableDocument as refusal:
        found = refusal.kind or course.kind
        return Judgement(release.version, found, findings=refusal.findings)
    return course.judgement()


class Course:
    """The judging of one document, part by part."""

    def __init__(
        self,
        release: RuleSet,
        kind: DocumentKind | None,
        fallback: DocumentKind | None,
        limits: Limits,
        *,
        all_rules: bool,
    ) -> None:
        self.release, self.given, self.fallback = release, kind, fallback
        self.limits, self.all_rules = limits, all_rules
        self.kind: DocumentKind | None = None
        self.between = ""
        self.schema, self.asked = Tally(release.version), Tally(release.version)

    @property
    def asks_rules(self) -> bool:
        """Rules are asked where the schema is kept, or always when that is wanted."""
        return self.all_rules or not self.schema.counted

    @undisturbed()
    @exactly()
    def judge(self, part: Part) -> None:
        """Count what the rules say of a part."""
        kind = self.kind = self.kind or kind_of_document(part.root, self.given, self.fallback)
        tree = grown_in_part(part.root, part.children, limits=self.limits)
        # What the root says is judged with the last part.
        self.between = tree.text = self.between or tree.text
        held = Held(part.root, part.lines_gone)
        departures = schema_of(tree, kind, self.release)
        self.schema.add(counting(part, tree, departures), tree, held)
        self.schema.add(astray_faults(part, tree, {fault.node for fault in departures}), tree, held)
        if self.asks_rules:
            self.asked.add(counting(part, tree, rule_faults(tree, kind, self.release)), tree, held)

    def judgement(self) -> Judgement:
        """The verdict, when all parts have been judged."""
        findings = self.schema.listed()
        if self.asks_rules:
            findings += self.asked.listed()
        return Judgement(
            self.release.version,
            self.kind,
            schema_ok=not self.schema.counted,
            findings=findings,
            judged=self.asks_rules,
        )


def astray_faults(part: Part, tree: Node, told: Collection[Node]) -> Iterator[Fault]:
    """What stands between lines, where nothing may.

    As the lines before it are gone it looks like a part of the head: the schema has `told` of some.
    """
    start = len(part.head)
    for node in tree.children[start : start + len(part.astray)]:
        if node not in told:
            yield Fault(SCHEMA_RULE, node, "rules.schema_order")


def counting(part: Part, tree: Branch, faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults that count now: of the last part all, of others those of what is then let go."""
    head = frozenset(part.head)
    for fault in faults:
        if part.is_last or is_let_go(part, head, tree.source.element(tree, fault.node)):
            yield fault


def is_let_go(part: Part, head: frozenset[etree._Element], element: etree._Element) -> bool:
    """True for what stands in a line or astray, false for the root and its head."""
    if element is part.root:
        return False
    current, above = element, element.getparent()
    while above is not None and above is not part.root:
        current, above = above, above.getparent()
    return current not in head
