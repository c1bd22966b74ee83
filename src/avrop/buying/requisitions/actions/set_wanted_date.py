"""Saying on which day goods are wanted."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, edited, open_lines
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.buying.requisitions.models import RequisitionLine
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require


@command(permissions.WRITE)
def set_wanted_date(
    requisition_id: UUID,
    wanted_date: date,
    *,
    line_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Want the lines named on a day; without any, the whole cart and what is put in it later.

    Whether the seller delivers on that day is told by `preflight`.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    rows = open_lines(requisition.id, line_ids or None)
    RequisitionLine.objects.filter(id__in=[row.id for row in rows]).update(wanted_date=wanted_date)
    if not line_ids:
        requisition.wanted_date = wanted_date
    edited(requisition, expected_version)

    event = RequisitionEdited(requisition.id, "set_wanted_date", len(rows))
    outbox.publish(event, actor=actor, at=at)
