"""Saying to which of the unit's places a cart is to be delivered."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, edited
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import refuse_if
from avrop.parties import queries as parties


@command(permissions.WRITE)
def choose_delivery_place(
    requisition_id: UUID,
    place_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Have the whole cart delivered to a further place of its unit; None is the unit's own delivery
    address. The next cart of the same person for the unit begins with the same choice.

    Whether goods are taken in there on the days they are wanted is told by `preflight`.
    """
    requisition = cart_for_change(requisition_id)
    place = parties.delivery_place(place_id) if place_id else None

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    # A place that is yet to begin may be chosen; one that is over takes nothing in any more.
    today = day_of(at)
    on = max(today, place.valid_from) if place else today
    refuse_if(parties.problems_delivering(place, requisition.unit_id, (on,)))
    requisition.delivery_place_id = place_id
    edited(requisition, expected_version)

    event = RequisitionEdited(requisition.id, "choose_delivery_place", 0)
    outbox.publish(event, actor=actor, at=at)
