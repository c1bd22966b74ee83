"""Goods that come to the distribution centre."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.receipts import permissions, rules
from avrop.buying.receipts.events import GoodsArrived
from avrop.buying.receipts.models import Arrival
from avrop.buying.receipts.shapes import ArrivedLine
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import missing, refuse_if


@command(permissions.ARRIVE)
def register_arrival(
    order_id: UUID,
    lines: tuple[ArrivedLine, ...],
    despatch_id: UUID | None = None,
    location_id: UUID | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Register what has come to the centre on its way to a unit: not yet received by anybody.

    `location_id` is where it was counted; without it, the order's consignee.
    """
    heads = order_queries.order_heads(order_ids=[order_id])
    if not heads:
        raise missing("order", order_id)

    actor = require(actor, permissions.ARRIVE, at=at, within=Within(unit_id=heads[0].unit_id))

    on_order = order_queries.lines_for_matching(order_ids=[order_id])
    refuse_if(rules.problems_arriving(lines, {line.order_line_id: line for line in on_order}))

    location = location_id or heads[0].consignee_organisation_id
    arrival = Arrival(
        order_id=order_id,
        unit_id=heads[0].unit_id,
        despatch_id=despatch_id,
        location_id=location,
        person_id=actor.person_id,
        arrived_at=at,
    )
    arrival.save(force_insert=True)
    orders.add_entries(rules.entries_arriving(lines, arrival.id, location), actor=actor, at=at)

    outbox.publish(GoodsArrived(arrival.id, order_id), actor=actor, at=at)
    return arrival.id
