"""Carts of somebody who moves or leaves go to who takes over."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.events import CartsTakenOver
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.stopping import WAITING
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.parties import queries as parties


@command(permissions.PASS_ON)
def pass_carts_on(
    from_person_id: UUID,
    to_person_id: UUID,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Let somebody fill the carts that another one leaves (ORG-12): all of them, or those for a unit and
    below it. Whose need each line is, and what has been done, stays as it was. Carts that wait for
    approval go on, and are their first owner's until they come back.

    Safe to repeat. Returns how many carts there were.
    """
    actor = require(actor, permissions.PASS_ON, at=at, within=over(unit_id))
    parties.person(to_person_id)
    rows = Requisition.objects.filter(requester_person_id=from_person_id, state__in=WAITING)
    if unit_id is not None:
        rows = rows.filter(unit_id__in=parties.subtree(unit_id))
    ids = tuple(rows.select_for_update().order_by("id").values_list("id", flat=True))
    if not ids:
        return 0
    Requisition.objects.filter(id__in=ids).update(
        requester_person_id=to_person_id, version=F("version") + 1
    )
    outbox.publish(CartsTakenOver(from_person_id, to_person_id, ids), actor=actor, at=at)
    return len(ids)
