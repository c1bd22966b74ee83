"""Tasks with good defaults."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from avrop.tasks.shapes import NewTask, TaskView
from avrop.testing.worlds import AT
from avrop.values import uuid7


def a_new_task(*assignees: UUID, **facts: Any) -> NewTask:
    """Something to do about a subject of its own."""
    subject_id = facts.get("subject_id") or uuid7()
    task = NewTask("tasks.no_reason", "order", subject_id, assignees, f"test/{uuid7()}")
    return replace(task, **facts)


def a_task_view(*assignees: UUID, **facts: Any) -> TaskView:
    """An open task that nobody has taken."""
    view = TaskView(
        id=uuid7(),
        version=1,
        kind="tasks.no_reason",
        subject_kind="order",
        subject_id=uuid7(),
        values={},
        unit_id=None,
        state="open",
        opened_at=AT,
        due_at=None,
        assignees=assignees,
        taken_by=None,
        done_by=None,
        done_at=None,
    )
    return replace(view, **facts)
