"""What a page costs when there is much to show: a million orders and 200,000 articles.

Floors are the issue's budgets, so that a ratio of at most 1 is within them: 50 ms of CPU for a page (of
this process and of its database backend), 7 ms for the filtered list, 150 KB compressed, a p95 of 0.2 s.
For `requests_per_s` the floor is the least that must be reached, 200: there at least 1 is good. The rows
are copies of an order and an article that were made in the ordinary way.
"""

from __future__ import annotations

import gzip
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import connection, connections
from django.db.backends.utils import CursorWrapper
from django.test import Client

from avrop.accounts.models import Account
from avrop.buying.invoices import queries as invoiced
from avrop.buying.orders import queries as ordered
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.site.cli.bench import Figure
from avrop.testing.trade import Trade, a_trade

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_chain import SCRIPT, chain, cpu_of

ORDERS = 1_000_000
ARTICLES = 200_000
LONG = 1_000
ROUNDS = 15
CLIENTS = 20
SECONDS = 8.0
PAGE_CPU, LIST_CPU = 50.0, 7.0
MOST_BYTES = 150_000
WORDS = (
    "havregryn",
    "mjölk",
    "papper",
    "tvål",
    "handskar",
    "lök",
    "tejp",
    "penna",
    "bröd",
    "batteri",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """The trade that the pages are looked at in, and what stands on them."""

    trade: Trade
    order_id: UUID
    invoice_id: UUID


def figures() -> Iterator[Figure]:
    """CPU, weight and throughput of the pages that are asked for most."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    ground = a_ground()
    fill(ground)
    requester, clerk = signed_in(ground.trade.requester), signed_in(ground.trade.clerk)
    pages = {
        "start": (requester, "/"),
        "list": (requester, "/orders?state=accepted"),
        "search": (requester, f"/shop?text={quote('havregryn')}"),
        "order.1000": (requester, f"/orders/{ground.order_id}"),
        "match.1000": (clerk, f"/invoices/{ground.invoice_id}"),
    }
    for name, (client, address) in pages.items():
        yield from _page(client, name, address)
    yield from _under_load(*pages["list"])


def a_ground() -> Ground:
    """A trade with an order of 1,000 lines, received and invoiced, and a small one."""
    with running_here() as drain:
        trade = a_trade(items=LONG, script=SCRIPT, drain=drain)
        chain(trade, LONG, drain)
        order_id = ordered.orders_page(actor=trade.requester, limit=1).items[0].id
        invoice_id = invoiced.invoices_of_order(order_id, actor=trade.clerk)[0].id
        chain(trade, 10, drain)
    return Ground(trade, order_id, invoice_id)


def fill(ground: Ground) -> None:
    """Copy the order and an article until there are as many as are wanted, and let the planner know."""
    tenant_id = ground.trade.requester.tenant_id
    with tenant_scope(tenant_id), connection.cursor() as cursor:
        for step in range(0, ORDERS, 100_000):
            _copies(
                cursor,
                "orders_order",
                ground.order_id,
                (step, min(step + 100_000, ORDERS)),
                id="('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid",
                number="'F-' || lpad(n::text, 8, '0')",
                state="(array['sent','accepted','closed','closed','closed'])[1 + n %% 5]",
                requested_date="current_date - (n %% 700)",
                sent_at="now() - (n %% 700) * interval '1 day'",
                invoiced="case when n %% 5 > 1 then 'fully' else 'none' end",
            )
        _copies(
            cursor,
            "catalogues_item",
            ground.trade.item_ids[0],
            (0, ARTICLES),
            id="('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid",
            seller_item_id="'F-' || n",
            name="(array["
            + ", ".join(f"'{word}'" for word in WORDS)
            + "])[1 + n %% 10] || ' ' || n",
        )
        price_id = _only_price(cursor, ground.trade.item_ids[0])
        _copies(
            cursor,
            "catalogues_price",
            price_id,
            (0, ARTICLES),
            id="('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid",
            item_id="('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid",
        )
    with connections["owner"].cursor() as cursor:
        cursor.execute("analyze")


def _copies(
    cursor: CursorWrapper, table: str, original: UUID, numbers: tuple[int, int], **changed: str
) -> None:
    cursor.execute(
        "select column_name from information_schema.columns where table_name = %s and "
        "table_schema = current_schema() and is_generated = 'NEVER' order by ordinal_position",
        [table],
    )
    names = [row[0] for row in cursor.fetchall()]
    values = ", ".join(changed.get(name, f'o."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"insert into {table} ({columns}) select {values} from {table} o, "
        f"generate_series(%s::int, %s::int) n where o.id = %s::uuid",
        [numbers[0], numbers[1] - 1, original],
    )


def _only_price(cursor: CursorWrapper, item_id: UUID) -> UUID:
    cursor.execute("select id from catalogues_price where item_id = %s", [item_id])
    price_id: UUID = cursor.fetchone()[0]
    return price_id


def signed_in(actor: Actor) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(Account.objects.get(id=actor.account_id))
    return client


def _page(client: Client, name: str, address: str) -> Iterator[Figure]:
    answer = client.get(address)
    assert answer.status_code == 200, (name, address, answer.status_code)
    for _ in range(5):
        client.get(address)
    spent = statistics.median(cpu_of(lambda: client.get(address)) for _ in range(ROUNDS))
    yield Figure(f"web.{name}.cpu_ms", spent * 1000, "ms", LIST_CPU if name == "list" else PAGE_CPU)
    yield Figure(f"web.{name}.weight", len(gzip.compress(answer.content, 6)), "B", MOST_BYTES)


def _under_load(client: Client, address: str) -> Iterator[Figure]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-P", "-m", "avrop", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env={**os.environ, "AVROP_POOL": "1"})  # noqa: S603  (ours)
    try:
        _await(port)
        cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
        taken = _ask_for(SECONDS, port, address, cookie)
    finally:
        server.terminate()
        server.wait(20)
    yield Figure("web.list.requests_per_s", len(taken) / SECONDS, "1/s", 200.0)
    yield Figure("web.list.p95", sorted(taken)[int(len(taken) * 0.95)], "s", 0.2)


def _await(port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(f"no server on port {port}")


def _ask_for(seconds: float, port: int, address: str, cookie: str) -> list[float]:
    """How long each request took, of as many clients as ask at once."""
    taken: list[float] = []
    until = time.monotonic() + seconds

    def ask() -> None:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        while (began := time.monotonic()) < until:
            line.request("GET", address, headers={"Cookie": cookie})
            answer = line.getresponse()
            answer.read()
            assert answer.status == 200, answer.status
            taken.append(time.monotonic() - began)

    clients = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    return taken
