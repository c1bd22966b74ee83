"""A right is taken back at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.actions.checking import locked
from avrop.authority.models import Mandate
from avrop.authority.rights import require_over
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.GRANT)
def revoke_mandate(mandate_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """End a mandate at once, and with it every substitute's use of it."""
    mandate = locked(Mandate, mandate_id, "mandate")
    actor = require_over(actor, permissions.GRANT, at, mandate.unit_id)
    refuse_if(_problems_ending(mandate, reason))
    mandate.revoked_at, mandate.revoked_by = at, actor.person_id
    mandate.save(update_fields=["revoked_at", "revoked_by"])
    outbox.publish(
        events.MandateRevoked(mandate.id, mandate.person_id), actor=actor, at=at, reason=reason
    )


def _problems_ending(mandate: Mandate, reason: str) -> Iterator[Problem]:
    if mandate.revoked_at is not None:
        yield Problem("authority.already_revoked")
    if not reason.strip():
        yield Problem("authority.no_reason")
