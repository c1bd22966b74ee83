"""Reads that are asked in every command: built and compiled once, then only their values change.

Theory of operation. Django builds a query from its filters and compiles it to SQL each time it is
asked, which costs several times what the database needs to answer. Here a query is declared once,
with `Given("name")` where a value will stand; the first call has Django compile it, and each call
after that sends the same text with the values of the call, so that the database has it prepared too.
Rows come back as `QuerySet` gives them: models, tuples of `values_list`, or single values.

    _LINES = compiled(lambda: Line.objects.filter(order_id=Given("order_id")).order_by("position"))
    lines = _LINES(order_id=order.id)

What differs from call to call by more than its values is a query of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import itemgetter
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Expression, Field, ForeignObject, Lookup, QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesListIterable,
    get_related_populators,
)

Row = TypeVar("Row")
Read = Callable[[Sequence[tuple[Any, ...]]], list[Any]]


class Given(Expression):
    """Where a value of the call stands, in a filter of a compiled read. Never None: NULL is nothing's
    equal, so what may be absent is two reads. A list stands after `__any_of`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A placeholder, with itself for the value."""
        return "%s", [self]


@ForeignObject.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """`IN` with one parameter, a list: the text is the same for one and for a thousand."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """`column = any(%s)`."""
        left, left_values = self.process_lhs(compiler, connection)
        right, right_values = compiler.compile(self.rhs)
        return f"{left} = any({right})", [*left_values, *right_values]


@dataclass(frozen=True, slots=True)
class Statement:
    """The compiled text, its parameters (values, or where one is given) and how its rows are read."""

    sql: str
    parameters: tuple[Any, ...]
    read: Read


class CompiledRead(Generic[Row]):
    """A declared read; call it with its values for all rows, or ask `first` for the first of them."""

    __slots__ = ("_build", "_statement")

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._statement: Statement | None = None

    def __call__(self, **values: Any) -> list[Row]:
        statement = self._statement
        if statement is None:
            statement = self._statement = statement_of(self._build())
        parameters = [
            values[each.name] if type(each) is Given else each for each in statement.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, parameters)
            rows = cursor.fetchall()
        return statement.read(rows)

    def first(self, **values: Any) -> Row | None:
        """The first row, None where there is none. It does not limit: the declared query does, or its
        filter is on a key."""
        rows = self(**values)
        return rows[0] if rows else None


def compiled(build: Callable[[], QuerySet[Any, Row]]) -> CompiledRead[Row]:
    """Declare a read. `build` is called once, when it is first asked: models are loaded by then."""
    return CompiledRead(build)


def statement_of(queryset: QuerySet[Any, Any]) -> Statement:
    """Have Django compile a query. `TypeError` for rows that are not read here, such as dictionaries."""
    compiler = queryset.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    read: Read = _rows_as_they_are
    if queryset._iterable_class is ModelIterable:
        read = _models(queryset, compiler)
    elif queryset._iterable_class is FlatValuesListIterable:
        read = _firsts
    elif queryset._iterable_class is not ValuesListIterable:
        raise TypeError(f"rows of {queryset._iterable_class.__name__} are not read here")
    converters = compiler.get_converters(expression for expression, _, _ in compiler.select)
    if converters:
        read = partial(_converted, compiler, converters, read)
    return Statement(str(sql), tuple(parameters), read)


def _models(queryset: QuerySet[Any, Any], compiler: Any) -> Read:
    """As `ModelIterable` makes rows: the model, what `select_related` asked for, what is annotated."""
    alias, make = connection.alias, queryset.model.from_db
    own = compiler.klass_info["select_fields"]
    start, end = own[0], own[-1] + 1
    names = [column.target.attname for column, _, _ in compiler.select[start:end]]
    populators = get_related_populators(  # type: ignore[call-arg]  # Django 6 takes one more
        compiler.klass_info, compiler.select, alias
    )
    annotations = tuple(compiler.annotation_col_map.items())
    if not populators and not annotations:
        return lambda rows: [make(alias, names, row) for row in rows]

    def read(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
        found = [make(alias, names, row[start:end]) for row in rows]
        for row, one in zip(rows, found, strict=True):
            for populator in populators:
                populator.populate(row, one)
            for name, position in annotations:
                setattr(one, name, row[position])
        return found

    return read


def _rows_as_they_are(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    return list(rows)


def _firsts(rows: Sequence[tuple[Any, ...]]) -> list[Any]:
    return list(map(itemgetter(0), rows))


def _converted(
    compiler: Any, converters: Any, read: Read, rows: Sequence[tuple[Any, ...]]
) -> list[Any]:
    return read([tuple(row) for row in compiler.apply_converters(rows, converters)])
