"""Opening, taking and closing tasks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.facts import stored_facts
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.tasks import permissions, rules
from avrop.tasks.events import (
    TaskEscalated,
    TaskGivenBack,
    TasksClosed,
    TasksHandedOver,
    TasksOpened,
    TasksRestated,
    TaskTaken,
)
from avrop.tasks.lifecycle import CLOSING_VERBS, LIFECYCLE, State
from avrop.tasks.models import Assignee, Task
from avrop.tasks.queries import views_of
from avrop.tasks.shapes import Escalation, NewFacts, NewTask, TaskView
from avrop.values import uuid7

__all__ = [
    "NewTask",
    "close_tasks",
    "close_tasks_of",
    "escalate_task",
    "escalate_tasks",
    "finish_task",
    "give_back_task",
    "hand_over_tasks",
    "mark_news_seen",
    "open_task",
    "open_tasks",
    "restate_tasks",
    "take_task",
]


@command(permissions.OPEN)
def open_task(
    kind: str,
    *,
    subject_kind: str,
    subject_id: UUID,
    assignees: tuple[UUID, ...],
    once_key: str,
    values: Mapping[str, Any] | None = None,
    unit_id: UUID | None = None,
    due_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Have work wait for one of some people. The same `once_key` gives the task it opened first."""
    require(actor, permissions.OPEN, at=at)
    task = NewTask(
        kind, subject_kind, subject_id, assignees, once_key, values or {}, unit_id, due_at
    )
    return open_tasks((task,), actor=actor, at=at)[0]


@command(permissions.OPEN)
def open_tasks(tasks: tuple[NewTask, ...], *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Open many tasks, in as many statements as one. Returns their ids in the same order."""
    actor = require(actor, permissions.OPEN, at=at)
    invalid_if(rules.problems_opening(tasks))
    rows = {task.once_key: _row_of(task, at) for task in tasks}
    added = bulk.insert_new_rows(Task, rows.values())
    ids = {key: row.id for key, row in rows.items()}
    if len(added) < len(rows):
        ids |= dict(_by_once_key(keys=list(rows)))
    fresh = {task.once_key: task for task in tasks if ids[task.once_key] == rows[task.once_key].id}
    bulk.insert_rows(
        Assignee,
        [
            Assignee(task_id=ids[key], person_id=person_id)
            for key, task in fresh.items()
            for person_id in dict.fromkeys(task.assignees)
        ],
    )
    if fresh:
        subject_id = next(iter(fresh.values())).subject_id
        opened = tuple(ids[key] for key in fresh)
        outbox.publish(TasksOpened(subject_id, opened), actor=actor, at=at)
    return tuple(ids[task.once_key] for task in tasks)


@command(permissions.OPEN)
def restate_tasks(facts: tuple[NewFacts, ...], *, actor: Actor, at: datetime) -> int:
    """Let open tasks say how things stand now, where that has changed: how many of something wait. Who
    has taken one keeps it. Returns how many changed, in as many statements as for one."""
    actor = require(actor, permissions.OPEN, at=at)
    stated = {one.task_id: stored_facts(one.values) for one in facts}
    rows = Task.objects.select_for_update().filter(id__in=list(stated), state=State.OPEN)
    changed = [row for row in rows.order_by("id") if row.values != stated[row.id]]
    if not changed:
        return 0
    for row in changed:
        row.values = stated[row.id]
        row.version += 1
    bulk.update_rows(Task, ("values", "version"), changed)
    about: dict[UUID, list[UUID]] = {}
    for row in changed:
        about.setdefault(row.subject_id, []).append(row.id)
    restated = [TasksRestated(subject_id, tuple(ids)) for subject_id, ids in about.items()]
    outbox.publish_each(restated, actor=actor, at=at)
    return len(changed)


_CLOSE = """
    update tasks_task set state = %s, done_by = %s, done_at = %s, version = version + 1
    where id = any(%s)"""
_by_once_key = compiled(
    lambda: Task.objects.filter(once_key__any_of=Given("keys")).values_list("once_key", "id")
)
_open_about = compiled(
    lambda: (
        Task.objects.select_for_update()
        .filter(subject_id__any_of=Given("subjects"), state=State.OPEN)
        .order_by("id")
        .values_list("id", flat=True)
    )
)
_open_of_kind = compiled(
    lambda: (
        Task.objects.select_for_update()
        .filter(subject_id__any_of=Given("subjects"), state=State.OPEN, kind=Given("kind"))
        .order_by("id")
        .values_list("id", flat=True)
    )
)


def _row_of(task: NewTask, at: datetime) -> Task:
    return Task(
        kind=task.kind,
        subject_kind=task.subject_kind,
        subject_id=task.subject_id,
        values=stored_facts(task.values),
        unit_id=task.unit_id,
        permission=task.permission,
        opened_at=at,
        due_at=task.due_at,
        once_key=task.once_key,
    )


@command(permissions.CLOSE)
def close_tasks(
    subject_id: UUID,
    *,
    kind: str | None = None,
    outcome: str = State.DONE.value,
    actor: Actor,
    at: datetime,
) -> int:
    """Close the open tasks about a subject, or those of a kind: it has been settled ("done") or is no
    longer needed ("cancelled"). Returns how many there were; none is not an error."""
    require(actor, permissions.CLOSE, at=at)
    return close_tasks_of((subject_id,), kind=kind, outcome=outcome, actor=actor, at=at)


@command(permissions.CLOSE)
def close_tasks_of(
    subject_ids: tuple[UUID, ...],
    *,
    kind: str | None = None,
    outcome: str = State.DONE.value,
    actor: Actor,
    at: datetime,
) -> int:
    """Close the open tasks about many subjects, in as many statements as about one."""
    actor = require(actor, permissions.CLOSE, at=at)
    invalid_if(rules.problems_with_outcome(outcome, CLOSING_VERBS))
    reached = LIFECYCLE.after(State.OPEN, CLOSING_VERBS[outcome])
    subjects = list(subject_ids)
    ids = tuple(
        _open_about(subjects=subjects)
        if kind is None
        else _open_of_kind(subjects=subjects, kind=kind)
    )
    if not ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [reached, actor.person_id, at, list(ids)])
    outbox.publish(TasksClosed(subject_ids[0], ids, outcome), actor=actor, at=at)
    return len(ids)


def _locked_ids(rows: QuerySet[Any]) -> tuple[UUID, ...]:
    return tuple(rows.select_for_update().order_by("id").values_list("id", flat=True))


@command(permissions.TAKE)
def take_task(
    task_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Take a task upon oneself, so that the others who could do it need not."""
    row = _row(task_id)
    actor = require(actor, permissions.TAKE, at=at)
    row.state = LIFECYCLE.after(row.state, "take")
    refuse_if(rules.problems_taking(_as_seen_by(actor, row), actor.person_id))
    count_change(row, expected_version)
    row.taken_by, row.taken_at = actor.person_id, at
    row.save(update_fields=["taken_by", "taken_at", "version"])
    outbox.publish(TaskTaken(row.id), actor=actor, at=at)


@command(permissions.TAKE)
def give_back_task(
    task_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Let any of those who can do it take the task again."""
    row = _row(task_id)
    actor = require(actor, permissions.TAKE, at=at)
    row.state = LIFECYCLE.after(row.state, "give_back")
    refuse_if(rules.problems_giving_back(views_of([row])[0], actor.person_id))
    count_change(row, expected_version)
    row.taken_by = row.taken_at = None
    row.save(update_fields=["taken_by", "taken_at", "version"])
    outbox.publish(TaskGivenBack(row.id), actor=actor, at=at)


@command(permissions.TAKE)
def finish_task(
    task_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Say that a task is done. Tasks that are done by a command on their subject close by it."""
    row = _row(task_id)
    actor = require(actor, permissions.TAKE, at=at)
    row.state = LIFECYCLE.after(row.state, "finish")
    refuse_if(rules.problems_taking(_as_seen_by(actor, row), actor.person_id))
    count_change(row, expected_version)
    row.done_by, row.done_at = actor.person_id, at
    row.save(update_fields=["state", "done_by", "done_at", "version"])
    outbox.publish(TasksClosed(row.subject_id, (row.id,), row.state), actor=actor, at=at)


@command(permissions.ESCALATE)
def escalate_task(
    task_id: UUID,
    person_ids: tuple[UUID, ...],
    reason: str,
    *,
    due_at: datetime | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Let more people do a task that stays undone, with a reason, and perhaps another due time. Whoever
    had taken it no longer keeps the others from it."""
    row = _row(task_id)
    actor = require(actor, permissions.ESCALATE, at=at, within=over(row.unit_id))
    count_change(row, expected_version)
    _escalate({row.id: row}, [Escalation(row.id, person_ids, due_at)], reason, actor, at)


@command(permissions.ESCALATE)
def escalate_tasks(
    escalations: tuple[Escalation, ...], reason: str, *, actor: Actor, at: datetime
) -> int:
    """Let more people do each of many tasks that stay undone, for one reason. The same statements for
    one and for many. Returns how many tasks."""
    merged: dict[UUID, Escalation] = {}
    for one in escalations:
        before = merged.get(one.task_id)
        people = (*before.person_ids, *one.person_ids) if before else one.person_ids
        merged[one.task_id] = replace(one, person_ids=people)
    ids = list(merged)
    rows = Task.objects.select_for_update().order_by("id").in_bulk(ids)
    for key in ids:
        if key not in rows:
            raise missing("task", key)
    everywhere = len({row.unit_id for row in rows.values()}) > 1
    where = EVERYWHERE if everywhere else over(next(iter(rows.values())).unit_id if rows else None)
    actor = require(actor, permissions.ESCALATE, at=at, within=where)
    for row in rows.values():
        row.version += 1
    _escalate(rows, tuple(merged.values()), reason, actor, at)
    return len(rows)


def _escalate(
    rows: Mapping[UUID, Task],
    escalations: Sequence[Escalation],
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    views = {view.id: view for view in views_of(rows.values())}
    asked = {person_id for one in escalations for person_id in one.person_ids}
    for person_id in asked - parties.people(asked).keys():
        raise missing("person", person_id)
    refuse_if(
        problem
        for one in escalations
        for problem in rules.problems_escalating(views[one.task_id], one.person_ids, reason)
    )
    added: list[Assignee] = []
    escalated: list[TaskEscalated] = []
    for one in escalations:
        row, there = rows[one.task_id], views[one.task_id].assignees
        row.state = LIFECYCLE.after(row.state, "escalate")
        new = tuple(dict.fromkeys(each for each in one.person_ids if each not in there))
        added += [Assignee(task_id=row.id, person_id=each) for each in new]
        row.taken_by = row.taken_at = None
        row.due_at = one.due_at or row.due_at
        escalated.append(TaskEscalated(row.id, new))
    bulk.insert_rows(Assignee, added)
    bulk.update_rows(Task, ("taken_by", "taken_at", "due_at", "version"), rows.values())
    outbox.publish_each(escalated, actor=actor, at=at, reason=reason.strip())


@command(permissions.ESCALATE)
def hand_over_tasks(
    from_person_id: UUID,
    to_person_id: UUID,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let somebody do every open task that waits for somebody else, who is leaving (ORG-12). Of who goes
    on elsewhere, only the tasks of the unit that he leaves and those below it, which then no longer wait
    for him.

    Safe to repeat. Returns how many tasks were handed over.
    """
    leaving = parties.person(from_person_id)
    actor = require(actor, permissions.ESCALATE, at=at, within=over(unit_id or leaving.unit_id))
    parties.person(to_person_id)
    theirs = Assignee.objects.filter(person_id=from_person_id).values("task_id")
    already = Assignee.objects.filter(person_id=to_person_id).values("task_id")
    rows = Task.objects.filter(state=State.OPEN, id__in=theirs)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
        left = _locked_ids(rows)
    ids = _locked_ids(rows.exclude(id__in=already))
    if unit_id is not None:
        Assignee.objects.filter(person_id=from_person_id, task_id__in=left).delete()
    if not ids:
        return 0
    bulk.insert_rows(Assignee, [Assignee(task_id=each, person_id=to_person_id) for each in ids])
    Task.objects.filter(id__in=ids, taken_by=from_person_id).update(
        taken_by=None, taken_at=None, version=F("version") + 1
    )
    outbox.publish(TasksHandedOver(from_person_id, to_person_id, ids), actor=actor, at=at)
    return len(ids)


def _row(task_id: UUID) -> Task:
    row: Task | None = Task.objects.select_for_update().filter(id=task_id).first()
    if row is None:
        raise missing("task", task_id)
    return row


def _as_seen_by(actor: Actor, row: Task) -> TaskView:
    """The task, with the actor among those who can do it where he stands in for one of them."""
    view = views_of([row])[0]
    person_id = actor.person_id
    if person_id is None or person_id in view.assignees:
        return view
    stands_in = Task.objects.waiting_for(actor).filter(id=row.id).exists()
    return replace(view, assignees=(*view.assignees, person_id)) if stands_in else view


@command(permissions.FOLLOW)
def mark_news_seen(*, until: datetime, actor: Actor, at: datetime) -> datetime:
    """Count what happened to one's own things until a moment as seen; never less than before, nor what
    is still to come. Announces nothing: what somebody has read is nobody else's business."""
    actor = require(actor, permissions.FOLLOW, at=at)
    seen = min(until, at)
    if actor.person_id is None:
        return seen
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into tasks_news_seen as n (tenant_id, id, person_id, seen_at) "
            "values (%s, %s, %s, %s) on conflict (tenant_id, person_id) "
            "do update set seen_at = greatest(n.seen_at, excluded.seen_at) returning seen_at",
            [actor.tenant_id, uuid7(), actor.person_id, seen],
        )
        answer: datetime = cursor.fetchone()[0]
    return answer
