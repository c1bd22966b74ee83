"""The rows of a document's table and what was found, each remark standing under the row that it is
about. Made without a template for every row: price lists are long. Needs no other tags of the site, so
that a document can be shown where nothing of it runs."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from avrop.kernel import presentation
from avrop.kernel.presentation import shown
from avrop.site import sheets
from avrop.site.sheets import Cell, Column, Remark, Row, Sheet, Table
from avrop.site.sheets.remarks import severity
from avrop.site.words import role_name

register = template.Library()
register.filter("shown_fact", presentation.shown)


@register.filter
def title(sheet: Sheet) -> str:
    """What the document is called."""
    return sheets.title_of(sheet)


@register.filter
def within(name: str, folder: str) -> str:
    """The name of a file as one says it who is in the folder."""
    return name.removeprefix(folder)


@register.simple_tag
def sheet_rows(table: Table) -> SafeString:
    """Table rows with their remarks; each cell names its column, for the cards of a phone."""
    return _together(_row(table, row) + _found(len(table.columns), row) for row in table.rows)


@register.simple_tag
def remark(given: Remark) -> SafeString:
    """A remark: how bad it is, what is wrong, what to do, where and by which rule."""
    facts = format_html_join(" ", "<span>{}</span>", ((fact,) for fact in _facts(given)))
    return format_html(
        '<div class="remark" data-severity="{}"><p class="remark__sentence"><strong>{}</strong> {}</p>'
        '{}<p class="remark__facts">{} <code>{}</code></p></div>',
        "fatal" if given.is_fatal else "warning",
        severity(given),
        given.sentence,
        format_html('<p class="remark__remedy">{}</p>', given.remedy) if given.remedy else "",
        facts,
        given.code,
    )


def _facts(given: Remark) -> Iterable[str]:
    if given.place:
        yield given.place
    if given.more:
        yield given.more
    if given.fixer:
        yield _("Can be mended by: %(role)s") % {"role": role_name(given.fixer)}


def _together(parts: Iterable[str]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308  every part is escaped where it is made


def _row(table: Table, row: Row) -> SafeString:
    # A row without words of its own, such as a rate of VAT, is about what stands first in it.
    head = table.head if row.cells[table.head].value not in (None, "") else 0
    cells = (
        _cell(column, cell, is_head=place == head)
        for place, (column, cell) in enumerate(zip(table.columns, row.cells, strict=True))
    )
    return format_html("<tr>{}</tr>", _together(cells))


def _cell(column: Column, cell: Cell, *, is_head: bool) -> SafeString:
    said = conditional_escape(shown(cell.value)) if cell.value not in (None, "") else ""
    language = format_html(' lang="{}"', cell.lang) if cell.lang else SafeString("")
    words = format_html("<span{}>{}</span>", language, said) if cell.lang and said else said
    own = ((language, one) for one in cell.words)
    notes = format_html_join("", '<span class="cell-note"{}>{}</span>', own)
    notes += format_html_join("", '<span class="cell-note">{}</span>', ((n,) for n in cell.notes))
    if is_head:
        return format_html('<th scope="row">{}{}</th>', words, notes)
    kind = SafeString(' class="number"') if column.is_figure else SafeString("")
    return format_html('<td{} data-label="{}">{}{}</td>', kind, column.name, words, notes)


def _found(columns: int, row: Row) -> SafeString:
    if not row.remarks:
        return SafeString("")
    return format_html(
        '<tr class="sheet__found"><td colspan="{}">{}</td></tr>',
        columns,
        _together(remark(one) for one in row.remarks),
    )
