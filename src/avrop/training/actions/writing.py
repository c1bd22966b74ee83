"""Writing courses: a draft is worked on, published, and stands as it was from then on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F, Max

from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.training import events, permissions, rules
from avrop.training.actions.checking import locked
from avrop.training.lifecycle import VERSION, VersionState
from avrop.training.models import Course, Lesson, Question, Version
from avrop.training.shapes import LessonFacts, QuestionFacts, VersionFacts
from avrop.training.stored import facts_of

#: Further on than any course has lessons.
OUT_OF_THE_WAY = 1_000_000


@command(permissions.STEER)
def open_course(code: str, facts: VersionFacts, *, actor: Actor, at: datetime) -> UUID:
    """Begin a course of the organisation's own. Returns its first version, a draft."""
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    problems = list(rules.problems_with_version(facts))
    chosen = code.strip()
    if not chosen or len(chosen) > rules.LONGEST_CODE:
        problems.append(Problem("training.code_shape", {"most": rules.LONGEST_CODE}, ("code",)))
    invalid_if(problems)
    if Course.objects.filter(code=chosen).exists():
        refuse_if([Problem("training.course_known", {"code": chosen}, ("code",))])
    course = Course.objects.create(code=chosen, title=dict(facts.title))
    return _drafted(course, facts, actor, at).id


@command(permissions.STEER)
def draft_version(course_id: UUID, *, actor: Actor, at: datetime) -> UUID:
    """Begin a new version of a course, as a copy of its newest, lessons and questions included."""
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    course = locked(Course, course_id, "course")
    newest = Version.objects.filter(course_id=course_id).order_by("-number").first()
    if newest is None:
        raise missing("course", course_id)
    if Version.objects.filter(course_id=course_id, state="draft").exists():
        refuse_if([Problem("training.draft_is_there")])
    row = _drafted(course, facts_of(newest), actor, at)
    for model in (Lesson, Question):
        copied = []
        for one in model.objects.filter(course_version_id=newest.id):
            fields = [f.attname for f in model._meta.concrete_fields if f.attname not in _OWN]
            kept = {name: getattr(one, name) for name in fields}
            copied.append(model(course_version_id=row.id, **kept))
        bulk.insert_rows(model, copied)
    return row.id


#: What a copy does not take over.
_OWN = frozenset({"id", "tenant_id", "course_version_id"})


def _drafted(course: Course, facts: VersionFacts, actor: Actor, at: datetime) -> Version:
    last = Version.objects.filter(course_id=course.id).aggregate(last=Max("number"))["last"] or 0
    row = Version.objects.create(
        course_id=course.id,
        number=last + 1,
        title=dict(facts.title),
        aim=dict(facts.aim),
        languages=list(facts.languages),
        **to_plain(facts.terms),
    )
    outbox.publish(events.VersionDrafted(row.id, course.code), actor=actor, at=at)
    return row


@command(permissions.STEER)
def change_version(
    version_id: UUID,
    facts: VersionFacts,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Change what a draft says of itself and how it is tested."""
    row, actor = _draft(version_id, actor, at)
    invalid_if(rules.problems_with_version(facts))
    count_change(row, expected_version)
    row.title, row.aim, row.languages = dict(facts.title), dict(facts.aim), list(facts.languages)
    terms = to_plain(facts.terms)
    for name, value in terms.items():
        setattr(row, name, value)
    row.save(update_fields=["title", "aim", "languages", *terms, "version"])
    outbox.publish(events.VersionChanged(row.id, "terms"), actor=actor, at=at)


@command(permissions.STEER)
def set_lesson(
    version_id: UUID, position: int, facts: LessonFacts, *, actor: Actor, at: datetime
) -> UUID:
    """Write the lesson at a place of a draft; the place after the last adds one."""
    row, actor = _draft(version_id, actor, at)
    problems = list(rules.problems_with_lesson(facts, row.languages))
    count = Lesson.objects.filter(course_version_id=row.id).count()
    if not 1 <= position <= count + 1:
        values = {"lowest": 1, "highest": count + 1}
        problems.append(Problem("training.figure_out_of_bounds", values, ("position",)))
    invalid_if(problems)
    lesson, _ = Lesson.objects.update_or_create(
        course_version_id=row.id,
        position=position,
        defaults={
            "title": dict(facts.title),
            "text": dict(facts.text),
            "minutes": facts.minutes,
            "page": facts.page,
        },
    )
    outbox.publish(events.VersionChanged(row.id, "lesson"), actor=actor, at=at)
    key: UUID = lesson.id
    return key


@command(permissions.STEER)
def drop_lesson(version_id: UUID, position: int, *, actor: Actor, at: datetime) -> None:
    """Take a lesson out of a draft; those after it move up."""
    row, actor = _draft(version_id, actor, at)
    lessons = Lesson.objects.filter(course_version_id=row.id)
    found = lessons.filter(position=position)
    if not found.exists():
        raise missing("lesson", position)
    found.delete()
    # No two may stand at one place, not even while they move: first all out of the way.
    lessons.filter(position__gt=position).update(position=F("position") + OUT_OF_THE_WAY)
    lessons.filter(position__gt=OUT_OF_THE_WAY).update(
        position=F("position") - (OUT_OF_THE_WAY + 1)
    )
    outbox.publish(events.VersionChanged(row.id, "lesson"), actor=actor, at=at)


@command(permissions.STEER)
def set_question(version_id: UUID, facts: QuestionFacts, *, actor: Actor, at: datetime) -> UUID:
    """Write a question of a draft's bank: anew, or instead of the one with its code. `blocker` names a
    mistake that is made here, so that it is drawn first where that is common."""
    row, actor = _draft(version_id, actor, at)
    invalid_if(rules.problems_with_question(facts, row.languages))
    question, _ = Question.objects.update_or_create(
        course_version_id=row.id,
        code=facts.code.strip(),
        defaults={
            "text": dict(facts.text),
            "answers": to_plain(facts.answers),
            "blocker": facts.blocker.strip(),
        },
    )
    outbox.publish(events.VersionChanged(row.id, "question"), actor=actor, at=at)
    key: UUID = question.id
    return key


@command(permissions.STEER)
def drop_question(version_id: UUID, code: str, *, actor: Actor, at: datetime) -> None:
    """Take a question out of a draft's bank."""
    row, actor = _draft(version_id, actor, at)
    deleted, _ = Question.objects.filter(course_version_id=row.id, code=code).delete()
    if not deleted:
        raise missing("question", code)
    outbox.publish(events.VersionChanged(row.id, "question"), actor=actor, at=at)


@command(permissions.STEER)
def publish_version(
    version_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Teach a version from now on. The one before is retired with it: a pass of it that nobody has
    decided on yet lapses, certificates stay."""
    row = locked(Version, version_id, "course")
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    row.state = VERSION.after(row.state, "publish")
    lessons = Lesson.objects.filter(course_version_id=row.id).count()
    questions = Question.objects.filter(course_version_id=row.id).count()
    refuse_if(rules.problems_publishing(facts_of(row), lessons, questions))
    for former in Version.objects.select_for_update().filter(
        course_id=row.course_id, state=VersionState.PUBLISHED
    ):
        _retire(former, actor, at)
    count_change(row, expected_version)
    row.published_at = at
    row.save(update_fields=["state", "published_at", "version"])
    course = Course.objects.get(id=row.course_id)
    course.title = row.title
    course.save(update_fields=["title"])
    outbox.publish(events.VersionPublished(row.id, course.code), actor=actor, at=at)


@command(permissions.STEER)
def retire_version(
    version_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Teach a version no longer, or give up a draft."""
    row = locked(Version, version_id, "course")
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    if expected_version is not None and expected_version != row.version:
        count_change(row, expected_version)
    _retire(row, actor, at)


def _retire(row: Version, actor: Actor, at: datetime) -> None:
    row.state = VERSION.after(row.state, "retire")
    row.retired_at = at
    row.version += 1
    row.save(update_fields=["state", "retired_at", "version"])
    outbox.publish(events.VersionRetired(row.id), actor=actor, at=at)


def _draft(version_id: UUID, actor: Actor, at: datetime) -> tuple[Version, Actor]:
    row: Version = locked(Version, version_id, "course")
    allowed = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    refuse_if(rules.problems_changing(row.state))
    return row, allowed
