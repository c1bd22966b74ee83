"""Lines of documents as rows of a table, made without a template for each: `{% order_lines lines %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from avrop.buying.orders.queries import LinePage, LineStanding
from avrop.kernel.presentation import shown
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
    return SafeString("".join(_order_line(one, names) for one in lines.items))


def _order_line(one: LineStanding, names: tuple[str, ...]) -> str:
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
        f'<tr><td class="number row-number">{_said(line.position)}</td>'
        f'<th scope="row">{name} {note}</th>'
        f'<td class="number" data-label="{ordered}">{_said(line.quantity)}</td>'
        f'<td class="number{changed}" data-label="{agreed}">{_said(line.agreed_quantity)}</td>'
        f'<td class="number" data-label="{received}">{_said(sums.received)}</td>'
        f'<td class="number" data-label="{invoiced}">{_said(sums.invoiced)}</td>'
        f'<td class="nowrap{moved}" data-label="{delivery}">{_said(line.agreed_date)}</td>'
        f'<td class="number" data-label="{price}">{_said(line.agreed_price)}</td>'
        f'<td class="number" data-label="{amount}">{_said(line.amount)}</td></tr>\n'
    )


def _contains(allergens: tuple[str, ...]) -> str:
    if not allergens:
        return ""
    named = ", ".join(words.named(one, "allergen") for one in allergens)
    return " · " + escape(_("contains %(list)s") % {"list": named})


def _said(value: Any) -> str:
    return "" if value is None else escape(shown(value))
