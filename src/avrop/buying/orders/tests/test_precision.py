"""Whether a supplier's goods come whole and on their day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from avrop.buying.orders import actions, queries
from avrop.buying.orders.actions import EntryKind, NewEntry
from avrop.buying.orders.tests.builders import (
    AT,
    THURSDAY,
    Town,
    a_seller,
    a_sent_order,
    a_town,
    an_answered_line,
    answered,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope

pytestmark = pytest.mark.usefixtures("db")
AFTERWARDS = AT + timedelta(days=60)


@pytest.fixture(autouse=True)
def _jobs_stay_here() -> Iterator[None]:
    with running_here():
        yield


def came(town: Town, *entries: NewEntry, days: int) -> None:
    with tenant_scope(town.tenant_id):
        actions.add_entries(entries, actor=town.office, at=AT + timedelta(days=days))


def test_a_line_is_on_time_when_all_of_it_came_whole_by_the_day() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller, lines=4)
    answered(town, order, seller, "AP")
    whole, short, broken, late = order.lines
    days = (THURSDAY - AT.date()).days

    came(
        town,
        NewEntry(whole.id, EntryKind.RECEIVED, whole.quantity.value),
        NewEntry(short.id, EntryKind.RECEIVED, short.quantity.value - 1),
        NewEntry(broken.id, EntryKind.RECEIVED, broken.quantity.value),
        NewEntry(broken.id, EntryKind.REJECTED, Decimal(1)),
        days=days,
    )
    came(town, NewEntry(late.id, EntryKind.RECEIVED, late.quantity.value), days=days + 1)

    (month,) = queries.delivery_precision(
        order.seller_organisation_id, actor=town.requester, at=AFTERWARDS
    )
    assert month.month == THURSDAY.replace(day=1)
    assert (month.lines, month.by_promised_day, month.by_wanted_day) == (4, 1, 1)


def test_a_promise_that_was_moved_is_kept_but_not_what_was_wanted() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller, lines=1)
    (line,) = order.lines
    moved = THURSDAY + timedelta(days=3)
    answered(town, order, seller, "CA", an_answered_line(1, "3", promised=moved))
    actions.accept_changes(order.id, actor=town.requester, at=AT)
    came(
        town,
        NewEntry(line.id, EntryKind.RECEIVED, line.quantity.value),
        days=(moved - AT.date()).days,
    )

    (month,) = queries.delivery_precision(
        order.seller_organisation_id, actor=town.requester, at=AFTERWARDS
    )

    assert (month.lines, month.by_promised_day, month.by_wanted_day) == (1, 1, 0)


def test_what_is_not_due_yet_counts_neither_way() -> None:
    town = a_town()
    seller = a_seller(town)
    order = a_sent_order(town, seller)

    assert (
        queries.delivery_precision(order.seller_organisation_id, actor=town.requester, at=AT) == ()
    )


def test_it_takes_as_many_statements_for_one_line_as_for_a_hundred() -> None:
    counts = set()
    for lines in (1, 100):
        town = a_town()
        seller = a_seller(town)
        order = a_sent_order(town, seller, lines=lines)
        with CaptureQueriesContext(connection) as asked:
            found = queries.delivery_precision(
                order.seller_organisation_id, actor=town.requester, at=AFTERWARDS
            )
        assert found[0].lines == lines
        counts.add(len(asked))

    assert len(counts) == 1
