"""Steps come and go: their tasks with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from avrop.approvals import permissions
from avrop.approvals.lifecycle import STEP_LIFECYCLE, StepState
from avrop.approvals.models import Request, Step
from avrop.kernel.actors import Actor
from avrop.tasks.actions import NewTask, close_tasks_of, open_tasks
from avrop.values import Money

TASK = "approvals.task_approve"


def open_for(
    request: Request,
    steps: Iterable[Step],
    people: Mapping[UUID, Sequence[UUID]],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Leave a task with those who can answer each step. The same statements for many as for one."""
    tasks = tuple(
        NewTask(
            kind=TASK,
            subject_kind="approval_step",
            subject_id=step.id,
            assignees=tuple(people[step.id]),
            once_key=f"approvals.step/{step.id}",
            values={
                "reference": request.reference,
                "responsibility": step.responsibility,
                "amount": Money(step.amount, request.currency),
            },
            unit_id=request.unit_id,
            due_at=request.due_at,
            permission=permissions.APPROVE.name,
        )
        for step in steps
    )
    if tasks:
        open_tasks(tasks, actor=actor, at=at)


def skip_rest(steps: Iterable[Step], *, actor: Actor, at: datetime) -> None:
    """Nothing more is asked: what has not been answered is skipped, and its tasks are closed."""
    left = [step for step in steps if step.state in (StepState.PENDING, StepState.WAITING)]
    if not left:
        return
    for step in left:
        STEP_LIFECYCLE.after(step.state, "skip")
    ids = tuple(step.id for step in left)
    Step.objects.filter(id__in=ids).update(state=StepState.SKIPPED)
    close_tasks_of(ids, outcome="cancelled", actor=actor, at=at)
