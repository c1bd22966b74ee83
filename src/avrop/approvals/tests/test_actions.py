"""The commands of approvals, with a database."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from avrop.approvals import actions, events, queries
from avrop.approvals.models import Request, Step
from avrop.approvals.rules import RoutingRule
from avrop.approvals.tests.builders import Office, a_part, a_request, an_office, kronor
from avrop.authority import actions as authority
from avrop.authority import queries as mandates
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Forbidden, Invalid, Missing, Refused
from avrop.kernel.scope import tenant_scope
from avrop.kernel.wording import say
from avrop.tasks import queries as tasks
from avrop.testing.worlds import AT, TODAY, a_person, publishing
from avrop.values import uuid7

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Office:
    return an_office()


def id_of(actor: Actor) -> UUID:
    assert actor.person_id is not None
    return actor.person_id


def seen(office: Office, request_id: Any) -> Any:
    return queries.request(request_id, actor=office.routine)


def only_step(office: Office, request_id: Any) -> Any:
    (step,) = seen(office, request_id).steps
    return step


def test_whoever_answers_for_the_money_is_asked(office: Office) -> None:
    with publishing(office.tenant_id) as published:
        request_id = a_request(office, a_part(100, "4100"), a_part(50, "4200"))

    found = seen(office, request_id)
    assert [(s.responsibility, s.state, s.candidates) for s in found.steps] == [
        ("4100", "waiting", (office.approver.person_id,)),
        ("4200", "waiting", (office.other_approver.person_id,)),
    ]
    assert (found.amount, found.rule_set) == (kronor(150), "approvals.routing/0")
    asked = queries.waiting_for_me(actor=office.approver, at=AT).items
    assert [(step.reference, step.amount) for step in asked] == [("R-2026-00001", kronor(100))]
    assert [task.kind for task in tasks.my_tasks(actor=office.approver).items] == [
        "approvals.task_approve"
    ]
    assert [type(event) for event in published][-1] is events.ApprovalRequested


def test_a_part_nobody_can_approve_is_refused_by_name_and_nothing_is_asked(office: Office) -> None:
    with publishing(office.tenant_id) as published, pytest.raises(Refused) as refusal:
        a_request(office, a_part(10_001, "4100"), a_part(1, "4300"), a_part(1, "4200"))

    assert [(p.code, p.place) for p in refusal.value.problems] == [
        ("approvals.no_approver", ("approvers", "4100")),
        ("approvals.no_approver", ("approvers", "4300")),
    ]
    assert published == []


def test_the_preflight_says_what_the_command_would(office: Office) -> None:
    parts = (a_part(10_001, "4100"), a_part(1, "4200"))

    with tenant_scope(office.tenant_id):
        found = queries.problems_requesting(
            (uuid7(),), office.unit_id, id_of(office.requester), parts, at=AT
        )

    assert [problem.values["responsibility"] for problem in found] == ["4100"]


def test_the_last_approval_grants_the_request(office: Office) -> None:
    request_id = a_request(office, a_part(100, "4100"), a_part(50, "4200"))
    first, second = seen(office, request_id).steps

    with publishing(office.tenant_id) as published:
        actions.approve(first.id, expected_version=1, actor=office.approver, at=AT)
        granted = actions.approve(second.id, actor=office.other_approver, at=AT)

    assert granted.state == "approved"
    assert [s.decided_by for s in granted.steps] == [
        office.approver.person_id,
        office.other_approver.person_id,
    ]
    subject = ("requisition", granted.subject_id)
    announced = [event for event in published if event.name.startswith("approvals.")]
    assert announced == [
        events.StepApproved(request_id, *subject, (first.id,)),
        events.ApprovalGranted(request_id, *subject),
    ]
    assert tasks.my_tasks(actor=office.approver).items == ()
    with tenant_scope(office.tenant_id):
        assert [deed.deed for deed in mandates.deeds_on(granted.chains)] == [
            "need",
            "approve",
            "approve",
        ]


def test_nobody_approves_his_own_need_even_with_a_mandate(office: Office) -> None:
    both = a_person(office.tenant_id, ("requester", "approver"), office.unit_id)
    request_id = a_request(office, requester=both)
    step = only_step(office, request_id)
    assert step.candidates == (office.approver.person_id,)

    with pytest.raises(Refused) as refusal:
        actions.approve(step.id, actor=both, at=AT)

    assert refusal.value.codes == ["approvals.own_request"]
    assert seen(office, request_id).state == "waiting"


def test_a_substitute_of_the_requester_does_not_approve_her_need(office: Office) -> None:
    both = a_person(office.tenant_id, ("requester", "approver"), office.unit_id)
    friend = a_person(office.tenant_id, (), office.unit_id)
    with tenant_scope(office.tenant_id):
        right = mandates.mandates_of(id_of(both), actor=office.routine)
    mandate_id = next(each.id for each in right if each.role == "approver")
    until = TODAY + timedelta(days=9)
    authority.delegate(
        mandate_id,
        id_of(friend),
        valid_from=TODAY,
        valid_until=until,
        reason="Semester",
        actor=both,
        at=AT,
    )
    request_id = a_request(office, requester=both)
    step = only_step(office, request_id)
    assert step.candidates == (office.approver.person_id,)

    with pytest.raises(Refused):
        actions.approve(step.id, actor=friend, at=AT)


def test_an_approver_above_his_limit_or_of_another_responsibility_is_forbidden(
    office: Office,
) -> None:
    request_id = a_request(office, a_part(100, "4100"))

    with pytest.raises(Forbidden):
        actions.approve(only_step(office, request_id).id, actor=office.other_approver, at=AT)

    assert only_step(office, request_id).state == "waiting"


def test_all_that_is_mine_can_be_approved_at_once(office: Office) -> None:
    request_id = a_request(office, a_part(1, "4100"), a_part(2, "4110"), a_part(3, "4200"))

    after = actions.approve_all(request_id, actor=office.approver, at=AT)
    with pytest.raises(Forbidden):
        actions.approve_all(request_id, actor=office.approver, at=AT)
    granted = actions.approve_all(request_id, actor=office.other_approver, at=AT)

    assert [step.state for step in after.steps] == ["approved", "approved", "waiting"]
    assert granted.state == "approved"


def test_what_is_returned_goes_back_whole_with_the_reason(office: Office) -> None:
    request_id = a_request(office, a_part(1, "4100"), a_part(2, "4200"))
    first, _ = seen(office, request_id).steps

    with pytest.raises(Refused) as refusal:
        actions.return_for_change(first.id, " ", actor=office.approver, at=AT)
    with publishing(office.tenant_id) as published:
        found = actions.return_for_change(first.id, "För dyrt", actor=office.approver, at=AT)

    assert refusal.value.codes == ["approvals.no_reason"]
    assert found.state == "returned"
    assert [(s.state, s.note) for s in found.steps] == [("returned", "För dyrt"), ("skipped", "")]
    assert events.ApprovalReturned(request_id, "requisition", found.subject_id) in published
    assert tasks.my_tasks(actor=office.other_approver).items == ()


def test_a_new_request_about_the_subject_takes_the_waiting_one_back(office: Office) -> None:
    subject_id = uuid7()
    first = a_request(office, subject_id=subject_id)

    second = a_request(office, subject_id=subject_id)

    assert (seen(office, first).state, seen(office, second).state) == ("withdrawn", "waiting")
    with pytest.raises(Refused):
        actions.approve(only_step(office, first).id, actor=office.approver, at=AT)
    assert len(tasks.my_tasks(actor=office.approver).items) == 1


def test_the_snapshot_is_kept_and_any_other_word_shows(office: Office) -> None:
    subject_id = uuid7()
    request_id = a_request(office, subject_id=subject_id, snapshot='{"milk":2}')
    actions.approve(only_step(office, request_id).id, actor=office.approver, at=AT)

    with tenant_scope(office.tenant_id):
        same = queries.is_as_approved(subject_id, '{"milk":2}')
        other = queries.is_as_approved(subject_id, '{"milk":3}')
        assert seen(office, request_id).is_intact
        Request.objects.filter(id=request_id).update(snapshot='{"milk":9}')

    assert (same, other) == (True, False)
    assert not seen(office, request_id).is_intact


def test_an_approval_is_valid_for_what_was_approved_until_it_is_asked_for_again(
    office: Office,
) -> None:
    subject_id = uuid7()
    request_id = a_request(office, a_part(100), subject_id=subject_id)

    def valid(amount: Any) -> Any:
        with tenant_scope(office.tenant_id):
            return queries.is_valid_for(subject_id, kronor(amount), on=TODAY)

    assert not valid(100)
    actions.approve(only_step(office, request_id).id, actor=office.approver, at=AT)
    assert (valid(100), valid(101)) == (True, False)
    actions.change_tolerance(
        Decimal(5), Decimal(3), TODAY, "Enligt beslut", actor=office.routine, at=AT
    )
    assert (valid(103), valid(104)) == (True, False)
    a_request(office, a_part(100), subject_id=subject_id)
    assert not valid(100)


def test_a_route_of_two_levels_asks_the_manager_when_the_first_has_approved(office: Office) -> None:
    manager = a_person(office.tenant_id, ("manager",), office.unit_id)
    rules = (
        RoutingRule("responsible"),
        RoutingRule("big", "manager", level=2, minimum=Decimal(1000), whole=True, may_repeat=False),
    )
    reference = actions.change_routing(rules, TODAY, "Beslut", actor=office.routine, at=AT)
    request_id = a_request(office, a_part(2000, "4100"))
    first, second = seen(office, request_id).steps
    assert (second.state, second.candidates) == ("pending", (manager.person_id,))
    with pytest.raises(Refused):
        actions.approve(second.id, actor=manager, at=AT)

    actions.approve(first.id, actor=office.approver, at=AT)
    assert [task.subject_id for task in tasks.my_tasks(actor=manager).items] == [second.id]
    with pytest.raises(Refused) as refusal:
        actions.approve(second.id, actor=office.approver, at=AT)
    granted = actions.approve(second.id, actor=manager, at=AT)

    assert set(refusal.value.codes) == {"approvals.other_role_asked", "approvals.other_eyes_needed"}
    with override("en"):
        told = {problem.code: say(problem).sentence for problem in refusal.value.problems}
    with override("sv"):
        swedish = {problem.code: say(problem).sentence for problem in refusal.value.problems}
    assert told["approvals.other_role_asked"] == "This step asks for the role “Manager”."
    assert "”Chef”" in swedish["approvals.other_role_asked"]
    assert (granted.state, granted.rule_set) == ("approved", reference)


def test_rules_that_leave_gaps_are_not_taken(office: Office) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.change_routing((), TODAY, "Beslut", actor=office.routine, at=AT)

    assert refusal.value.codes == ["approvals.routing_leaves_gaps"]


def test_a_request_is_seen_by_those_it_concerns(office: Office) -> None:
    stranger = a_person(office.tenant_id, ())
    request_id = a_request(office)

    assert queries.request(request_id, actor=office.requester).id == request_id
    with pytest.raises(Missing):
        queries.request(request_id, actor=stranger)


def test_asking_costs_the_same_however_many_lines_there_are(office: Office) -> None:
    counts = set()
    for lines in (1, 100, 1000):
        with CaptureQueriesContext(connection) as statements:
            a_request(office, *[a_part(1, "4100") for _ in range(lines)])
        counts.add(len(statements))

    assert len(counts) == 1
    with tenant_scope(office.tenant_id):
        assert Step.objects.count() == 3


def test_what_is_for_an_approver_is_not_put_to_him_and_he_cannot_approve_it(
    office: Office,
) -> None:
    above = a_person(office.tenant_id, ("manager",))
    chain = uuid7()
    with tenant_scope(office.tenant_id):
        authority.state_benefits(
            {chain: chain}, id_of(office.approver), actor=office.requester, at=AT
        )

    request_id = a_request(office, a_part(100, "4100"), chain=chain)
    step = only_step(office, request_id)
    with pytest.raises(Refused) as refusal:
        actions.approve(step.id, actor=office.approver, at=AT)
    granted = actions.approve(step.id, actor=above, at=AT)

    assert step.candidates == (above.person_id,)
    assert refusal.value.codes == ["authority.decides_own_benefit"]
    assert granted.state == "approved"
