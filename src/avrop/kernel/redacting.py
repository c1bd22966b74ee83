"""Putting other words in the place of some in what is kept as JSON: where a name was written down as a
fact, and may be shown no more."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db import connection
from django.db.models import Model


def replace_texts(model: type[Model], column: str, words: Mapping[str, str]) -> int:
    """Put words in the place of whole texts in a JSON column, in every row of the tenant in scope that
    has one of them; empty ones are left out. Returns how many rows. Safe to repeat. One statement for
    each word."""
    table = connection.ops.quote_name(model._meta.db_table)
    name = connection.ops.quote_name(column)
    changed = 0
    with connection.cursor() as cursor:
        for text, instead in words.items():
            if text:
                former, new = (json.dumps(one, ensure_ascii=False) for one in (text, instead))
                cursor.execute(
                    f"update {table} set {name} = replace({name}::text, %s, %s)::jsonb "
                    f"where position(%s in {name}::text) > 0",
                    [former, new, former],
                )
                changed += cursor.rowcount
    return changed


def rows_with_texts(table: str, keys: frozenset[UUID], texts: Iterable[str]) -> frozenset[UUID]:
    """Those of the rows that hold one of the texts anywhere. One statement."""
    wanted = [json.dumps(text, ensure_ascii=False) for text in texts]
    if not keys or not wanted:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(
            f"select t.id from {connection.ops.quote_name(table)} t where t.id = any(%s) and exists "
            "(select from unnest(%s::text[]) as w(text) "
            "where position(w.text in to_jsonb(t)::text) > 0)",
            [list(keys), wanted],
        )
        return frozenset(row[0] for row in cursor.fetchall())
