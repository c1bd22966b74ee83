"""A dispensation is taken back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.actions.checking import locked
from avrop.authority.models import Dispensation
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change


@command(permissions.DISPENSE)
def revoke_dispensation(
    dispensation_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """End a dispensation at once. What was done under it is still reviewed."""
    row = locked(Dispensation, dispensation_id, "dispensation")
    actor = require_over(actor, permissions.DISPENSE, at, row.unit_id)
    problems = []
    if row.revoked_at is not None or row.valid_until < day_of(at):
        problems.append(Problem("authority.already_revoked"))
    if not reason.strip():
        problems.append(Problem("authority.no_reason", {}, ("reason",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.revoked_at, row.revoked_by, row.revoke_reason = at, actor.person_id, reason.strip()
    row.save(update_fields=["revoked_at", "revoked_by", "revoke_reason", "version"])
    outbox.publish(events.DispensationRevoked(row.id), actor=actor, at=at, reason=reason)
