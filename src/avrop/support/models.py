"""Cases and what is said in them; what people say of the handbooks."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.support.kinds import Entry, Topic
from avrop.support.lifecycle import State


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases as somebody sees them."""

    def visible_to(self, actor: Actor, *, answers: bool) -> Self:
        """One's own; all of them to whoever `answers` cases."""
        if answers or not actor.is_person:
            return self
        own = models.Q(asked_by=actor.person_id) | models.Q(owner=actor.person_id)
        return self.filter(own)


class Case(DocumentModel):
    """Somebody's question, with the thing it is about as it stood when he asked.

    `checks` are the problems that kept the thing from going on, `trace` the steps on its way, both as
    codes and facts; words are made by who reads them. `due_at` is when an answer is due.

    A report has no `asked_by`: nobody knows who made it. `page` and `named` (whom it is about) are then
    what he wrote, and `answer_to` is the e-mail address he gave for the answer.
    """

    number = models.CharField(max_length=32)
    topic = models.CharField(max_length=16, choices=Topic.choices)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    asked_by = models.UUIDField(null=True)
    owner = models.UUIDField(null=True)
    subject_kind = models.CharField(max_length=50, default="", blank=True)
    subject_id = models.UUIDField(null=True)
    subject_number = models.CharField(max_length=100, default="", blank=True)
    page = models.CharField(max_length=500, default="", blank=True)
    named = models.CharField(max_length=200, default="", blank=True)
    answer_to = models.CharField(max_length=254, default="", blank=True)
    checks = models.JSONField(default=list)
    trace = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        db_table = "support_case"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="support_case_number"),
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(told_at__isnull=False),
                name="support_case_told_before_closed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "state", "id"], name="support_case_state"),
            models.Index(fields=["tenant_id", "asked_by", "id"], name="support_case_asked_by"),
            models.Index(fields=["tenant_id", "subject_id"], name="support_case_subject"),
            models.Index(
                fields=["tenant_id", "asked_at"],
                name="support_case_reports",
                condition=models.Q(asked_by=None),
            ),
            models.Index(
                fields=["tenant_id", "owner"],
                name="support_case_owned",
                condition=models.Q(state="open"),
            ),
        ]


class Message(AppendOnlyModel):
    """Something said in a case; by nobody that is known, where a visitor said it."""

    case: Any = models.ForeignKey(Case, models.DO_NOTHING, related_name="+", db_index=False)
    kind = models.CharField(max_length=16, choices=Entry.choices)
    text = models.TextField()
    person_id = models.UUIDField(null=True)
    said_at = models.DateTimeField()

    class Meta:
        db_table = "support_message"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "case", "id"], name="support_message_case")
        ]


class Judgement(TenantModel):
    """Whether a text of a handbook helped somebody. `role` and `code` say which text, `updated` which
    version of it: the day its words were last changed. Whoever thinks again changes his own."""

    person_id = models.UUIDField()
    role = models.CharField(max_length=40)
    code = models.CharField(max_length=60)
    updated = models.DateField()
    helps = models.BooleanField()
    comment = models.TextField(default="", blank=True)
    judged_at = models.DateTimeField()

    class Meta:
        db_table = "support_judgement"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_id", "role", "code", "updated"],
                name="support_judgement_once",
            )
        ]
