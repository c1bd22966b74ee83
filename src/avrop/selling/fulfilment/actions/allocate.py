"""Goods are set aside for a confirmed order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.selling.fulfilment import permissions, queries
from avrop.selling.fulfilment.events import OrderAllocated
from avrop.selling.fulfilment.rules import LineToPick
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.shapes import OrderToFulfil
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import ReservedLine


@command(permissions.ALLOCATE)
def allocate_order(order_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Set aside what is left of an order, all or none; `Refused` names what there is too little of.

    Returns how many lines were set aside (articles that are not stocked need none).
    """
    actor = require(actor, permissions.ALLOCATE, at=at)
    sales.advance_order(order_id, ("allocate",), actor=actor, at=at)
    order = sales_queries.order_to_fulfil(order_id)
    count = set_aside(order, queries.lines_to_pick(order), actor=actor, at=at)
    outbox.publish(OrderAllocated(order_id), actor=actor, at=at)
    return count


def set_aside(
    order: OrderToFulfil, lines: Iterable[LineToPick], *, actor: Actor, at: datetime
) -> int:
    """Reserve what is left of every line; returns how many lines that needed goods of ours."""
    items = {line.id: line.final_item_id for line in order.lines}
    wanted = []
    for line in lines:
        item_id = items[line.sales_line_id]
        if line.left and item_id is not None:
            wanted.append(ReservedLine(line.sales_line_id, item_id, line.left))
    return stock.reserve(order.id, tuple(wanted), actor=actor, at=at)
