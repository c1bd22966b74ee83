"""A business document as it is laid out: who, what, how much. Words are in the reader's language; `lang`
says where they are in the document's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Line:
    """A name and what goes with it. `is_sum` marks what the others add up to."""

    name: Any
    value: Any
    lang: str = ""
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One of the parties, in its role."""

    role: Any
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table; figures are set to the right."""

    name: Any
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: a fact or words, and smaller words below."""

    value: Any
    notes: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row. `line_id` is what the document calls its line, so that findings can stand at it."""

    cells: tuple[Cell, ...]
    line_id: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; the first column but one heads a row."""

    title: Any
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document, laid out. `kind` is a word of `DOCUMENTS`; `lead` is what it says in short, where it
    says one thing; `is_cut` that only its first lines are here."""

    kind: str
    number: str
    lead: Any = ""
    sides: tuple[Side, ...] = ()
    facts: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    sums: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    is_cut: bool = False
