"""What a page costs when there is much to show: a million orders and 200,000 articles.

Floors are the issue's budgets, so that a ratio of at most 1 is within them: 50 ms of CPU for a page (of
this process and of its database backend), 7 ms for the filtered list, 150 KB compressed, a p95 of 0.2 s.
For `requests_per_s` the floor is the least that must be reached, 200: there at least 1 is good. What a
request of the list takes while it is served stands beside the same rows and bytes without a framework
(`bare_site`). The rows are copies of an order and an article that were made in the ordinary way.
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
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test import Client, RequestFactory

from avrop.accounts.models import Account
from avrop.buying.invoices import queries as invoiced
from avrop.buying.orders import queries as ordered
from avrop.catalogues.word_index import index_words
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.kernel.scope import tenant_scope
from avrop.site.cli.bench import Figure
from avrop.site.wsgi import application
from avrop.testing.trade import Trade, a_trade

sys.path.insert(0, str(Path(__file__).resolve().parent))
from bench_chain import SCRIPT, backend_clock, chain, take_stock

ORDERS = 1_000_000
ARTICLES = 200_000
LONG = 1_000
ROUNDS = 15
#: The database weighs its first plans of a statement; templates and words are read once.
WARM_UP = 8
CLIENTS = 20
SECONDS, WARM_SECONDS = 8.0, 2.0
LEAST_PER_SECOND, MOST_WAIT = 200.0, 0.2
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
        "search.two": (requester, f"/shop?text={quote('havregryn penna')}"),
        "order.1000": (requester, f"/orders/{ground.order_id}"),
        "match.1000": (clerk, f"/invoices/{ground.invoice_id}"),
    }
    for name, (client, address) in pages.items():
        yield from _page(client, name, address)
    yield from _under_load(ground, *pages["list"])


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
    item_id = ground.trade.item_ids[0]
    for step in range(0, ORDERS, 100_000):
        with tenant_scope(tenant_id), connection.cursor() as cursor:
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
    words = ", ".join(f"'{word}'" for word in WORDS)
    with tenant_scope(tenant_id), connection.cursor() as cursor:
        _copies(
            cursor,
            "catalogues_item",
            item_id,
            (0, ARTICLES),
            id="('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid",
            seller_item_id="'F-' || n",
            name=f"(array[{words}])[1 + n %% {len(WORDS)}] || ' ' || n",
        )
    with tenant_scope(tenant_id):
        index_words(_version_of(item_id))
    # Each price is checked against its article: by the key, once the planner knows how many there are.
    take_stock()
    with tenant_scope(tenant_id), connection.cursor() as cursor:
        _copies(
            cursor,
            "catalogues_price",
            _only_price(cursor, item_id),
            (0, ARTICLES),
            id="('01900000-0000-7000-a000-' || lpad(to_hex(n), 12, '0'))::uuid",
            item_id="('01900000-0000-7000-9000-' || lpad(to_hex(n), 12, '0'))::uuid",
        )
    take_stock()


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


def _version_of(item_id: UUID) -> UUID:
    with connection.cursor() as cursor:
        cursor.execute("select version_id from catalogues_item where id = %s", [item_id])
        version_id: UUID = cursor.fetchone()[0]
        return version_id


def _only_price(cursor: CursorWrapper, item_id: UUID) -> UUID:
    cursor.execute("select id from catalogues_price where item_id = %s", [item_id])
    price_id: UUID = cursor.fetchone()[0]
    return price_id


def signed_in(actor: Actor) -> Client:
    """A browser in which somebody is signed in and has seen a page, and so has the cookies of one."""
    client = Client()
    assert actor.account_id is not None
    client.force_login(Account.objects.get(id=actor.account_id))
    client.get("/")
    return client


def _page(client: Client, name: str, address: str) -> Iterator[Figure]:
    """What the page costs as a server asks for it, this process and its database backend together."""
    ask = asker(client, address)
    content = ask()
    for _ in range(WARM_UP):
        ask()
    clock = clock_of_everybody()
    spent = statistics.median(_cpu(clock, ask) for _ in range(ROUNDS))
    yield Figure(f"web.{name}.cpu_ms", spent * 1000, "ms", LIST_CPU if name == "list" else PAGE_CPU)
    yield Figure(f"web.{name}.weight", len(gzip.compress(content, 6)), "B", MOST_BYTES)


def _cpu(clock: Callable[[], float], run: Callable[[], object]) -> float:
    began = clock()
    run()
    return clock() - began


def clock_of_everybody() -> Callable[[], float]:
    """CPU seconds of this process and of every backend that serves it: the pool lends any of them."""
    backends = [backend_clock(pid) for pid in _backends()]
    return lambda: time.process_time() + sum(backend() for backend in backends)


def asker(client: Client, address: str) -> Callable[[], bytes]:
    """Asks the application for an address as a WSGI server does, and answers with the body."""
    path, _, query = address.partition("?")
    environment = RequestFactory().generic("GET", path, QUERY_STRING=query).environ
    environment["HTTP_COOKIE"] = cookies_of(client)

    def ask() -> bytes:
        statuses: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], error: Any = None, /) -> Any:
            statuses.append(status)

        answer = application(dict(environment), start)
        body = b"".join(answer)
        answer.close()
        assert statuses == ["200 OK"], (address, statuses)
        return body

    return ask


def cookies_of(client: Client) -> str:
    """What the browser sends of the cookies it was given."""
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())


def _under_load(ground: Ground, client: Client, address: str) -> Iterator[Figure]:
    """The list as many ask for it at once, then the same of the bare site, on the same machine."""
    length = len(asker(client, address)())
    avrop = [sys.executable, "-P", "-m", "avrop", "serve", "--port"]
    bare = [sys.executable, "-m", "gunicorn", "--chdir", str(Path(__file__).parent), *_AS_AVROP]
    bare += ["bare_site:application", "--bind"]
    tenant = {"BARE_TENANT": str(ground.trade.requester.tenant_id), "BARE_BYTES": str(length)}
    asked = _served(avrop, "{}", {"AVROP_POOL": "1"}, address, cookies_of(client))
    floor = _served(bare, "127.0.0.1:{}", tenant, address, "")
    yield Figure("web.list.requests_per_s", len(asked.taken) / SECONDS, "1/s", LEAST_PER_SECOND)
    yield Figure("web.list.p95", _p95(asked.taken), "s", MOST_WAIT)
    yield Figure("web.list.served_cpu_ms", asked.cpu_ms, "ms", floor.cpu_ms)
    yield Figure("web.bare.requests_per_s", len(floor.taken) / SECONDS, "1/s")
    yield Figure("web.bare.p95", _p95(floor.taken), "s")


_AS_AVROP = ("--workers=2", "--worker-class=gthread", "--threads=4", "--log-level=warning")


def _p95(taken: list[float]) -> float:
    return sorted(taken)[int(len(taken) * 0.95)]


@dataclass(frozen=True, slots=True)
class Asked:
    """How long each request took in seconds, and the CPU of one: web processes and database backends."""

    taken: list[float]
    cpu_ms: float


def _served(
    command: list[str], bind: str, settings_of_it: dict[str, str], address: str, cookie: str
) -> Asked:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, **settings_of_it}
    server = subprocess.Popen([*command, bind.format(port)], env=environment)  # noqa: S603  (ours)
    try:
        _await(port)
        _ask_for(WARM_SECONDS, port, address, cookie)
        clock = _clock_of_server(server.pid)
        began = clock()
        taken = _ask_for(SECONDS, port, address, cookie)
        return Asked(taken, (clock() - began) * 1000 / len(taken))
    finally:
        server.terminate()
        server.wait(20)


def _clock_of_server(pid: int) -> Callable[[], float]:
    """CPU seconds of a server's processes and of the database's backends."""
    ticks = os.sysconf("SC_CLK_TCK")
    processes = [pid, *_children_of(pid), *_backends()]

    def spent() -> float:
        used = 0
        for one in processes:
            status = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
            used += int(status[11]) + int(status[12])
        return used / ticks

    return spent


def _children_of(pid: int) -> list[int]:
    parents = {
        int(path.parent.name): int(path.read_text().rpartition(")")[2].split()[1])
        for path in Path("/proc").glob("[0-9]*/stat")
    }
    return [child for child, parent in parents.items() if parent == pid]


def _backends() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select pid from pg_stat_activity where datname = current_database() "
            "and backend_type = 'client backend'"
        )
        return [pid for (pid,) in cursor.fetchall()]


def _await(port: int) -> None:
    until = time.monotonic() + 120
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
