"""What was found in a message, for the pages that list it: as a problem, and how many more there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from avrop import documents
from avrop.exchange import queries
from avrop.exchange.findings import MessageFinding
from avrop.kernel.presentation import reader_language


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in the reader's language, as lists of problems show it. `more` says how many more
    places of the same rule are not listed; "" where there are none."""

    code: str
    sentence: str
    remedy: str
    fixer: str
    place: tuple[str | int, ...]
    more: str


def found_in(findings: Iterable[MessageFinding]) -> tuple[Found, ...]:
    """The findings of a message, each with what the rules of documents add to it."""
    return tuple(map(_found, findings))


def _found(finding: MessageFinding) -> Found:
    said, broken = queries.said(finding), queries.rule_finding(finding)
    more = documents.rest_in_words(broken, reader_language()) if broken is not None else ""
    return Found(said.code, said.sentence, said.remedy, said.fixer, said.place, more)
