"""Rows before and after: what one transaction changed, read from the history that the database keeps."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection

from avrop.kernel.models import HistoryRow
from avrop.kernel.postgresql.schema import tenant_field
from avrop.values import uuid7_floor

#: A transaction lasts no longer; it bounds where its history is looked for.
LONGEST_TRANSACTION = timedelta(minutes=10)
#: So many rows of one event are shown: a bulk import has its own report.
MOST_ROWS = 200
#: Columns that say nothing to people.
BOOKKEEPING = frozenset({"tenant_id", "changed_in", "xid"})


#: What stands in the place of a value that nobody may be shown.
MASKED = "•••"
RowsToMask = Callable[[str, frozenset[UUID]], frozenset[UUID]]
_masks: dict[str, RowsToMask] = {}


def mask(table: str, rows_to_mask: RowsToMask) -> None:
    """Have the app that knows say which rows of a table are shown with every value masked."""
    _masks[table] = rows_to_mask


@dataclass(frozen=True, slots=True)
class Field:
    """A column that changed, with both values as they were stored."""

    name: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Change:
    """A row that an event changed (`operation`: update or delete)."""

    table: str
    row_id: UUID
    operation: str
    fields: tuple[Field, ...]


def changes_in(xid: Any, recorded_at: datetime) -> tuple[Change, ...]:
    """What the transaction changed that wrote an event at that moment, at most `MOST_ROWS` rows. Three
    statements and one for each table concerned."""
    rows = list(
        HistoryRow.objects.filter(
            id__gte=uuid7_floor(recorded_at - LONGEST_TRANSACTION),
            id__lt=uuid7_floor(recorded_at + LONGEST_TRANSACTION),
        )
        .extra(where=["xid = %s::text::xid8"], params=[str(xid)])
        .order_by("id")[:MOST_ROWS]
    )
    first: dict[tuple[str, UUID], HistoryRow] = {}
    for row in rows:  # a row changed twice in one transaction is told once, from the first state
        first.setdefault((row.table_name, row.row_id), row)
    afterwards = _afterwards(first.values(), {row.id for row in rows})
    masked = _masked(first.keys())
    return tuple(_change(row, afterwards.get(key), key in masked) for key, row in first.items())


def _masked(keys: Iterable[tuple[str, UUID]]) -> set[tuple[str, UUID]]:
    by_table: dict[str, set[UUID]] = {}
    for table, key in keys:
        by_table.setdefault(table, set()).add(key)
    return {
        (table, key)
        for table, found in by_table.items()
        if table in _masks
        for key in _masks[table](table, frozenset(found))
    }


def _change(row: HistoryRow, after: Mapping[str, Any] | None, is_masked: bool) -> Change:
    before = row.former or {}
    names = sorted((before.keys() | (after or {}).keys()) - BOOKKEEPING)
    fields = tuple(
        Field(name, MASKED, MASKED)
        if is_masked
        else Field(name, before.get(name), None if after is None else after.get(name))
        for name in names
        if after is None or before.get(name) != after.get(name)
    )
    return Change(row.table_name, row.row_id, row.operation.lower(), fields)


def _afterwards(
    rows: Iterable[HistoryRow], of_this: set[UUID]
) -> dict[tuple[str, UUID], Mapping[str, Any]]:
    """The rows as the transaction left them: as the next change found them, else as they are now."""
    by_table: dict[str, list[UUID]] = {}
    for row in rows:
        by_table.setdefault(row.table_name, []).append(row.row_id)
    found: dict[tuple[str, UUID], Mapping[str, Any]] = {}
    last = max(of_this, default=None)
    for table, keys in by_table.items():
        later = HistoryRow.objects.filter(table_name=table, row_id__in=keys, id__gt=last)
        for one in later.exclude(id__in=of_this).order_by("-id"):
            found[table, one.row_id] = one.former or {}
        rest = [key for key in keys if (table, key) not in found]
        found |= {(table, key): row for key, row in _now(table, rest).items()}
    return found


def _now(table: str, keys: list[UUID]) -> dict[UUID, Mapping[str, Any]]:
    known = {model._meta.db_table for model in apps.get_models() if tenant_field(model)}
    if table not in known or not keys:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f'select id, to_jsonb(t) from "{table}" t where id = any(%s)', [keys])
        return {key: _read(row) for key, row in cursor.fetchall()}


def _read(row: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(row) if isinstance(row, str) else row
    return found
