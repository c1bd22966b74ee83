"""New departments, the questions asked about them, and requesters who come, move and leave."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.authority.queries import sight
from avrop.kernel.actors import Actor
from avrop.kernel.models import DocumentModel
from avrop.onboarding.kinds import Asked, ChangeKind, Source
from avrop.onboarding.lifecycle import ChangeState, QuestionState, State


class DepartmentRows(models.QuerySet["Department"]):
    """New departments as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those within the units the actor sees into, and those that he has asked for."""
        seen = sight(actor)
        if seen.everything:
            return self
        within = models.Q(parent_unit_id__in=seen.unit_ids) | models.Q(unit_id__in=seen.unit_ids)
        own = models.Q(requested_by=actor.person_id) if actor.person_id else models.Q()
        return self.filter(within | own)


class Department(DocumentModel):
    """An ordering department that is asked for. `form` is what its manager has stated
    (`shapes.DepartmentForm`); `planned_unit_id` is the id that came with the GLN, and `unit_id` is set
    once the unit is there. `delivery_days` is what the distribution centre has answered, `told` what
    the suppliers of the running `round` were told, and `reason` why it was sent back or given up.
    """

    number = models.CharField(max_length=32)
    state = models.CharField(max_length=16, choices=State.choices, default=State.DRAFT)
    form = models.JSONField()
    parent_unit_id = models.UUIDField(null=True)
    requested_by = models.UUIDField(null=True)
    owner = models.UUIDField(null=True)
    gln = models.CharField(max_length=13, default="", blank=True)
    planned_unit_id = models.UUIDField(null=True)
    unit_id = models.UUIDField(null=True)
    centre_organisation_id = models.UUIDField(null=True)
    delivery_days = models.JSONField(null=True)
    told = models.JSONField(null=True)
    round = models.PositiveIntegerField(default=0)
    reason = models.TextField(default="", blank=True)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    registered_at = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)

    objects = DepartmentRows.as_manager()

    class Meta:
        db_table = "onboarding_department"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "number"], name="onboarding_department_number"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "unit_id"],
                condition=models.Q(unit_id__isnull=False),
                name="onboarding_department_unit",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "state", "id"], name="onboarding_department_state")
        ]


class Question(DocumentModel):
    """What a supplier or a distribution centre was asked about a new department, by a link that is good
    until `expires_at` and for one answer. `sent_to` is the e-mail address it went to, if any;
    `answer` is what was answered, and `recorded_by` who wrote it down where that was told by telephone.
    """

    department: Any = models.ForeignKey(
        Department, models.DO_NOTHING, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=16, choices=Asked.choices)
    organisation_id = models.UUIDField()
    round = models.PositiveIntegerField()
    state = models.CharField(
        max_length=16, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    sent_to = models.CharField(max_length=254, default="", blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reminders = models.PositiveIntegerField(default=0)
    answered_at = models.DateTimeField(null=True)
    answer = models.JSONField(null=True)
    recorded_by = models.UUIDField(null=True)

    class Meta:
        db_table = "onboarding_question"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "department", "kind", "organisation_id"],
                condition=models.Q(state="asked"),
                name="onboarding_question_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "department", "id"], name="onboarding_question_of"),
            models.Index(
                fields=["tenant_id", "due_at"],
                name="onboarding_question_due",
                condition=models.Q(state="asked"),
            ),
        ]


class CentreRequestRows(models.QuerySet["CentreRequest"]):
    """What customers ask a distribution centre."""

    def visible_to(self, actor: Actor) -> Self:
        """Master data of the centre: everybody's there."""
        return self.filter(tenant_id=actor.tenant_id)


class CentreRequest(DocumentModel):
    """The distribution centre's own row of a customer's question: on which days food can come to a new
    department. `facts` is what the customer told of it (`shapes.DepartmentFacts`)."""

    customer_tenant_id = models.UUIDField()
    question_id = models.UUIDField()
    customer = models.CharField(max_length=200)
    facts = models.JSONField()
    state = models.CharField(
        max_length=16, choices=QuestionState.choices, default=QuestionState.ASKED
    )
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answer = models.JSONField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = CentreRequestRows.as_manager()

    class Meta:
        db_table = "onboarding_centre_request"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "question_id"], name="onboarding_centre_request_once"
            )
        ]


class RequesterChangeRows(models.QuerySet["RequesterChange"]):
    """Changes of requesters as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units the actor sees into."""
        seen = sight(actor)
        if seen.everything:
            return self
        to, former = (
            models.Q(unit_id__in=seen.unit_ids),
            models.Q(former_unit_id__in=seen.unit_ids),
        )
        return self.filter(to | former)


class RequesterChange(DocumentModel):
    """Somebody comes, moves or leaves. What is left to do is not stored but read from how things are."""

    kind = models.CharField(max_length=16, choices=ChangeKind.choices)
    source = models.CharField(max_length=16, choices=Source.choices)
    state = models.CharField(max_length=16, choices=ChangeState.choices, default=ChangeState.OPEN)
    person_id = models.UUIDField()
    unit_id = models.UUIDField(null=True)
    former_unit_id = models.UUIDField(null=True)
    taker_id = models.UUIDField(null=True)
    on_day = models.DateField()
    started_by = models.UUIDField(null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    objects = RequesterChangeRows.as_manager()

    class Meta:
        db_table = "onboarding_requester_change"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id", "id"], name="onboarding_change_person"),
            models.Index(fields=["tenant_id", "state", "id"], name="onboarding_change_state"),
        ]
