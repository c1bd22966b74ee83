"""What goes into this app and comes out of it, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel.problems import Problem


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task to open. `once_key` makes it open once, whoever asks how often; `kind` is a wording code
    and `values` the facts of its sentence. Whoever has been lent the right `permission` by one of the
    assignees can do it too."""

    kind: str
    subject_kind: str
    subject_id: UUID
    assignees: tuple[UUID, ...]
    once_key: str
    values: Mapping[str, Any] = field(default_factory=dict)
    unit_id: UUID | None = None
    due_at: datetime | None = None
    permission: str = ""


@dataclass(frozen=True, slots=True)
class NewFacts:
    """What the sentence of an open task says from now on."""

    task_id: UUID
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Escalation:
    """More people for a task that stays undone, and perhaps another due time."""

    task_id: UUID
    person_ids: tuple[UUID, ...]
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as it is stored. `assignees` are people, any of whom can do it."""

    id: UUID
    version: int
    kind: str
    subject_kind: str
    subject_id: UUID
    values: Mapping[str, Any]
    unit_id: UUID | None
    state: str
    opened_at: datetime
    due_at: datetime | None
    assignees: tuple[UUID, ...]
    taken_by: UUID | None
    done_by: UUID | None
    done_at: datetime | None

    @property
    def problem(self) -> Problem:
        """What to say of it: `kernel.wording.say(task.problem)`."""
        return Problem(self.kind, self.values)

    def is_late(self, at: datetime) -> bool:
        """Whether it should have been done by now."""
        return self.state == "open" and self.due_at is not None and self.due_at < at
