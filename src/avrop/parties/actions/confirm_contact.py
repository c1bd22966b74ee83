"""A contact is still right."""

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
from avrop.parties.events import ContactConfirmed


@command(permissions.SET_CONTACTS)
def confirm_contact(
    contact_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Note that a contact has been asked and is still right, for another twelve months."""
    row = contact_row(contact_id)
    actor = require(actor, permissions.SET_CONTACTS, at=at, within=over(row.unit_id))
    count_change(row, expected_version)
    row.confirmed_at, row.bounced_at = at, None
    row.save(update_fields=["confirmed_at", "bounced_at", "version"])
    outbox.publish(ContactConfirmed(row.id), actor=actor, at=at)
