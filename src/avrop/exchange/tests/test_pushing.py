"""Many stuck messages tried again at once, and messages found by partner and day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.exchange import actions, queries
from avrop.exchange.events import MessagesPushedOn
from avrop.exchange.pushing import MOST_AT_ONCE, Pushed
from avrop.exchange.tests.builders import (
    NOON,
    Organisation,
    an_order,
    an_organisation,
    taken_in_by,
    transmitted,
)
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.problems import Forbidden, Invalid
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import publishing
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
Jobs = Callable[[], int]


def stuck_orders(count: int, run_jobs: Jobs) -> tuple[Organisation, Organisation, tuple[UUID, ...]]:
    """Orders that could not be delivered, since nobody receives for the seller."""
    Tenant.objects.update(is_operator=False)  # tests that commit may have left some
    buyer, seller = an_organisation(), an_organisation(is_registered=False)
    sent = tuple(
        transmitted(
            an_order(buyer, seller, number=f"AO-{n}"),
            buyer,
            seller,
            number=f"AO-{n}",
            once_key=f"{n}",
        )
        for n in range(count)
    )
    run_jobs()
    return buyer, seller, sent


def pushed(buyer: Organisation, *ids: UUID, reason: str = "Registered now") -> list[str]:
    done = actions.push_on(ids, reason, actor=buyer.routine, at=NOON)
    return [one.outcome for one in done]


def state_of(message_id: UUID, buyer: Organisation) -> str:
    return queries.message(message_id, actor=buyer.routine).state


def test_what_is_stuck_is_sent_again_once_and_each_is_told_what_became_of_it(
    run_jobs: Jobs,
) -> None:
    buyer, seller, sent = stuck_orders(2, run_jobs)
    actions.register_endpoint(seller.participant, actor=seller.routine, at=NOON)
    unknown = uuid7()

    with publishing(buyer.tenant_id) as events:
        first = pushed(buyer, *sent, unknown)
        second = pushed(buyer, *sent)
    run_jobs()
    third = pushed(buyer, *sent)

    assert first == [Pushed.SENT_AGAIN, Pushed.SENT_AGAIN, Pushed.MISSING]
    assert second == third == [Pushed.NOT_STUCK, Pushed.NOT_STUCK]
    assert events == [MessagesPushedOn(sent)]
    assert [state_of(one, buyer) for one in sent] == ["delivered", "delivered"]
    assert taken_in_by(seller) == 2
    (step,) = (one for one in queries.steps(sent[0], actor=buyer.routine) if one.step == "resent")
    assert step.detail == {"reason": "Registered now"}


def test_incoming_messages_are_taken_in_again_and_a_conflict_is_left_to_be_settled(
    run_jobs: Jobs,
) -> None:
    buyer, seller = an_organisation(), an_organisation()
    broken = actions.receive(b"<Order/>", channel="as4", actor=buyer.routine, at=NOON)
    for note in ("one", "two"):
        content = an_order(seller, buyer, note=note)
        actions.receive(content, channel="as4", actor=buyer.routine, at=NOON)
        run_jobs()
    found = queries.messages_page(actor=buyer.routine).items
    conflict = next(one for one in found if one.state == "conflict")
    taken = next(one for one in found if one.state == "taken_in")

    outcomes = pushed(buyer, broken.id, conflict.id, taken.id)

    assert outcomes == [Pushed.TAKEN_IN_AGAIN, Pushed.CONFLICT, Pushed.NOT_STUCK]
    assert state_of(broken.id, buyer) == "received"
    run_jobs()
    assert state_of(broken.id, buyer) == "refused"


def test_nothing_too_much_or_no_reason_is_invalid(run_jobs: Jobs) -> None:
    buyer, _, sent = stuck_orders(1, run_jobs)

    with pytest.raises(Invalid) as nothing:
        pushed(buyer)
    with pytest.raises(Invalid) as many:
        pushed(buyer, *(uuid7() for _ in range(MOST_AT_ONCE + 1)))
    with pytest.raises(Invalid) as silent:
        pushed(buyer, *sent, reason=" ")

    assert nothing.value.codes == ["exchange.nothing_chosen"]
    assert many.value.codes == ["exchange.too_many_chosen"]
    assert silent.value.codes == ["exchange.no_reason"]
    assert state_of(sent[0], buyer) == "failed"


def test_outgoing_messages_need_the_right_to_send_again(run_jobs: Jobs) -> None:
    buyer, _, sent = stuck_orders(1, run_jobs)
    clerk = Actor.routine(buyer.tenant_id, "clerk", may=frozenset({"exchange.retry"}))

    with pytest.raises(Forbidden):
        actions.push_on(sent, "Again", actor=clerk, at=NOON)

    assert state_of(sent[0], buyer) == "failed"


def test_many_cost_as_many_statements_as_one(run_jobs: Jobs) -> None:
    counted = []
    for count in (1, 20):
        buyer, _, sent = stuck_orders(count, run_jobs)
        with CaptureQueriesContext(connection) as captured:
            pushed(buyer, *sent)
        counted.append(len(captured))

    assert len(set(counted)) == 1, counted


def test_messages_are_found_by_partner_and_day_in_either_order(run_jobs: Jobs) -> None:
    buyer, seller, sent = stuck_orders(3, run_jobs)
    other = an_organisation()
    elsewhere = transmitted(an_order(buyer, other), buyer, other, once_key="other")
    today = datetime.now(UTC).date()
    actor = buyer.routine

    def ids(**chosen: object) -> list[UUID]:
        page = queries.messages_page(actor=actor, **chosen)  # type: ignore[arg-type]
        return [one.id for one in page.items]

    assert ids(partner=seller.participant) == list(sent[::-1])
    assert ids(partners=(seller.participant, other.participant)) == [elsewhere, *sent[::-1]]
    assert ids(partner=seller.participant, sort="oldest") == list(sent)
    assert ids(on=today + timedelta(days=2)) == []
    first = queries.messages_page(sort="oldest", limit=2, actor=actor)
    rest = queries.messages_page(sort="oldest", limit=2, cursor=first.next_cursor, actor=actor)
    assert [one.id for one in (*first.items, *rest.items)] == [*sent, elsewhere]
    stuck = queries.stuck_page(partner=seller.participant, sort="oldest", actor=actor)
    assert [one.id for one in stuck.items] == list(sent)
    with tenant_scope(buyer.tenant_id):
        assert queries.stuck_since(sent).keys() == set(sent)
