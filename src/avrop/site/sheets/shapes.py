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
    """What stands in a cell: a fact or words, and smaller words below: `notes` in the reader's
    language, `words` in the document's own, which is `lang` as the value's is."""

    value: Any
    notes: tuple[str, ...] = ()
    lang: str = ""
    words: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.value in (None, "") and not self.notes and not self.words


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was found, in the reader's language, wherever it comes from.

    `code` is the rule that says so, `place` the place in words, `more` how many more of the same are
    not listed, and `fixer` the role that can mend it. `line_id` and `position` (counted from one, 0
    where nobody knows) are for finding the row that it stands at.
    """

    sentence: str
    is_fatal: bool = True
    code: str = ""
    place: str = ""
    remedy: str = ""
    more: str = ""
    fixer: str = ""
    line_id: str = ""
    position: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """A row, and what was found there. `line_id` is what the document calls its line."""

    cells: tuple[Cell, ...]
    line_id: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under their columns; the first column but one heads a row, where it has words."""

    title: Any
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def head(self) -> int:
        """Which column says what a row is about."""
        return 1 if len(self.columns) > 1 and not self.columns[1].is_figure else 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """A document, laid out. `kind` is a word of `DOCUMENTS`; `lead` is what it says in short, where it
    says one thing; `remarks` what was found that is about none of the rows; `is_cut` that only its first
    lines are here."""

    kind: str
    number: str
    lead: Any = ""
    sides: tuple[Side, ...] = ()
    facts: tuple[Line, ...] = ()
    tables: tuple[Table, ...] = ()
    sums: tuple[Line, ...] = ()
    notes: tuple[Line, ...] = ()
    remarks: tuple[Remark, ...] = ()
    is_cut: bool = False

    @property
    def counts(self) -> tuple[int, int]:
        """How many remarks it has, wherever they stand: fatal ones and others."""
        rows = (row for table in self.tables for row in table.rows)
        every = [*self.remarks, *(remark for row in rows for remark in row.remarks)]
        fatal = sum(1 for remark in every if remark.is_fatal)
        return fatal, len(every) - fatal
