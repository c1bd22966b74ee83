"""Sitting a test: it is drawn once, answered question by question, and judged when it is handed in or
its time is up. Whoever is interrupted goes on where he was."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.training import drawing, events, permissions, rules
from avrop.training.actions.checking import human, locked, published
from avrop.training.drawing import Drawable
from avrop.training.lifecycle import SITTING
from avrop.training.models import Answer, ExtraTime, Question, Sitting, Version
from avrop.training.queries.mistakes import drawn_first
from avrop.training.records import progress_of, records_of
from avrop.training.stored import choices_of, facts_of
from avrop.values import Text

TO_DECIDE = "training.task_decide"
MOST_AT_ONCE = 500


@command(permissions.LEARN)
def begin_test(course_id: UUID, language: str, *, actor: Actor, at: datetime) -> UUID:
    """Sit down to the test of a course, in a language. Whoever sits it already goes on with the same.
    Returns the test."""
    actor = require(actor, permissions.LEARN, at=at)
    version = published(course_id)
    person_id = human(actor)
    day = day_of(at)
    records = records_of([person_id], day)
    progress = progress_of(records, person_id, version)
    if progress.open_sitting is not None:
        return progress.open_sitting
    facts = facts_of(version)
    renewal_days = records.taught.required.renewal_days
    refuse_if(
        rules.problems_beginning(
            progress, facts, language, at=at, renewal_days=renewal_days, on=day
        )
    )
    bank = {one.code: one for one in Question.objects.filter(course_version_id=version.id)}
    seed = secrets.token_hex(16)
    drawn = drawing.draw(
        seed,
        [Drawable(code, one.blocker) for code, one in sorted(bank.items())],
        facts.terms.drawn,
        drawn_first(at),
    )
    extra = _extra_time_of(person_id)
    row = Sitting.objects.create(
        person_id=person_id,
        course_version_id=version.id,
        number=progress.attempts + 1,
        language=language,
        seed=seed,
        questions=[str(bank[code].id) for code in drawn],
        extra_percent=extra,
        began_at=at,
        due_at=rules.due_at(at, facts.terms, extra),
    )
    outbox.publish(events.TestBegun(row.id, person_id), actor=actor, at=at)
    return row.id


def _extra_time_of(person_id: UUID) -> int:
    rows = ExtraTime.objects.filter(person_id=person_id).order_by("-id")
    return rows.values_list("percent", flat=True).first() or 0


@command(permissions.LEARN)
def answer_question(
    sitting_id: UUID, question_id: UUID, chosen: tuple[str, ...], *, actor: Actor, at: datetime
) -> None:
    """Answer a question of one's test, or answer it anew; every answer is kept, the last one counts."""
    actor = require(actor, permissions.LEARN, at=at)
    row = _own(sitting_id, actor)
    SITTING.after(row.state, "pass")
    refuse_if(rules.problems_answering(row.due_at, at, row.questions, str(question_id)))
    question = Question.objects.get(id=question_id)
    choices = choices_of(question.answers)
    right = [one.key for one in choices if one.is_right]
    known = [one.key for one in choices]
    invalid_if(rules.problems_choosing(chosen, known, len(right)))
    Answer.objects.create(
        sitting_id=row.id,
        question_id=question.id,
        chosen=sorted(set(chosen)),
        is_right=drawing.is_right(chosen, right),
        answered_at=at,
    )
    outbox.publish(events.TestAnswered(row.id), actor=actor, at=at)


@command(permissions.LEARN)
def hand_in(
    sitting_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> str:
    """Hand in one's test: it is judged at once. A question without an answer counts as wrong. Returns
    "passed" or "failed"."""
    actor = require(actor, permissions.LEARN, at=at)
    row = _own(sitting_id, actor)
    SITTING.after(row.state, "pass")
    count_change(row, expected_version)
    _judge(row, ran_out=at > row.due_at, actor=actor, at=at)
    outcome: str = row.state
    return outcome


@command(permissions.WATCH)
def end_overdue_tests(*, actor: Actor, at: datetime) -> int:
    """Judge the tests whose time is up by what was answered in time. Returns how many."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    rows = list(
        Sitting.objects.select_for_update(skip_locked=True)
        .filter(state="open", due_at__lt=at)
        .order_by("id")[:MOST_AT_ONCE]
    )
    for row in rows:
        row.version += 1
        _judge(row, ran_out=True, actor=actor, at=at)
    return len(rows)


def _own(sitting_id: UUID, actor: Actor) -> Sitting:
    row: Sitting = locked(Sitting, sitting_id, "test")
    if actor.person_id is None:
        raise missing("test", sitting_id)
    refuse_if(rules.problems_being(actor.person_id, row.person_id))
    return row


def _judge(row: Sitting, *, ran_out: bool, actor: Actor, at: datetime) -> None:
    """Count what is right, end the test, and have the manager decide where it is passed."""
    version = Version.objects.select_related("course").get(id=row.course_version_id)
    newest: dict[UUID, bool] = {}
    for question, was_right in (
        Answer.objects.filter(sitting_id=row.id)
        .order_by("id")
        .values_list("question_id", "is_right")
    ):
        newest[question] = was_right
    row.right_count = sum(newest.values())
    asked = len(row.questions)
    passed = row.right_count >= drawing.needed(asked, version.pass_percent)
    row.state = SITTING.after(row.state, "pass" if passed else "fail")
    row.ended_at, row.ran_out = (row.due_at if ran_out else at), ran_out
    row.save(update_fields=["state", "ended_at", "ran_out", "right_count", "version"])
    event = events.TestEnded(row.id, row.person_id, row.state, row.right_count, asked)
    outbox.publish(event, actor=actor, at=at)
    if passed:
        _have_decided(row, version, actor, at)


def _have_decided(row: Sitting, version: Version, actor: Actor, at: datetime) -> None:
    """A task for those who decide about this person, but for himself."""
    person = parties.person(row.person_id)
    deciders = _but(
        authority.people_who_may(permissions.DECIDE, over(person.unit_id), at), person.id
    )
    if deciders:
        tasks.open_task(
            TO_DECIDE,
            subject_kind="training_decision",
            subject_id=row.id,
            assignees=deciders,
            once_key=f"training.decide/{row.id}",
            values={"person": person.name, "course": Text(version.title)},
            unit_id=person.unit_id,
            actor=actor,
            at=at,
        )


def _but(people: Iterable[UUID], person_id: UUID) -> tuple[UUID, ...]:
    return tuple(one for one in people if one != person_id)
