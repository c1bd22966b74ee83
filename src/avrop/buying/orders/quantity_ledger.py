"""Writing the quantity ledger, and computing from it how far an order has come.

These functions are called by commands, of this app and of the floors above (receipts, invoices), which
have asked for their own right; what happened is their event. `sums` reads the ledger, `progress` judges
what it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from django.db import connection

from avrop.buying.orders.events import OrderClosed, OrderReopened
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import Order
from avrop.buying.orders.progress import LineStanding, OrderProgress, progress_of
from avrop.buying.orders.shapes import NewEntry
from avrop.buying.orders.sums import line_sums
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.values import uuid7

INSERT = """
    insert into orders_quantity_entry (tenant_id, id, order_id, order_line_id, kind, quantity, unit,
        weight, weight_unit, leg, location_id, sscc, document_kind, document_id, corrects, person_id,
        occurred_at, recorded_at)
    select l.tenant_id, n.id, l.order_id, l.id, n.kind, n.quantity, l.unit, n.weight, n.weight_unit,
        n.leg, n.location_id, n.sscc, n.document_kind, n.document_id, n.corrects, %s, %s, %s
    from unnest(%s::uuid[], %s::uuid[], %s::text[], %s::numeric[], %s::numeric[], %s::text[],
            %s::text[], %s::uuid[], %s::text[], %s::text[], %s::uuid[], %s::uuid[])
        as n(id, line_id, kind, quantity, weight, weight_unit, leg, location_id, sscc,
            document_kind, document_id, corrects)
    join orders_line l on l.id = n.line_id
    returning order_id
"""


def add_entries(entries: Sequence[NewEntry], *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Write the ledger and compute the orders it touches again; returns the entries' ids.

    At most four statements, however many entries. `Missing` where one names a line that is not
    there. The caller holds the lines (`lock_lines`) when it decided by their sums.
    """
    ids, order_ids = _insert(entries, actor, at)
    reconcile_orders(order_ids, actor=actor, at=at)
    return ids


def write_entries(entries: Sequence[NewEntry], *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """The ledger alone: for commands that change the order themselves. One statement."""
    return _insert(entries, actor, at)[0] if entries else ()


def _insert(
    entries: Sequence[NewEntry], actor: Actor, at: datetime
) -> tuple[tuple[UUID, ...], frozenset[UUID]]:
    """The entries' ids, and the orders they belong to."""
    ids = tuple(uuid7() for _ in entries)
    columns = (
        list(ids),
        [entry.order_line_id for entry in entries],
        [str(entry.kind) for entry in entries],
        [entry.quantity for entry in entries],
        [entry.weight.value if entry.weight else None for entry in entries],
        [entry.weight.unit if entry.weight else "" for entry in entries],
        [entry.leg for entry in entries],
        [entry.location_id for entry in entries],
        [entry.sscc for entry in entries],
        [entry.document_kind for entry in entries],
        [entry.document_id for entry in entries],
        [entry.corrects for entry in entries],
    )
    with connection.cursor() as cursor:
        cursor.execute(INSERT, [actor.person_id, at, datetime.now(UTC), *columns])
        order_ids = [order_id for (order_id,) in cursor.fetchall()]
    if len(order_ids) != len(ids):
        raise missing("order line", ", ".join(str(entry.order_line_id) for entry in entries))
    return ids, frozenset(order_ids)


def lock_lines(*, order_ids: Iterable[UUID]) -> None:
    """Keep everybody else from deciding by the sums of these orders' lines until the transaction ends.

    By id, so that two who lock the same lines can't cross. One statement.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from orders_line where order_id = any(%s) order by id for update",
            [list(order_ids)],
        )


_locked = compiled(
    lambda: Order.objects.select_for_update().filter(id__any_of=Given("ids")).order_by("id")
)


def reconcile_orders(order_ids: Iterable[UUID], *, actor: Actor, at: datetime) -> None:
    """Compute the derived columns of orders from the ledger, and close or reopen them by it.

    Idempotent: the answer depends on the ledger alone. Two statements, one more where something
    has changed, and one event per order closed or reopened.
    """
    orders = _locked(ids=list(order_ids))
    standings: dict[UUID, list[LineStanding]] = {order.id: [] for order in orders}
    for line in line_sums(standings):
        standings[line.order_id].append(LineStanding(line.quantity, line.sums))
    altered = [
        order
        for order in orders
        if _apply(order, progress_of(standings[order.id]), actor=actor, at=at)
    ]
    update_rows(
        Order, ["state", "version", "despatched", "at_centre", "received", "invoiced"], altered
    )


def _apply(order: Order, progress: OrderProgress, *, actor: Actor, at: datetime) -> bool:
    before = (order.state, order.despatched, order.at_centre, order.received, order.invoiced)
    order.despatched = progress.despatched
    order.at_centre = progress.at_centre
    order.received = progress.received
    order.invoiced = progress.invoiced
    verb = "close" if progress.is_complete else "reopen"
    if verb in LIFECYCLE.verbs_from(order.state):
        order.state = LIFECYCLE.after(order.state, verb)
        order.version += 1
        event = OrderClosed(order.id) if progress.is_complete else OrderReopened(order.id)
        outbox.publish(event, actor=replace(actor, unit_id=order.unit_id), at=at)
    return before != (
        order.state,
        order.despatched,
        order.at_centre,
        order.received,
        order.invoiced,
    )
