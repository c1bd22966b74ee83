"""What the owner does after each migration, and any number of times: grants and partitions."""

from __future__ import annotations

from typing import Any

from avrop.kernel.postgresql.schema import APPLICATION_ROLE

#: `avrop check` warns below three.
MONTHS_AHEAD = 6

GRANTS = f"""
do $$
declare thing record;
begin
    for thing in select format('%I.%I', schemaname, tablename) as name from pg_tables
        where schemaname = 'public' and (tablename like 'procrastinate\\_%'
            or tablename like 'django\\_%' or tablename like 'auth\\_%'
            or tablename like 'account\\_%' or tablename like 'socialaccount\\_%'
            or tablename like 'mfa\\_%') loop
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


def make_partitions(cursor: Any) -> int:
    """Monthly partitions of every partitioned table, from this month on; returns how many are new.

    Few ahead, since the database looks at each of them; a routine adds the next ones in time (see
    `kernel.jobs`). Nothing before the migration that brings the function (`partitions.sql`).
    """
    cursor.execute("select to_regprocedure('avrop_make_partitions(integer)')")
    if cursor.fetchone()[0] is None:
        return 0
    cursor.execute("select avrop_make_partitions(%s)", [MONTHS_AHEAD])
    made: int = cursor.fetchone()[0]
    return made
