"""The daily round: who has not answered is reminded, and what is late is somebody else's to know."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.authority import queries as authority
from avrop.authority.queries import HeldMandate
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.onboarding import permissions, rules
from avrop.onboarding.actions.finding import (
    CENTRE_IS_LATE,
    CENTRE_REQUEST,
    DEPARTMENT,
    LAST_RESORT,
    REQUESTER,
    SUPPLIER_IS_LATE,
    people_for,
    said_of,
    steered_in,
)
from avrop.onboarding.actions.questions import send
from avrop.onboarding.events import QuestionReminded
from avrop.onboarding.kinds import Asked
from avrop.onboarding.lifecycle import QuestionState
from avrop.onboarding.models import Question
from avrop.parties import queries as parties
from avrop.parties.queries import UnitView
from avrop.tasks import actions as tasks
from avrop.tasks import permissions as task_permissions
from avrop.tasks import queries as waiting
from avrop.tasks.queries import NewTask, TaskView
from avrop.tasks.shapes import Escalation

MAY = frozenset(
    one.name for one in (permissions.CHASE, task_permissions.OPEN, task_permissions.ESCALATE)
)
#: Who is told of a task that is late, the nearest first.
TOLD_OF_LATE = ("coordinator", LAST_RESORT, "manager")
_LATE = {Asked.CENTRE: CENTRE_IS_LATE, Asked.SUPPLIER: SUPPLIER_IS_LATE}


@command(permissions.CHASE)
def chase_everything(*, actor: Actor, at: datetime) -> int:
    """Remind everybody outside who has not answered, have the coordinator ring who is late, and let
    others know of tasks that are overdue. Safe to repeat. Returns how many things it did."""
    require(actor, permissions.CHASE, at=at)
    asked = tuple(
        Question.objects.select_for_update(of=("self",))
        .select_related("department")
        .filter(state=QuestionState.ASKED)
        .order_by("id")
    )
    done = _remind(asked, actor, at) + _have_rung(asked, actor, at)
    overdue = waiting.overdue_about((DEPARTMENT, CENTRE_REQUEST, REQUESTER), at)
    return done + _escalate(overdue, actor, at)


def _remind(asked: Iterable[Question], actor: Actor, at: datetime) -> int:
    chosen = [
        each
        for each in asked
        if at < each.expires_at
        and rules.is_to_remind(each.asked_at, each.reminded_at, each.reminders, at)
    ]
    if not chosen:
        return 0
    ids = [each.id for each in chosen]
    Question.objects.filter(id__in=ids).update(reminded_at=at, reminders=F("reminders") + 1)
    send(ids)
    by_department: dict[UUID, list[UUID]] = {}
    for each in chosen:
        by_department.setdefault(each.department_id, []).append(each.id)
    reminded = [QuestionReminded(one, tuple(questions)) for one, questions in by_department.items()]
    outbox.publish_each(reminded, actor=actor, at=at)
    return len(ids)


def _have_rung(asked: Sequence[Question], actor: Actor, at: datetime) -> int:
    """A task for the coordinator for each who is late; opened once for each question."""
    late = [each for each in asked if each.due_at < at]
    names = parties.organisations({each.organisation_id for each in late})
    new = tuple(
        _late_task(each, names[each.organisation_id].name, at)
        for each in late
        if each.organisation_id in names
    )
    opened = tuple(task for task in new if task.assignees)
    if opened:
        tasks.open_tasks(opened, actor=actor, at=at)
    return len(opened)


def _late_task(question: Question, organisation: str, at: datetime) -> NewTask:
    row, kind = question.department, _LATE[Asked(question.kind)]
    owner = (row.owner,) if row.owner is not None else ()
    return NewTask(
        kind=kind,
        subject_kind=DEPARTMENT,
        subject_id=row.id,
        assignees=owner or people_for(permissions.COORDINATE, steered_in(row), at),
        once_key=f"{kind}:{question.id}",
        values={**said_of(row), "organisation": organisation},
        unit_id=row.unit_id or row.parent_unit_id,
        due_at=rules.due_after(at, day_of(at), rules.TO_REGISTER_DAYS),
    )


def _escalate(overdue: Sequence[TaskView], actor: Actor, at: datetime) -> int:
    """More people for each task that is late: the nearest role that has somebody new; once for each."""
    if not overdue:
        return 0
    day = day_of(at)
    held = authority.held_on(day, roles=TOLD_OF_LATE)
    units = parties.units_by_id({task.unit_id for task in overdue if task.unit_id is not None})
    due = rules.due_after(at, day, rules.TO_REGISTER_DAYS)
    found = tuple(
        Escalation(task.id, holders, due)
        for task in overdue
        if (holders := _next_told(task, held, units))
    )
    return tasks.escalate_tasks(found, REASON, actor=actor, at=at) if found else 0


def _next_told(
    task: TaskView, held: Sequence[HeldMandate], units: Mapping[UUID, UnitView]
) -> tuple[UUID, ...]:
    """Who holds the nearest role that has somebody new for the task, where the task is."""
    lineage = units[task.unit_id].lineage if task.unit_id is not None else None
    for role in TOLD_OF_LATE:
        holders = dict.fromkeys(
            one.person_id
            for one in held
            if one.role == role
            and (lineage is None or one.unit_id is None or one.unit_id in lineage)
        )
        if holders.keys() - set(task.assignees):
            return tuple(holders)
    return ()


#: Why, as it is written down.
REASON = "The task is overdue."
