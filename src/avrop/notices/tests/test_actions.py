"""Choosing notices, and being told by mail of what waits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.problems import Forbidden, Refused
from avrop.notices import actions, queries
from avrop.notices.events import NoticeRulesChanged, NoticesChosen, NoticesSent
from avrop.notices.kinds import How, Occasion
from avrop.notices.rules import DEFAULT, NoticeRule, NoticeRules
from avrop.tasks import actions as tasks
from avrop.tasks.tests.builders import a_new_task
from avrop.testing.worlds import TODAY, a_person, a_tenant, an_email, everything, publishing

pytestmark = pytest.mark.django_db

MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)  # nine o'clock in Stockholm
EVENING = MORNING + timedelta(hours=12)
NEXT_DIGEST = datetime(2026, 3, 3, 6, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """An organisation whose routine tells Anna, who buys, of what waits."""

    routine: Actor
    anna: Actor
    address: str

    def waits(self, kind: str = "orders.sending_refused", at: datetime = MORNING) -> None:
        """Something begins to wait for Anna."""
        task = a_new_task(self.anna.person_id, kind=kind, values={"number": "B1", "seller": "A"})
        tasks.open_tasks((task,), actor=self.routine, at=at)

    def told(self, at: datetime) -> int:
        """How many mails go out at a moment."""
        before = len(mail.outbox)
        with running_here() as run:
            actions.tell_of_tasks(actor=self.routine, at=at)
            run()
        return len(mail.outbox) - before


@pytest.fixture
def office(settings: Any) -> Office:
    settings.AVROP_MAIL_FROM = "avrop@example.com"
    tenant_id, address = a_tenant().tenant_id, an_email()
    anna = a_person(tenant_id, email=address)
    return Office(everything(tenant_id), anna, address)


def choose(office: Office, how: How, occasion: Occasion = Occasion.ORDERS, **times: time) -> None:
    actions.choose_notices({occasion: how}, actor=office.anna, at=MORNING, **times)


def test_what_waits_is_gathered_into_one_mail_in_the_morning(office: Office) -> None:
    office.waits()
    office.waits("requisitions.returned_to_you")

    told = [office.told(at) for at in (MORNING, EVENING, NEXT_DIGEST, NEXT_DIGEST)]

    assert told == [0, 0, 1, 0]
    (letter,) = mail.outbox
    assert letter.to == [office.address]
    assert letter.body.count("\n- ") == 2
    assert "/my-notices" in letter.body


def test_who_wants_it_at_once_gets_it_at_once_but_for_the_quiet_hours(office: Office) -> None:
    choose(office, How.AT_ONCE)
    office.waits()
    by_day = office.told(MORNING)

    office.waits(at=EVENING)
    later = [office.told(at) for at in (EVENING, EVENING + timedelta(hours=10))]

    assert (by_day, later) == (1, [0, 1])


def test_who_wants_no_mail_gets_none_and_the_task_waits_on_the_site(office: Office) -> None:
    choose(office, How.NEVER)
    office.waits()

    told = [office.told(MORNING), office.told(NEXT_DIGEST)]

    assert told == [0, 0]


def test_what_was_done_meanwhile_is_told_to_nobody(office: Office) -> None:
    task = a_new_task(office.anna.person_id, kind="orders.sending_refused")
    tasks.open_tasks((task,), actor=office.routine, at=MORNING)
    office.told(MORNING)
    tasks.close_tasks(task.subject_id, actor=office.routine, at=MORNING)

    with publishing(office.anna.tenant_id) as events:
        told = office.told(NEXT_DIGEST)

    assert (told, events) == (0, [])


def test_what_is_mandatory_cannot_be_turned_off_and_nothing_is_changed(office: Office) -> None:
    with publishing(office.anna.tenant_id) as events, pytest.raises(Refused) as refusal:
        choose(office, How.NEVER, Occasion.PAYMENTS)

    mine = queries.my_notices(actor=office.anna, at=MORNING)
    by_occasion = {one.occasion: one for one in mine.occasions}
    assert refusal.value.codes == ["notices.is_mandatory"]
    assert events == []
    assert by_occasion[Occasion.PAYMENTS].how is How.AT_ONCE


def test_what_becomes_mandatory_later_is_told_whatever_was_chosen_before(office: Office) -> None:
    choose(office, How.NEVER)
    chosen = NoticeRules((NoticeRule(Occasion.ORDERS, How.DIGEST, ("requester",), True),))
    with publishing(office.anna.tenant_id) as events:
        version = actions.change_notice_rules(
            chosen, valid_from=TODAY, reason="KS 2026:3", actor=office.routine, at=MORNING
        )
    office.waits()

    told = [office.told(MORNING), office.told(NEXT_DIGEST)]

    assert events == [NoticeRulesChanged(office.anna.tenant_id, version)]
    assert (version, told) == ("notices.rules/1", [0, 1])


def test_choosing_and_telling_are_in_the_audit_by_ids_and_numbers_alone(office: Office) -> None:
    with publishing(office.anna.tenant_id) as events:
        choose(office, How.AT_ONCE)
        office.waits()
        office.told(MORNING)

    assert NoticesChosen(office.anna.person_id) in events
    assert NoticesSent(office.anna.tenant_id, people=1, notices=1) in events


def test_who_does_not_steer_decides_no_rules(office: Office) -> None:
    with pytest.raises(Forbidden):
        actions.change_notice_rules(
            DEFAULT, valid_from=TODAY, reason="eget", actor=office.anna, at=MORNING
        )


def _statements(office: Office, count: int) -> int:
    people = [a_person(office.anna.tenant_id).person_id for _ in range(count)]
    new = tuple(a_new_task(person, kind="payables.payment_rejected") for person in people)
    tasks.open_tasks(new, actor=office.routine, at=MORNING)
    with running_here(), CaptureQueriesContext(connection) as asked:
        assert actions.tell_of_tasks(actor=office.routine, at=MORNING) == count
    return len(asked)


def test_the_statements_do_not_grow_with_those_who_are_told(office: Office) -> None:
    _statements(office, 1)  # what is asked once and kept

    assert _statements(office, 1) == _statements(office, 12)
