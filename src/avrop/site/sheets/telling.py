"""A sheet as plain text, for a terminal: the same parts in the same order as on paper."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import zip_longest

from django.utils.encoding import force_str
from django.utils.translation import gettext as _

from avrop.kernel.presentation import shown
from avrop.site.sheets.laying_out import title_of
from avrop.site.sheets.remarks import severity
from avrop.site.sheets.shapes import Line, Remark, Row, Sheet, Side, Table
from avrop.site.sheets.verdicts import VerdictInWords
from avrop.site.sheets.widths import letters, shared, text_of

NARROWEST = 40
BETWEEN = "  "


def told(sheet: Sheet, verdict: VerdictInWords | None = None, *, width: int = 100) -> Iterator[str]:
    """The lines of text, none wider than so many letters where its words allow it."""
    width = max(width, NARROWEST)
    title = title_of(sheet)
    yield title
    yield "=" * int(letters(title))
    for sentence in (force_str(sheet.lead), verdict.sentence if verdict else ""):
        yield from wrapped(sentence, width)
    yield from _headed(_("What was found"), remarks_told(sheet.remarks, width))
    for side in sheet.sides:
        yield ""
        yield from _side(side, width)
    yield from _headed(_("Facts"), _pairs(sheet.facts, width))
    for table in sheet.tables:
        yield from _headed(force_str(table.title), _table(table, width))
    if sheet.is_cut:
        yield from wrapped(_("Only the first lines are shown; the file has them all."), width)
    yield from _headed("", _sums(sheet.sums, width))
    yield from _headed(_("Notes"), _pairs(sheet.notes, width))


def remarks_told(remarks: Iterable[Remark], width: int) -> Iterator[str]:
    """What was found, each with what to do about it and where it is."""
    for one in remarks:
        yield from wrapped(f"{severity(one)} {one.sentence}", width)
        facts = " · ".join(part for part in (one.place, one.more, one.code) if part)
        for text in (one.remedy, facts):
            yield from (f"  {line}" for line in wrapped(text, width - 2))


def _headed(title: str, lines: Iterable[str]) -> Iterator[str]:
    """A part with its heading; nothing where it is empty."""
    for number, line in enumerate(lines):
        if number == 0:
            yield ""
            if title:
                yield title
                yield "-" * int(letters(title))
        yield line


def _side(side: Side, width: int) -> Iterator[str]:
    name = force_str(side.role) + (f": {side.name}" if side.name else "")
    yield from wrapped(name, width)
    for line in side.lines:
        yield from (f"  {part}" for part in wrapped(line, width - 2))


def _pairs(lines: tuple[Line, ...], width: int) -> Iterator[str]:
    names = [force_str(line.name) for line in lines]
    widest = int(max(map(letters, names), default=0))
    for name, line in zip(names, lines, strict=True):
        text = force_str(shown(line.value))
        for number, part in enumerate(wrapped(text, width - widest - len(BETWEEN))):
            yield _padded(name if number == 0 else "", widest) + BETWEEN + part


def _sums(lines: tuple[Line, ...], width: int) -> Iterator[str]:
    texts = [(force_str(line.name), force_str(shown(line.value)), line.is_sum) for line in lines]
    names = int(max((letters(name) for name, _, _ in texts), default=0))
    values = int(max((letters(value) for _, value, _ in texts), default=0))
    start = " " * max(0, width - names - values - len(BETWEEN))
    for name, value, is_sum in texts:
        if is_sum:
            yield start + "-" * (names + values + len(BETWEEN))
        yield start + _padded(name, names) + BETWEEN + _padded(value, values, to_the_right=True)


def _table(table: Table, width: int) -> Iterator[str]:
    if not table.rows:
        return
    widths = [max(1, int(each) - len(BETWEEN)) for each in shared(table, float(width))]
    figures = [column.is_figure for column in table.columns]
    heads = [
        list(wrapped(force_str(column.name), at))
        for column, at in zip(table.columns, widths, strict=True)
    ]
    yield from _side_by_side(heads, widths, figures)
    yield BETWEEN.join("-" * at for at in widths)
    for row in table.rows:
        yield from _side_by_side(_cells(row, widths), widths, figures)
        yield from (f"  {line}" for line in remarks_told(row.remarks, width - 2))


def _cells(row: Row, widths: list[int]) -> list[list[str]]:
    return [
        [
            part
            for text in (text_of(cell), *cell.words, *cell.notes)
            for part in wrapped(text, width)
        ]
        for cell, width in zip(row.cells, widths, strict=True)
    ]


def _side_by_side(cells: list[list[str]], widths: list[int], figures: list[bool]) -> Iterator[str]:
    for parts in zip_longest(*cells, fillvalue=""):
        padded = (
            _padded(part, width, to_the_right=is_figure)
            for part, width, is_figure in zip(parts, widths, figures, strict=True)
        )
        yield BETWEEN.join(padded).rstrip()


def _padded(text: str, width: int, *, to_the_right: bool = False) -> str:
    blanks = " " * max(0, width - int(letters(text)))
    return blanks + text if to_the_right else text + blanks


def wrapped(text: str, width: int) -> Iterator[str]:
    """A text in lines of so many letters; a word that is longer is broken."""
    line = ""
    for word in text.split(" "):
        joined = f"{line} {word}" if line else word
        if letters(joined) <= width:
            line = joined
            continue
        if line:
            yield line
        *broken, line = _broken(word, width)
        yield from broken
    if line:
        yield line


def _broken(word: str, width: int) -> list[str]:
    """A word in parts that a line has room for, each of one letter at least."""
    parts = [""]
    for letter in word:
        if parts[-1] and letters(parts[-1] + letter) > width:
            parts.append("")
        parts[-1] += letter
    return parts
