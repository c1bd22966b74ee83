"""What is wrong with a message, as it is stored: from the rules of documents or from a business.

Values keep their kind (money, date …), so that a sentence made years later is still written in the
reader's language.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from avrop import documents
from avrop.exchange.rules import tidy
from avrop.kernel.facts import keeps_its_kind, read_facts, stored_facts
from avrop.kernel.problems import Problem

MOST_KEPT = 200
DOCUMENT, BUSINESS = "document", "business"
FATAL, WARNING = "fatal", "warning"


@dataclass(frozen=True, slots=True)
class MessageFinding:
    """One thing wrong with a message.

    `origin` is "document" (a rule of the document, with its official id, rule set and XPath) or
    "business" (a problem of the exchange or of who takes it in). `place` goes from the outside in;
    `document_line` is the line's id, where the place is in a line. `more` is how many times more the
    rule is broken where that is not listed.
    """

    code: str
    severity: str = FATAL
    origin: str = BUSINESS
    rule_id: str = ""
    rule_set: str = ""
    place: tuple[str | int, ...] = ()
    document_line: str = ""
    row: int = 0
    column: int = 0
    xpath: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    fixer: str = ""
    more: int = 0


def from_documents(findings: Iterable[documents.Finding]) -> tuple[MessageFinding, ...]:
    """The findings of a document's rules; of very many, the first and how many more there are."""
    found = tuple(findings)
    kept = tuple(_from_document(finding) for finding in found[:MOST_KEPT])
    if len(found) <= MOST_KEPT:
        return kept
    fatal = any(finding.is_fatal for finding in found[MOST_KEPT:])
    more = MessageFinding(
        "exchange.more_findings",
        severity=FATAL if fatal else WARNING,
        values={"count": sum(1 + finding.more for finding in found[MOST_KEPT:])},
    )
    return (*kept, more)


def _from_document(finding: documents.Finding) -> MessageFinding:
    place = finding.place
    return MessageFinding(
        code=finding.code,
        severity=str(finding.severity),
        origin=DOCUMENT,
        rule_id=tidy(finding.rule_id),
        rule_set=finding.rule_set,
        place=tuple(tidy(term) for term in place.terms),
        document_line=tidy(place.document_line or ""),
        row=place.row,
        column=place.column,
        xpath=tidy(finding.xpath),
        values={name: tidy(str(value)) for name, value in finding.values.items()},
        more=finding.more,
    )


def from_problems(problems: Iterable[Problem]) -> tuple[MessageFinding, ...]:
    """A denial's problems."""
    return tuple(
        MessageFinding(
            code=problem.code,
            place=tuple(part if isinstance(part, int) else tidy(part) for part in problem.place),
            values=dict(problem.values),
            fixer=problem.fixer,
        )
        for problem in tuple(problems)[:MOST_KEPT]
    )


def as_document_finding(finding: MessageFinding) -> documents.Finding:
    """The finding as the documents package words it."""
    return documents.Finding(
        code=finding.code,
        severity=documents.Severity(finding.severity),
        rule_id=finding.rule_id,
        rule_set=finding.rule_set,
        xpath=finding.xpath,
        place=documents.Place(
            document_line=finding.document_line or None,
            terms=tuple(str(part) for part in finding.place),
            row=finding.row,
            column=finding.column,
        ),
        values=dict(finding.values),
        more=finding.more,
    )


def stored(findings: Iterable[MessageFinding]) -> list[dict[str, Any]]:
    """Findings as JSON."""
    return [
        {**to_plain_but_values(finding), "values": stored_facts(_fit(finding.values))}
        for finding in findings
    ]


def to_plain_but_values(finding: MessageFinding) -> dict[str, Any]:
    """The JSON of everything that differs from the default; values need a form of their own."""
    plain = {
        name: getattr(finding, name)
        for name in MessageFinding.__slots__
        if name != "values" and getattr(finding, name)
    }
    return {name: list(value) if name == "place" else value for name, value in plain.items()}


def _fit(values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts that a table can hold: what is of no known kind is text from outside."""
    return {
        name: value if keeps_its_kind(value) else tidy(str(value)) for name, value in values.items()
    }


def read_stored(rows: Iterable[dict[str, Any]]) -> tuple[MessageFinding, ...]:
    """Findings from JSON."""
    return tuple(
        MessageFinding(
            **{
                **row,
                "place": tuple(row.get("place", ())),
                "values": read_facts(row.get("values", {})),
            }
        )
        for row in rows
    )
