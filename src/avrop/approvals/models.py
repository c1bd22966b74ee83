"""Requests for approval, their steps, and who was asked."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.approvals.lifecycle import State, StepState
from avrop.authority.queries import sight
from avrop.kernel.actors import Actor
from avrop.kernel.models import DocumentModel, TenantModel


class RequestQuerySet(models.QuerySet["Request"]):
    """Requests as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into, those he made and those he is asked about."""
        seen = sight(actor)
        if seen.everything or actor.person_id is None:
            return self
        asked = Candidate.objects.filter(person_id=actor.person_id).values("step__request")
        return self.filter(
            models.Q(unit_id__in=seen.unit_ids)
            | models.Q(requester_person_id=actor.person_id)
            | models.Q(id__in=asked)
        )


class Request(DocumentModel):
    """A question to those who answer for the money: exactly this, for so much, may it be bought?

    `snapshot` is the canonical JSON of what is to be approved, and `snapshot_hash` its SHA-256, so
    that any later difference shows (REQ-16). `rule_set` is the version that drew the route.
    """

    subject_kind = models.CharField(max_length=64)
    subject_id = models.UUIDField()
    reference = models.CharField(max_length=64, default="", blank=True)
    chains = models.JSONField()
    requester_person_id = models.UUIDField()
    unit_id = models.UUIDField()
    state = models.CharField(max_length=16, choices=State.choices, default=State.WAITING)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    currency = models.CharField(max_length=3)
    snapshot = models.TextField()
    snapshot_hash = models.CharField(max_length=64)
    rule_set = models.CharField(max_length=100)
    due_at = models.DateTimeField(null=True)
    requested_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        db_table = "approvals_request"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "subject_id"],
                condition=models.Q(state=State.WAITING),
                name="approvals_request_one_waiting",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "subject_id", "id"], name="approvals_request_subject")
        ]


class Step(TenantModel):
    """One answer that is needed: for a responsibility, or for the whole when it names none."""

    request: Any = models.ForeignKey(Request, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    level = models.PositiveIntegerField()
    rule = models.CharField(max_length=64)
    asks = models.CharField(max_length=64)
    may_repeat = models.BooleanField()
    responsibility = models.CharField(max_length=64, default="", blank=True)
    amount = models.DecimalField(max_digits=19, decimal_places=4)
    state = models.CharField(max_length=16, choices=StepState.choices)
    decided_by = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(default="", blank=True)

    class Meta:
        db_table = "approvals_step"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "request", "position"], name="approvals_step_position"
            )
        ]
        # What waits is little, whatever has been approved through the years.
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "id"],
                condition=models.Q(state=StepState.WAITING),
                name="approvals_step_waiting",
            )
        ]


class Candidate(TenantModel):
    """Somebody who could answer a step when it was asked; authority decides again when he does."""

    step: Any = models.ForeignKey(Step, models.DO_NOTHING, related_name="+")
    person_id = models.UUIDField()

    class Meta:
        db_table = "approvals_step_candidate"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_id", "step"], name="approvals_candidate_once"
            )
        ]
