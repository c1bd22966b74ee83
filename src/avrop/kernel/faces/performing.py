"""Running an operation for a face."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import msgspec
from django.db import DataError, connection

from avrop.kernel.actors import Actor
from avrop.kernel.canonical import from_plain
from avrop.kernel.clock import refuse_a_clock_set_back
from avrop.kernel.commands import Operation, operation_named
from avrop.kernel.models import RefusalRow
from avrop.kernel.problems import Denial, Forbidden, Invalid, Missing, Problem
from avrop.kernel.routes import all_routes
from avrop.kernel.scope import tenant_scope

#: Nothing people or programs give is larger: beyond this a number is a mistake or an attack.
LARGEST_NUMBER = 10**15
LARGEST_INTEGER = 2**31 - 1


def perform_named(
    name: str, arguments: Mapping[str, Any], *, actor: Actor, at: datetime, face: str
) -> Any:
    """Run the operation of that name; `Missing` where there is none."""
    return perform(find_operation(name), arguments, actor=actor, at=at, face=face)


def find_operation(name: str) -> Operation:
    """The operation of that name, of whichever installed app; `Missing` where there is none."""
    _load_every_app()
    try:
        return operation_named(name)
    except KeyError:
        raise Missing((Problem("kernel.unknown_operation", {"name": name}),)) from None


@functools.cache
def _load_every_app() -> None:
    """Operations register when they are imported: a worker may not have imported this one yet."""
    list(all_routes())


def perform(
    operation: Operation,
    arguments: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    face: str,
) -> Any:
    """Run an operation with plain arguments. Raises its `Denial`, once it is written down."""
    with refusals_recorded(operation, arguments, actor=actor, at=at, face=face):
        return run(operation, arguments, actor=actor, at=at)


def run(operation: Operation, arguments: Mapping[str, Any], *, actor: Actor, at: datetime) -> Any:
    """Run an operation with plain arguments inside a transaction somebody else looks after."""
    given = read_arguments(operation, arguments)
    clock = {"at": at} if operation.takes_clock else {}
    try:
        return operation.function(**given, actor=actor, **clock)
    except DataError as error:
        # What no type said but the database does: a number or text it cannot hold.
        raise Invalid((Problem("kernel.out_of_range"),)) from error


@contextmanager
def refusals_recorded(
    operation: Operation,
    arguments: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
    face: str,
) -> Iterator[None]:
    """Write a denial down once its own transaction is undone, then let it pass on. Of what only
    reads, the denials that tell of somebody who looks for what is not his: no right, or not
    there."""
    try:
        if operation.writes:
            refuse_a_clock_set_back(actor.tenant_id)
        yield
    except Denial as denial:
        if operation.writes or isinstance(denial, (Forbidden, Missing)):
            record = functools.partial(
                _record_refusal, operation, arguments, denial, actor=actor, at=at, face=face
            )
            if (
                connection.needs_rollback
            ):  # asked within a page's own transaction, which is undone too
                denial.record = record
            else:
                record()
        raise


def record_late(denial: Denial) -> None:
    """Write down a denial that could not be when it was raised. For a face, once nothing is open."""
    record, denial.record = denial.record, None
    if record is not None:
        record()


def read_arguments(operation: Operation, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values as the operation's own types; `Invalid` with everything that does not fit."""
    parameters = operation.parameters()
    problems = [
        Problem("kernel.unknown_argument", {"name": name}, (name,))
        for name in arguments
        if name not in parameters
    ]
    given: dict[str, Any] = {}
    for name, (kind, default) in parameters.items():
        if name not in arguments:
            if default is inspect.Parameter.empty:
                problems.append(Problem("kernel.argument_missing", {"name": name}, (name,)))
            continue
        try:
            given[name] = from_plain(arguments[name], kind)
        except msgspec.ValidationError as error:
            values = {"name": name, "reason": str(error)}
            problems.append(Problem("kernel.bad_argument", values, (name,)))
        else:
            problems.extend(
                Problem("kernel.bad_argument", {"name": name, "reason": reason}, (name,))
                for reason in _unfit(given[name])
            )
            problems.extend(
                Problem("kernel.unknown_argument", {"name": ".".join(map(str, place))}, place)
                for place in _unknown(arguments[name], given[name], (name,))
            )
    if problems:
        raise Invalid(problems)
    return given


def _unknown(
    plain: Any, value: Any, place: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    """Where something was said that no field takes: a name that is spelled wrongly, most likely."""
    if isinstance(plain, Mapping):
        fields: Any = value
        if hasattr(value, "__dataclass_fields__"):
            fields = {name: getattr(value, name) for name in value.__dataclass_fields__}
            yield from ((*place, name) for name in sorted(plain.keys() - fields.keys()))
        if isinstance(fields, Mapping):
            for name in sorted(plain.keys() & fields.keys()):
                yield from _unknown(plain[name], fields[name], (*place, name))
    elif isinstance(plain, (list, tuple)) and isinstance(value, (list, tuple)):
        for number, (one, read) in enumerate(zip(plain, value, strict=False), start=1):
            yield from _unknown(one, read, (*place, number))


def _unfit(value: Any) -> Iterator[str]:
    """Values that are well-typed and still no value: NUL in text, endless numbers."""
    if isinstance(value, str):
        if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
            yield "text holds a character that cannot be stored"
    elif isinstance(value, Decimal):
        if not value.is_finite() or abs(value) >= LARGEST_NUMBER:
            yield "the number is too large"
    elif isinstance(value, bool):
        return
    elif isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            yield "the number is too large"
    elif isinstance(value, (tuple, list, frozenset)):
        for item in value:
            yield from _unfit(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _unfit(key)
            yield from _unfit(item)
    elif hasattr(value, "__dataclass_fields__"):
        for field in value.__dataclass_fields__:
            yield from _unfit(getattr(value, field))


def _record_refusal(
    operation: Operation,
    arguments: Mapping[str, Any],
    denial: Denial,
    *,
    actor: Actor,
    at: datetime,
    face: str,
) -> None:
    with tenant_scope(actor.tenant_id):
        RefusalRow.objects.create(
            command=operation.name,
            face=face,
            kind=type(denial).__name__.lower(),
            subject_id=subject_of(operation, arguments),
            codes=denial.codes,
            account_id=actor.account_id,
            person_id=actor.person_id,
            refused_at=at,
        )


def subject_of(operation: Operation, arguments: Mapping[str, Any]) -> UUID | None:
    """What an operation is about: its first argument, where that is an id."""
    first = next(iter(operation.parameters()), "")
    try:
        return UUID(str(arguments.get(first)))
    except ValueError:
        return None
