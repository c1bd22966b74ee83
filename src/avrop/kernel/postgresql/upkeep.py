"""What the owner does after each migration, and any number of times: grants and partitions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from avrop.kernel.postgresql.schema import APPLICATION_ROLE
from avrop.values import uuid7_floor

MONTHS_AHEAD = 24

GRANTS = f"""
do $$
declare thing record;
begin
    for thing in select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname = 'public' and (tablename like 'procrastinate\\_%'
            or tablename like 'django\\_%' or tablename like 'auth\\_%') loop
        execute 'grant select, insert, update, delete on ' || thing.name
            || ' to {APPLICATION_ROLE}';
    end loop;
    grant usage on schema public to {APPLICATION_ROLE};
    grant usage, select on all sequences in schema public to {APPLICATION_ROLE};
end $$
"""


def grant_global_tables(cursor: Any) -> None:
    """Let the application use the tables of packages (sessions, migrations, job queue)."""
    cursor.execute(GRANTS)


def make_partitions(cursor: Any, *, today: date | None = None) -> int:
    """Monthly partitions of every partitioned table, from this month on; returns how many are new.

    Rows of other times go to the default partition, so nothing is ever refused for lack of one.
    """
    cursor.execute(
        "select c.relname from pg_partitioned_table p join pg_class c on c.oid = p.partrelid "
        "join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' order by 1"
    )
    made = 0
    for (table,) in cursor.fetchall():
        for start, end in _months(today or datetime.now(UTC).date()):
            name = f"{table}_{start:%Y_%m}"
            cursor.execute("select to_regclass(%s)", [f"public.{name}"])
            if cursor.fetchone()[0] is None:
                low, high = (uuid7_floor(_midnight(day)) for day in (start, end))
                cursor.execute(
                    f'create table "{name}" partition of "{table}" '
                    f"for values from ('{low}') to ('{high}')"
                )
                made += 1
    return made


def _months(today: date) -> Iterator[tuple[date, date]]:
    for ahead in range(MONTHS_AHEAD):
        yield _first_of_month(today, ahead), _first_of_month(today, ahead + 1)


def _first_of_month(day: date, ahead: int) -> date:
    years, month = divmod(day.month - 1 + ahead, 12)
    return date(day.year + years, month + 1, 1)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
