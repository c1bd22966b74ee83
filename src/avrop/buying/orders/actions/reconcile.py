"""Computing again how far an order has come."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.orders import permissions
from avrop.buying.orders.events import OrderReconciled
from avrop.buying.orders.quantity_ledger import reconcile_orders
from avrop.buying.orders.rows import in_unit, order_for_change
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require


@command(permissions.RECONCILE)
def reconcile_order(order_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Compute again from the ledger how far an order has come. Changes nothing when all is well."""
    order = order_for_change(order_id)

    actor = require(actor, permissions.RECONCILE, at=at, within=in_unit(order))

    reconcile_orders([order.id], actor=actor, at=at)

    outbox.publish(OrderReconciled(order.id), actor=actor, at=at)
