"""What the queries of cases give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Check:
    """A problem that the thing had when help was asked for."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    place: tuple[str | int, ...] = ()
    fixer: str = ""


@dataclass(frozen=True, slots=True)
class Traced:
    """A step on the way of the thing, as it was when help was asked for."""

    at: datetime
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The thing that a question is about, as it stood."""

    number: str = ""
    checks: tuple[Check, ...] = ()
    trace: tuple[Traced, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSummary:
    """A case in a list. `named` and `answer_to` are what a visitor wrote: whom it is about, and where
    the answer goes."""

    id: UUID
    version: int
    number: str
    topic: str
    state: str
    asked_by: UUID | None
    owner: UUID | None
    subject_kind: str
    subject_id: UUID | None
    subject_number: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    told_at: datetime | None
    closed_at: datetime | None
    named: str
    answer_to: str

    @property
    def is_report(self) -> bool:
        """Whether somebody without an account made it."""
        return self.asked_by is None

    def is_late(self, now: datetime) -> bool:
        """Whether an answer was due and has not come."""
        return self.state == "open" and self.due_at < now


@dataclass(frozen=True, slots=True)
class Said:
    """Something said in a case; a visitor's words have no person."""

    kind: str
    text: str
    person_id: UUID | None
    said_at: datetime


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that was said, and what may happen to it next."""

    case: CaseSummary
    page: str
    checks: tuple[Check, ...]
    trace: tuple[Traced, ...]
    messages: tuple[Said, ...]
    available_actions: tuple[str, ...]
