"""Goods that have come to the distribution centre, on their way to the unit: not received by anybody."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from avrop.buying.orders import queries as orders
from avrop.buying.receipts import actions, queries
from avrop.buying.receipts.shapes import ArrivedLine
from avrop.site.actors import Request
from avrop.site.pages.performing import ask, signed_in
from avrop.site.patterns.forms import PageForm


@require_POST
@signed_in
def arrive(request: Request, order_id: UUID) -> HttpResponse:
    """Register that all the seller has sent of an order is at the centre now."""
    lines = tuple(_not_yet_there(request, order_id))
    form = PageForm(request)
    if form.sends(actions.register_arrival, order_id=order_id, lines=lines):
        messages.success(request, _("The goods are at the distribution centre now."))
    else:
        form.tell_refusal()
    return form.redirect("order", order_id)


def _not_yet_there(request: Request, order_id: UUID) -> Iterator[ArrivedLine]:
    """What has been advised and is not at the centre yet, the oldest advice first."""
    there = {
        one.order_line_id: one.sums.arrived_at_centre
        for one in ask(request, orders.quantities, order_id=order_id)
    }
    advised = ask(request, queries.despatches_page, order_id=order_id).items
    for line in (line for one in reversed(advised) for line in one.lines):
        if line.order_id != order_id:
            continue
        counted = min(line.quantity.value, there.get(line.order_line_id, Decimal(0)))
        there[line.order_line_id] = there.get(line.order_line_id, Decimal(0)) - counted
        if line.quantity.value > counted:
            yield ArrivedLine(line.order_line_id, line.quantity.value - counted, line.sscc)
