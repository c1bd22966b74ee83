"""What the queries of responsibilities give."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from avrop.authority.queries import PositionView
from avrop.responsibility.changing import Affected, Effects, LetterChange, Step
from avrop.responsibility.duties import Duty, DutyList, Period
from avrop.responsibility.matrix import Gap
from avrop.responsibility.parts import Against, Decided
from avrop.values import Money

__all__ = [
    "ActivityRow",
    "Affected",
    "Against",
    "ChangeSummary",
    "ChangeView",
    "ConfirmationSheet",
    "ConfirmationView",
    "Decided",
    "Doer",
    "DutyHeld",
    "Effects",
    "FindingView",
    "GapCount",
    "HandOverView",
    "HoursOfRole",
    "LetterChange",
    "MatrixView",
    "Mine",
    "PartRow",
    "PointView",
    "PostView",
    "UnitStanding",
    "VersionView",
]


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """A row of the matrix: letters by role, the row's unit (None: the whole organisation), and what is
    wrong with it and with those who hold it."""

    activity: str
    part: str
    unit_id: UUID | None
    letters: Mapping[str, str]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """The matrix as of a day. `roles` are those that have a letter anywhere, in their order."""

    on: date
    version: str
    roles: tuple[str, ...]
    rows: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """A version of the matrix, and what it changed of the one before."""

    number: int
    version: str
    valid_from: date
    decided_by: UUID | None
    decided_at: datetime
    reason: str
    changes: tuple[LetterChange, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A gap or a double, where and about what. `id` tells it from the others of a day."""

    id: str
    gap: str
    activity: str
    part: str
    role: str
    unit_id: UUID | None
    unit: str
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GapCount:
    """How often something is wrong."""

    gap: str
    count: int


@dataclass(frozen=True, slots=True)
class Doer:
    """Somebody who does something: by name, and whether he leaves."""

    person_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PartRow:
    """Who does what in one activity of one unit; more than `MOST_NAMED` people are counted only."""

    activity: str
    part: str
    level: str
    roles: Mapping[str, tuple[str, ...]]
    accountable: tuple[Doer, ...]
    responsible: tuple[Doer, ...]
    responsible_count: int
    consulted: tuple[Doer, ...]
    consulted_count: int
    informed_count: int
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class DutyHeld:
    """A letter that somebody has in an activity, by a role in a unit (None: everywhere)."""

    activity: str
    part: str
    letters: str
    role: str
    unit_id: UUID | None
    unit: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of a hand-over."""

    item: str
    note: str
    done_by: str
    done_at: datetime | None


@dataclass(frozen=True, slots=True)
class HandOverView:
    """What is handed over with a position, and how far that has come."""

    id: UUID
    version: int
    from_person: str
    to_person: str
    opened_at: datetime
    done_at: datetime | None
    points: tuple[PointView, ...]
    may_note: bool


@dataclass(frozen=True, slots=True)
class PostView:
    """What a position answers for."""

    id: UUID
    position_id: UUID
    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """How a unit's confirmation of a period stands (no unit: the whole organisation)."""

    id: str
    unit_id: UUID | None
    unit: str
    frequency: str
    period: str
    due_on: date
    state: str
    managers: tuple[str, ...]
    superior: str
    covers: int
    confirmation_id: UUID | None
    confirmed_by: str
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class StandingCount:
    """How many confirmations stand so."""

    state: str
    confirmations: int


@dataclass(frozen=True, slots=True)
class ConfirmationView:
    """What was confirmed, with the text as it stood."""

    id: UUID
    unit_id: UUID | None
    frequency: str
    period: str
    rule_set: str
    duties: tuple[Duty, ...]
    statement: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str | bool]]
    has_gaps: bool
    confirmed_by: str
    confirmed_at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmationSheet:
    """What a manager confirms for a unit in a period, and what has been confirmed before."""

    unit_id: UUID | None
    unit: str
    period: Period
    state: str
    rule_set: str
    duties: tuple[Duty, ...]
    whole: DutyList
    may_confirm: bool
    former: tuple[ConfirmationView, ...]


@dataclass(frozen=True, slots=True)
class Mine:
    """Everything that the acting person answers for."""

    duties: tuple[DutyHeld, ...]
    positions: tuple[PositionView, ...]
    confirmations: tuple[UnitStanding, ...]


@dataclass(frozen=True, slots=True)
class ChangeSummary:
    """A planned change in a list."""

    id: UUID
    title: str
    state: str
    valid_from: date
    steps: int
    planned_by: UUID | None
    planned_at: datetime


@dataclass(frozen=True, slots=True)
class HoursOfRole:
    """Planned and worked hours of a role in a phase; `None` where nothing is planned."""

    role: str
    phase: str
    planned: Decimal | None
    worked: Decimal


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A planned change with all that follows from it. `effects` name people only where they are few;
    `names` are those of the people and units in it."""

    id: UUID
    version: int
    title: str
    reason: str
    state: str
    valid_from: date
    decision_reference: str
    steps: tuple[Step, ...]
    planned_by: UUID | None
    planned_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    rule_set: str
    effects: Effects
    people_affected: int
    problems: tuple[str, ...]
    hours: tuple[HoursOfRole, ...]
    names: Mapping[UUID, str]
    available_actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A mandate that goes against what is decided, in words that can be looked up."""

    id: str
    conflict: str
    role: str
    person: str
    unit: str
    part: str
    limit: Money | None
    decided_limit: Money | None


@dataclass(frozen=True, slots=True)
class OrderManagement:
    """Who manages the orders of customers; `is_mine`: the reader finds the work of the order desk."""

    owner: str
    unit_id: UUID | None
    unit: str
    version: str
    is_mine: bool


@dataclass(frozen=True, slots=True)
class DeskPreview:
    """Who would do the work of the order desk, who comes to it and who leaves it."""

    does_it: tuple[Doer, ...]
    gains: tuple[Doer, ...]
    loses: tuple[Doer, ...]
    count: int
