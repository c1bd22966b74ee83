"""A key for a program."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.accounts import actions as accounts
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import ApiKeyIssued
from avrop.parties.rules import problems_issuing_key


@command(permissions.ISSUE_KEYS)
def issue_api_key(person_id: UUID, *, name: str, actor: Actor, at: datetime) -> str:
    """Let a program act as a person here. The key is shown this once; only its hash is kept."""
    row = person_row(person_id)
    actor = require(actor, permissions.ISSUE_KEYS, at=at, within=Within(unit_id=row.unit_id))
    has_account = row.account_id is not None
    refuse_if(problems_issuing_key(row.name, name, has_account, row.valid_until, at.date()))
    assert row.account_id is not None
    key = accounts.make_api_key(
        account_id=row.account_id,
        tenant_id=row.tenant_id,
        person_id=row.id,
        name=name.strip(),
        at=at,
    )
    outbox.publish(ApiKeyIssued(row.id), actor=actor, at=at)
    return key
