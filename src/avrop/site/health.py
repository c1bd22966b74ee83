"""Whether an installation is sound: what `avrop check` and the operator's page tell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import checks
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

from avrop.kernel import sealing
from avrop.kernel.models import Tenant

OLDEST_WAITING_JOB = timedelta(minutes=5)
MONTHS_OF_PARTITIONS = 3


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at."""

    what: str
    sound: bool
    detail: str


def examine() -> Iterator[Examined]:
    """Everything, one after another; each question stands alone."""
    yield _server()
    waiting = _waiting_migrations()
    yield Examined("migrations", not waiting, f"{waiting} waiting")
    if waiting:
        return
    yield _configuration()
    yield _role()
    yield _partitions()
    yield _queue()
    yield _chains()


def _server() -> Examined:
    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        number = int(cursor.fetchone()[0])
    return Examined("PostgreSQL", number >= 150000, f"{number // 10000}.{number % 10000}")


def _waiting_migrations() -> int:
    executor = MigrationExecutor(connections["owner"])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    connections["owner"].close()
    return len(plan)


def _configuration() -> Examined:
    found = [message for message in checks.run_checks() if message.level >= checks.WARNING]
    return Examined("configuration", not found, "; ".join(str(one.msg) for one in found))


def _role() -> Examined:
    """The application must not own tables nor step over row-level security."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select rolname, rolsuper or rolbypassrls, exists (select from pg_class c "
            "join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' "
            "and c.relowner = r.oid) from pg_roles r where rolname = current_user"
        )
        name, above, owns = cursor.fetchone()
    return Examined("application role", not (above or owns), str(name))


def _partitions() -> Examined:
    with connection.cursor() as cursor:
        cursor.execute(
            "select min(newest) from (select max(c.relname) filter (where c.relname !~ '_rest$') "
            "as newest from pg_inherits i join pg_class c on c.oid = i.inhrelid "
            "join pg_partitioned_table p on p.partrelid = i.inhparent group by i.inhparent) t"
        )
        newest = cursor.fetchone()[0] or ""
    last = datetime.strptime("_".join(newest.split("_")[-2:]), "%Y_%m").replace(tzinfo=UTC)
    enough = last - datetime.now(UTC) > timedelta(days=30 * MONTHS_OF_PARTITIONS)
    return Examined("partitions", enough, f"until {last:%Y-%m}; `avrop migrate` adds more")


def _queue() -> Examined:
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) filter (where status = 'todo'), count(*) filter (where status = "
            "'failed'), min(coalesce(j.scheduled_at, e.at)) filter (where status = 'todo' and "
            "coalesce(j.scheduled_at, e.at) < now()) from procrastinate_jobs j left join lateral "
            "(select min(at) as at from procrastinate_events where job_id = j.id) e on true"
        )
        todo, failed, oldest = cursor.fetchone()
    late = oldest is not None and datetime.now(UTC) - oldest > OLDEST_WAITING_JOB
    return Examined("job queue", not failed and not late, f"{todo} waiting, {failed} failed")


def _chains() -> Examined:
    broken = [tenant.name for tenant in Tenant.objects.all() if sealing.verify(tenant.id)]
    return Examined("audit trail", not broken, ", ".join(broken))
