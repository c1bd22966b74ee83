"""What approvals give to others, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel.canonical import digest
from avrop.kernel.problems import Problem
from avrop.values import Money


@dataclass(frozen=True, slots=True)
class StepView:
    """A step; `because` says why it is there. `kernel.wording.say(step.because)` makes the sentence."""

    id: UUID
    level: int
    responsibility: str
    amount: Money
    state: str
    because: Problem
    candidates: tuple[UUID, ...]
    decided_by: UUID | None
    on_behalf_of: UUID | None
    decided_at: datetime | None
    note: str


@dataclass(frozen=True, slots=True)
class RequestView:
    """A request for approval with all its steps, in order."""

    id: UUID
    version: int
    subject_kind: str
    subject_id: UUID
    reference: str
    chains: tuple[UUID, ...]
    requester_person_id: UUID
    unit_id: UUID
    state: str
    amount: Money
    snapshot: str
    snapshot_hash: str
    rule_set: str
    requested_at: datetime
    decided_at: datetime | None
    steps: tuple[StepView, ...]
    available_actions: tuple[str, ...]

    @property
    def is_intact(self) -> bool:
        """Whether the snapshot is the one that was hashed when approval was asked for."""
        return snapshot_digest(self.snapshot) == self.snapshot_hash


@dataclass(frozen=True, slots=True)
class StepSummary:
    """A step that waits for the reader. `asked` are those it was put to: himself, or somebody whose
    substitute he is."""

    id: UUID
    request_id: UUID
    subject_kind: str
    subject_id: UUID
    reference: str
    requester_person_id: UUID
    unit_id: UUID
    responsibility: str
    amount: Money
    requested_at: datetime
    due_at: datetime | None
    asked: tuple[UUID, ...]

    def is_late(self, at: datetime) -> bool:
        """Whether it should have been answered by now."""
        return self.due_at is not None and self.due_at < at


@dataclass(frozen=True, slots=True)
class RouteStep:
    """A step as it would be: why, and who could answer it."""

    level: int
    responsibility: str
    amount: Money
    because: Problem
    candidates: tuple[UUID, ...]


def snapshot_digest(snapshot: str) -> str:
    """SHA-256 of a snapshot, as hexadecimal digits."""
    return digest(snapshot).hex()
