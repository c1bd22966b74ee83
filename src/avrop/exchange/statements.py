"""The few statements that every message runs, with parameters by name. Private to this app.

They are prepared, so that a parameter that may be NULL carries a cast: a NULL by itself has no type.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection


def rows_of(sql: str, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement; every row it returns."""
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        found: list[tuple[Any, ...]] = cursor.fetchall()
    return found


def count_of(sql: str, facts: Mapping[str, Any]) -> int:
    """Run a statement that returns nothing; how many rows it has written."""
    with connection.cursor() as cursor:
        cursor.execute(sql, facts)
        return int(cursor.rowcount)
