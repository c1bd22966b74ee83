"""What an order costs: each step at 1,000 lines, and the CPU of a whole 10-line cycle.

Floors: for a step, a plain INSERT of as many rows of the order line's table in one statement; for the
cycle, none (the issue's budget is 0.080 s). CPU is this process's own plus that of the database's
backend that serves it; what the job queue adds is measured apart.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, connections, transaction

from avrop.buying.invoices import actions as invoices
from avrop.buying.invoices import queries as invoiced
from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as ordered
from avrop.buying.orders.models import OrderLine
from avrop.buying.receipts import actions as receipts
from avrop.buying.receipts import queries as receiving
from avrop.buying.receipts.shapes import NewReceiptLine
from avrop.kernel.jobs import react, running_here
from avrop.kernel.scope import tenant_scope
from avrop.selling.twin.shapes import Script, Step
from avrop.site.cli.bench import Figure
from avrop.testing.trade import Trade, a_cart, a_trade, approve, submit
from avrop.values import uuid7

LINES = 1000
ROUNDS = 5
#: The database weighs its first five plans of a statement against one that serves all values.
WARM_UP = 6
SCRIPT = Script(
    (Step("accept"), Step("despatch", final=True), Step("bill")), name="accepts, delivers, bills"
)


def figures() -> Iterator[Figure]:
    """Every figure of the chain."""
    with running_here() as drain:
        trade = a_trade(items=LINES, script=SCRIPT, drain=drain)
        floor = plain_insert(trade, LINES)
        take_stock()
        steps = best_of(2, lambda: chain(trade, LINES, drain))
        for name, seconds in steps.items():
            yield Figure(f"{name}.{LINES}", seconds, "s", floor)
        take_stock()
        for _ in range(WARM_UP):
            chain(trade, 10, drain)
        cycles = sorted(cpu_of(lambda: chain(trade, 10, drain)) for _ in range(ROUNDS))
        yield Figure("cycle.10.cpu", cycles[len(cycles) // 2], "s", 0.080)
    yield Figure("cycle.10.queue", queue_cost(trade), "s")


def take_stock() -> None:
    """Have the database count its rows, as it does by itself within a minute of running."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")
    connections["owner"].close()


def now() -> datetime:
    """The clock of the benchmark."""
    return datetime.now(UTC)


def chain(trade: Trade, lines: int, drain: Callable[[], int]) -> dict[str, float]:
    """Requisition to posted invoice; returns the wall time of the five named steps."""
    taken: dict[str, float] = {}
    with clock(taken, "create"):
        requisition_id = a_cart(trade, lines=lines, at=now())
        request_id = submit(trade, requisition_id, at=now(), send=False)
    with clock(taken, "approve"):
        approve(trade, request_id, at=now())
    drain()
    order_id = _order_of(trade)
    with clock(taken, "send"):
        orders.send_order(order_id, actor=trade.requester, at=now())
    drain()
    with clock(taken, "receive"):
        _receive(trade, order_id)
    drain()
    invoice_id = _invoice_of(trade, order_id)
    with clock(taken, "match"):
        invoices.match_invoice(invoice_id, actor=trade.clerk, at=now())
    invoices.attest_review(invoice_id, actor=trade.clerk, at=now())
    invoices.attest_decision(invoice_id, actor=trade.decider, at=now())
    drain()
    return taken


@contextmanager
def clock(taken: dict[str, float], name: str) -> Iterator[None]:
    """Write down how long a step took."""
    began = time.perf_counter()
    yield
    taken[name] = time.perf_counter() - began


def _order_of(trade: Trade) -> UUID:
    return ordered.orders_page(actor=trade.requester, limit=1).items[0].id


def _receive(trade: Trade, order_id: UUID) -> None:
    lines = receiving.to_receive(order_id, actor=trade.receiver)
    all_of_it = tuple(NewReceiptLine(line.order_line_id, line.agreed) for line in lines)
    receipts.register_receipt(order_id, all_of_it, actor=trade.receiver, at=now())


def _invoice_of(trade: Trade, order_id: UUID) -> UUID:
    return invoiced.invoices_of_order(order_id, actor=trade.clerk)[0].id


def best_of(times: int, run: Callable[[], dict[str, float]]) -> dict[str, float]:
    """The least of each step over some runs: what the machine needs when nothing disturbs it."""
    runs = [run() for _ in range(times)]
    return {name: min(one[name] for one in runs) for name in runs[0]}


def plain_insert(trade: Trade, rows: int) -> float:
    """Seconds to insert copies of as many order lines with one statement, rolled back."""
    with running_here() as drain:
        chain(trade, rows, drain)
    order_id = _order_of(trade)
    began = 0.0
    with tenant_scope(trade.requester.tenant_id):
        lines = list(OrderLine.objects.filter(order_id=order_id))
        for line in lines:
            line.id, line.position = uuid7(), line.position + 1_000_000
        with transaction.atomic():
            began = time.perf_counter()
            OrderLine.objects.bulk_create(lines)
            took = time.perf_counter() - began
            transaction.set_rollback(True)
    return took


def cpu_of(run: Callable[[], object]) -> float:
    """CPU seconds of this process and of its database backend."""
    backend = backend_clock(_own_backend())
    own, theirs = time.process_time(), backend()
    run()
    return time.process_time() - own + backend() - theirs


def _own_backend() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return int(cursor.fetchone()[0])


def backend_clock(pid: int) -> Callable[[], float]:
    """The CPU seconds that a database backend has used so far."""
    schedule = Path(f"/proc/{pid}/schedstat")
    ticks = os.sysconf("SC_CLK_TCK")
    if not schedule.exists():
        status = Path(f"/proc/{pid}/stat")
        return lambda: sum(map(int, status.read_text().split()[13:15])) / ticks
    return lambda: int(schedule.read_text().split()[0]) / 1e9


def queue_cost(trade: Trade) -> float:
    """CPU seconds that queueing the reactions of a cycle adds (the cycle's jobs, deferred)."""
    with running_here() as drain:
        jobs = _jobs_of_a_cycle(trade, drain)

    def queue() -> None:
        with tenant_scope(trade.requester.tenant_id):
            for _ in range(jobs):
                react.defer(tenant_id=str(uuid7()), event_id=str(uuid7()), name="orders.order_sent")
            transaction.set_rollback(True)

    return cpu_of(queue)


def _jobs_of_a_cycle(trade: Trade, drain: Callable[[], int]) -> int:
    ran = 0

    def counting() -> int:
        nonlocal ran
        ran += drain()
        return ran

    chain(trade, 10, counting)
    return ran
