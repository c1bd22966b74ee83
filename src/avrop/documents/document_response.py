"""What answers on documents have in common: which document, and what is said of it."""

from dataclasses import dataclass

from avrop.documents.common import DocumentReference

# Codes of UNCL4343 for a document as a whole.
ACKNOWLEDGED = "AB"
ACCEPTED = "AP"
REJECTED = "RE"

# Reasons of a line of a message level answer, by Peppol's list of status reasons.
SYNTAX_VIOLATION = "SV"
RULE_VIOLATION = "BV"
RULE_WARNING = "BW"

#: Stands for a line where what is wrong is at no place in particular.
NO_LINE = "NA"


@dataclass(frozen=True, slots=True)
class DocumentResponse:
    """What is answered on one document."""

    code: str
    document: DocumentReference
    descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineIssue:
    """One thing that is wrong: in words, and `reason_code` SV, BV, BW or FD."""

    description: str
    reason_code: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class LineResponse:
    """What is wrong at one place of a document; `line` is the XPath of that place, else NA."""

    line: str
    issues: tuple[LineIssue, ...]
