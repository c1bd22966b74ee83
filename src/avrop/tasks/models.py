"""Tasks and who can do them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL

from avrop.kernel.actors import Actor
from avrop.kernel.fields import TenantField
from avrop.kernel.models import DocumentModel, TenantModel
from avrop.kernel.ports import lent_to
from avrop.tasks.lifecycle import State
from avrop.values import uuid7


class TaskRows(QuerySet[Any]):
    """Tasks, limited to what somebody may see."""

    def visible_to(self, actor: Actor) -> Self:
        """The tasks of the organisation that the actor acts for: who waits for whom is no secret."""
        return self.filter(tenant_id=actor.tenant_id)

    def waiting_for(self, actor: Actor) -> Self:
        """The open tasks that the acting person can do: his own, and by rights that he has been lent
        those of whom he stands in for."""
        if actor.person_id is None:
            return self.none()
        lent, parameters = lent_to(actor)
        theirs = Exists(Assignee.objects.filter(task_id=OuterRef("id"), person_id=actor.person_id))
        in_their_place = Q(id__in=RawSQL(OF_LENDERS.format(lent=lent), parameters))  # noqa: S611 - a port's
        return self.visible_to(actor).filter(theirs | in_their_place, state=State.OPEN)


#: The tasks of whoever lends the reader the right that they take.
OF_LENDERS = """
    select a.task_id from ({lent}) lent
    join tasks_assignee a on a.tenant_id = lent.tenant_id and a.person_id = lent.person_id
    join tasks_task w on w.tenant_id = a.tenant_id and w.id = a.task_id
        and w.state = 'open' and w.permission = lent.permission"""


class Task(DocumentModel):
    """Something that somebody must do about a subject. `kind` is a wording code that says what,
    `permission` the right that it takes, by which a substitute can do it; "" where it takes none."""

    kind = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=50)
    subject_id = models.UUIDField()
    values = models.JSONField()
    unit_id = models.UUIDField(null=True)
    permission = models.CharField(max_length=100, default="")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    done_by = models.UUIDField(null=True)
    done_at = models.DateTimeField(null=True)
    once_key = models.CharField(max_length=200)

    objects = TaskRows.as_manager()

    class Meta:
        db_table = "tasks_task"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "once_key"], name="tasks_task_once")
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "subject_id"], name="tasks_task_subject"),
            models.Index(fields=["tenant_id", "state", "due_at"], name="tasks_task_due"),
        ]


class NewsSeen(models.Model):
    """Until when somebody has seen what has happened to his own things."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        db_table = "tasks_news_seen"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "person_id"], name="tasks_news_seen_once")
        ]


class Assignee(TenantModel):
    """Somebody who can do a task."""

    task: Any = models.ForeignKey(Task, models.DO_NOTHING, related_name="+", db_index=False)
    person_id = models.UUIDField()

    class Meta:
        db_table = "tasks_assignee"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "task", "person_id"], name="tasks_assignee_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="tasks_assignee_person")
        ]
