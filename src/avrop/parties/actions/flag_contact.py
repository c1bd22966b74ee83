"""A contact no longer answers."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.finding import contact_row
from avrop.parties.events import ContactFlagged


@command(permissions.SET_CONTACTS)
def flag_contact(
    contact_id: UUID,
    *,
    reason: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Note that mail to a contact has come back, until somebody confirms or replaces it."""
    row = contact_row(contact_id)
    actor = require(actor, permissions.SET_CONTACTS, at=at, within=over(row.unit_id))
    count_change(row, expected_version)
    row.bounced_at = at
    row.save(update_fields=["bounced_at", "version"])
    outbox.publish(ContactFlagged(row.id), actor=actor, at=at, reason=reason)
