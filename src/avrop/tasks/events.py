"""What happens to tasks. One event for however many tasks a command opens or closes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class TasksOpened(Event):
    """Work waits for somebody."""

    name: ClassVar = "tasks.tasks_opened"
    subject_id: UUID
    task_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class TasksClosed(Event):
    """Work no longer waits: it is `outcome` "done" or "cancelled"."""

    name: ClassVar = "tasks.tasks_closed"
    subject_id: UUID
    task_ids: tuple[UUID, ...]
    outcome: str


@dataclass(frozen=True)
class TasksRestated(Event):
    """Open tasks say how things stand now."""

    name: ClassVar = "tasks.tasks_restated"
    subject_id: UUID
    task_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class TaskTaken(Event):
    """Somebody has taken a task upon himself."""

    name: ClassVar = "tasks.task_taken"
    task_id: UUID


@dataclass(frozen=True)
class TaskGivenBack(Event):
    """A task that was taken waits again for any of those who can do it."""

    name: ClassVar = "tasks.task_given_back"
    task_id: UUID


@dataclass(frozen=True)
class TaskEscalated(Event):
    """Others can now do a task too."""

    name: ClassVar = "tasks.task_escalated"
    task_id: UUID
    person_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class TasksHandedOver(Event):
    """What waited for one person waits for another too."""

    name: ClassVar = "tasks.tasks_handed_over"
    from_person_id: UUID
    to_person_id: UUID
    task_ids: tuple[UUID, ...]
