"""How the columns of a table share a page that has room for so many letters."""

from __future__ import annotations

import unicodedata

from django.utils.encoding import force_str

from avrop.kernel.presentation import shown
from avrop.site.sheets.shapes import Cell, Table

#: The widest that a column asks for, what parts it from the next, how much smaller the words below are,
#: and the longest word that is not broken.
WIDEST, GUTTER, SMALL, UNBROKEN = 40.0, 2.5, 0.88, 24.0


def shared(table: Table, room: float) -> tuple[float, ...]:
    """The width of each column in letters, together as wide as the page.

    A column gets what its longest text asks for, within bounds. Where that is too much for the page, all
    give up alike of what is more than their longest word.
    """
    asked = [_asked(table, place) for place in range(len(table.columns))]
    least = [min(lowest, wish) for lowest, wish in asked]
    wishes = [wish for _, wish in asked]
    spare, wanted = room - sum(least), sum(wishes) - sum(least)
    if spare <= 0:
        return tuple(width * room / sum(least) for width in least)
    if wanted <= spare:
        wishes[table.head] += room - sum(wishes)
        return tuple(wishes)
    return tuple(
        low + (wish - low) * spare / wanted for low, wish in zip(least, wishes, strict=True)
    )


def _asked(table: Table, place: int) -> tuple[float, float]:
    """What a column cannot do without, and what it would like to have."""
    cells = [row.cells[place] for row in table.rows]
    texts = [force_str(table.columns[place].name), *(text_of(cell) for cell in cells)]
    small = [text for cell in cells for text in (*cell.words, *cell.notes)]
    words = max((letters(word) for text in texts for word in text.split(" ")), default=0.0)
    small_words = max(
        (SMALL * letters(word) for text in small for word in text.split(" ")), default=0.0
    )
    whole = max(*map(letters, texts), *(SMALL * letters(text) for text in small), 0.0)
    longest = min(max(words, small_words), UNBROKEN)
    return longest + GUTTER, max(longest, min(whole, WIDEST)) + GUTTER


def text_of(cell: Cell) -> str:
    """What stands first in a cell, as text."""
    return "" if cell.value is None else force_str(shown(cell.value))


def letters(text: str) -> float:
    """How many letters wide a text is; a Chinese character is two."""
    if text.isascii():
        return float(len(text))
    return sum(2.0 if unicodedata.east_asian_width(each) in "WF" else 1.0 for each in text)
