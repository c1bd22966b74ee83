"""The rows of a document's table, what was found standing under the line that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from avrop.kernel.presentation import shown
from avrop.kernel.wording import Said
from avrop.site.sheets import Cell, Column, Row, Table

register = template.Library()
#: Which cell says what the row is about.
HEAD = 1


@register.simple_tag
def sheet_rows(table: Table, at_lines: Mapping[str, tuple[Said, ...]] | None) -> SafeString:
    """Table rows; each cell names its column, for the cards of a phone. `at_lines` is what was found,
    by line; a page that shows no findings gives none."""
    found = at_lines or {}
    rows = (
        _row(table, row) + _found(len(table.columns), found.get(row.line_id, ()))
        for row in table.rows
    )
    return mark_safe("".join(rows))  # noqa: S308  every part is escaped below


def _row(table: Table, row: Row) -> SafeString:
    # A row without words of its own, such as a rate of VAT, is about what stands first in it.
    head = HEAD if row.cells[HEAD].value not in (None, "") else 0
    cells = (
        _cell(column, cell, is_head=place == head)
        for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True))
    )
    return format_html("<tr>{}</tr>", mark_safe("".join(cells)))  # noqa: S308  escaped in _cell


def _cell(column: Column, cell: Cell, *, is_head: bool) -> SafeString:
    said = conditional_escape(shown(cell.value)) if cell.value not in (None, "") else ""
    language = format_html(' lang="{}"', cell.lang) if cell.lang else SafeString("")
    words = format_html("<span{}>{}</span>", language, said) if cell.lang else said
    notes = format_html_join("", '<span class="cell-note">{}</span>', ((n,) for n in cell.notes))
    if is_head:
        return format_html('<th scope="row">{}{}</th>', words, notes)
    kind = SafeString(' class="number"') if column.is_figure else SafeString("")
    return format_html('<td{} data-label="{}">{}{}</td>', kind, column.name, words, notes)


def _found(columns: int, found: Iterable[Said]) -> SafeString:
    return format_html_join(
        "",
        '<tr class="sheet__found"><td colspan="{}"><strong>{}</strong> {} <code>{}</code></td></tr>',
        ((columns, said.sentence, said.remedy, said.code) for said in found),
    )
