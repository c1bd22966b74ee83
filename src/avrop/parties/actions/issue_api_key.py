"""A key for a program."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from uuid import UUID

from avrop.accounts import actions as accounts
from avrop.accounts import queries as sign_in
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of, time_zone
from avrop.kernel.permissions import all_permissions
from avrop.kernel.ports import holds, over, require
from avrop.kernel.problems import refuse_if
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import ApiKeyIssued
from avrop.parties.models import Person
from avrop.parties.queries.people import works_elsewhere
from avrop.parties.rules import KEY_LIVES, Keyed, problems_issuing_key


@command(permissions.ISSUE_KEYS, is_secret=True)
def issue_api_key(
    person_id: UUID, *, name: str, valid_until: date | None = None, actor: Actor, at: datetime
) -> str:
    """Let a program act as a person here. The key is shown this once; only its hash is kept.

    For oneself, or for a person who is there for a program: nobody signs in as him, and he has no right
    to approve, attest or release. Only the operator issues keys for others. The key opens nothing after
    `valid_until`, a year from now where no day is given.
    """
    row = person_row(person_id)
    actor = require(actor, permissions.ISSUE_KEYS, at=at, within=over(row.unit_id))
    today = day_of(at)
    last_day = valid_until or today + KEY_LIVES
    refuse_if(problems_issuing_key(_keyed(row, actor), name, last_day, today))
    assert row.account_id is not None
    key_id, key = accounts.make_api_key(
        account_id=row.account_id,
        tenant_id=row.tenant_id,
        person_id=row.id,
        name=name.strip(),
        issued_by=actor.person_id,
        expires_at=datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=time_zone()),
        at=at,
    )
    outbox.publish(ApiKeyIssued(row.id, key_id), actor=actor, at=at)
    return key


def _keyed(row: Person, actor: Actor) -> Keyed:
    is_own = not actor.is_person or row.id == actor.person_id
    return Keyed(
        name=row.name,
        has_account=row.account_id is not None,
        valid_until=row.valid_until,
        is_for_oneself=is_own,
        is_for_a_program=is_own or _is_for_a_program(row),
    )


def _is_for_a_program(row: Person) -> bool:
    """Nobody signs in as him, here or elsewhere, and he has no duty of human beings."""
    if row.account_id is None or sign_in.has_password(row.account_id):
        return False
    if works_elsewhere(row.account_id, row.tenant_id):
        return False
    him = Actor(row.tenant_id, account_id=row.account_id, person_id=row.id)
    return not any(holds(him, each) for each in all_permissions() if each.personal)
