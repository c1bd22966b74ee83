"""What has happened to courses, tests, certificates and policies: ids, codes and figures only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class CoursesInstalled(Event):
    """The courses that the product comes with were written, or brought up to date."""

    name: ClassVar = "training.courses_installed"
    tenant_id: UUID
    versions: int


@dataclass(frozen=True)
class PracticeAsked(Event):
    """A practice environment is to be founded for the organisation."""

    name: ClassVar = "training.practice_asked"
    practice_id: UUID


@dataclass(frozen=True)
class PracticeClosed(Event):
    """Nobody can enter the practice environment any more; what was done in it is kept."""

    name: ClassVar = "training.practice_closed"
    practice_id: UUID


@dataclass(frozen=True)
class VersionDrafted(Event):
    """A new version of a course can be worked on."""

    name: ClassVar = "training.version_drafted"
    version_id: UUID
    course: str


@dataclass(frozen=True)
class VersionChanged(Event):
    """A draft of a course was changed; `part` says what: terms, lesson or question."""

    name: ClassVar = "training.version_changed"
    version_id: UUID
    part: str


@dataclass(frozen=True)
class VersionPublished(Event):
    """A version of a course is the one that is taught."""

    name: ClassVar = "training.version_published"
    version_id: UUID
    course: str


@dataclass(frozen=True)
class VersionRetired(Event):
    """A version of a course is no longer taught."""

    name: ClassVar = "training.version_retired"
    version_id: UUID


@dataclass(frozen=True)
class RequirementsChanged(Event):
    """A new version of which courses are required of whom."""

    name: ClassVar = "training.requirements_changed"
    tenant_id: UUID
    version: str


@dataclass(frozen=True)
class LessonRead(Event):
    """Somebody went through a lesson."""

    name: ClassVar = "training.lesson_read"
    lesson_id: UUID
    learner_id: UUID


@dataclass(frozen=True)
class TestBegun(Event):
    """Somebody sits down to a test."""

    name: ClassVar = "training.test_begun"
    sitting_id: UUID
    learner_id: UUID


@dataclass(frozen=True)
class TestAnswered(Event):
    """A question of a test was answered."""

    name: ClassVar = "training.test_answered"
    sitting_id: UUID


@dataclass(frozen=True)
class TestEnded(Event):
    """A test was handed in, or ran out of time; `outcome` is passed or failed."""

    name: ClassVar = "training.test_ended"
    sitting_id: UUID
    learner_id: UUID
    outcome: str
    right: int
    asked: int


@dataclass(frozen=True)
class ExtraTimeGiven(Event):
    """Somebody gets longer to sit tests."""

    name: ClassVar = "training.extra_time_given"
    learner_id: UUID
    percent: int


@dataclass(frozen=True)
class NewStartGiven(Event):
    """Somebody who had no attempts left may try again."""

    name: ClassVar = "training.new_start_given"
    learner_id: UUID
    course: str


@dataclass(frozen=True)
class TrainingDecided(Event):
    """A manager decided whether somebody who passed may act."""

    name: ClassVar = "training.decided"
    decision_id: UUID
    learner_id: UUID
    course: str
    granted: bool


@dataclass(frozen=True)
class CertificateGranted(Event):
    """Somebody is trained, for a time."""

    name: ClassVar = "training.certificate_granted"
    certificate_id: UUID
    holder_id: UUID
    course: str
    valid_until: date


@dataclass(frozen=True)
class CertificateRevoked(Event):
    """A certificate no longer counts."""

    name: ClassVar = "training.certificate_revoked"
    certificate_id: UUID
    holder_id: UUID


@dataclass(frozen=True)
class EndsAnnounced(Event):
    """People were reminded that their certificates end."""

    name: ClassVar = "training.ends_announced"
    tenant_id: UUID
    certificate_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class PolicyPublished(Event):
    """A version of a policy is to be acknowledged."""

    name: ClassVar = "training.policy_published"
    policy_id: UUID
    code: str
    number: int


@dataclass(frozen=True)
class PolicyAcknowledged(Event):
    """Somebody says that he follows a policy."""

    name: ClassVar = "training.policy_acknowledged"
    policy_id: UUID
    person_id: UUID


@dataclass(frozen=True)
class AcknowledgementsWithdrawn(Event):
    """A new version of a policy came into force: what was acknowledged before counts no more."""

    name: ClassVar = "training.acknowledgements_withdrawn"
    tenant_id: UUID
    count: int


@dataclass(frozen=True)
class TrainingWaived(Event):
    """In an emergency somebody may act without the certificate."""

    name: ClassVar = "training.waived"
    waiver_id: UUID
    holder_id: UUID
    course: str
    valid_until: date


@dataclass(frozen=True)
class MicroLessonRead(Event):
    """Somebody read the two-minute lesson about a mistake."""

    name: ClassVar = "training.micro_lesson_read"
    learner_id: UUID
    blocker: str


@dataclass(frozen=True)
class PlanBegun(Event):
    """The roll-out plan of a unit can be worked on."""

    name: ClassVar = "training.plan_begun"
    plan_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PlanChanged(Event):
    """What is planned for a unit was changed."""

    name: ClassVar = "training.plan_changed"
    plan_id: UUID


@dataclass(frozen=True)
class PlanSubmitted(Event):
    """A roll-out plan is to be judged."""

    name: ClassVar = "training.plan_submitted"
    plan_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PlanReturned(Event):
    """A roll-out plan was sent back to be mended."""

    name: ClassVar = "training.plan_returned"
    plan_id: UUID
    unit_id: UUID


@dataclass(frozen=True)
class PlanApproved(Event):
    """A roll-out plan was approved: the exercise of whoever made it is done."""

    name: ClassVar = "training.plan_approved"
    plan_id: UUID
    unit_id: UUID
    maker_id: UUID


@dataclass(frozen=True)
class PlanSuperseded(Event):
    """A newer plan of the unit was approved instead of this one."""

    name: ClassVar = "training.plan_superseded"
    plan_id: UUID
    newer_id: UUID


@dataclass(frozen=True)
class PlanWithdrawn(Event):
    """A roll-out plan was given up."""

    name: ClassVar = "training.plan_withdrawn"
    plan_id: UUID
    unit_id: UUID
