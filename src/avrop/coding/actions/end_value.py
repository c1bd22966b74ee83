"""A value that is no longer used."""

from __future__ import annotations

from datetime import date, datetime

from avrop.coding import events, permissions
from avrop.coding.actions.checking import dimension_called, end_after, only_one
from avrop.coding.models import Value
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require


@command(permissions.MAINTAIN)
def end_value(dimension: str, code: str, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let a value not be used after a day. What was coded with it stays."""
    rows = Value.objects.select_for_update().filter(dimension_id=dimension_called(dimension).id)
    row = only_one(rows.filter(code=code), "value", f"{dimension}={code}")
    actor = require(actor, permissions.MAINTAIN, at=at, within=EVERYWHERE)
    end_after(row, last_day)
    outbox.publish(events.ValueEnded(row.id), actor=actor, at=at)
