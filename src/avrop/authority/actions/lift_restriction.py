"""Goods that everybody may buy again."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.actions.checking import locked, problems_with_period
from avrop.authority.models import RestrictedCategory
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import refuse_if


@command(permissions.RESTRICT)
def lift_restriction(restriction_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let a category be bought under any mandate again after a day."""
    row = locked(RestrictedCategory, restriction_id, "restriction")
    actor = require_over(actor, permissions.RESTRICT, at, None)
    refuse_if(problems_with_period(row.valid_from, last_day))
    row.valid_until = last_day
    row.save(update_fields=["valid_until"])
    outbox.publish(events.RestrictionLifted(row.id), actor=actor, at=at)
