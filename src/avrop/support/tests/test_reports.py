"""Somebody without an account reports a fault: it has an owner at once, and an end he hears of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Invalid, Refused
from avrop.kernel.scope import tenant_scope
from avrop.support import actions, queries, receipts, rules
from avrop.support.queries import CaseView
from avrop.tasks import queries as tasks
from avrop.testing.worlds import a_person, a_tenant
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 3, 6, 14, 0, tzinfo=UTC)
LATER = FRIDAY + timedelta(hours=1)


@dataclass(frozen=True)
class Desk:
    """Two who answer, and a visitor."""

    first: Actor
    second: Actor
    visitor: Actor


@pytest.fixture
def desk() -> Desk:
    """A help desk."""
    tenant_id = a_tenant().tenant_id
    people = [a_person(tenant_id, roles=("coordinator",)) for _ in range(2)]
    return Desk(people[0], people[1], receipts.visitor_of(tenant_id))


@pytest.fixture
def drain() -> Iterator[Callable[[], int]]:
    """Does what follows from what is done."""
    with running_here() as run:
        yield run


def a_report(desk: Desk, **told: str) -> CaseView:
    """A report of a visitor."""
    return actions.report_fault(
        "access", "  Knappen går inte att nå.\r\n", actor=desk.visitor, at=FRIDAY, **told
    )


def test_a_report_is_kept_as_it_was_typed_and_has_an_owner_and_a_day_at_once(desk: Desk) -> None:
    found = a_report(desk, page="sidan om mjölk", named="Ekbacken", answer_to="bo@gard.example")

    assert (found.case.asked_by, found.case.state) == (None, "open")
    assert found.case.due_at == FRIDAY + timedelta(days=3)
    assert [one.text for one in found.messages] == ["  Knappen går inte att nå.\r\n"]
    assert [one.person_id for one in found.messages] == [None]
    assert (found.page, found.case.named) == ("sidan om mjölk", "Ekbacken")
    assert found.case.owner in {desk.first.person_id, desk.second.person_id}
    owner = desk.first if found.case.owner == desk.first.person_id else desk.second
    (task,) = tasks.my_tasks(actor=owner).items
    assert task.problem.code == "support.to_answer_report"


def test_reports_are_shared_among_those_who_answer(desk: Desk) -> None:
    owners = [a_report(desk).case.owner for _ in range(4)]

    assert sorted(map(str, owners)) == sorted(
        str(one.person_id) for one in (desk.first, desk.first, desk.second, desk.second)
    )


def test_what_is_too_long_or_nothing_or_no_address_is_told_all_at_once(desk: Desk) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.report_fault(
            "weather",
            "x" * 4001,
            page="x" * 501,
            named="x" * 201,
            answer_to="bo@gard.example\nBcc: all@gard.example",
            actor=desk.visitor,
            at=FRIDAY,
        )

    assert refusal.value.codes == [
        "support.unknown_topic",
        "support.text_too_long",
        "support.text_too_long",
        "support.answer_to_shape",
        "support.text_too_long",
    ]


def test_no_more_reports_are_taken_in_a_day_than_can_be_read(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_REPORTS", 2)
    a_report(desk)
    a_report(desk)

    with pytest.raises(Refused) as refusal:
        a_report(desk)
    by_phone = actions.report_fault("access", "Per telefon.", actor=desk.first, at=FRIDAY)
    next_day = actions.report_fault(
        "access", "Dagen efter.", actor=desk.visitor, at=FRIDAY + timedelta(days=1, seconds=1)
    )

    assert refusal.value.codes == ["support.too_many_reports"]
    assert by_phone.case.is_report
    assert next_day.case.state == "open"
    with tenant_scope(desk.visitor.tenant_id):
        assert not queries.takes_reports(FRIDAY)


def test_an_organisation_where_nobody_answers_takes_no_reports() -> None:
    with tenant_scope(a_tenant().tenant_id):
        assert not queries.takes_reports(FRIDAY)


def test_the_answer_is_mailed_where_an_address_was_given(
    desk: Desk, drain: Callable[[], int], settings: Any
) -> None:
    settings.AVROP_MAIL_FROM = "order@avrop.example"
    settings.AVROP_ADDRESS = "https://avrop.example"
    found = a_report(desk, answer_to="bo@gard.example")
    silent = a_report(desk)

    for case in (found, silent):
        actions.answer_case(case.case.id, "Nu går den att nå.", actor=desk.first, at=LATER)
    drain()

    (sent,) = mail.outbox
    token = receipts.token_of(desk.visitor.tenant_id, found.case.id)
    assert sent.to == ["bo@gard.example"]
    assert "Nu går den att nå." in sent.body
    assert f"https://avrop.example/report/{token}" in sent.body
    assert found.case.number in sent.subject


def test_a_report_is_closed_when_its_receipt_says_that_the_answer_was_read(desk: Desk) -> None:
    found = a_report(desk)
    actions.answer_case(found.case.id, "Klart.", actor=desk.first, at=LATER)
    with pytest.raises(Refused) as refusal:
        actions.close_case(found.case.id, actor=desk.first, at=LATER)

    actions.read_report_answer(found.case.id, actor=desk.visitor, at=LATER)
    closed = actions.close_case(found.case.id, actor=desk.first, at=LATER)

    assert refusal.value.codes == ["support.not_told_yet"]
    assert (closed.case.state, closed.case.told_at) == ("closed", LATER)


def test_nobody_who_is_signed_in_says_for_a_visitor_that_he_has_read(desk: Desk) -> None:
    found = a_report(desk)
    actions.answer_case(found.case.id, "Klart.", actor=desk.first, at=LATER)

    with pytest.raises(Forbidden):
        actions.read_report_answer(found.case.id, actor=desk.first, at=LATER)


def test_a_visitor_says_of_nobody_elses_case_that_it_was_read(desk: Desk) -> None:
    asker = a_person(desk.visitor.tenant_id, roles=("requester",))
    case = actions.open_case("stuck", "Hjälp.", actor=asker, at=FRIDAY)
    actions.answer_case(case.case.id, "Så här.", actor=desk.first, at=LATER)

    with pytest.raises(Refused) as refusal:
        actions.read_report_answer(case.case.id, actor=desk.visitor, at=LATER)

    assert refusal.value.codes == ["support.not_your_case"]


@given(st.text())
def test_no_address_that_is_taken_can_carry_a_second_header(text: str) -> None:
    taken = rules.is_address(text)

    assert not (taken and (set(text) & set("\r\n ,;<>") or text.count("@") != 1))


def test_whoever_has_the_fewest_open_cases_answers_next() -> None:
    busy, free = uuid7(), uuid7()

    assert rules.owner_among((busy, free), {busy: 2, free: 1}) == free
    assert rules.owner_among((), {}) is None
