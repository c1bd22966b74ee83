"""Lines of documents as rows of a table, made without a template for each: `{% order_lines lines %}`."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avrop.buying.orders.queries import CodedShare, LinePage, LineStanding
from avrop.kernel.presentation import reader_language, shown_in
from avrop.site import words
from avrop.site.pages.code_names import Codes
from avrop.site.templatetags.words import percent

register = template.Library()


@register.simple_tag(takes_context=True)
def order_lines(context: Context, lines: LinePage) -> SafeString:
    """The lines of an order: ordered, agreed, received and invoiced; what differs is marked. The codes
    that a line is coded with stand below its name; what they are called, the page tells from its
    `codes`."""
    names = tuple(
        escape(name)
        for name in (
            pgettext("quantity", "Ordered"),
            pgettext("quantity", "Agreed"),
            pgettext("quantity", "Received"),
            pgettext("quantity", "Invoiced"),
            _("Delivery"),
            _("Price"),
            _("Amount"),
        )
    )
    language = reader_language()

    def said(value: Any) -> str:
        return "" if value is None else escape(str(shown_in(value, language)))

    codes: Codes = context.get("codes") or {}
    noted: dict[tuple[CodedShare, ...], str] = {}  # most lines are coded alike

    def coded(shares: tuple[CodedShare, ...]) -> str:
        if shares not in noted:
            noted[shares] = _codes_of(shares, codes)
        return noted[shares]

    return SafeString(
        "".join(_order_line(one, names, said, coded(one.codings)) for one in lines.items)
    )


def _codes_of(shares: tuple[CodedShare, ...], codes: Codes) -> str:
    """The codes of a line, and of one that is split how much is on each."""
    told = []
    for share in shares:
        parts = codes.get(share.coding, ())
        written = " · ".join(f'<span class="code">{escape(part.code)}</span>' for part in parts)
        measure = f"{escape(percent(share.percent))} " if len(shares) > 1 and share.percent else ""
        told.append(measure + (written or f'<span class="code">{escape(share.coding)}</span>'))
    return f'<span class="cell-note">{", ".join(told)}</span>' if told else ""


def _order_line(
    one: LineStanding, names: tuple[str, ...], said: Callable[[Any], str], coded: str
) -> str:
    line, sums = one.line, one.quantities.sums
    ordered, agreed, received, invoiced, delivery, price, amount = names
    changed = " differs" if line.agreed_quantity != line.quantity else ""
    moved = " differs" if line.agreed_date != line.requested_date else ""
    name = f'<span lang="sv">{escape(line.name)}</span>'
    if line.substitute_name:
        name = (
            f'<ins lang="sv">{escape(line.substitute_name)}</ins> '
            f'<del lang="sv">{escape(line.name)}</del>'
        )
    note = (
        f'<span class="cell-note">{escape(line.seller_item_id)}{_contains(line.allergens)}</span>'
    )
    return (
        f'<tr><td class="number row-number">{said(line.position)}</td>'
        f'<th scope="row">{name} {note}{coded}</th>'
        f'<td class="number" data-label="{ordered}">{said(line.quantity)}</td>'
        f'<td class="number{changed}" data-label="{agreed}">{said(line.agreed_quantity)}</td>'
        f'<td class="number" data-label="{received}">{said(sums.received)}</td>'
        f'<td class="number" data-label="{invoiced}">{said(sums.invoiced)}</td>'
        f'<td class="nowrap{moved}" data-label="{delivery}">{said(line.agreed_date)}</td>'
        f'<td class="number" data-label="{price}">{said(line.agreed_price)}</td>'
        f'<td class="number" data-label="{amount}">{said(line.amount)}</td></tr>\n'
    )


def _contains(allergens: tuple[str, ...]) -> str:
    if not allergens:
        return ""
    named = ", ".join(words.named(one, "allergen") for one in allergens)
    return " · " + escape(_("contains %(list)s") % {"list": named})
