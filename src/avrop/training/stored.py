"""Rows as the values that others see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel.canonical import from_plain
from avrop.training.lifecycle import VERSION, VersionState
from avrop.training.models import (
    Certificate,
    Lesson,
    Policy,
    Question,
    RolloutPlan,
    Version,
    Waiver,
)
from avrop.training.plan_shapes import PlanFacts
from avrop.training.shapes import (
    CertificateView,
    Choice,
    LessonFacts,
    LessonView,
    PolicyView,
    QuestionFacts,
    QuestionView,
    Terms,
    VersionFacts,
    VersionView,
    WaiverView,
)
from avrop.values import Text

TERMS = tuple(Terms.__dataclass_fields__)


def facts_of(row: Version) -> VersionFacts:
    """What a version says of itself."""
    terms = Terms(**{name: getattr(row, name) for name in TERMS})
    return VersionFacts(dict(row.title), dict(row.aim), tuple(row.languages), terms, row.exercise)


def version_view(row: Version, lessons: int, questions: int) -> VersionView:
    """A version, which has so many lessons and questions."""
    return VersionView(
        id=row.id,
        version=row.version,
        course_id=row.course_id,
        course=row.course.code,
        number=row.number,
        state=row.state,
        facts=facts_of(row),
        lessons=lessons,
        questions=questions,
        published_at=row.published_at,
        retired_at=row.retired_at,
        available_actions=VERSION.verbs_from(VersionState(row.state)),
    )


def lesson_view(row: Lesson, read_at: datetime | None = None) -> LessonView:
    """A lesson."""
    facts = LessonFacts(dict(row.title), dict(row.text), row.minutes, row.page)
    return LessonView(row.id, row.course_version_id, row.position, facts, read_at)


def choices_of(stored: Any) -> tuple[Choice, ...]:
    """The answers of a question as they are stored."""
    found: tuple[Choice, ...] = from_plain(stored, tuple[Choice, ...])
    return found


def question_view(row: Question) -> QuestionView:
    """A question."""
    facts = QuestionFacts(row.code, dict(row.text), choices_of(row.answers), row.blocker)
    return QuestionView(row.id, row.course_version_id, facts)


def certificate_view(row: Certificate, numbers: Mapping[UUID, int]) -> CertificateView:
    """A certificate; `numbers` are the numbers of the versions of courses."""
    return CertificateView(
        id=row.id,
        version=row.version,
        number=row.number,
        person_id=row.person_id,
        course_id=row.course_id,
        course=row.course.code,
        title=Text(row.course.title),
        course_version=numbers[row.course_version_id],
        state=row.state,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        granted_by=row.granted_by,
        granted_at=row.granted_at,
        revoked_at=row.revoked_at,
    )


def policy_view(row: Policy, acknowledged_at: datetime | None = None) -> PolicyView:
    """A version of a policy."""
    return PolicyView(
        row.id,
        row.code,
        row.number,
        Text(row.title),
        dict(row.text),
        row.in_force_from,
        acknowledged_at,
    )


def waiver_view(row: Waiver) -> WaiverView:
    """A waiver."""
    return WaiverView(
        id=row.id,
        person_id=row.person_id,
        course=row.course.code,
        title=Text(row.course.title),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
    )


def plan_facts_of(row: RolloutPlan) -> PlanFacts:
    """What a roll-out plan says."""
    facts: PlanFacts = from_plain(row.facts, PlanFacts)
    return facts
