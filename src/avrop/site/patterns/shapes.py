"""What the parts of pages show, as frozen values: a page makes these, and the tags show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the reader can do. With `post` it is a button that sends `hidden` values (give
    them `form.keys()` of a PageForm, or `keys_of`), else a link. The first of a page is "primary".

    `confirm` is a question that is asked first, where the act cannot be undone.
    """

    name: Any
    address: str
    variant: str = "secondary"
    color: str = ""
    post: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    confirm: Any = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and what goes with it; shown as people read it. `lang` is the content's own language."""

    name: Any
    value: Any
    address: str = ""
    note: Any = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of several views of the same thing, each with an address of its own."""

    name: Any
    address: str
    is_current: bool = False
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Happened:
    """A step of a timeline. `days_before` counts the whole days in which nothing happened before it;
    `kind` is "" for what people did and "exchange" for what machines did."""

    at: datetime
    sentence: str
    person: str = ""
    on_behalf_of: str = ""
    note: str = ""
    address: str = ""
    address_name: Any = ""
    kind: str = ""
    days_before: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that everything of a kind takes; `extent` is none, partly or fully."""

    name: Any
    extent: str
    note: Any = ""


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a drawing: what it is called, how it is written, where it leads to. `color` is the
    mark's (accent, neutral, warning or danger)."""

    name: Any
    value: float
    shown: Any = ""
    address: str = ""
    color: str = "accent"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure as people would rather see it, its table beside it. `sentence` says what it shows, in
    words; `names` and `values` head the table; `highest` is the end of a bar's scale (the largest point
    without it). A line that is not `from_zero` is as steep as its picture is high."""

    title: Any
    points: tuple[Point, ...]
    names: Any
    values: Any
    sentence: Any = ""
    highest: float = 0.0
    from_zero: bool = True
