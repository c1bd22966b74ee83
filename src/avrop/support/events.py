"""What happens to cases: ids and codes only; what people wrote stands in the case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class CaseOpened(Event):
    """Somebody asked for help."""

    name: ClassVar = "support.case_opened"
    case_id: UUID
    topic: str
    about_kind: str
    about_id: UUID | None


@dataclass(frozen=True)
class CaseTaken(Event):
    """Somebody answers for a case now."""

    name: ClassVar = "support.case_taken"
    case_id: UUID
    owner: UUID


@dataclass(frozen=True)
class CaseAnswered(Event):
    """A case has an answer that the one who asked has not been told yet."""

    name: ClassVar = "support.case_answered"
    case_id: UUID


@dataclass(frozen=True)
class CaseTold(Event):
    """The one who asked knows the answer; `by` says how: "reading" or "person"."""

    name: ClassVar = "support.case_told"
    case_id: UUID
    by: str


@dataclass(frozen=True)
class CaseAskedMore(Event):
    """The answer was not enough: the case waits for another."""

    name: ClassVar = "support.case_asked_more"
    case_id: UUID


@dataclass(frozen=True)
class CaseClosed(Event):
    """A case is over."""

    name: ClassVar = "support.case_closed"
    case_id: UUID


@dataclass(frozen=True)
class TextJudged(Event):
    """Somebody has said whether a text of a handbook helped; `updated` is the text's version."""

    name: ClassVar = "support.text_judged"
    role: str
    code: str
    updated: date
    helps: bool
