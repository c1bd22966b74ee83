"""Sitting a test: it is drawn once, answered question by question, and judged when it is handed in or
its time is up. Whoever is interrupted goes on where he was."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.authority.queries import Act
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.tasks.actions import NewTask
from avrop.training import drawing, events, permissions, rules
from avrop.training.actions.checking import human, locked, published
from avrop.training.drawing import Drawable
from avrop.training.lifecycle import SITTING, SittingState
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
    _judge([row], ran_out=at > row.due_at, actor=actor, at=at)
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
    if rows:
        _judge(rows, ran_out=True, actor=actor, at=at)
    return len(rows)


def _own(sitting_id: UUID, actor: Actor) -> Sitting:
    row: Sitting = locked(Sitting, sitting_id, "test")
    if actor.person_id is None:
        raise missing("test", sitting_id)
    refuse_if(rules.problems_being(actor.person_id, row.person_id))
    return row


def _judge(rows: Sequence[Sitting], *, ran_out: bool, actor: Actor, at: datetime) -> None:
    """Count what is right, end the tests, and have managers decide where they are passed. The same
    statements for one test and for many."""
    taught = Version.objects.select_related("course").in_bulk(
        [row.course_version_id for row in rows]
    )
    right = _right_answers(rows)
    for row in rows:
        row.right_count = sum(right.get(row.id, {}).values())
        needed = drawing.needed(len(row.questions), taught[row.course_version_id].pass_percent)
        verb = "pass" if row.right_count >= needed else "fail"
        row.state = SITTING.after(row.state, verb)
        row.ended_at, row.ran_out = (row.due_at if ran_out else at), ran_out
    update_rows(Sitting, ("state", "ended_at", "ran_out", "right_count", "version"), rows)
    ended = [
        events.TestEnded(row.id, row.person_id, row.state, row.right_count, len(row.questions))
        for row in rows
    ]
    outbox.publish_each(ended, actor=actor, at=at)
    _have_decided([row for row in rows if row.state == SittingState.PASSED], taught, actor, at)


def _right_answers(rows: Sequence[Sitting]) -> dict[UUID, dict[UUID, bool]]:
    """Whether the last answer to each question of each test is right. One statement."""
    given = Answer.objects.filter(sitting_id__in=[row.id for row in rows]).order_by("id")
    newest: dict[UUID, dict[UUID, bool]] = {}
    for sitting, question, was_right in given.values_list("sitting_id", "question_id", "is_right"):
        newest.setdefault(sitting, {})[question] = was_right
    return newest


def _have_decided(
    passed: Sequence[Sitting], taught: Mapping[UUID, Version], actor: Actor, at: datetime
) -> None:
    """For each who has passed, a task for those who decide about him, but for himself."""
    if not passed:
        return
    learners = parties.people(row.person_id for row in passed)
    people = [learners[row.person_id] for row in passed]
    acts = [Act(one.id, over(one.unit_id)) for one in people]
    deciders = authority.who_may_each(acts, permissions.DECIDE, at)
    opened = tuple(
        NewTask(
            kind=TO_DECIDE,
            subject_kind="training_decision",
            subject_id=row.id,
            assignees=assignees,
            once_key=f"training.decide/{row.id}",
            values={"person": one.name, "course": Text(taught[row.course_version_id].title)},
            unit_id=one.unit_id,
        )
        for row, one, rights in zip(passed, people, deciders, strict=True)
        if (assignees := tuple(each.person_id for each in rights if each.person_id != one.id))
    )
    if opened:
        tasks.open_tasks(opened, actor=actor, at=at)
