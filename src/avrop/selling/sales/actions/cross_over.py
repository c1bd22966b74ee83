"""Who controls orders does not carry them out, and the other way round; where it must be, somebody
crosses over for a day, says why, and is counted (requirements D10, D17, D18, OMS-08)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.authority import queries as rights
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import refuse_if
from avrop.selling.sales import permissions, rules
from avrop.selling.sales.events import DeskCrossed
from avrop.selling.sales.models import Crossing


@command(permissions.CROSS_OVER)
def cross_over(role: str, reason: str, *, actor: Actor, at: datetime) -> UUID:
    """Act in a role of the other desk until the day is over. Returns the crossing.

    Four eyes hold all the same: what one has set, keyed or held one does not release or review.
    """
    actor = require(actor, permissions.CROSS_OVER, at=at)
    controls = rights.holds(actor, permissions.REASSIGN, at=at)
    refuse_if(rules.problems_crossing(role, reason, is_person=actor.is_person, controls=controls))
    assert actor.person_id is not None
    today = day_of(at)
    mandate_id = authority.lend_role(
        actor.person_id, role, on=today, reason=reason, actor=actor, at=at
    )
    row = Crossing(
        person_id=actor.person_id,
        role=role,
        reason=reason,
        mandate_id=mandate_id,
        crossed_at=at,
        valid_until=today,
    )
    row.save(force_insert=True)
    outbox.publish(DeskCrossed(row.id, row.person_id, role), actor=actor, at=at, reason=reason)
    return row.id
