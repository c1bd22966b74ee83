"""The few statements that every message runs, parsed by the database once for each connection.

The ORM writes a statement's values into its text, so that the database reads, rewrites (row-level
security) and plans it anew each time, which costs several times what running it does. Here it is
prepared: parameters travel apart, and only the name of the statement with them. Parameters that may
be NULL carry a cast, since a NULL by itself has no type. Private to this app.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg
from django.db import connection

#: psycopg prepares what is run this often without being asked to. Nothing is: only what asks.
NEVER = 2**31


class PreparingCursor(psycopg.Cursor[Any]):
    """A cursor that prepares what it runs, when it runs it for the first time."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
        """Run a statement under the name it was prepared with."""
        return super().execute(query, params, **{"prepare": True, **options})

    def _convert_query(self, query: Any, params: Any = None) -> Any:
        """psycopg forgets the text of what is prepared; Django's log of statements shows it."""
        self._query = super()._convert_query(query, params)
        return self._query


def rows_of(sql: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement with parameters by name; every row it returns."""
    with _cursor() as cursor:
        cursor.execute(sql, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def count_of(sql: str, facts: Mapping[str, Any]) -> int:
    """Run a statement that returns nothing; how many rows it has written."""
    with _cursor() as cursor:
        cursor.execute(sql, facts)
        return int(cursor.rowcount)


def _cursor() -> Any:
    """A preparing cursor in Django's wrapper, which logs, counts and translates errors."""
    django: Any = connection
    django.ensure_connection()
    raw = django.connection
    if raw.prepare_threshold is None:
        raw.prepare_threshold = NEVER
    return django._prepare_cursor(PreparingCursor(raw))
