"""Tables that an organisation of a thousand units makes long: so many rows at a time, and a search for
words in the rows. What is asked stands in the address, under the table's own key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from avrop.kernel.presentation import shown
from avrop.site.patterns.lists import Cell

#: Nobody reads through a longer table than this; with more rows one searches.
MOST_ROWS = 50
LONGEST_NUMBER = 6

TableRow = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class TablePart:
    """The rows that are shown of a table's: `first` to `last` of the `fitting` ones, counted from 1.

    `is_long` is of the whole table, so that its search stays when it finds little. `before` and `after`
    are the addresses of the parts beside it, "" where there is none; `kept` is the rest of the address,
    which a search leaves as it is.
    """

    rows: tuple[TableRow, ...]
    fitting: int
    first: int
    last: int
    text: str
    is_long: bool
    before: str
    after: str
    kept: tuple[tuple[str, str], ...]


def part_of(key: str, rows: tuple[TableRow, ...], asked: Mapping[str, str]) -> TablePart:
    """The part of a table that an address asks for; the first part where it asks for none."""
    text = asked.get(f"{key}-text", "").strip()
    is_long = len(rows) > MOST_ROWS
    fitting = tuple(_fitting(rows, text)) if is_long and text else rows
    start = _start(asked.get(f"{key}-from", ""), len(fitting))
    end = min(start + MOST_ROWS, len(fitting))
    own = {f"{key}-text", f"{key}-from"}
    kept = tuple((name, value) for name, value in asked.items() if name not in own)

    def to(number: int) -> str:
        words = [(f"{key}-text", text)] if text else []
        place = [(f"{key}-from", str(number))] if number else []
        return f"?{urlencode([*kept, *words, *place])}#{key}"

    return TablePart(
        fitting[start:end],
        fitting=len(fitting),
        first=start + 1 if fitting else 0,
        last=end,
        text=text,
        is_long=is_long,
        before=to(max(start - MOST_ROWS, 0)) if start else "",
        after=to(end) if end < len(fitting) else "",
        kept=kept,
    )


def _fitting(rows: tuple[TableRow, ...], text: str) -> Iterator[TableRow]:
    wanted = text.casefold()
    for row in rows:
        if any(wanted in _words(one.value) or wanted in _words(one.note) for one in row):
            yield row


def _words(value: Any) -> str:
    return str(shown(value)).casefold()


def _start(text: str, total: int) -> int:
    if not text.isdecimal() or len(text) > LONGEST_NUMBER:
        return 0
    asked = int(text)
    return asked if asked < total else 0
