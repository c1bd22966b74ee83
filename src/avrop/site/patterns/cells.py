"""The rows of a list as HTML, made without a template for each cell: a page of a list has hundreds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from avrop.kernel.presentation import shown
from avrop.site.patterns.lists import Cell, Column

#: A number is never broken; a name may be.
LONGEST_NUMBER = 18
CLASSES = {"figure": ' class="number"', "day": ' class="nowrap"'}


def rows_html(rows: Iterable[Iterable[tuple[Column, Cell]]]) -> SafeString:
    """Table rows; each cell names its column, for the cards of a phone."""
    labels: dict[str, str] = {}
    return SafeString(
        "".join(f"<tr>{''.join(_cell(*one, labels) for one in row)}</tr>\n" for row in rows)
    )


def _cell(column: Column, cell: Cell, labels: dict[str, str]) -> str:
    content = cell_html(column, cell)
    if column.is_head:
        kind = ' class="nowrap"' if len(str(cell.value)) <= LONGEST_NUMBER else ""
        return f'<th scope="row"{kind}>{content}</th>'
    label = labels.get(column.key)
    if label is None:
        label = labels[column.key] = escape(column.name)
    return f'<td{CLASSES.get(column.kind, "")} data-label="{label}">{content}</td>'


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
