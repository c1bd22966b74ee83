"""A list as HTML: rows without a template for each cell, since a page of a list has hundreds; filters
and headings drawn once for each way of choosing."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from secrets import token_hex
from typing import Any

from django.template.defaultfilters import urlencode
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from avrop.kernel.presentation import shown
from avrop.site.patterns.lists import (
    Cell,
    ChosenFilter,
    Column,
    Heading,
    Listing,
    ListOnPage,
)

#: A number is never broken; a name may be.
LONGEST_NUMBER = 18
#: Rows that are kept as they were drawn.
KEPT = 10_000
#: Forms and headings that are kept as they were drawn, for each way of choosing.
KEPT_FORMS = 1_000
#: Nobody outside this process can know the mark, and so no filter can be called like it.
NEXT = f"next-{token_hex(8)}"
CLASSES = {
    "figure": ' class="number"',
    "day": ' class="nowrap"',
    "sentence": ' class="sentence"',
}


#: The columns of a list, and the language and the zone it is read in.
Reading = tuple[tuple[Column, ...], str | None, str]
_kept: dict[tuple[int, Reading], tuple[Any, str]] = {}


def rows_html(shown_list: ListOnPage) -> SafeString:
    """Table rows; each cell names its column, for the cards of a phone."""
    columns, rows = shown_list.columns, shown_list.rows
    if not shown_list.listing.is_timeless:
        return SafeString("".join(_row(columns, row) for row in rows))
    read = (columns, get_language(), timezone.get_current_timezone_name())
    return SafeString("".join(_kept_row(read, row) for row in rows))


def filters_html(shown_list: ListOnPage) -> SafeString:
    """The form of a list's filters, as they are chosen."""
    return _filters(
        shown_list.listing,
        shown_list.filters,
        shown_list.sort,
        shown_list.address,
        get_language(),
    )


@lru_cache(KEPT_FORMS)
def _filters(
    listing: Listing,
    filters: tuple[ChosenFilter, ...],
    sort: str,
    address: str,
    language: str | None,
) -> SafeString:
    number = sum(1 for one in filters if one.value)
    chosen = {
        "listing": listing,
        "filters": filters,
        "sort": sort,
        "address": address,
        "number_chosen": number,
    }
    return render_to_string("site/parts/list_filters.html", {"list": chosen})


def headings_html(shown_list: ListOnPage) -> SafeString:
    """The headings of a list's columns."""
    return _headings(shown_list.headings, get_language())


@lru_cache(KEPT_FORMS)
def _headings(headings: tuple[Heading, ...], language: str | None) -> SafeString:
    return render_to_string("site/parts/list_headings.html", {"headings": headings})


def foot_html(shown_list: ListOnPage) -> SafeString:
    """The way to the other pages of a list, and to its files."""
    drawn = _foot(
        shown_list.listing,
        shown_list.address,
        shown_list.query,
        bool(shown_list.rows),
        bool(shown_list.next_cursor),
        shown_list.is_first,
        shown_list.is_narrowed,
        get_language(),
    )
    return SafeString(drawn.replace(NEXT, escape(urlencode(shown_list.next_cursor))))


@lru_cache(KEPT_FORMS)
def _foot(
    listing: Listing,
    address: str,
    query: str,
    has_rows: bool,
    has_more: bool,
    is_first: bool,
    is_narrowed: bool,
    language: str | None,
) -> str:
    """The foot with a mark where the next page's key goes, which is hardly ever the same twice."""
    seen = {
        "listing": listing,
        "address": address,
        "query": query,
        "rows": has_rows,
        "next_cursor": NEXT if has_more else "",
        "is_first": is_first,
        "is_narrowed": is_narrowed,
    }
    return render_to_string("site/parts/list_foot.html", {"list": seen})


def _kept_row(read: Reading, row: Any) -> str:
    """A row as it is read in the language and zone that are active, drawn once while it is the same
    object: comparing what stands in it would cost half as much as drawing it."""
    key = (id(row), read)
    known = _kept.get(key)
    if known is not None:  # it holds its row, so no other can have come to stand in its place
        return known[1]
    if len(_kept) >= KEPT:
        _kept.clear()
    html = _row(read[0], row)
    _kept[key] = row, html
    return html


def _row(columns: tuple[Column, ...], row: Any) -> str:
    return f"<tr>{''.join(_cell(column, column.cell(row)) for column in columns)}</tr>\n"


def _cell(column: Column, cell: Cell) -> str:
    content = cell_html(column, cell)
    if column.is_head:
        kind = ' class="nowrap"' if len(str(cell.value)) <= LONGEST_NUMBER else ""
        return f'<th scope="row"{kind}>{content}</th>'
    is_number = bool(cell.address) and len(str(cell.value)) <= LONGEST_NUMBER
    return f"<td{_beginning(column, get_language(), is_number)}>{content}</td>"


@lru_cache(KEPT)
def _beginning(column: Column, language: str | None, is_number: bool) -> str:
    usual = CLASSES["day"] if is_number else ""
    return f'{CLASSES.get(column.kind, usual)} data-label="{escape(column.name)}"'


def cell_html(column: Column, cell: Cell) -> str:
    """What stands in a cell: a mark, a link, words in their own language or a fact; then its note."""
    note = f'<span class="cell-note">{conditional_escape(cell.note)}</span>' if cell.note else ""
    if cell.value in (None, ""):
        return note
    language = f' lang="{escape(cell.lang)}"' if cell.lang else ""
    said = _said(cell.value)
    if column.kind == "tag":
        color = escape(cell.color or "neutral")
        return f'<span class="ds-tag" data-color="{color}">{said}</span>{note}'
    if cell.address:
        return f'<a class="ds-link" href="{escape(cell.address)}"{language}>{said}</a>{note}'
    return f"<span{language}>{said}</span>{note}" if language else f"{said}{note}"


def _said(value: Any) -> str:
    text = conditional_escape(shown(value))
    if isinstance(value, datetime):
        return f'<time datetime="{value.isoformat()}">{text}</time>'
    return text
