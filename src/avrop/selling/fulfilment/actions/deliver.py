"""The carrier says that goods have reached the consignee."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import missing
from avrop.kernel.versions import count_change
from avrop.selling.fulfilment import permissions
from avrop.selling.fulfilment.events import Delivered
from avrop.selling.fulfilment.lifecycle import LIFECYCLE, DespatchState
from avrop.selling.fulfilment.models import Despatch
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.lifecycle import Stage


@command(permissions.SHIP)
def register_delivery(
    despatch_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Say that a despatch has been delivered; with the last one the order has been."""
    row = Despatch.objects.select_for_update().filter(id=despatch_id).first()
    if row is None:
        raise missing("despatch", despatch_id)
    actor = require(actor, permissions.SHIP, at=at)
    count_change(row, expected_version)
    row.state, row.delivered_at = LIFECYCLE.after(row.state, "deliver"), at
    row.save(update_fields=["version", "state", "delivered_at"])
    on_their_way = Despatch.objects.filter(order_id=row.order_id).exclude(
        state=DespatchState.DELIVERED
    )
    if sales_queries.stage_of(row.order_id) == Stage.SHIPPED and not on_their_way.exists():
        sales.advance_order(row.order_id, ("deliver",), actor=actor, at=at)
    outbox.publish(Delivered(row.id, row.order_id), actor=actor, at=at)
