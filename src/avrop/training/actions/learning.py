"""Reading lessons and policies."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.training import events, passes, permissions
from avrop.training.actions.checking import human
from avrop.training.content import micro_lessons
from avrop.training.models import Acknowledgement, Lesson, MicroReading, Policy, Reading
from avrop.training.records import policies_on


@command(permissions.LEARN)
def read_lesson(lesson_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Say that one has gone through a lesson. It may be read again; the last time counts."""
    actor = require(actor, permissions.LEARN, at=at)
    lesson = Lesson.objects.filter(id=lesson_id, course_version__state="published").first()
    if lesson is None:
        raise missing("lesson", lesson_id)
    person_id = human(actor)
    Reading.objects.create(person_id=person_id, lesson_id=lesson.id, read_at=at)
    outbox.publish(events.LessonRead(lesson.id, person_id), actor=actor, at=at)


@command(permissions.LEARN)
def acknowledge_policy(policy_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Say that one has read the version of a policy that is in force, and follows it. Once is enough."""
    row = Policy.objects.filter(id=policy_id).first()
    if row is None:
        raise missing("policy", policy_id)
    actor = require(actor, permissions.LEARN, at=at)
    person_id = human(actor)
    newest = policies_on(day_of(at)).get(row.code)
    if newest is None or newest.id != row.id:
        refuse_if([Problem("training.policy_not_in_force")])
    kept, is_new = Acknowledgement.objects.get_or_create(
        person_id=person_id, policy_id=row.id, defaults={"acknowledged_at": at}
    )
    if is_new:
        outbox.publish(events.PolicyAcknowledged(row.id, person_id), actor=actor, at=at)
        kept.pass_id = passes.give(
            person_id,
            passes.ACKNOWLEDGEMENT,
            row.code,
            day_of(at),
            None,
            f"{row.code}/{row.number}",
            actor=actor,
            at=at,
        )
        kept.save(update_fields=["pass_id"])


@command(permissions.LEARN)
def read_micro_lesson(blocker: str, *, actor: Actor, at: datetime) -> None:
    """Say that one has read the two-minute lesson about a mistake: its count begins anew."""
    actor = require(actor, permissions.LEARN, at=at)
    if blocker not in micro_lessons():
        raise missing("lesson", blocker)
    person_id = human(actor)
    MicroReading.objects.create(person_id=person_id, blocker=blocker, read_at=at)
    outbox.publish(events.MicroLessonRead(person_id, blocker), actor=actor, at=at)
