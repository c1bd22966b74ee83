"""What hangs on a unit: each app above says how much of its own does, so that whoever closes, moves,
merges or splits one sees it first.

    touching.register("orders.open", counter)

A counter takes the units' ids and gives how many; it is one statement. Its words are those of its code
in the app's wording.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

Counter = Callable[[Sequence[UUID], date], int]


@dataclass(frozen=True, slots=True)
class Touched:
    """So many of something hang on some units. `code` names what ("orders.open")."""

    code: str
    count: int


@dataclass(frozen=True, slots=True)
class _Thing:
    name: Any
    count: Counter


_THINGS: dict[str, _Thing] = {}


def register(code: str, name: Any, count: Counter) -> None:
    """Have something counted; `name` is what people call it, translated when it is shown."""
    known = _THINGS.setdefault(code, _Thing(name, count))
    if known.count is not count:
        raise ValueError(f"two things are counted as {code}")


def things() -> Mapping[str, Any]:
    """What is counted, by code, and what people call it."""
    return {code: thing.name for code, thing in sorted(_THINGS.items())}


def touched(unit_ids: Sequence[UUID], on: date) -> tuple[Touched, ...]:
    """How much hangs on the units; one statement for each thing that is counted."""
    found = ((code, thing.count(unit_ids, on)) for code, thing in sorted(_THINGS.items()))
    return tuple(Touched(code, count) for code, count in found if count)
