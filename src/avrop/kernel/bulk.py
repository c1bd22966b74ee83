"""Writing rows with one statement whose text is the same however many there are.

All rows travel as one JSON parameter, which one call encodes and the database reads into the table's
own row type: building a VALUES list or an array for each column costs several times the insert itself.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

import msgspec
from django.db import connection
from django.db.models import BinaryField, Field, Model

#: UUIDs, dates, times and decimals become the text the database reads them from.
encode = msgspec.json.Encoder(decimal_format="string").encode


def insert_rows(model: type[Model], rows: Iterable[Model]) -> int:
    """Insert all rows with one INSERT; returns how many."""
    objects = list(rows)
    if objects:
        statement, plain = _insertion(model)
        with connection.cursor() as cursor:
            cursor.execute(statement, [_all_of(objects, plain)])
        for row in objects:
            row._state.adding, row._state.db = False, connection.alias
    return len(objects)


def insert_new_rows(model: type[Model], rows: Iterable[Model]) -> set[Any]:
    """Insert those rows that no unique key of the table forbids, with one INSERT; returns their keys."""
    objects = list(rows)
    if not objects:
        return set()
    statement, plain = _insertion(model)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{statement} on conflict do nothing returning id",
            [_all_of(objects, plain)],
        )
        return {key for (key,) in cursor.fetchall()}


def update_rows(model: type[Model], columns: Sequence[str], rows: Iterable[Model]) -> int:
    """Write the named columns of all rows with one UPDATE; returns how many changed.

    Each row is looked up by its key, and locked: left to choose, the planner of a table without
    statistics compares every row with every other.
    """
    objects = list(rows)
    if not objects:
        return 0
    statement, plain = _update(model, tuple(columns))
    with connection.cursor() as cursor:
        cursor.execute(statement, [_all_of(objects, plain)])
        touched: int = cursor.rowcount
    return touched


def update_row(row: Model, fields: tuple[Field[Any, Any], ...]) -> bool:
    """Write these fields of one row with an UPDATE whose text is made once; whether it was there."""
    with connection.cursor() as cursor:
        values = [
            field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields
        ]
        cursor.execute(_update_of_one(type(row), fields), [*values, row.pk])
        return bool(cursor.rowcount)


Plain = Callable[[dict[str, Any]], dict[str, Any]]


def _all_of(rows: Iterable[Model], plain: Plain) -> str:
    """The one parameter."""
    return encode([plain(row.__dict__) for row in rows]).decode()


@functools.cache
def _insertion(model: type[Model]) -> tuple[str, Plain]:
    fields = [field for field in model._meta.local_concrete_fields if not _is_filled_below(field)]
    table, names = _quoted(model._meta.db_table), ", ".join(_quoted(f.column) for f in fields)
    statement = (
        f"insert into {table} ({names}) "
        f"select {names} from json_populate_recordset(null::{table}, %s::json)"
    )
    return statement, _plainly(fields)


@functools.cache
def _update(model: type[Model], columns: tuple[str, ...]) -> tuple[str, Plain]:
    fields = [_field(model, name) for name in ("tenant_id", "id", *columns)]
    table = _quoted(model._meta.db_table)
    assignments = ", ".join(
        f"{name} = n.{name}" for name in (_quoted(f.column) for f in fields[2:])
    )
    statement = (
        f"update {table} t set {assignments} "
        f"from json_populate_recordset(null::{table}, %s::json) n cross join lateral "
        f"(select x.ctid from {table} x where x.tenant_id = n.tenant_id and x.id = n.id "
        "for update) found where t.ctid = found.ctid"
    )
    return statement, _plainly(fields)


@functools.cache
def _update_of_one(model: type[Model], fields: tuple[Field[Any, Any], ...]) -> str:
    assignments = ", ".join(f"{_quoted(field.column)} = %s" for field in fields)
    return f"update {_quoted(model._meta.db_table)} set {assignments} where id = %s"


def _plainly(fields: Sequence[Field[Any, Any]]) -> Plain:
    """What turns a row's attributes into what its JSON holds."""
    names = [str(field.column) for field in fields]
    pick = itemgetter(*(field.attname for field in fields))
    special = [str(field.column) for field in fields if isinstance(field, BinaryField)]

    def plain(attributes: dict[str, Any]) -> dict[str, Any]:
        found = dict(zip(names, pick(attributes), strict=True))
        for name in special:
            if found[name] is not None:
                found[name] = "\\x" + bytes(found[name]).hex()
        return found

    return plain


def _is_filled_below(field: Field[Any, Any]) -> bool:
    """Whether the database gives the value."""
    return field.has_db_default() or field.generated


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    field = model._meta.get_field(name)
    assert isinstance(field, Field)
    return field


def _quoted(name: str | None) -> str:
    quoted: str = connection.ops.quote_name(str(name))
    return quoted
