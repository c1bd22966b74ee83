"""A role for one day, given by the command of a floor above that knows why."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.authority import events
from avrop.authority.models import Mandate, Role
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem, refuse_if


def lend_role(
    person_id: UUID, role: str, *, on: date, reason: str, actor: Actor, at: datetime
) -> UUID:
    """Let a person act in a role on one day; no face offers it by itself, and the caller has asked for
    the right to. `reason` stands where the decision does. Returns the mandate."""
    found = Role.objects.filter(code=role).first()
    refuse_if([Problem("authority.unknown_role", {"role": role})] if found is None else [])
    assert found is not None
    mandate = Mandate.objects.create(
        person_id=person_id,
        role_id=found.id,
        valid_from=on,
        valid_until=on,
        decision_reference=reason[:200],
        granted_by=actor.person_id,
        granted_at=at,
    )
    outbox.publish(events.MandateGranted(mandate.id, person_id, role), actor=actor, at=at)
    return mandate.id
