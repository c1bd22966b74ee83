"""What a decision of disposal leaves of messages."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from avrop.exchange.lifecycle import State
from avrop.exchange.models import Message
from avrop.exchange.tests.builders import an_order, an_organisation, transmitted
from avrop.kernel.actors import Actor
from avrop.kernel.disposal import DISPOSE, Records, dispose_records
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope

pytestmark = pytest.mark.django_db


#: What a decision of disposal may take: nobody waits for these any more.
AT_REST = {
    State.TAKEN_IN,
    State.REFUSED,
    State.SETTLED,
    State.REPEATED,
    State.FORWARDED,
    State.DELIVERED,
    State.REFUSED_BY_ACCESS_POINT,
}


@pytest.mark.parametrize("state", State)
def test_the_bytes_of_a_message_are_disposed_of_only_when_it_has_come_to_rest(state: State) -> None:
    with running_here():
        buyer, seller = an_organisation(), an_organisation()
        message_id = transmitted(an_order(buyer, seller), buyer, seller)
    with tenant_scope(buyer.tenant_id):
        Message.objects.filter(id=message_id).update(state=state)
    archivist = Actor.routine(buyer.tenant_id, "archivist", frozenset({DISPOSE.name}))
    now = datetime.now(UTC) + timedelta(minutes=1)

    gone = dispose_records(
        Records.PAYLOADS, now, "KS 2026:7", actor=archivist, at=now + timedelta(hours=1)
    )

    assert gone == (state in AT_REST)
