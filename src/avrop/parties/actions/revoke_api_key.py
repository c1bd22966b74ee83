"""A key that is no longer to open anything."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.accounts import actions as accounts
from avrop.accounts import queries as sign_in
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import ApiKeyRevoked


@command(permissions.ISSUE_KEYS)
def revoke_api_key(key_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Let a key open nothing from now on. Revoking it again changes nothing."""
    key = sign_in.keys_of(current_tenant()).filter(id=key_id).first()
    if key is None:
        raise missing("api_key", key_id)
    person = person_row(key.person_id)
    actor = require(actor, permissions.ISSUE_KEYS, at=at, within=over(person.unit_id))
    if accounts.revoke_api_key(key.id, at=at):
        outbox.publish(ApiKeyRevoked(person.id, key.id), actor=actor, at=at)
