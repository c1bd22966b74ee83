"""Values that need not go together any more."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.coding import events, permissions
from avrop.coding.actions.checking import end_after, only_one
from avrop.coding.models import Combination
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require


@command(permissions.MAINTAIN)
def end_rule(rule_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let values of two dimensions go together freely after a day."""
    row = only_one(Combination.objects.select_for_update().filter(id=rule_id), "rule", rule_id)
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    end_after(row, last_day)
    outbox.publish(events.CombinationEnded(row.id), actor=actor, at=at)
