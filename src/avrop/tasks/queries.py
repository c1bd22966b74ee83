"""Reading tasks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.facts import read_facts
from avrop.kernel.paging import Page, page_of
from avrop.kernel.ports import lent_to
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.tasks.lifecycle import State
from avrop.tasks.models import OF_LENDERS, Assignee, NewsSeen, Task
from avrop.tasks.shapes import NewTask, TaskView

__all__ = [
    "NewTask",
    "TaskView",
    "my_tasks",
    "number_of_my_tasks",
    "overdue_tasks",
    "task",
    "tasks_about",
    "tasks_of",
]


@query
def my_tasks(
    *,
    kinds: tuple[str, ...] = (),
    but_kinds: tuple[str, ...] = (),
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[TaskView]:
    """The open tasks that the acting person can do, as a substitute too, the newest first; only those
    of some `kinds` where they are named, and never `but_kinds`."""
    waiting = Task.objects.waiting_for(actor)
    waiting = waiting.filter(kind__in=kinds) if kinds else waiting
    waiting = waiting.exclude(kind__in=but_kinds) if but_kinds else waiting
    rows, following = page_of(waiting, cursor=cursor, limit=limit)
    return Page(views_of(rows), following)


@query
def number_of_my_tasks(*, actor: Actor) -> int:
    """How many open tasks the acting person can do, as a substitute too; counted to a thousand."""
    if actor.person_id is None:
        return 0
    lent, parameters = lent_to(actor)
    with connection.cursor() as cursor:
        own = (actor.tenant_id, actor.person_id)
        cursor.execute(_NUMBER_WAITING.format(lent=lent), [*own, *parameters])
        return int(cursor.fetchone()[0])


#: So much work is a lot, whatever the exact number.
MOST_COUNTED = 1000
# Every page of every person asks it: the same rows as `TaskRows.waiting_for`, and what is always the
# same in the text, so that the database plans it once and not each time for values it cannot foresee.
_NUMBER_WAITING = f"""
    select count(*) from (
        select t.id from {Assignee._meta.db_table} a
        join {Task._meta.db_table} t
            on t.tenant_id = a.tenant_id and t.id = a.task_id and t.state = '{State.OPEN.value}'
        where a.tenant_id = %s and a.person_id = %s
        union {OF_LENDERS}
        limit {MOST_COUNTED}) waiting"""


@query
def task(task_id: UUID, *, actor: Actor) -> TaskView:
    """A task."""
    row = Task.objects.visible_to(actor).filter(id=task_id).first()
    if row is None:
        raise missing("task", task_id)
    return views_of([row])[0]


@query
def tasks_about(subject_id: UUID, *, actor: Actor) -> tuple[TaskView, ...]:
    """Every task there has been about a subject, the oldest first."""
    return views_of(Task.objects.visible_to(actor).filter(subject_id=subject_id).order_by("id"))


@query
def news_seen_until(*, actor: Actor) -> datetime | None:
    """Until when the acting person has seen the news; None who never has."""
    rows = NewsSeen.objects.filter(person_id=actor.person_id) if actor.person_id else None
    return rows.values_list("seen_at", flat=True).first() if rows is not None else None


@query
def overdue_tasks(
    *, actor: Actor, at: datetime, cursor: str | None = None, limit: int = 50
) -> Page[TaskView]:
    """The open tasks of the organisation that should have been done by now, the newest first."""
    rows = Task.objects.visible_to(actor).filter(state=State.OPEN, due_at__lt=at)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(views_of(found), following)


def number_waiting_for(person_id: UUID, unit_id: UUID | None = None) -> int:
    """How many open tasks somebody can do and nobody else: in a unit and below it, or everywhere. For
    other apps, inside a scope."""
    theirs = Assignee.objects.filter(person_id=person_id).values("task_id")
    others = Assignee.objects.exclude(person_id=person_id).filter(task_id=OuterRef("id"))
    rows = Task.objects.filter(~Exists(others), state=State.OPEN, id__in=theirs)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
    return rows.count()


def waiting_in_sql() -> str:
    """A select of (tenant_id, task_id, kind, person_id, opened_at) of the open tasks of everybody who
    can do them, for floors above to join in their SQL; what somebody has taken waits for him alone."""
    return f"""
        select t.tenant_id, t.id as task_id, t.kind, a.person_id, t.opened_at
        from {Task._meta.db_table} t
        join {Assignee._meta.db_table} a on a.tenant_id = t.tenant_id and a.task_id = t.id
        where t.state = '{State.OPEN.value}' and (t.taken_by is null or t.taken_by = a.person_id)"""


def tasks_with_ids(ids: Iterable[UUID]) -> tuple[TaskView, ...]:
    """These tasks, the oldest first. For other apps, inside a scope."""
    return views_of(Task.objects.filter(id__in=list(ids)).order_by("id"))


def overdue_about(subject_kinds: Iterable[str], at: datetime) -> tuple[TaskView, ...]:
    """The open tasks about things of some kinds that should have been done, the oldest first. For
    routines, inside a scope."""
    rows = Task.objects.filter(
        state=State.OPEN, due_at__lt=at, subject_kind__in=list(subject_kinds)
    )
    return views_of(rows.order_by("id"))


def tasks_of(subject_id: UUID, *, kind: str = "", state: str = "") -> tuple[TaskView, ...]:
    """The tasks about a subject, the oldest first. For other apps, inside a scope."""
    rows = Task.objects.filter(subject_id=subject_id)
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    return views_of(rows.order_by("id"))


def open_tasks_of_kind(kind: str) -> tuple[TaskView, ...]:
    """The open tasks of a kind, the oldest first. For routines, inside a scope."""
    return views_of(Task.objects.filter(kind=kind, state=State.OPEN).order_by("id"))


def views_of(rows: Iterable[Task]) -> tuple[TaskView, ...]:
    """Tasks with their assignees, who are read in one statement."""
    found = list(rows)
    people = _assignees_of(found)
    return tuple(view_of(row, tuple(people[row.id])) for row in found)


def _assignees_of(rows: Sequence[Task]) -> defaultdict[UUID, list[UUID]]:
    people: defaultdict[UUID, list[UUID]] = defaultdict(list)
    if rows:
        found = Assignee.objects.filter(task_id__in=[row.id for row in rows]).order_by("id")
        for task_id, person_id in found.values_list("task_id", "person_id"):
            people[task_id].append(person_id)
    return people


def view_of(row: Task, assignees: tuple[UUID, ...]) -> TaskView:
    """A task as it is shown."""
    return TaskView(
        id=row.id,
        version=row.version,
        kind=row.kind,
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        values=read_facts(row.values),
        unit_id=row.unit_id,
        state=row.state,
        opened_at=row.opened_at,
        due_at=row.due_at,
        assignees=assignees,
        taken_by=row.taken_by,
        done_by=row.done_by,
        done_at=row.done_at,
    )
