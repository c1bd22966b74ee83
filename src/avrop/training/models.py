"""Courses and their versions, lessons, questions, tests that were sat, certificates, policies and
roll-out plans."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.db import models

from avrop.authority.queries import sight
from avrop.kernel.actors import Actor
from avrop.kernel.models import AppendOnlyModel, DocumentModel, TenantModel
from avrop.training.lifecycle import (
    OPEN_PLANS,
    CertificateState,
    PlanState,
    SittingState,
    VersionState,
)


class Course(TenantModel):
    """What somebody learns for a role; `code` is what gates, requirements and certificates name."""

    code = models.CharField(max_length=64)
    title = models.JSONField()

    class Meta:
        db_table = "training_course"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "code"], name="training_course_code")
        ]


class Version(DocumentModel):
    """A course as it is taught and tested from one day on; at most one of a course is published.

    `drawn` questions are asked, `pass_percent` of them must be right; `attempts` in a row, with
    `wait_hours` between; `minutes` to sit. `months` is how long a certificate lasts. `exercise` is what
    is to be done beside the test (`shapes.EXERCISES`), "" for nothing. `origin` is the hash of the file
    that it was installed from, "" where people wrote it.
    """

    course: Any = models.ForeignKey(Course, models.DO_NOTHING, related_name="+")
    number = models.PositiveIntegerField()
    state = models.CharField(
        max_length=16, choices=VersionState.choices, default=VersionState.DRAFT
    )
    title = models.JSONField()
    aim = models.JSONField()
    languages = models.JSONField()
    drawn = models.PositiveIntegerField()
    pass_percent = models.PositiveIntegerField()
    attempts = models.PositiveIntegerField()
    wait_hours = models.PositiveIntegerField()
    minutes = models.PositiveIntegerField()
    months = models.PositiveIntegerField()
    exercise = models.CharField(max_length=32, default="", blank=True)
    origin = models.CharField(max_length=64, default="")
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_version"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "course", "number"], name="training_version_number"
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "course"],
                condition=models.Q(state="published"),
                name="training_version_published",
            ),
        ]


class Practice(TenantModel):
    """A practice environment of this organisation, from when it was asked for until it was closed. Its
    organisations are tenants of their own (`Tenant.practice_of`); `done` of `total` steps of founding
    them are taken."""

    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField()
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_practice"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id"],
                condition=models.Q(closed_at=None),
                name="training_practice_open",
            )
        ]


class Lesson(TenantModel):
    """A page of a version, as text by language. `page` is the name of the page of the site where one
    does what it teaches, "" for none."""

    course_version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    position = models.PositiveIntegerField()
    title = models.JSONField()
    text = models.JSONField()
    minutes = models.PositiveIntegerField()
    page = models.CharField(max_length=64, default="", blank=True)

    class Meta:
        db_table = "training_lesson"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "course_version", "position"], name="training_lesson_position"
            )
        ]


class Question(TenantModel):
    """A question of a version's bank. `answers` are as `shapes.Choice`; `blocker` is the code of the
    mistake that it is about, "" for none."""

    course_version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    code = models.CharField(max_length=64)
    text = models.JSONField()
    answers = models.JSONField()
    blocker = models.CharField(max_length=100, default="", blank=True)

    class Meta:
        db_table = "training_question"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "course_version", "code"], name="training_question_code"
            )
        ]


class Reading(AppendOnlyModel):
    """Somebody has gone through a lesson."""

    person_id = models.UUIDField()
    lesson: Any = models.ForeignKey(Lesson, models.DO_NOTHING, related_name="+", db_index=False)
    read_at = models.DateTimeField()

    class Meta:
        db_table = "training_reading"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "person_id", "lesson"], name="training_reading_person"
            )
        ]


class Sitting(DocumentModel):
    """A test that somebody sits: which questions were drawn by which seed, until when, and the result.

    `questions` are the ids in the order in which they are asked; `extra_percent` is the extended time
    that is in `due_at`.
    """

    person_id = models.UUIDField()
    course_version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=16)
    seed = models.CharField(max_length=64)
    questions = models.JSONField()
    state = models.CharField(max_length=16, choices=SittingState.choices, default=SittingState.OPEN)
    extra_percent = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    due_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ran_out = models.BooleanField(default=False)
    right_count = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "training_sitting"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_id", "course_version"],
                condition=models.Q(state="open"),
                name="training_sitting_one_open",
            )
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "person_id", "course_version"], name="training_sitting_person"
            ),
            models.Index(
                fields=["tenant_id", "course_version", "state"], name="training_sitting_version"
            ),
            models.Index(
                fields=["tenant_id", "due_at"],
                name="training_sitting_due",
                condition=models.Q(state="open"),
            ),
        ]


class Answer(AppendOnlyModel):
    """What somebody answered; the newest of a question counts. `is_right` as it was judged then."""

    sitting: Any = models.ForeignKey(Sitting, models.DO_NOTHING, related_name="+", db_index=False)
    question: Any = models.ForeignKey(Question, models.DO_NOTHING, related_name="+", db_index=False)
    chosen = models.JSONField()
    is_right = models.BooleanField()
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "training_answer"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "sitting", "id"], name="training_answer_sitting")
        ]


class ExtraTime(AppendOnlyModel):
    """Somebody gets longer to sit tests. Why is nobody's business; the newest counts."""

    person_id = models.UUIDField()
    percent = models.PositiveIntegerField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "training_extra_time"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id", "id"], name="training_extra_time_person")
        ]


class NewStart(AppendOnlyModel):
    """Attempts before this are not counted any more: somebody may try again."""

    person_id = models.UUIDField()
    course: Any = models.ForeignKey(Course, models.DO_NOTHING, related_name="+", db_index=False)
    reason = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "training_new_start"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="training_new_start_person")
        ]


class Decision(AppendOnlyModel):
    """A manager's answer to whether somebody who has passed may act. The newest counts; a certificate
    follows from a yes."""

    person_id = models.UUIDField()
    course: Any = models.ForeignKey(Course, models.DO_NOTHING, related_name="+", db_index=False)
    sitting: Any = models.ForeignKey(Sitting, models.DO_NOTHING, related_name="+", db_index=False)
    granted = models.BooleanField()
    reason = models.TextField(default="")
    decided_by = models.UUIDField(null=True)
    on_behalf_of = models.UUIDField(null=True)
    mandate_id = models.UUIDField(null=True)
    rule_set = models.TextField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "training_decision"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id", "course"], name="training_decision_of")
        ]


class Certificate(DocumentModel):
    """That somebody is trained for what a course is about, from a day to a day."""

    number = models.CharField(max_length=32)
    person_id = models.UUIDField()
    course: Any = models.ForeignKey(Course, models.DO_NOTHING, related_name="+", db_index=False)
    course_version: Any = models.ForeignKey(Version, models.DO_NOTHING, related_name="+")
    sitting: Any = models.ForeignKey(Sitting, models.DO_NOTHING, related_name="+", db_index=False)
    state = models.CharField(
        max_length=16, choices=CertificateState.choices, default=CertificateState.GRANTED
    )
    valid_from = models.DateField()
    valid_until = models.DateField()
    granted_by = models.UUIDField(null=True)
    granted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    pass_id = models.UUIDField(null=True)

    class Meta:
        db_table = "training_certificate"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="training_certificate_no"),
            models.UniqueConstraint(
                fields=["tenant_id", "sitting"], name="training_certificate_sitting"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="training_certificate_period",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "person_id", "course"], name="training_certificate_of"
            ),
            models.Index(fields=["tenant_id", "valid_until"], name="training_certificate_ends"),
        ]


class Policy(AppendOnlyModel):
    """A version of a text that people must have acknowledged, in force from a day."""

    code = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    title = models.JSONField()
    text = models.JSONField()
    in_force_from = models.DateField()
    origin = models.CharField(max_length=64, default="")
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField()

    class Meta:
        db_table = "training_policy"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "code", "number"], name="training_policy_number"
            )
        ]


class Acknowledgement(TenantModel):
    """Somebody has read a version of a policy and says that he follows it. The pass that goes with it is
    withdrawn when another version is in force."""

    person_id = models.UUIDField()
    policy: Any = models.ForeignKey(Policy, models.DO_NOTHING, related_name="+", db_index=False)
    acknowledged_at = models.DateTimeField()
    pass_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "training_acknowledgement"
        indexes: ClassVar = [
            models.Index(
                fields=["tenant_id", "policy"],
                name="training_acknowledged_now",
                condition=models.Q(withdrawn_at=None),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tenant_id", "person_id", "policy"], name="training_acknowledgement_once"
            )
        ]


class Waiver(AppendOnlyModel):
    """In an emergency somebody may act for a few days without the certificate, for a reason."""

    person_id = models.UUIDField()
    course: Any = models.ForeignKey(Course, models.DO_NOTHING, related_name="+", db_index=False)
    valid_from = models.DateField()
    valid_until = models.DateField()
    reason = models.TextField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "training_waiver"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id"], name="training_waiver_person")
        ]


class MicroReading(AppendOnlyModel):
    """Somebody has read the two-minute lesson about a mistake."""

    person_id = models.UUIDField()
    blocker = models.CharField(max_length=100)
    read_at = models.DateTimeField()

    class Meta:
        db_table = "training_micro_reading"
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "person_id", "blocker"], name="training_micro_person")
        ]


class RolloutPlanRows(models.QuerySet["RolloutPlan"]):
    """Roll-out plans as somebody sees them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the units that the actor sees into, and his own."""
        seen = sight(actor)
        if seen.everything:
            return self
        own = models.Q(made_by=actor.person_id) if actor.person_id else models.Q()
        return self.filter(models.Q(unit_id__in=seen.unit_ids) | own)


class RolloutPlan(DocumentModel):
    """How a unit begins to order here: the exercise of the managers' course (requirement TRN-04).

    `facts` is what its manager has planned (`shapes.PlanFacts`); `go_live_on` stands beside them for
    lists. `reason` says why it was sent back or withdrawn, or what was said with the approval.
    """

    number = models.CharField(max_length=32)
    unit_id = models.UUIDField()
    state = models.CharField(max_length=16, choices=PlanState.choices, default=PlanState.DRAFT)
    facts = models.JSONField()
    go_live_on = models.DateField(null=True)
    made_by = models.UUIDField()
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True)
    judged_by = models.UUIDField(null=True)
    judged_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)

    objects = RolloutPlanRows.as_manager()

    class Meta:
        db_table = "training_rollout_plan"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["tenant_id", "number"], name="training_plan_number"),
            models.UniqueConstraint(
                fields=["tenant_id", "unit_id"],
                condition=models.Q(state__in=sorted(OPEN_PLANS)),
                name="training_plan_one_open",
            ),
            models.UniqueConstraint(
                fields=["tenant_id", "unit_id"],
                condition=models.Q(state="approved"),
                name="training_plan_one_approved",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["tenant_id", "made_by"], name="training_plan_made_by"),
            models.Index(fields=["tenant_id", "state", "id"], name="training_plan_state"),
        ]
