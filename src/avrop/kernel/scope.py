"""One transaction, one tenant: the second wall behind `visible_to(actor)`.

Every table of a tenant carries policies on the setting `avrop.tenant` (see `postgresql`). Outside a
scope that setting is unset and every statement on such a table is an error, never an empty list.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, TransactionStatus

IDLE = TransactionStatus.IDLE

_tenant: ContextVar[UUID | None] = ContextVar("tenant in scope", default=None)
_zones: dict[UUID, str] = {}
_practise: dict[UUID, bool] = {}


class NoScope(RuntimeError):
    """A row of a tenant was asked for outside any tenant's scope."""


class OtherScope(RuntimeError):
    """A second tenant was entered inside a transaction of the first."""


def current_tenant() -> UUID:
    """The tenant in scope; `NoScope` where there is none. The default of every `tenant_id`."""
    tenant = _tenant.get()
    if tenant is None:
        raise NoScope("this needs tenant_scope()")
    return tenant


def current_zone() -> str:
    """The IANA name of the zone that the tenant in scope keeps its days in; `NoScope` where there is
    none."""
    tenant = current_tenant()
    if tenant not in _zones:  # it has been founded since this scope was entered
        _learn(tenant)
    return _zones[tenant]


def zone_of(tenant_id: UUID) -> str:
    """The same for a tenant that need not be in scope; asks the database once for a process."""
    if tenant_id not in _zones:
        with tenant_scope(tenant_id):
            pass
    return _zones[tenant_id]


@contextmanager
def tenant_scope(tenant_id: UUID) -> Iterator[None]:
    """Open a transaction that sees one tenant's rows.

    Inside the same tenant's scope it joins the transaction at hand (no savepoint: a refusal rolls
    back the whole command). Entering another tenant's scope raises `OtherScope`.
    """
    former = _tenant.get()
    if former == tenant_id:
        try:
            yield
        except BaseException:
            connection.needs_rollback = True
            raise
        return
    if former is not None:
        raise OtherScope(f"already inside tenant {former}")
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        _enter(tenant_id, begins=outermost)
        if tenant_id not in _zones:
            _learn(tenant_id)
        token = _tenant.set(tenant_id)
        try:
            yield
        finally:
            _tenant.reset(token)
        # Commit and rollback, also to a savepoint, forget a local setting; what goes on must not.
        if not outermost and not connection.needs_rollback:
            _set("")


def _enter(tenant_id: UUID, *, begins: bool) -> None:
    """Set the scope. Where the transaction begins with it, both go to the database at once: nothing is
    said to it more often, and apart they are two conversations and a plan."""
    raw: Any = connection.connection
    if not begins or raw.isolation_level is not None or raw.info.transaction_status != IDLE:
        _set(str(tenant_id))
        return
    with connection.wrap_database_errors:
        answer = raw.pgconn.exec_(f"begin; set local avrop.tenant = '{tenant_id}'".encode())
        if answer.status != ExecStatus.COMMAND_OK:
            raise error_from_result(answer)


def practises(tenant_id: UUID) -> bool:
    """Whether a tenant is one to practise in (`kernel.practice`); False for one that isn't here. Needs
    no scope, and asks the database once for a process."""
    if tenant_id not in _practise:
        _learn(tenant_id)
    return _practise.get(tenant_id, False)


def _learn(tenant_id: UUID) -> None:
    """Read it once for a process: it is given at the founding, and never changes."""
    wanted = "select time_zone, practice_of is not null from kernel_tenant where id = %s"
    connection.ensure_connection()
    raw: Any = connection.connection
    with connection.wrap_database_errors:
        for zone, practising in raw.execute(wanted, [tenant_id]).fetchall():
            _zones[tenant_id], _practise[tenant_id] = str(zone), bool(practising)


def _set(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("select set_config('avrop.tenant', %s, true)", [value])
