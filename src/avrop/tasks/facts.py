"""The facts in a task's sentence, stored so that they come back as what they were: an amount is
shown in the reader's language, years after it was written. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.kernel.canonical import to_plain
from avrop.values import Money, Quantity, Text

Write = Callable[[Any], Any]
Read = Callable[[Any], Any]

# The moment comes before the day, since a moment is a day to Python.
_KINDS: tuple[tuple[str, type, Write, Read], ...] = (
    ("money", Money, lambda m: [str(m.amount), m.currency], lambda p: Money(Decimal(p[0]), p[1])),
    (
        "quantity",
        Quantity,
        lambda q: [str(q.value), q.unit],
        lambda p: Quantity(Decimal(p[0]), p[1]),
    ),
    ("text", Text, Text.to_json, Text.from_json),
    ("decimal", Decimal, str, Decimal),
    ("moment", datetime, datetime.isoformat, datetime.fromisoformat),
    ("date", date, date.isoformat, date.fromisoformat),
    ("id", UUID, str, UUID),
)
_READ = {name: read for name, _, _, read in _KINDS}


def stored_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON."""
    return {name: _stored(value) for name, value in values.items()}


def read_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they were."""
    return {name: _read(value) for name, value in stored.items()}


def _stored(value: Any) -> Any:
    for name, kind, write, _ in _KINDS:
        if isinstance(value, kind):
            return {name: write(value)}
    return to_plain(value)


def _read(stored: Any) -> Any:
    if isinstance(stored, dict) and len(stored) == 1:
        ((name, value),) = stored.items()
        if name in _READ:
            return _READ[name](value)
    return stored
