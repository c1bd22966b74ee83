"""Lines of documents as rows of a table, made without a template for each: `{% order_lines lines %}`."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avrop.buying.orders.queries import LinePage, LineStanding
from avrop.kernel.presentation import reader_language, shown_in
from avrop.site import words

register = template.Library()


@register.simple_tag
def order_lines(lines: LinePage) -> SafeString:
    """The lines of an order: ordered, agreed, received and invoiced; what differs is marked."""
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

    return SafeString("".join(_order_line(one, names, said) for one in lines.items))


def _order_line(one: LineStanding, names: tuple[str, ...], said: Callable[[Any], str]) -> str:
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
        f'<th scope="row">{name} {note}</th>'
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
