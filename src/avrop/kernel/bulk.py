"""Writing many rows with one statement, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import Field, Model


def insert_rows(model: type[Model], rows: Iterable[Model]) -> int:
    """Insert all rows with one INSERT; returns how many."""
    objects = list(rows)
    model._default_manager.bulk_create(objects, batch_size=None)
    return len(objects)


def update_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Model]) -> int:
    """Write the named columns of all rows with one UPDATE … FROM unnest; returns how many changed.

    The columns' types must have a plain array form (not JSON arrays of differing depth). Each row is
    looked up by its key, and locked: left to choose, the planner of a table without statistics
    compares every row with every other.
    """
    objects = list(rows)
    if not objects:
        return 0
    fields = [_field(model, name) for name in ("tenant_id", "id", *columns)]
    table = connection.ops.quote_name(model._meta.db_table)
    names = [connection.ops.quote_name(str(field.column)) for field in fields]
    assignments = ", ".join(f"{name} = n.{name}" for name in names[2:])
    arrays = ", ".join(f"%s::{field.db_type(connection)}[]" for field in fields)
    statement = (
        f"update {table} t set {assignments} "
        f"from unnest({arrays}) as n({', '.join(names)}) cross join lateral "
        f"(select x.ctid from {table} x where x.tenant_id = n.tenant_id and x.id = n.id "
        "for update) found where t.ctid = found.ctid"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            [
                [field.get_db_prep_save(getattr(row, field.attname), connection) for row in objects]
                for field in fields
            ],
        )
        touched: int = cursor.rowcount
        return touched


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field
