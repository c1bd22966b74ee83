"""What is wrong with a document, as data: rule, severity, place, code and values.

Words are made by `wording.py` when somebody reads them, in the language of the reader.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from avrop.documents.envelope import Envelope
    from avrop.documents.recognise import DocumentKind

NOTHING: Mapping[str, str] = MappingProxyType({})
OWN_RULES = "avrop"


class Severity(StrEnum):
    """FATAL: the document must not be used. WARNING: it may be, but somebody should know."""

    FATAL = "fatal"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: for people (line of the document and terms) and for machines.

    `document_line` is the id of the order line, invoice line and so on. `terms` are UBL element
    names from outer to inner, such as ("LineItem", "Price"). `row` and `column` are the position
    in the file, counted from one; zero when unknown.
    """

    document_line: str | None = None
    terms: tuple[str, ...] = ()
    row: int = 0
    column: int = 0


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong. `rule_id` is the official id, or our own code for what we found ourselves.

    `rule_set` is the version of the rules that say so. `code` names the sentence in `wording.py`
    and `values` fill it. `more` is how many times more the rule is broken where that is not listed,
    and stands at the last that is.
    """

    code: str
    severity: Severity = Severity.FATAL
    rule_id: str = ""
    rule_set: str = OWN_RULES
    xpath: str = ""
    place: Place = NOWHERE
    values: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    more: int = 0

    @property
    def is_fatal(self) -> bool:
        """True when the document must not be used because of this."""
        return self.severity is Severity.FATAL


class UnreadableDocument(Exception):
    """The bytes are not a document that can be used; `findings` say why.

    `kind` and `envelope` hold what could still be made out, so that the message can be filed and
    answered.
    """

    def __init__(
        self,
        findings: Iterable[Finding],
        *,
        kind: "DocumentKind | None" = None,
        envelope: "Envelope | None" = None,
    ) -> None:
        self.findings = tuple(findings)
        self.kind = kind
        self.envelope = envelope
        super().__init__(", ".join(finding.code for finding in self.findings))


def unreadable(code: str, place: Place = NOWHERE, **values: str) -> UnreadableDocument:
    """An exception with one finding of our own."""
    return UnreadableDocument([Finding(code, rule_id=code, place=place, values=values)])
