"""The floor of a page: the same rows from the same database, and as many bytes, without a framework.

`gunicorn bare_site:application`, with BARE_TENANT (whose rows), BARE_BYTES (how long the answer is) and
the application's address of the database in AVROP_DATABASE_URL.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from psycopg_pool import ConnectionPool

_ROWS = """
    select id, number, state, seller_name, unit_id, amount, currency, created_at, sent_at,
        requested_date, despatched, at_centre, received, invoiced
    from orders_order where tenant_id = %s and state = 'accepted' order by id desc limit 51"""


@cache
def _pool() -> ConnectionPool[Any]:
    url = os.environ["AVROP_DATABASE_URL"]
    return ConnectionPool(url, min_size=1, max_size=8, kwargs={"prepare_threshold": 1}, open=True)


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """A page of orders, read and not shown."""
    tenant = os.environ["BARE_TENANT"]
    with _pool().connection() as connection, connection.transaction():
        connection.execute("select set_config('avrop.tenant', %s, true)", [tenant])
        rows = connection.execute(_ROWS, [tenant]).fetchall()
    assert rows
    body = b"." * int(os.environ["BARE_BYTES"])
    start("200 OK", [("Content-Type", "text/html"), ("Content-Length", str(len(body)))])
    return [body]
