"""The lines of an order a page at a time: an order of a thousand is opened as fast as one of ten."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.db.models import Count

from avrop.buying.orders.codings import shares_of
from avrop.buying.orders.models import Order, OrderLine
from avrop.buying.orders.shapes import CodedShare, LineQuantities, OrderLineView
from avrop.buying.orders.shaping import line_view
from avrop.buying.orders.sums import line_sums
from avrop.kernel.compiled import CompiledRead, Given, compiled
from avrop.kernel.paging import LARGEST_PAGE


@dataclass(frozen=True, slots=True)
class LineStanding:
    """A line of an order, what the ledger says of it, and what bears its cost."""

    line: OrderLineView
    quantities: LineQuantities
    codings: tuple[CodedShare, ...]


@dataclass(frozen=True, slots=True)
class LinePage:
    """Some lines of an order by position. `total` counts them all; `next_after` is the position to ask
    for the following ones with, none where these were the last."""

    items: tuple[LineStanding, ...]
    total: int
    next_after: int | None


def lines_from(order: Order, after: int, limit: int) -> LinePage:
    """The lines of an order behind the position `after`, each with what the ledger says of it and how
    it is coded."""
    size = max(1, min(limit, LARGEST_PAGE))
    found = _lines_behind(size + 1)(order_id=order.id, after=after)
    shown = found[:size]
    sums = {one.order_line_id: one for one in line_sums(line_ids=[line.id for line in shown])}
    codings = shares_of(shown)
    items = tuple(
        LineStanding(
            line_view(line, order.currency),
            LineQuantities(
                order_line_id=line.id,
                position=line.position,
                name=sums[line.id].name,
                unit=line.unit,
                agreed=sums[line.id].quantity,
                sums=sums[line.id].sums,
            ),
            codings[line.id],
        )
        for line in shown
    )
    following = shown[-1].position if len(found) > size else None
    return LinePage(items, _number.first(order_id=order.id) or 0, following)


@cache
def _lines_behind(size: int) -> CompiledRead[OrderLine]:
    """So many lines of an order: what a statement is limited to is a part of its text."""
    return compiled(
        lambda: OrderLine.objects.filter(
            order_id=Given("order_id"), position__gt=Given("after")
        ).order_by("position")[:size]
    )


_number = compiled(
    lambda: (
        OrderLine.objects.filter(order_id=Given("order_id"))
        .order_by()
        .values("order_id")
        .annotate(number=Count("id"))
        .values_list("number", flat=True)
    )
)
