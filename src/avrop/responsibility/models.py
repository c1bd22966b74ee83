"""What positions answer for, what is handed over, what managers have confirmed, and planned changes. The
matrix, the register of decisions and the list of duties are dated versions of rules."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.responsibility.changing import Phase
from avrop.responsibility.duties import Frequency
from avrop.responsibility.lifecycle import State
from avrop.responsibility.posts import Kind


class Post(TenantModel):
    """What a position answers for: a part of the process, a system, operations. Who holds it is told by
    the position, which is authority's; when that is closed, another may take its place."""

    kind = models.CharField(max_length=20, choices=Kind.choices)
    subject = models.CharField(max_length=100)
    position_id = models.UUIDField()

    class Meta:
        db_table = "responsibility_post"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "kind", "subject"], name="responsibility_post_once"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "position_id"], name="responsibility_post_position"
            ),
        ]


class HandOver(DocumentModel):
    """What a new holder of a position takes over, point by point: `points` is a list of
    {item, note, done_by, done_at}. One for an appointment."""

    position_id = models.UUIDField()
    appointment_id = models.UUIDField()
    from_person = models.UUIDField()
    to_person = models.UUIDField()
    points = models.JSONField(default=list)
    opened_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "responsibility_hand_over"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "position_id"], name="responsibility_hand_over_at")
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "appointment_id"], name="responsibility_hand_over_once"
            )
        ]


class Confirmation(AppendOnlyModel):
    """What a manager has confirmed for a unit and a period (no unit: the whole organisation), with the
    text as it stood. A later one of the same period takes the place of an earlier."""

    unit_id = models.UUIDField(null=True)
    frequency = models.CharField(max_length=10, choices=Frequency.choices)
    period = models.CharField(max_length=10)
    rule_set = models.CharField(max_length=64)
    duties = models.JSONField()
    statement = models.JSONField()
    answers = models.JSONField()
    has_gaps = models.BooleanField(default=False)
    confirmed_by = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    confirmed_at = models.DateTimeField()

    class Meta:
        db_table = "responsibility_confirmation"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "period", "unit_id", "id"],
                name="responsibility_confirmation_of",
            )
        ]


class PlannedChange(DocumentModel):
    """A change of who answers for what, looked at before it is made. `steps` are `changing.Step`s."""

    title = models.CharField(max_length=200)
    reason = models.TextField(default="", blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    valid_from = models.DateField()
    decision_reference = models.CharField(max_length=200, default="", blank=True)
    steps = models.JSONField(default=list)
    planned_by = models.UUIDField(null=True)
    planned_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    rule_set = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        db_table = "responsibility_planned_change"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "state", "id"], name="responsibility_change_state")
        ]


class PlannedHours(TenantModel):
    """How many hours a role is planned to spend on a change, in a phase; a year's, when it runs."""

    change: Any = models.ForeignKey(
        PlannedChange, models.DO_NOTHING, related_name="+", db_index=False
    )
    role = models.CharField(max_length=64)
    phase = models.CharField(max_length=10, choices=Phase.choices)
    hours = models.DecimalField(max_digits=9, decimal_places=2)

    class Meta:
        db_table = "responsibility_planned_hours"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "change", "role", "phase"],
                name="responsibility_planned_hours_once",
            )
        ]


class WorkedHours(AppendOnlyModel):
    """Hours that somebody spent on a change; a correction is a row of its own, below zero."""

    change: Any = models.ForeignKey(
        PlannedChange, models.DO_NOTHING, related_name="+", db_index=False
    )
    role = models.CharField(max_length=64)
    phase = models.CharField(max_length=10, choices=Phase.choices)
    worked_on = models.DateField()
    hours = models.DecimalField(max_digits=7, decimal_places=2)
    note = models.CharField(max_length=200, default="", blank=True)
    person_id = models.UUIDField(null=True)
    noted_at = models.DateTimeField()

    class Meta:
        db_table = "responsibility_worked_hours"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "change"], name="responsibility_worked_hours_on")
        ]
