"""What waits for an approver: in his order, for himself and for those whose substitute he is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from avrop.approvals import actions, queries
from avrop.approvals.tests.builders import Office, a_part, a_request, an_office, kronor
from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.kernel.actors import Actor
from avrop.testing.worlds import AT, TODAY, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


def amounts(actor: Actor, **asked: object) -> list[int]:
    found = queries.waiting_for_me(actor=actor, at=AT, **asked).items  # type: ignore[arg-type]
    return [int(step.amount.amount) for step in found]


def lend(office: Office, substitute: Actor) -> UUID:
    assert office.approver.person_id is not None
    assert substitute.person_id is not None
    (mandate,) = mandates.mandates_of(office.approver.person_id, actor=office.approver)
    return authority.delegate(
        mandate.id,
        substitute.person_id,
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=7),
        reason="Semester",
        actor=office.approver,
        at=AT,
    )


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("oldest", [300, 100, 200]),
        ("newest", [200, 100, 300]),
        ("dearest", [300, 200, 100]),
    ],
)
def test_what_waits_comes_in_the_order_that_was_asked_for(
    office: Office, sort: str, expected: list[int]
) -> None:
    for amount in (300, 100, 200):
        a_request(office, a_part(amount))

    assert amounts(office.approver, sort=sort) == expected


def test_what_is_due_first_comes_first_and_what_has_no_time_comes_last(office: Office) -> None:
    a_request(office, a_part(1))
    request_ids = [a_request(office, a_part(amount)) for amount in (2, 3)]
    from avrop.approvals.models import Request
    from avrop.kernel.scope import tenant_scope

    with tenant_scope(office.tenant_id):
        for hours, request_id in zip((5, -5), request_ids, strict=True):
            Request.objects.filter(id=request_id).update(due_at=AT + timedelta(hours=hours))

    assert amounts(office.approver, sort="due") == [3, 2, 1]
    assert amounts(office.approver, waits="late") == [3]


def test_pages_follow_each_other_whatever_is_answered_between_them(office: Office) -> None:
    requests = {amount: a_request(office, a_part(amount)) for amount in (10, 20, 20, 40)}

    first = queries.waiting_for_me(sort="dearest", limit=2, actor=office.approver, at=AT)
    actions.approve_all(requests[20], actor=office.approver, at=AT)
    rest = queries.waiting_for_me(
        sort="dearest", cursor=first.next_cursor, limit=2, actor=office.approver, at=AT
    )

    assert [int(step.amount.amount) for step in first.items] == [40, 20]
    assert [int(step.amount.amount) for step in rest.items] in ([20, 10], [10])
    assert rest.next_cursor is None


def test_what_waits_can_be_narrowed_by_number_and_amount(office: Office) -> None:
    a_request(office, a_part(5000))
    a_request(office, a_part(50))

    assert amounts(office.approver, over=Decimal(1000)) == [5000]
    assert amounts(office.approver, text="r-2026") == [5000, 50]
    assert amounts(office.approver, text="X") == []


def test_a_substitute_sees_what_waited_before_he_became_one(office: Office) -> None:
    a_request(office, a_part(100))
    substitute = a_person(
        office.tenant_id, ("approver",), office.unit_id, kronor(10_000), responsibilities=("9*",)
    )
    before = amounts(substitute)

    delegation = lend(office, substitute)

    assert before == []
    assert amounts(substitute) == amounts(substitute, waits="lent") == [100]
    (step,) = queries.waiting_for_me(actor=substitute, at=AT).items
    assert step.asked == (office.approver.person_id,)
    assert queries.number_waiting_for_me(actor=substitute, at=AT) == 1
    authority.end_delegation(delegation, actor=office.approver, at=AT)
    assert amounts(substitute) == []


def test_only_what_the_reader_may_answer_is_his_to_answer(office: Office) -> None:
    request_id = a_request(office, a_part(100, "4100"), a_part(50, "4200"))

    steps = queries.request(request_id, actor=office.routine).steps
    mine = queries.steps_to_answer(request_id, actor=office.approver, at=AT)

    assert mine == (steps[0].id,)
    assert queries.steps_to_answer(request_id, actor=office.requester, at=AT) == ()
