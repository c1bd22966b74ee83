"""What people have chosen, and what they are told of."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from avrop.kernel.fields import TenantField
from avrop.kernel.models import TenantModel
from avrop.notices.kinds import Outcome
from avrop.values import uuid7


class NoticeChoice(TenantModel):
    """How and when somebody wants to be told; `choices` maps occasions to how soon."""

    person_id = models.UUIDField()
    choices = models.JSONField(default=dict)
    quiet_from = models.TimeField()
    quiet_until = models.TimeField()
    digest_at = models.TimeField()

    class Meta:
        db_table = "notices_choice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "person_id"], name="notices_choice_once")
        ]


class Notice(models.Model):
    """That somebody is to be told, or was told, of a task. `due_at` is NULL for who wants none."""

    tenant_id = TenantField(without_history=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    person_id = models.UUIDField()
    task_id = models.UUIDField()
    due_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, default=Outcome.WAITS)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "notices_notice"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "task_id", "person_id"], name="notices_notice_once"
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "due_at"],
                condition=models.Q(outcome="waits"),
                name="notices_notice_due",
            )
        ]
