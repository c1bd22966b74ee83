"""Sessions that are ended: all but one, and a hundred in as many statements as one."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.accounts import sessions
from avrop.accounts.models import SessionRow
from avrop.kernel.models import EventRow
from avrop.kernel.scope import tenant_scope
from avrop.testing.worlds import AT, a_person, a_tenant

pytestmark = pytest.mark.django_db


def _opened(account_id: UUID, count: int) -> list[UUID]:
    return [
        sessions.open_session(account_id, f"{account_id}{n}", browser="", method="password", at=AT)
        for n in range(count)
    ]


def test_a_hundred_sessions_end_in_as_many_statements_as_one() -> None:
    counts = []
    for count in (1, 100):
        tenant_id = a_tenant().tenant_id
        account_id = a_person(tenant_id).account_id
        assert account_id is not None
        kept, *_ = _opened(account_id, count + 1)
        with CaptureQueriesContext(connection) as asked:
            ended = sessions.end_sessions_of(account_id, why="revoked", at=AT, but=kept)
        assert ended == count
        counts.append(len(asked))

    assert counts[0] == counts[1]
    live = SessionRow.objects.filter(account_id=str(account_id), ended_at=None)
    assert list(live.values_list("id", flat=True)) == [kept]
    with tenant_scope(tenant_id):
        assert EventRow.objects.filter(name="accounts.session_ended").count() == 100
