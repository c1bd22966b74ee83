"""What the queries of training give beside what is stored."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel.problems import Problem
from avrop.training.analysis import Verdict
from avrop.training.plan_shapes import PlanStanding
from avrop.training.rules import Progress
from avrop.training.shapes import CertificateView, LessonView, PolicyView, VersionView
from avrop.values import Text


@dataclass(frozen=True, slots=True)
class CourseSummary:
    """A course with its newest version and the published one, if there is one."""

    id: UUID
    code: str
    title: Text
    newest: VersionView
    published: VersionView | None
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MyCourse:
    """A course and how far somebody has come with it. `is_required` says that a role of his asks for
    it; `in_the_way` is why the test cannot be begun now, `may_try_at` when the next attempt
    may; `refusal` is the manager's reason, where he has said no; `plan` is the roll-out plan that the
    course's exercise asks for, as far as it has come."""

    version: VersionView
    is_required: bool
    progress: Progress
    certificate: CertificateView | None
    policies: tuple[PolicyView, ...]
    attempts_left: int
    may_try_at: datetime | None
    in_the_way: tuple[Problem, ...] = ()
    refusal: str = ""
    plan: PlanStanding | None = None
    lessons: tuple[LessonView, ...] = ()

    @property
    def is_done(self) -> bool:
        """Whether nothing is left for the learner himself to do."""
        done = self.progress
        if done.has_exercise_left and done.plan_state != "submitted":
            return False
        return bool(done.passed_sitting) and not done.waiting and done.read >= done.lessons


@dataclass(frozen=True, slots=True)
class MyLesson:
    """A lesson among those of its course: what comes before and after it."""

    lesson: LessonView
    version: VersionView
    course_id: UUID
    number: int
    total: int
    before: UUID | None
    after: UUID | None


@dataclass(frozen=True, slots=True)
class ToDecide:
    """What a manager decides on: somebody's progress, the latest test of it, and its course."""

    person_id: UUID
    course: MyCourse
    right_count: int
    asked: int
    passed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ItemView:
    """A question in figures, with its words."""

    id: UUID
    code: str
    text: Text
    answers: int
    difficulty: float
    discrimination: float | None
    verdict: Verdict
    blocker: str
