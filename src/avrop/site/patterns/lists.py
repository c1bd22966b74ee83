"""Lists: one declaration gives the table of a page (cards on a phone), filters in the address, paging by
key, what is remembered for the reader, and the same rows as CSV and XLSX.

A list is asked for a page at a time through its query, so that what it costs does not grow with the
table; it sorts only by what the query can serve by an index (`Sort`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language

from avrop.kernel.paging import Page
from avrop.kernel.scope import tenant_scope
from avrop.site import words
from avrop.site.actors import Request
from avrop.site.pages.frame import show
from avrop.site.pages.performing import actor_of, ask
from avrop.site.templatetags.words import colour

PAGE_SIZE = 50
CURSOR, SORT, FORM, ALL = "cursor", "sort", "as", "all"
REMEMBERED = "lists"
LONGEST_REMEMBERED = 500
Row = Any
Read = Callable[[Row], Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell. `value` is a fact: shown as people read it, given to files as it is."""

    value: Any
    address: str = ""
    color: str = ""
    note: Any = ""
    lang: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """A column: made by `text`, `link`, `tag`, `figure`, `day` and others below, or by hand. Each is
    the same as itself only, so that it can be kept by.

    `key` names it in files. `sort` names the query's sort that its heading offers. A `hidden` column
    is in files only.
    """

    key: str
    name: Any
    cell: Callable[[Row], Cell]
    kind: str = "text"
    is_head: bool = False
    sort: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Something to choose by; `argument` of the query is the same word. `options` are (value, name);
    without them it is a text to search for."""

    key: str
    name: Any
    options: Callable[[], Sequence[tuple[str, Any]]] | None = None
    every: Any = ""
    kind: str = "search"


@dataclass(frozen=True, slots=True)
class Sort:
    """An order of the rows that the query serves by an index: what it calls it, and what people do."""

    key: str
    name: Any


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A list as it is declared, once. `key` is its name in what is remembered and in file names.

    `empty` and `what_next` are said where there is nothing at all; `what_next_address` is the name of
    the page that helps. `is_remembered`: whoever comes back finds it as it was left; not a list of one
    thing among many. `is_timeless` says that nothing but the row decides what its cells say, not the
    clock and not the reader: its rows are drawn once and kept (`cells`), as long as its query gives the
    same object for the same facts.
    """

    key: str
    title: Any
    columns: tuple[Column, ...]
    empty: Any
    what_next: Any = ""
    what_next_url: str = ""
    what_next_name: Any = ""
    filters: tuple[Filter, ...] = ()
    sorts: tuple[Sort, ...] = ()
    has_files: bool = True
    is_remembered: bool = True
    is_timeless: bool = False


@dataclass(frozen=True, slots=True)
class ChosenFilter:
    """A filter as it stands on a page: what is chosen, and what there is to choose."""

    key: str
    name: Any
    every: Any
    kind: str
    value: str
    options: tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A column's heading. `address` sorts by it; `is_sorted` says that it is sorted by it."""

    name: Any
    kind: str
    address: str = ""
    is_sorted: bool = False


@dataclass(frozen=True, slots=True)
class ListOnPage:
    """A page of a list, ready to show."""

    listing: Listing
    headings: tuple[Heading, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    filters: tuple[ChosenFilter, ...]
    address: str
    query: str
    next_cursor: str
    is_first: bool
    is_narrowed: bool
    sort: str

    @property
    def number_chosen(self) -> int:
        """How many of the filters something is chosen in."""
        return sum(1 for one in self.filters if one.value)


# --- columns -----------------------------------------------------------------------------------------


def text(
    key: str,
    name: Any,
    read: Read | None = None,
    *,
    note: Read | None = None,
    lang: str = "",
    **options: Any,
) -> Column:
    """Words. `read` finds them in the row (its attribute `key` without); `lang` is their language."""
    found = read or _attribute(key)

    def cell(row: Row) -> Cell:
        return Cell(found(row), note=note(row) if note else "", lang=lang)

    return Column(key, name, cell, **options)


def link(
    key: str,
    name: Any,
    to: str,
    read: Read | None = None,
    *,
    by: str = "id",
    note: Read | None = None,
    **options: Any,
) -> Column:
    """The name of the row, which leads to its page: `to` is the address's name, `by` the attribute that
    it takes."""
    found, identity = read or _attribute(key), _attribute(by)

    def cell(row: Row) -> Cell:
        key_of_row = identity(row)
        address = address_of(to, key_of_row) if key_of_row else ""
        return Cell(found(row), address=address, note=note(row) if note else "")

    return Column(key, name, cell, **{"is_head": True, **options})


def tag(key: str, name: Any, table: str, read: Read | None = None, **options: Any) -> Column:
    """A stored value, in the words of its table, marked with its colour."""
    found = read or _attribute(key)

    def cell(row: Row) -> Cell:
        value = found(row)
        return Cell(words.named(value, table), color=colour(value)) if value else Cell("")

    return Column(key, name, cell, kind="tag", **options)


def named(key: str, name: Any, table: str, read: Read | None = None, **options: Any) -> Column:
    """A stored value in the words of its table, unmarked."""
    found = read or _attribute(key)
    return Column(key, name, lambda row: Cell(words.named(found(row), table)), **options)


def sentence(key: str, name: Any, read: Read, **options: Any) -> Column:
    """Words that are read as a sentence, and so need room."""
    return text(key, name, read, kind="sentence", **options)


def figure(key: str, name: Any, read: Read | None = None, **options: Any) -> Column:
    """Money, a quantity or a number, set to the right."""
    found = read or _attribute(key)
    return Column(key, name, lambda row: Cell(found(row)), kind="figure", **options)


def day(key: str, name: Any, read: Read | None = None, **options: Any) -> Column:
    """A date or a moment."""
    found = read or _attribute(key)
    return Column(key, name, lambda row: Cell(found(row)), kind="day", **options)


@lru_cache(20_000)
def address_of(to: str, key: Any) -> str:
    """The address called `to` of what has this key."""
    return reverse(to, args=[key])


def _attribute(name: str) -> Read:
    def read(row: Row) -> Any:
        return getattr(row, name)

    return read


def choices(key: str, name: Any, table: str, every: Any) -> Filter:
    """A filter by a table of words; `every` is what no choice is called ("All states")."""
    return Filter(key, name, lambda: _options(table, get_language()), every, "choice")


@cache
def _options(table: str, language: str | None) -> tuple[tuple[str, str], ...]:
    """The values of a table of words, in the language that is active."""
    return tuple((value, str(name)) for value, name in words.tables()[table].items() if value)


# --- showing -----------------------------------------------------------------------------------------


def show_list(
    request: Request,
    listing: Listing,
    query: Callable[..., Page[Any]],
    *,
    template: str = "site/list.html",
    values: Mapping[str, Any] | None = None,
    rows: Callable[[Sequence[Any]], Sequence[Row]] | None = None,
    **arguments: Any,
) -> HttpResponse:
    """The answer to a request for a list: the page, only its rows for htmx, or a file.

    `query` is asked with `arguments`, what is chosen in the filters, `sort`, `cursor` and `limit`.
    `rows` makes of a page's items what the columns read, in a number of statements that does not grow.
    `template` extends `site/list.html`, or takes `{% list list %}` where it wants it.
    """
    back = _remembered(request, listing)
    if back is not None:
        return back
    chosen = chosen_in(request, listing)

    def fetch(cursor: str, limit: int) -> tuple[Sequence[Row], str]:
        where = {"cursor": cursor} if cursor else {}
        page = ask(request, query, limit=limit, **arguments, **chosen, **where)
        items = rows(page.items) if rows else page.items
        return items, page.next_cursor or ""

    if listing.has_files and request.GET.get(FORM):
        from avrop.site.patterns.downloads import file_of

        answer = file_of(request, listing, request.GET[FORM], fetch, chosen)
        if answer is not None:
            return answer
    with tenant_scope(actor_of(request).tenant_id):
        found, following = fetch(request.GET.get(CURSOR, ""), PAGE_SIZE)
        page = list_on_page(request, listing, found, following, chosen)
        if request.htmx and not request.htmx.boosted:
            return show(request, "site/list.html#results", {"list": page, "is_part": True})
        return show(request, template, {**(values or {}), "list": page})


def chosen_in(request: Request, listing: Listing) -> dict[str, str]:
    """What the address chooses: filters and the order of rows. What is not offered is left out."""
    chosen: dict[str, str] = {}
    for one in listing.filters:
        value = request.GET.get(one.key, "").strip()
        if value and (one.options is None or value in dict(one.options())):
            chosen[one.key] = value
    sort = request.GET.get(SORT, "")
    if sort and sort in {one.key for one in listing.sorts}:
        chosen[SORT] = sort
    return chosen


def list_on_page(
    request: Request,
    listing: Listing,
    rows: Sequence[Row],
    next_cursor: str,
    chosen: Mapping[str, str],
) -> ListOnPage:
    """A page of a list with everything that stands round it."""
    seen = tuple(column for column in listing.columns if not column.hidden)
    narrowed = {key: value for key, value in chosen.items() if key != SORT}
    return ListOnPage(
        listing=listing,
        headings=tuple(_heading(column, chosen) for column in seen),
        columns=seen,
        rows=tuple(rows),
        filters=tuple(_filter(one, chosen) for one in listing.filters),
        address=request.path,
        query=urlencode(chosen),
        next_cursor=next_cursor,
        is_first=not request.GET.get(CURSOR),
        is_narrowed=bool(narrowed),
        sort=chosen.get(SORT, ""),
    )


def _heading(column: Column, chosen: Mapping[str, str]) -> Heading:
    if not column.sort:
        return Heading(column.name, column.kind)
    address = "?" + urlencode({**chosen, SORT: column.sort})
    return Heading(column.name, column.kind, address, chosen.get(SORT) == column.sort)


def _filter(one: Filter, chosen: Mapping[str, str]) -> ChosenFilter:
    options = tuple(one.options()) if one.options else ()
    return ChosenFilter(one.key, one.name, one.every, one.kind, chosen.get(one.key, ""), options)


# --- what is remembered ------------------------------------------------------------------------------


def _remembered(request: Request, listing: Listing) -> HttpResponse | None:
    """Whoever comes back to a list finds it as it was left: the choice goes into the address.

    `?all=1` forgets it. Nothing is written while nothing changes.
    """
    kept: dict[str, str] = request.session.get(REMEMBERED, {})
    if not (listing.is_remembered and (listing.filters or listing.sorts)):
        return None
    if request.method == "POST" or (request.htmx and not request.GET):
        return None
    if not request.GET:
        known = kept.get(listing.key, "")
        return HttpResponseRedirect(f"{request.path}?{known}") if known else None
    chosen = "" if ALL in request.GET else urlencode(chosen_in(request, listing))
    if chosen != kept.get(listing.key, "") and len(chosen) <= LONGEST_REMEMBERED:
        rest = {key: value for key, value in kept.items() if key != listing.key}
        request.session[REMEMBERED] = {**rest, listing.key: chosen} if chosen else rest
    return None
