"""The holder is back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.actions.checking import locked
from avrop.authority.models import Delegation, Mandate
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused


@command(permissions.DELEGATE)
def end_delegation(delegation_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take a mandate home before the absence was to end."""
    row = locked(Delegation, delegation_id, "delegation")
    asked = actor
    actor = require(actor, permissions.DELEGATE, at=at)
    if asked.person_id not in (row.from_person, row.to_person):
        lent = Mandate.objects.get(id=row.mandate_id)
        actor = require_over(asked, permissions.DELEGATE_FOR_OTHERS, at, lent.unit_id)
    if row.revoked_at is not None:
        raise Refused((Problem("authority.already_revoked"),))
    row.revoked_at = at
    row.save(update_fields=["revoked_at"])
    outbox.publish(events.DelegationEnded(row.id), actor=actor, at=at)
