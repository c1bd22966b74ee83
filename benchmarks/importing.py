"""What a whole municipality costs to import, beside a bare COPY of the same rows.

`figures()` is asked by the benchmark of authority. The floor writes as many rows into unlogged tables of
the same columns without keys, walls, events or history.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from django.db import connections

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import running_here
from avrop.parties import actions
from avrop.site.cli.bench import Figure
from avrop.testing.municipality import PREFIX, Municipality, municipality
from avrop.testing.worlds import a_tenant, everything

UNITS, PEOPLE = 1_200, 9_000


def figures() -> Iterator[Figure]:
    """`import.s`: from the bytes of a workbook to units, people, accounts, employments and mandates; and
    the same file again, which changes nothing."""
    town = municipality(UNITS, PEOPLE)
    content = town.workbook()
    office = everything(a_tenant(gs1_prefix=PREFIX).tenant_id)
    floor = copied(town)
    with running_here():
        yield Figure("import.s", _seconds_to_import(content, office), "s", floor, limit=60)
        yield Figure("import.again.s", _seconds_to_import(content, office), "s", floor, limit=60)


def _seconds_to_import(content: bytes, office: Actor) -> float:
    began = time.perf_counter()
    now = datetime.now(UTC)
    found = actions.take_in_import(content, "kommun.xlsx", actor=office, at=now)
    actions.apply_import(found.id, actor=office, at=now)
    return time.perf_counter() - began


def copied(town: Municipality) -> float:
    """Seconds for a bare COPY of the same rows."""
    with connections["owner"].cursor() as cursor:
        tables = {"units": town.units, "people": town.people, "mandates": town.mandates}
        for name, rows in tables.items():
            columns = ", ".join(f"c{place} text" for place in range(len(rows[0])))
            cursor.execute(f"create temporary table floor_{name} ({columns})")
        began = time.perf_counter()
        for name, rows in tables.items():
            _copy(cursor, f"floor_{name}", rows)
        took = time.perf_counter() - began
    connections["owner"].close()
    return took


def _copy(cursor: object, table: str, rows: Sequence[Sequence[str]]) -> None:
    with cursor.copy(f"copy {table} from stdin") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)
