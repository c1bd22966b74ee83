"""Saying to which of the unit's places an order goes that has not been sent."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.orders import permissions
from avrop.buying.orders.events import OrderPlaceChosen
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.rows import in_unit, order_for_change
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties


@command(permissions.DECIDE)
def choose_delivery_place(
    order_id: UUID,
    place_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Have an order that is not sent yet delivered to a further place of its unit; None is the unit's
    own delivery address. What was approved is the goods and what they cost: that stays as it is.

    Refused once it has been sent: the seller has been told then where to deliver.
    """
    order = order_for_change(order_id)
    place = parties.delivery_place(place_id) if place_id else None

    actor = require(actor, permissions.DECIDE, at=at, within=in_unit(order))

    LIFECYCLE.after(order.state, "send")  # only what is yet to be sent
    today = day_of(at)
    on = max(today, place.valid_from) if place else today
    refuse_if(parties.problems_delivering(place, order.delivery_unit_id, (on,)))
    count_change(order, expected_version)
    order.delivery_place_id = place_id
    order.save(update_fields=["delivery_place_id", "version"])

    outbox.publish(OrderPlaceChosen(order.id, place_id), actor=actor, at=at)
