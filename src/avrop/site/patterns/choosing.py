"""Choosing one of many: a list that opens holds the first of them, and a word finds the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

#: Nobody reads through a longer list than this.
MOST_OPTIONS = 100


@dataclass(frozen=True, slots=True)
class Choosing:
    """What can be chosen by a list that opens, as (value, name). Where that is not all there is,
    `is_long`, and `text` is the part of a name that narrowed it."""

    options: tuple[tuple[str, Any], ...]
    chosen: str
    text: str
    total: int
    fitting: int
    is_long: bool


def choosing(options: Sequence[tuple[str, Any]], *, chosen: str, text: str = "") -> Choosing:
    """The options whose name holds the text, at most as many as somebody reads, and the chosen one."""
    if len(options) <= MOST_OPTIONS:
        return Choosing(tuple(options), chosen, "", len(options), len(options), is_long=False)
    wanted = text.strip().casefold()
    fitting = [one for one in options if wanted in str(one[1]).casefold()]
    shown = fitting[:MOST_OPTIONS]
    if chosen and chosen not in dict(shown):
        shown = [*(one for one in options if one[0] == chosen), *shown]
    return Choosing(tuple(shown), chosen, text.strip(), len(options), len(fitting), is_long=True)
