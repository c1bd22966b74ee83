"""Who can do what to a task. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.tasks.shapes import NewTask, TaskView

LONGEST_KEY = 200


def problems_opening(tasks: Iterable[NewTask]) -> Iterator[Problem]:
    """What cannot be in new tasks."""
    for position, task in enumerate(tasks):
        place = ("tasks", position)
        if not task.assignees:
            yield Problem("tasks.no_assignee", {"kind": task.kind}, (*place, "assignees"))
        if not 0 < len(task.once_key) <= LONGEST_KEY:
            yield Problem("tasks.key_shape", {"most": LONGEST_KEY}, (*place, "once_key"))


def problems_taking(task: TaskView, person_id: UUID | None) -> Iterator[Problem]:
    """Why this person cannot take or finish the task."""
    if person_id not in task.assignees:
        yield Problem("tasks.not_yours")
    if task.taken_by not in (None, person_id):
        yield Problem("tasks.taken_by_another")


def problems_giving_back(task: TaskView, person_id: UUID | None) -> Iterator[Problem]:
    """Why this person cannot give the task back."""
    if person_id is None or task.taken_by != person_id:
        yield Problem("tasks.not_taken_by_you")


def problems_escalating(
    task: TaskView, person_ids: Iterable[UUID], reason: str
) -> Iterator[Problem]:
    """Why these people cannot be added to the task."""
    if not reason.strip():
        yield Problem("tasks.no_reason", place=("reason",))
    if not set(person_ids) - set(task.assignees):
        yield Problem("tasks.nobody_new", place=("person_ids",))


def problems_with_outcome(outcome: str, outcomes: Collection[str]) -> Iterator[Problem]:
    """An outcome that tasks do not have."""
    if outcome not in outcomes:
        yield Problem("tasks.unknown_outcome", {"outcome": outcome}, ("outcome",))
