"""What a process has just written, its next job need not read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.exchange.fresh import Fresh
from avrop.exchange.message_ledger import Attempt
from avrop.exchange.tests.builders import an_order, an_organisation, transmitted
from avrop.values import uuid7

pytestmark = pytest.mark.django_db
Committed = Callable[..., Any]


def an_attempt(content: bytes = b"<Order/>") -> Attempt:
    return Attempt(uuid7(), uuid7(), 1, "order", "AO-1", "", "", "local", "", None, None, content)


def test_it_is_known_after_the_commit_and_given_away_once(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    fresh, attempt = Fresh(), an_attempt()

    with django_capture_on_commit_callbacks(execute=True):
        fresh.remember_on_commit(attempt)
        before = fresh.taken(attempt.message_id)

    assert before is None
    assert fresh.taken(attempt.message_id) == attempt
    assert fresh.taken(attempt.message_id) is None


def test_it_is_forgotten_after_some_seconds(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    fresh, attempt = Fresh(seconds=0), an_attempt()

    with django_capture_on_commit_callbacks(execute=True):
        fresh.remember_on_commit(attempt)

    assert fresh.taken(attempt.message_id) is None


def test_the_oldest_is_forgotten_where_there_is_no_room(
    django_capture_on_commit_callbacks: Committed,
) -> None:
    fresh, first, second = Fresh(most=5_000), an_attempt(b"1" * 3_000), an_attempt(b"2" * 3_000)

    with django_capture_on_commit_callbacks(execute=True):
        fresh.remember_on_commit(first)
        fresh.remember_on_commit(second)

    assert fresh.taken(first.message_id) is None
    assert fresh.taken(second.message_id) == second


def test_a_message_sent_and_taken_in_by_one_process_is_not_read_back(
    run_jobs: Callable[[], int], django_capture_on_commit_callbacks: Committed
) -> None:
    buyer, seller = an_organisation(), an_organisation()

    with CaptureQueriesContext(connection) as asked:
        with django_capture_on_commit_callbacks(execute=True):
            transmitted(an_order(buyer, seller), buyer, seller)
        run_jobs()

    # The sender's attempt was remembered; the receiver's only would be after a commit of its own.
    read_back = [query for query in asked.captured_queries if "attempts + 1" in query["sql"]]
    assert len(read_back) == 1
