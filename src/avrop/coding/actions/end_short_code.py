"""A short code that is no longer used."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.coding import events, permissions
from avrop.coding.actions.checking import end_after, short_code_row
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require


@command(permissions.ISSUE_SHORT_CODES)
def end_short_code(short_code_id: UUID, last_day: date, *, actor: Actor, at: datetime) -> None:
    """Let a short code not be used after a day: also how one of two links is taken away."""
    row = short_code_row(short_code_id)
    actor = require(actor, permissions.ISSUE_SHORT_CODES, at=at, within=Within(unit_id=row.unit_id))
    end_after(row, last_day)
    outbox.publish(events.ShortCodeEnded(row.id), actor=actor, at=at)
