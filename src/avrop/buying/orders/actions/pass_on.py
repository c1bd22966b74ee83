"""Orders of somebody who moves or leaves go to who takes over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.buying.orders import permissions
from avrop.buying.orders.events import OrdersTakenOver
from avrop.buying.orders.models import Order
from avrop.buying.orders.rows import open_orders_of
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.parties import queries as parties


@command(permissions.PASS_ON)
def pass_orders_on(
    from_person_id: UUID,
    to_person_id: UUID,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let somebody follow the orders that have not ended of another one who leaves (ORG-12): all of
    them, or those for a unit and below it. Who ordered stays as it was; what must be done about them
    from now on is the taker's.

    Safe to repeat. Returns how many orders there were.
    """
    actor = require(actor, permissions.PASS_ON, at=at, within=over(unit_id))
    parties.person(to_person_id)
    rows = open_orders_of(from_person_id, unit_id).exclude(taken_over_by=to_person_id)
    ids = tuple(rows.select_for_update().order_by("id").values_list("id", flat=True))
    if not ids:
        return 0
    Order.objects.filter(id__in=ids).update(taken_over_by=to_person_id, version=F("version") + 1)
    outbox.publish(OrdersTakenOver(from_person_id, to_person_id, ids), actor=actor, at=at)
    return len(ids)
