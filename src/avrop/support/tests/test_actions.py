"""Cases: somebody asks, somebody answers, and the one who asked is told before it is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from avrop.buying.orders.tests import builders as buying
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.support import actions, queries
from avrop.support.queries import CaseView
from avrop.support.rules import due_after
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_tenant

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
LATER = FRIDAY + timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    """Somebody who asks and somebody who answers."""

    asker: Actor
    answerer: Actor
    stranger: Actor


@pytest.fixture
def desk() -> Desk:
    """A help desk."""
    tenant_id = a_tenant().tenant_id
    return Desk(
        a_person(tenant_id, roles=("requester",)),
        a_person(tenant_id, roles=("coordinator",)),
        a_person(tenant_id, roles=("receiver",)),
    )


def a_case(desk: Desk) -> CaseView:
    """A question."""
    return actions.open_case("stuck", "Jag kommer inte vidare.", actor=desk.asker, at=FRIDAY)


def an_answered_case(desk: Desk) -> CaseView:
    """A question with an answer."""
    case = a_case(desk)
    return actions.answer_case(case.case.id, "Gör så här.", actor=desk.answerer, at=LATER)


def test_a_question_waits_for_those_who_answer_until_the_next_working_day(desk: Desk) -> None:
    found = a_case(desk)

    assert (found.case.state, found.case.due_at) == ("open", FRIDAY + timedelta(days=3))
    (task,) = tasks.my_tasks(actor=desk.answerer).items
    assert (task.problem.code, task.subject_id) == ("support.to_answer", found.case.id)


def test_an_answer_waits_for_the_one_who_asked(desk: Desk) -> None:
    found = an_answered_case(desk)

    assert (found.case.state, found.case.owner) == ("answered", desk.answerer.person_id)
    (task,) = tasks.my_tasks(actor=desk.asker).items
    assert task.problem.code == "support.to_read"
    assert tasks.my_tasks(actor=desk.answerer).items == ()


def test_a_case_cannot_be_closed_before_the_one_who_asked_has_been_told(desk: Desk) -> None:
    found = an_answered_case(desk)

    with pytest.raises(Refused) as refusal:
        actions.close_case(found.case.id, actor=desk.answerer, at=LATER)

    assert refusal.value.codes == ["support.not_told_yet"]
    assert queries.case(found.case.id, actor=desk.asker).case.state == "answered"


def test_reading_the_answer_is_being_told(desk: Desk) -> None:
    found = an_answered_case(desk)

    actions.read_answer(found.case.id, actor=desk.asker, at=LATER)
    closed = actions.close_case(found.case.id, actor=desk.answerer, at=LATER)

    assert (closed.case.state, closed.case.told_at) == ("closed", LATER)
    assert tasks.my_tasks(actor=desk.asker).items == ()


def test_telling_in_person_is_written_down(desk: Desk) -> None:
    found = an_answered_case(desk)

    told = actions.tell_in_person(
        found.case.id, "Ringde på eftermiddagen.", actor=desk.answerer, at=LATER
    )

    assert told.case.state == "told"
    assert told.messages[-1].kind == "told"


def test_nobody_else_reads_the_answer_for_the_one_who_asked(desk: Desk) -> None:
    found = an_answered_case(desk)

    with pytest.raises(Refused) as refusal:
        actions.read_answer(found.case.id, actor=desk.answerer, at=LATER)

    assert refusal.value.codes == ["support.not_your_case"]


def test_an_answer_that_does_not_help_opens_the_case_again(desk: Desk) -> None:
    found = an_answered_case(desk)

    again = actions.ask_more(found.case.id, "Det hjälper inte.", actor=desk.asker, at=LATER)

    assert (again.case.state, again.case.told_at) == ("open", None)
    (task,) = tasks.my_tasks(actor=desk.answerer).items
    assert task.problem.code == "support.to_answer"


def test_nobody_answers_his_own_question(desk: Desk) -> None:
    found = actions.open_case("question", "Hur då?", actor=desk.answerer, at=FRIDAY)

    with pytest.raises(Refused) as refusal:
        actions.answer_case(found.case.id, "Så.", actor=desk.answerer, at=LATER)

    assert refusal.value.codes == ["support.answers_himself"]


def test_who_does_not_answer_cases_sees_his_own_only(desk: Desk) -> None:
    found = a_case(desk)

    assert [one.id for one in queries.my_cases(actor=desk.asker).items] == [found.case.id]
    assert queries.cases_page(actor=desk.stranger).items == ()
    with pytest.raises(Missing):
        queries.case(found.case.id, actor=desk.stranger)
    with pytest.raises(Forbidden):
        actions.answer_case(found.case.id, "Så.", actor=desk.stranger, at=LATER)


def test_a_case_is_given_only_to_somebody_who_answers(desk: Desk) -> None:
    found = a_case(desk)

    with pytest.raises(Refused) as refusal:
        actions.assign_case(found.case.id, desk.stranger.person_id, actor=desk.answerer, at=LATER)

    assert refusal.value.codes == ["support.cannot_answer"]


@pytest.mark.parametrize(
    ("topic", "text", "page", "codes"),
    [
        ("nonsense", "x", "", ["support.unknown_topic"]),
        ("stuck", "  ", "", ["support.says_nothing"]),
        ("stuck", "x" * 4001, "", ["support.text_too_long"]),
        ("stuck", "x", "https://elsewhere.example", ["support.page_is_no_address"]),
    ],
)
def test_a_question_that_says_nothing_of_use_is_invalid(
    desk: Desk, topic: str, text: str, page: str, codes: list[str]
) -> None:
    with pytest.raises(Invalid) as denial:
        actions.open_case(topic, text, page=page, actor=desk.asker, at=FRIDAY)

    assert denial.value.codes == codes


def test_the_thing_that_a_question_is_about_is_stored_as_it_stood() -> None:
    town = buying.a_town()
    order = buying.a_sent_order(town, buying.a_seller(town))

    found = actions.open_case(
        "late",
        "Varför händer inget?",
        subject_kind="order",
        subject_id=order.id,
        actor=town.requester,
        at=FRIDAY,
    )

    assert found.case.subject_number == order.number
    assert found.checks[0].code.startswith("orders.stands_")
    assert "orders.trace_sent" in {step.code for step in found.trace}


def test_what_the_one_who_asks_may_not_see_is_not_stored(desk: Desk) -> None:
    town = buying.a_town()
    order = buying.a_sent_order(town, buying.a_seller(town))

    found = actions.open_case(
        "late",
        "Varför händer inget?",
        subject_kind="order",
        subject_id=order.id,
        actor=desk.asker,
        at=FRIDAY,
    )

    assert (found.case.subject_id, found.checks, found.trace) == (None, (), ())


def test_the_clock_runs_over_working_days_only() -> None:
    assert due_after(FRIDAY, FRIDAY.date()) == datetime(2026, 3, 9, 14, 0, tzinfo=UTC)


def test_a_case_that_is_left_to_one_waits_for_nobody_else(desk: Desk) -> None:
    chosen = a_person(desk.asker.tenant_id, roles=("coordinator",))
    found = a_case(desk)

    left = actions.assign_case(found.case.id, chosen.person_id, actor=desk.answerer, at=LATER)

    assert left.case.owner == chosen.person_id
    (task,) = tasks.my_tasks(actor=chosen).items
    assert (task.kind, task.due_at) == ("support.to_answer", found.case.due_at)
    assert tasks.my_tasks(actor=desk.answerer).items == ()
