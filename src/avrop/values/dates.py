"""Facts that change on a date, as tables beside their citations.

A law that changes is a new row, never an `if` in the flow.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

Value = TypeVar("Value")


class NothingInForce(LookupError):
    """The table says nothing about the date `on`."""

    def __init__(self, on: date) -> None:
        super().__init__(f"nothing is in force on {on.isoformat()}")
        self.on = on


@dataclass(frozen=True, slots=True)
class Dated(Generic[Value]):
    """A value from one date to another, both included; no end means until further notice.

    Raises ValueError when it ends before it begins.
    """

    valid_from: date
    valid_until: date | None
    value: Value
    citation: str

    def __post_init__(self) -> None:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError(f"{self.valid_from} comes after {self.valid_until}")

    def covers(self, on: date) -> bool:
        """Whether the row is in force on a date."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)


class DatedTable(Generic[Value]):
    """Rows in order of time, at most one of them in force on any date.

    Raises ValueError when two rows overlap.
    """

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[Dated[Value]]) -> None:
        self._rows = tuple(sorted(rows, key=lambda row: row.valid_from))
        for earlier, later in pairwise(self._rows):
            if earlier.valid_until is None or earlier.valid_until >= later.valid_from:
                raise ValueError(f"rows overlap on {later.valid_from}")

    def __iter__(self) -> Iterator[Dated[Value]]:
        return iter(self._rows)

    def row_in_force(self, on: date) -> Dated[Value]:
        """The row of a date, with its citation; raises NothingInForce."""
        for row in reversed(self._rows):
            if row.covers(on):
                return row
        raise NothingInForce(on)

    def in_force(self, on: date) -> Value:
        """The value of a date; raises NothingInForce."""
        return self.row_in_force(on).value
