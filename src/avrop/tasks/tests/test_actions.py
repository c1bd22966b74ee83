"""Opening, taking and closing tasks, on a database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.parties import actions as parties
from avrop.tasks import actions, events, queries
from avrop.tasks.shapes import Escalation, NewFacts
from avrop.tasks.tests.builders import a_new_task
from avrop.testing.worlds import AT, TODAY, a_person, a_tenant, everything, publishing
from avrop.values import Money, uuid7

pytestmark = pytest.mark.usefixtures("db")
LATER = AT + timedelta(days=3)


@pytest.fixture
def tenant_id(db: None) -> UUID:
    return a_tenant().tenant_id


def person_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def opened(tenant_id: UUID, *people: Actor, **facts: object) -> UUID:
    task = a_new_task(*map(person_of, people), **facts)
    return actions.open_tasks((task,), actor=everything(tenant_id), at=AT)[0]


def waiting(actor: Actor) -> list[UUID]:
    return [task.id for task in queries.my_tasks(actor=actor).items]


def test_a_task_waits_for_each_of_those_who_can_do_it(tenant_id: UUID) -> None:
    one, other, stranger = (a_person(tenant_id) for _ in range(3))
    subject_id = uuid7()

    with publishing(tenant_id) as published:
        task_id = actions.open_task(
            "tasks.no_reason",
            subject_kind="invoice",
            subject_id=subject_id,
            assignees=(person_of(one), person_of(other)),
            values={"amount": Money(Decimal("12.50"), "SEK")},
            once_key="difference/1",
            due_at=LATER,
            actor=everything(tenant_id),
            at=AT,
        )

    assert waiting(one) == waiting(other) == [task_id]
    assert waiting(stranger) == waiting(everything(tenant_id)) == []
    assert queries.number_of_my_tasks(actor=one) == 1
    task = queries.task(task_id, actor=one)
    assert task.problem.values == {"amount": Money(Decimal("12.50"), "SEK")}
    assert task.assignees == (person_of(one), person_of(other))
    assert published == [events.TasksOpened(subject_id, (task_id,))]


def test_the_same_key_opens_one_task_whatever_has_become_of_it(tenant_id: UUID) -> None:
    person, actor = a_person(tenant_id), everything(tenant_id)
    task = a_new_task(person_of(person), once_key="difference/1")

    first = actions.open_tasks((task,), actor=actor, at=AT)
    actions.close_tasks(task.subject_id, actor=actor, at=AT)
    with publishing(tenant_id) as published:
        second = actions.open_tasks((task, a_new_task(person_of(person))), actor=actor, at=AT)

    assert second[0] == first[0]
    assert waiting(person) == [second[1]]
    assert len(published) == 1


def test_a_task_for_nobody_is_invalid(tenant_id: UUID) -> None:
    with pytest.raises(Invalid) as refusal:
        opened(tenant_id)

    assert refusal.value.codes == ["tasks.no_assignee"]


def test_what_happens_to_the_subject_closes_its_tasks(tenant_id: UUID) -> None:
    person, subject_id = a_person(tenant_id), uuid7()
    task_id = opened(tenant_id, person, subject_id=subject_id)
    other = opened(tenant_id, person, subject_id=subject_id, kind="tasks.nobody_new")

    with publishing(tenant_id) as published:
        closed = actions.close_tasks(
            subject_id, kind="tasks.no_reason", outcome="cancelled", actor=person, at=LATER
        )
        again = actions.close_tasks(subject_id, kind="tasks.no_reason", actor=person, at=LATER)

    assert (closed, again) == (1, 0)
    assert waiting(person) == [other]
    with tenant_scope(tenant_id):
        ended = queries.tasks_of(subject_id, state="cancelled")
    assert [(task.id, task.done_by, task.done_at) for task in ended] == [
        (task_id, person_of(person), LATER)
    ]
    assert published == [events.TasksClosed(subject_id, (task_id,), "cancelled")]


def test_tasks_do_not_close_as_anything_else(tenant_id: UUID) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.close_tasks(uuid7(), outcome="open", actor=everything(tenant_id), at=AT)

    assert refusal.value.codes == ["tasks.unknown_outcome"]


def test_who_has_taken_a_task_keeps_it_until_giving_it_back(tenant_id: UUID) -> None:
    one, other = a_person(tenant_id), a_person(tenant_id)
    task_id = opened(tenant_id, one, other)

    actions.take_task(task_id, actor=one, at=AT, expected_version=1)
    with pytest.raises(Refused) as refusal:
        actions.finish_task(task_id, actor=other, at=AT)
    with pytest.raises(Refused) as stale:
        actions.give_back_task(task_id, actor=one, at=AT, expected_version=1)
    actions.give_back_task(task_id, actor=one, at=AT, expected_version=2)
    actions.finish_task(task_id, actor=other, at=LATER)

    assert refusal.value.codes == ["tasks.taken_by_another"]
    assert stale.value.codes == ["kernel.stale"]
    task = queries.task(task_id, actor=one)
    assert (task.state, task.done_by, task.done_at) == ("done", person_of(other), LATER)


def test_a_finished_task_is_not_taken(tenant_id: UUID) -> None:
    person = a_person(tenant_id)
    task_id = opened(tenant_id, person)
    actions.finish_task(task_id, actor=person, at=AT)

    with pytest.raises(Refused) as refusal:
        actions.take_task(task_id, actor=person, at=AT)

    assert refusal.value.codes == ["kernel.wrong_step"]


def test_a_task_that_stays_undone_goes_to_others_too(tenant_id: UUID) -> None:
    one, other = a_person(tenant_id), a_person(tenant_id)
    coordinator = a_person(tenant_id, ("coordinator",))
    task_id = opened(tenant_id, one, due_at=AT)
    actions.take_task(task_id, actor=one, at=AT)
    late = queries.overdue_tasks(actor=coordinator, at=LATER)

    with pytest.raises(Forbidden):
        actions.escalate_task(task_id, (person_of(other),), "Ill", actor=one, at=LATER)
    with publishing(tenant_id) as published:
        actions.escalate_task(
            task_id, (person_of(other),), "Ill", due_at=LATER, actor=coordinator, at=LATER
        )

    assert [task.id for task in late.items] == [task_id]
    assert queries.overdue_tasks(actor=coordinator, at=LATER).items == ()
    assert waiting(other) == waiting(one) == [task_id]
    actions.finish_task(task_id, actor=other, at=LATER)
    assert published == [events.TaskEscalated(task_id, (person_of(other),))]


@pytest.mark.parametrize("late", [1, 100])
def test_many_late_tasks_go_to_others_in_as_many_statements_as_one(
    tenant_id: UUID, late: int
) -> None:
    person, other, actor = a_person(tenant_id), a_person(tenant_id), everything(tenant_id)
    new = tuple(a_new_task(person_of(person), subject_id=uuid7()) for _ in range(late))
    ids = actions.open_tasks(new, actor=actor, at=AT)
    more = tuple(Escalation(each, (person_of(other),), LATER) for each in ids)

    with publishing(tenant_id) as published, CaptureQueriesContext(connection) as escalating:
        told = actions.escalate_tasks(more, "Late", actor=actor, at=LATER)

    assert told == late
    assert len(escalating) == 10
    assert published == [events.TaskEscalated(each, (person_of(other),)) for each in ids]
    with tenant_scope(tenant_id):
        waits_for = {
            frozenset(one.assignees) for each in new for one in queries.tasks_of(each.subject_id)
        }
    assert waits_for == {frozenset({person_of(person), person_of(other)})}
    with pytest.raises(Refused) as again:
        actions.escalate_tasks(more, "Late", actor=actor, at=LATER)
    assert again.value.codes == ["tasks.nobody_new"] * late


def test_the_taker_of_somebody_who_leaves_gets_the_open_tasks_once(tenant_id: UUID) -> None:
    leaving, taker = a_person(tenant_id), a_person(tenant_id)
    task_id, shared = opened(tenant_id, leaving), opened(tenant_id, leaving, taker)
    actions.take_task(task_id, actor=leaving, at=AT)

    with running_here() as drain:
        parties.end_person(
            person_of(leaving),
            last_day=TODAY,
            taker_id=person_of(taker),
            actor=everything(tenant_id),
            at=AT,
        )
        drain()
    again = actions.hand_over_tasks(
        person_of(leaving), person_of(taker), actor=everything(tenant_id), at=AT
    )

    assert sorted(waiting(taker)) == [task_id, shared]
    assert again == 0
    actions.finish_task(task_id, actor=taker, at=AT)


def test_tasks_of_another_tenant_are_missing_and_wait_for_nobody_here(tenant_id: UUID) -> None:
    neighbour = a_tenant("Grannköping").tenant_id
    theirs = opened(neighbour, a_person(neighbour))
    person = a_person(tenant_id, ("coordinator",))

    with pytest.raises(Missing):
        queries.task(theirs, actor=person)
    with pytest.raises(Missing):
        actions.take_task(theirs, actor=person, at=AT)
    assert waiting(person) == []


@pytest.mark.parametrize("lines", [1, 100, 1000])
def test_opening_and_closing_take_as_many_statements_for_a_thousand_lines_as_for_one(
    tenant_id: UUID, lines: int
) -> None:
    person, actor = a_person(tenant_id), everything(tenant_id)
    tasks = tuple(a_new_task(person_of(person), subject_id=uuid7()) for _ in range(lines))
    subject_ids = tuple(task.subject_id for task in tasks)

    with tenant_scope(tenant_id), CaptureQueriesContext(connection) as opening:
        ids = actions.open_tasks(tasks, actor=actor, at=AT)
    with tenant_scope(tenant_id), CaptureQueriesContext(connection) as closing:
        closed = actions.close_tasks_of(subject_ids, actor=actor, at=AT)

    assert len(set(ids)) == closed == lines
    assert (len(opening), len(closing)) == (3, 3)


@pytest.mark.parametrize("tasks", [1, 40])
def test_a_page_of_tasks_takes_two_statements(tenant_id: UUID, tasks: int) -> None:
    person = a_person(tenant_id)
    for _ in range(tasks):
        opened(tenant_id, person)

    with tenant_scope(tenant_id), CaptureQueriesContext(connection) as asked:
        page = queries.my_tasks(actor=person)

    assert len(page.items) == tasks
    assert len(asked) == 2


def test_the_news_are_seen_until_the_latest_moment_somebody_looked(tenant_id: UUID) -> None:
    reader, other = (a_person(tenant_id) for _ in range(2))

    first = actions.mark_news_seen(until=AT, actor=reader, at=LATER)
    earlier = actions.mark_news_seen(until=AT - timedelta(days=1), actor=reader, at=LATER)
    to_come = actions.mark_news_seen(until=LATER + timedelta(days=1), actor=reader, at=LATER)

    assert (first, earlier, to_come) == (AT, AT, LATER)
    assert queries.news_seen_until(actor=reader) == LATER
    assert queries.news_seen_until(actor=other) is None


def test_somebody_without_a_role_follows_nothing(tenant_id: UUID) -> None:
    nobody = a_person(tenant_id, roles=())

    with pytest.raises(Forbidden):
        actions.mark_news_seen(until=AT, actor=nobody, at=AT)

    assert queries.news_seen_until(actor=nobody) is None


def test_an_open_task_says_how_things_stand_now_and_stays_with_who_has_taken_it(
    tenant_id: UUID,
) -> None:
    person, office = a_person(tenant_id), everything(tenant_id)
    ids = tuple(opened(tenant_id, person, values={"count": 3}) for _ in range(3))
    actions.take_task(ids[0], actor=person, at=AT)
    actions.finish_task(ids[2], actor=person, at=AT)
    facts = tuple(
        NewFacts(each, {"count": count}) for each, count in zip(ids, (2, 3, 1), strict=True)
    )

    with publishing(tenant_id) as published:
        changed = actions.restate_tasks(facts, actor=office, at=AT)
        again = actions.restate_tasks(facts, actor=office, at=AT)

    first, second, done = (queries.task(each, actor=person) for each in ids)
    assert (changed, again) == (1, 0)
    assert [one.values["count"] for one in (first, second, done)] == [2, 3, 3]
    assert first.taken_by == person.person_id
    assert published == [events.TasksRestated(first.subject_id, (ids[0],))]
