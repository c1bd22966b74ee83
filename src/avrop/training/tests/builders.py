"""A town that trains its people: courses installed, a learner, a manager and a coordinator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib import import_module
from uuid import UUID

from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.authority import actions as authority
from avrop.kernel.actors import Actor
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import AT, a_person, a_tenant, a_unit, everything
from avrop.training import actions, queries
from avrop.training.models import Course, Question

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class School:
    """A tenant with a school whose people learn. `office` may do everything."""

    tenant_id: UUID
    office: Actor
    unit: UUID
    learner: Actor
    manager: Actor
    coordinator: Actor
    course: UUID


def a_school(role: str = "requester", *, at: datetime = AT) -> School:
    """A school with the shipped courses, and somebody who learns for a role."""
    tenant_id = a_tenant().tenant_id
    office, unit = everything(tenant_id), a_unit(tenant_id)
    actions.install_courses(actor=office, at=at)
    return School(
        tenant_id=tenant_id,
        office=office,
        unit=unit,
        learner=a_person(tenant_id, (role,), unit, name="Lina Lär"),
        manager=a_person(tenant_id, ("manager",), unit, name="Maj Chef"),
        coordinator=a_person(tenant_id, ("coordinator",), name="Kim Samord"),
        course=course_id(tenant_id, role),
    )


def a_gate(school: School, code: str = "requester") -> None:
    """Have sending needs ask for a course's certificate, where gates are installed."""
    if not hasattr(authority, "change_gates"):
        return
    gates = import_module("avrop.authority.passes")
    gate = gates.Gate(gates.PassKind.CERTIFICATE, code, ("requisitions.submit",))
    authority.change_gates(
        (gate,), valid_from=AT.date(), reason="KS 2026:9", actor=school.office, at=AT
    )


def course_id(tenant_id: UUID, code: str) -> UUID:
    """The course with a code."""
    with tenant_scope(tenant_id):
        found: UUID = Course.objects.get(code=code).id
    return found


def person_of(actor: Actor) -> UUID:
    """The person that somebody is."""
    assert actor.person_id is not None
    return actor.person_id


def read_all(school: School, *, learner: Actor | None = None, at: datetime = AT) -> None:
    """Read every lesson of the course."""
    who = learner or school.learner
    for lesson in queries.course_of_mine(school.course, actor=who, at=at).lessons:
        actions.read_lesson(lesson.id, actor=who, at=at)


def acknowledge_all(school: School, *, learner: Actor | None = None, at: datetime = AT) -> None:
    """Acknowledge every policy in force."""
    who = learner or school.learner
    for policy in queries.policies(actor=who, at=at):
        actions.acknowledge_policy(policy.id, actor=who, at=at)


def right_answers(tenant_id: UUID, question_id: UUID) -> tuple[str, ...]:
    """The right answers of a question."""
    with tenant_scope(tenant_id):
        answers = Question.objects.get(id=question_id).answers
    return tuple(one["key"] for one in answers if one["is_right"])


def sit(
    school: School,
    *,
    learner: Actor | None = None,
    wrong: int = 0,
    language: str = "sv",
    at: datetime = AT,
) -> UUID:
    """Sit the test with so many wrong answers, and hand it in."""
    who = learner or school.learner
    test = answered(school, who, wrong=wrong, language=language, at=at)
    actions.hand_in(test, actor=who, at=at)
    return test


def answered(
    school: School, who: Actor, *, wrong: int = 0, language: str = "sv", at: datetime = AT
) -> UUID:
    """Sit down to the test and answer all of it, so many wrong; it is not handed in."""
    test = actions.begin_test(school.course, language, actor=who, at=at)
    for asked in queries.sitting(test, actor=who).questions:
        right = right_answers(school.tenant_id, asked.question_id)
        others = tuple(one.key for one in asked.answers if one.key not in right)
        chosen = others[:1] if asked.number <= wrong else right
        actions.answer_question(test, asked.question_id, chosen, actor=who, at=at)
    return test


def passed(school: School, *, learner: Actor | None = None, at: datetime = AT) -> UUID:
    """Read, acknowledge and pass, so that only the manager's decision is left."""
    read_all(school, learner=learner, at=at)
    acknowledge_all(school, learner=learner, at=at)
    return sit(school, learner=learner, at=at)


def certified(school: School, *, learner: Actor | None = None, at: datetime = AT) -> UUID:
    """All of it; the certificate."""
    who = learner or school.learner
    passed(school, learner=who, at=at)
    actions.decide_training(person_of(who), school.course, True, actor=school.manager, at=at)
    return queries.my_certificates(actor=who).items[0].id


@contextmanager
def statements() -> Iterator[list[int]]:
    """How many statements ran in the block, savepoints and scopes left out."""
    counted: list[int] = []
    with CaptureQueriesContext(connection) as captured:
        yield counted
    skipped = ("SAVEPOINT", "RELEASE", "SELECT SET_CONFIG", "SET LOCAL", "BEGIN", "COMMIT")
    counted.append(
        sum(1 for one in captured.captured_queries if not one["sql"].upper().startswith(skipped))
    )
