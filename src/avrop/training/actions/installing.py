"""The courses that the product comes with, brought into an organisation."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, require
from avrop.training import events, permissions
from avrop.training.content import ShippedCourse, shipped_courses, shipped_policies
from avrop.training.lifecycle import VersionState
from avrop.training.models import Course, Lesson, Policy, Question, Version


@command(permissions.STEER)
def install_courses(*, actor: Actor, at: datetime) -> int:
    """Bring in the courses, question banks and policies that the product comes with. Returns how many
    versions came.

    A course that is new here is published at once. One that people here teach already comes as a draft,
    for them to compare and publish; nobody's own version is changed. Safe to repeat.
    """
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    _install_policies(actor, at)
    count = sum(_install(one, at) for one in shipped_courses())
    if count:
        outbox.publish(events.CoursesInstalled(actor.tenant_id, count), actor=actor, at=at)
    return count


def _install(shipped: ShippedCourse, at: datetime) -> bool:
    course, _ = Course.objects.get_or_create(
        code=shipped.code, defaults={"title": shipped.facts.title}
    )
    known = Version.objects.filter(course_id=course.id)
    if known.filter(origin=shipped.origin).exists():
        return False
    is_first = not known.exists()
    version = Version.objects.create(
        course_id=course.id,
        number=known.count() + 1,
        state=VersionState.PUBLISHED if is_first else VersionState.DRAFT,
        title=shipped.facts.title,
        aim=shipped.facts.aim,
        languages=list(shipped.facts.languages),
        exercise=shipped.facts.exercise,
        origin=shipped.origin,
        published_at=at if is_first else None,
        **to_plain(shipped.facts.terms),
    )
    bulk.insert_rows(
        Lesson,
        [
            Lesson(
                course_version_id=version.id,
                position=position,
                title=one.title,
                text=one.text,
                minutes=one.minutes,
                page=one.page,
            )
            for position, one in enumerate(shipped.lessons, start=1)
        ],
    )
    bulk.insert_rows(
        Question,
        [
            Question(
                course_version_id=version.id,
                code=one.code,
                text=one.text,
                answers=to_plain(one.answers),
                blocker=one.blocker,
            )
            for one in shipped.questions
        ],
    )
    return True


def _install_policies(actor: Actor, at: datetime) -> None:
    for shipped in shipped_policies():
        if Policy.objects.filter(code=shipped.code).exists():
            continue
        row = Policy.objects.create(
            code=shipped.code,
            number=1,
            title=shipped.title,
            text=shipped.text,
            in_force_from=day_of(at),
            origin=shipped.origin,
            published_by=actor.person_id,
            published_at=at,
        )
        outbox.publish(events.PolicyPublished(row.id, row.code, row.number), actor=actor, at=at)
