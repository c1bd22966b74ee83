"""Asking for help, taking a case, answering, telling and closing."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.facts import stored_facts
from avrop.kernel.numbers import next_number
from avrop.kernel.outbox import Event
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.support import permissions, rules
from avrop.support.events import (
    CaseAnswered,
    CaseAskedMore,
    CaseClosed,
    CaseOpened,
    CaseTaken,
    CaseTold,
)
from avrop.support.kinds import Entry
from avrop.support.lifecycle import LIFECYCLE, State
from avrop.support.models import Case, Message
from avrop.support.queries import view_of, who_answers
from avrop.support.shapes import CaseView, Check, Surroundings, Traced
from avrop.support.surroundings import surroundings_of
from avrop.tasks import actions as tasks

TO_ANSWER, TO_READ = "support.to_answer", "support.to_read"
TO_ANSWER_REPORT = "support.to_answer_report"


@command(permissions.ASK)
def open_case(
    topic: str,
    text: str,
    *,
    subject_kind: str = "",
    subject_id: UUID | None = None,
    page: str = "",
    actor: Actor,
    at: datetime,
) -> CaseView:
    """Ask for help. The thing it is about is stored as it stands, as far as the one who asks sees it."""
    actor = require(actor, permissions.ASK, at=at)
    invalid_if(rules.problems_asking(topic, text, page))
    person_id = _person(actor)
    found = Surroundings()
    if subject_id is not None:
        found = surroundings_of(subject_kind, subject_id, actor, at)
    row = Case(
        topic=topic,
        asked_by=person_id,
        subject_kind=subject_kind if found.number else "",
        subject_id=subject_id if found.number else None,
        subject_number=found.number,
        page=page,
        checks=[_stored(one) for one in found.checks],
        trace=[_stored(one) for one in found.trace],
    )
    return opened(row, text.strip(), actor=actor, at=at)


@command(permissions.ANSWER)
def take_case(
    case_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> CaseView:
    """Answer for a case from now on."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ANSWER, at=at)
    LIFECYCLE.after(row.state, "take")
    refuse_if(rules.problems_answering(row.asked_by, actor.person_id))
    return _give(row, _person(actor), actor, at, expected_version)


@command(permissions.STEER)
def assign_case(
    case_id: UUID,
    owner: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> CaseView:
    """Say who is to answer a case."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.STEER, at=at)
    LIFECYCLE.after(row.state, "take")
    refuse_if(rules.problems_answering(row.asked_by, owner))
    if owner not in who_answers(at):
        refuse_if([Problem("support.cannot_answer", {}, ("owner",))])
    return _give(row, owner, actor, at, expected_version)


@command(permissions.ANSWER)
def answer_case(
    case_id: UUID,
    text: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> CaseView:
    """Answer. The one who asked is told to read it; the case is not over before he has."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ANSWER, at=at)
    row.state = LIFECYCLE.after(row.state, "answer")
    invalid_if(rules.problems_with_text(text))
    refuse_if(rules.problems_answering(row.asked_by, actor.person_id))
    row.owner = row.owner or actor.person_id
    row.answered_at, row.told_at = at, None
    _change(row, expected_version)
    _say(row, Entry.ANSWER, text, actor, at)
    tasks.close_tasks(row.id, kind=_task_of(row), actor=actor, at=at)
    if row.asked_by is not None:
        tasks.open_task(
            TO_READ,
            subject_kind="case",
            subject_id=row.id,
            assignees=(row.asked_by,),
            once_key=f"case:{row.id}:read:{row.version}",
            values={"number": row.number},
            actor=actor,
            at=at,
        )
    outbox.publish(CaseAnswered(row.id), actor=actor, at=at)
    return view_of(row)


@command(permissions.ASK)
def read_answer(
    case_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> CaseView:
    """Say that one has read the answer to one's question."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ASK, at=at)
    row.state = LIFECYCLE.after(row.state, "tell")
    refuse_if(rules.problems_reading(row.asked_by, actor.person_id))
    return told(row, CaseTold(row.id, "reading"), actor, at, expected_version)


@command(permissions.ANSWER)
def tell_in_person(
    case_id: UUID,
    text: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> CaseView:
    """Write down that the one who asked has been told the answer, and how."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ANSWER, at=at)
    row.state = LIFECYCLE.after(row.state, "tell")
    invalid_if(rules.problems_with_text(text))
    refuse_if(rules.problems_answering(row.asked_by, actor.person_id))
    _say(row, Entry.TOLD, text, actor, at)
    return told(row, CaseTold(row.id, "person"), actor, at, expected_version)


@command(permissions.ASK)
def ask_more(
    case_id: UUID,
    text: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> CaseView:
    """Say more, or that the answer does not help: the case waits for an answer again."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ASK, at=at)
    row.state = LIFECYCLE.after(row.state, "ask_more")
    invalid_if(rules.problems_with_text(text))
    refuse_if(rules.problems_reading(row.asked_by, actor.person_id))
    today = day_of(at)
    row.due_at, row.told_at, row.closed_at = rules.due_after(at, today), None, None
    _change(row, expected_version)
    _say(row, Entry.QUESTION, text, actor, at)
    tasks.close_tasks(row.id, actor=actor, at=at)
    wait_for_answer(row, actor, at)
    outbox.publish(CaseAskedMore(row.id), actor=actor, at=at)
    return view_of(row)


@command(permissions.ANSWER)
def close_case(
    case_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> CaseView:
    """End a case; refused before the one who asked has been told."""
    row = case_for_change(case_id)
    actor = require(actor, permissions.ANSWER, at=at)
    refuse_if(rules.problems_closing(row.told_at))
    row.state, row.closed_at = LIFECYCLE.after(row.state, "close"), at
    _change(row, expected_version)
    tasks.close_tasks(row.id, actor=actor, at=at)
    outbox.publish(CaseClosed(row.id), actor=actor, at=at)
    return view_of(row)


def _stored(one: Check | Traced) -> dict[str, Any]:
    return {**to_plain(one), "values": stored_facts(one.values)}


def _person(actor: Actor) -> UUID:
    """Who speaks; a routine neither asks nor answers."""
    if actor.person_id is None:
        raise Refused((Problem("support.only_people"),))
    return actor.person_id


def case_for_change(case_id: UUID) -> Case:
    """A case, locked."""
    row = Case.objects.select_for_update().filter(id=case_id).first()
    if row is None:
        raise missing("case", case_id)
    return row


def _give(
    row: Case, owner: UUID, actor: Actor, at: datetime, expected_version: int | None
) -> CaseView:
    is_other, row.owner = owner != row.owner, owner
    count_change(row, expected_version)
    row.save(update_fields=["owner", "version"])
    if is_other and row.state == State.OPEN:
        # From now on it waits for one, and for nobody else.
        tasks.close_tasks(row.id, kind=_task_of(row), outcome="cancelled", actor=actor, at=at)
        wait_for_answer(row, actor, at)
    outbox.publish(CaseTaken(row.id, owner), actor=actor, at=at)
    return view_of(row)


def told(
    row: Case, event: Event, actor: Actor, at: datetime, expected_version: int | None
) -> CaseView:
    """Note on a locked case that the one who asked knows the answer."""
    row.told_at = at
    _change(row, expected_version)
    tasks.close_tasks(row.id, kind=TO_READ, actor=actor, at=at)
    outbox.publish(event, actor=actor, at=at)
    return view_of(row)


def _change(row: Case, expected_version: int | None) -> None:
    count_change(row, expected_version)
    row.save(
        update_fields=[
            "state",
            "owner",
            "due_at",
            "answered_at",
            "told_at",
            "closed_at",
            "version",
        ]
    )


def opened(row: Case, text: str, *, actor: Actor, at: datetime) -> CaseView:
    """Number, store and announce a case that somebody has asked for in these words, and have it wait for
    an answer."""
    today = day_of(at)
    row.number = f"HJ-{today.year}-{next_number('cases'):05}"
    row.asked_at, row.due_at = at, rules.due_after(at, today)
    row.save(force_insert=True)
    Message.objects.create(
        case_id=row.id, kind=Entry.QUESTION, text=text, person_id=actor.person_id, said_at=at
    )
    wait_for_answer(row, actor, at)
    about = (row.subject_kind, row.subject_id)
    outbox.publish(CaseOpened(row.id, row.topic, *about), actor=actor, at=at)
    return view_of(row)


def _say(row: Case, kind: Entry, text: str, actor: Actor, at: datetime) -> None:
    Message.objects.create(
        case_id=row.id, kind=kind, text=text.strip(), person_id=_person(actor), said_at=at
    )


def wait_for_answer(row: Case, actor: Actor, at: datetime) -> None:
    """A task for the owner, else for everybody who answers cases but the one who asked."""
    able = (row.owner,) if row.owner is not None else who_answers(at)
    others = tuple(person_id for person_id in able if person_id != row.asked_by)
    if not others:
        return
    tasks.open_task(
        _task_of(row),
        subject_kind="case",
        subject_id=row.id,
        assignees=others,
        once_key=f"case:{row.id}:answer:{row.version}",
        values={"number": row.number},
        due_at=row.due_at,
        actor=actor,
        at=at,
    )


def _task_of(row: Case) -> str:
    """What waits while nobody has answered."""
    return TO_ANSWER if row.asked_by is not None else TO_ANSWER_REPORT
