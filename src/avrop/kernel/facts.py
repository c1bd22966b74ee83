"""The facts of a sentence, stored so that they come back as what they were: an amount is shown in the
reader's language years after it was written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.kernel.canonical import from_plain, to_plain
from avrop.values import Money, Quantity, Text

#: How a value that is not JSON's own is stored: {"money": …}. A moment goes before a day, since a
#: moment is a day to Python.
KINDS: Mapping[str, type[Any]] = {
    "money": Money,
    "quantity": Quantity,
    "text": Text,
    "decimal": Decimal,
    "moment": datetime,
    "date": date,
    "id": UUID,
}


def stored_facts(values: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as JSON."""
    return {name: _stored(value) for name, value in values.items()}


def read_facts(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The facts as they were."""
    return {name: _read(value) for name, value in stored.items()}


def keeps_its_kind(value: Any) -> bool:
    """Whether a value comes back as what it is; texts aside, which are kept as they are."""
    return value is None or isinstance(value, (bool, int, *KINDS.values()))


def _stored(value: Any) -> Any:
    plain = to_plain(value)
    for name, kind in KINDS.items():
        if isinstance(value, kind):
            return {name: plain}
    return plain


def _read(stored: Any) -> Any:
    if isinstance(stored, dict) and len(stored) == 1:
        ((name, plain),) = stored.items()
        if name in KINDS:
            return from_plain(plain, KINDS[name])
    return stored
