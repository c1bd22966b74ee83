"""Reading courses, versions, lessons, questions and policies."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.training import permissions
from avrop.training.models import Acknowledgement, Course, Lesson, Policy, Question, Version
from avrop.training.queries.shapes import CourseSummary, MyLesson
from avrop.training.records import policies_on, read_lessons, records_of, required_on
from avrop.training.shapes import LessonView, PolicyView, QuestionView, VersionView
from avrop.training.stored import lesson_view, policy_view, question_view, version_view
from avrop.values import Text


def views_of(rows: Iterable[Version]) -> dict[UUID, VersionView]:
    """Versions with how many lessons and questions each has. Two statements."""
    found = list(rows)
    ids = [row.id for row in found]
    counted = [
        dict(
            model.objects.filter(course_version_id__in=ids)
            .values_list("course_version_id")
            .annotate(Count("id"))
        )
        for model in (Lesson, Question)
    ]
    return {
        row.id: version_view(row, counted[0].get(row.id, 0), counted[1].get(row.id, 0))
        for row in found
    }


def steers(actor: Actor) -> bool:
    """Whether the reader steers courses; routines see all."""
    return not actor.is_person or authority.holds(actor, permissions.STEER)


@query
def courses(*, actor: Actor, at: datetime) -> tuple[CourseSummary, ...]:
    """Every course with its newest and its published version; only what is published to those who do
    not steer. The same few statements for any number of courses."""
    rows = Version.objects.select_related("course").order_by("course_id", "number")
    seen = rows if steers(actor) else rows.filter(state="published")
    views = views_of(seen)
    required, _ = required_on(day_of(at))
    found = []
    for course in Course.objects.order_by("code"):
        of_course = [one for one in views.values() if one.course_id == course.id]
        if of_course:
            published = next((one for one in of_course if one.state == "published"), None)
            roles = required.of_course(course.code).roles
            found.append(
                CourseSummary(
                    course.id, course.code, Text(course.title), of_course[-1], published, roles
                )
            )
    return tuple(found)


@query
def course_versions(course_id: UUID, *, actor: Actor) -> tuple[VersionView, ...]:
    """The versions of a course, the newest first."""
    rows = Version.objects.filter(course_id=course_id).select_related("course").order_by("-number")
    return tuple(views_of(rows if steers(actor) else rows.filter(state="published")).values())


@query
def version(version_id: UUID, *, actor: Actor) -> tuple[VersionView, tuple[LessonView, ...]]:
    """A version with its lessons; drafts and retired ones for those who steer."""
    rows = Version.objects.filter(id=version_id).select_related("course")
    row = (rows if steers(actor) else rows.filter(state="published")).first()
    if row is None:
        raise missing("course", version_id)
    lessons = Lesson.objects.filter(course_version_id=row.id).order_by("position")
    return views_of([row])[row.id], tuple(lesson_view(one) for one in lessons)


@query
def lesson(lesson_id: UUID, *, actor: Actor, at: datetime) -> MyLesson:
    """A lesson among those of its course, and when the reader last read it."""
    row = Lesson.objects.filter(id=lesson_id).first()
    if row is None:
        raise missing("lesson", lesson_id)
    view, lessons = version(row.course_version_id, actor=actor)
    ids = [one.id for one in lessons]
    here = ids.index(row.id)
    read_at = None
    if actor.person_id is not None:
        records = records_of([actor.person_id], day_of(at))
        taught = records.taught.versions.get(view.course_id)
        if taught is not None and taught.id == view.id:
            read_at = read_lessons(records, actor.person_id, taught).get(row.id)
    return MyLesson(
        lesson=lesson_view(row, read_at),
        version=view,
        course_id=view.course_id,
        number=here + 1,
        total=len(ids),
        before=ids[here - 1] if here else None,
        after=ids[here + 1] if here + 1 < len(ids) else None,
    )


@query
def lessons_about(page: str, *, actor: Actor) -> tuple[LessonView, ...]:
    """The lessons that are taught about what is done on a page of the site, by the page's name: the
    handbook of that screen (requirement TRN-08). One statement."""
    rows = Lesson.objects.filter(page=page, course_version__state="published") if page else ()
    return tuple(lesson_view(row) for row in rows)


@query
def questions_page(
    version_id: UUID, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[QuestionView]:
    """The bank of a version with its right answers, for those who steer; nobody else reads it."""
    rows = Question.objects.filter(course_version_id=version_id)
    found, following = page_of(rows if steers(actor) else rows.none(), cursor=cursor, limit=limit)
    return Page(tuple(question_view(row) for row in found), following)


@query
def question(question_id: UUID, *, actor: Actor) -> QuestionView:
    """A question with its right answers, for those who steer."""
    row = Question.objects.filter(id=question_id).first() if steers(actor) else None
    if row is None:
        raise missing("question", question_id)
    return question_view(row)


@query
def policies(*, actor: Actor, at: datetime) -> tuple[PolicyView, ...]:
    """The policies in force, and when the reader acknowledged each."""
    rows = policies_on(day_of(at)).values()
    mine = _acknowledged(actor, [row.id for row in rows])
    return tuple(policy_view(row, mine.get(row.id)) for row in rows)


@query
def policy(policy_id: UUID, *, actor: Actor) -> PolicyView:
    """A version of a policy, and when the reader acknowledged it."""
    row = Policy.objects.filter(id=policy_id).first()
    if row is None:
        raise missing("policy", policy_id)
    return policy_view(row, _acknowledged(actor, [row.id]).get(row.id))


def _acknowledged(actor: Actor, policy_ids: list[UUID]) -> dict[UUID, datetime]:
    if actor.person_id is None:
        return {}
    rows = Acknowledgement.objects.filter(person_id=actor.person_id, policy_id__in=policy_ids)
    return dict(rows.values_list("policy_id", "acknowledged_at"))
