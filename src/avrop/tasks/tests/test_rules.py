"""Who can do what to a task."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.problems import Problem
from avrop.tasks import rules
from avrop.tasks.lifecycle import LIFECYCLE, State
from avrop.tasks.tests.builders import a_new_task, a_task_view
from avrop.testing.worlds import AT
from avrop.values import uuid7


def codes(problems: Iterable[Problem]) -> list[str]:
    return [problem.code for problem in problems]


def test_a_task_waits_for_somebody_and_opens_once() -> None:
    nobody, keyless = a_new_task(), a_new_task(uuid7(), once_key="")

    problems = list(rules.problems_opening((a_new_task(uuid7()), nobody, keyless)))

    assert [(problem.code, problem.place) for problem in problems] == [
        ("tasks.no_assignee", ("tasks", 1, "assignees")),
        ("tasks.key_shape", ("tasks", 2, "once_key")),
    ]


def test_only_those_it_waits_for_can_take_a_task_and_only_one_of_them() -> None:
    me, other, stranger = uuid7(), uuid7(), uuid7()
    free, taken = a_task_view(me, other), a_task_view(me, other, taken_by=other)

    assert codes(rules.problems_taking(free, me)) == []
    assert codes(rules.problems_taking(taken, other)) == []
    assert codes(rules.problems_taking(taken, me)) == ["tasks.taken_by_another"]
    assert codes(rules.problems_taking(free, stranger)) == ["tasks.not_yours"]
    assert codes(rules.problems_taking(free, None)) == ["tasks.not_yours"]


def test_a_task_is_given_back_by_whoever_has_taken_it() -> None:
    me, other = uuid7(), uuid7()

    assert codes(rules.problems_giving_back(a_task_view(me, taken_by=me), me)) == []
    assert codes(rules.problems_giving_back(a_task_view(me, other, taken_by=other), me)) == [
        "tasks.not_taken_by_you"
    ]
    assert codes(rules.problems_giving_back(a_task_view(me), None)) == ["tasks.not_taken_by_you"]


def test_escalating_needs_a_reason_and_somebody_new() -> None:
    me = uuid7()
    task = a_task_view(me)

    assert codes(rules.problems_escalating(task, (me,), " ")) == [
        "tasks.no_reason",
        "tasks.nobody_new",
    ]
    assert codes(rules.problems_escalating(task, (uuid7(),), "Late")) == []


def test_a_task_is_late_after_its_due_time_while_it_is_open() -> None:
    task = a_task_view(due_at=AT)

    assert not task.is_late(AT)
    assert task.is_late(AT + timedelta(seconds=1))
    assert not a_task_view(due_at=AT, state="done").is_late(AT + timedelta(days=1))


@given(st.lists(st.sampled_from(LIFECYCLE.verbs)))
def test_no_run_of_verbs_leaves_the_table(verbs: list[str]) -> None:
    state: str = State.OPEN
    for verb in verbs:
        if verb in LIFECYCLE.verbs_from(state):
            state = LIFECYCLE.after(state, verb)
    assert state in State.values
