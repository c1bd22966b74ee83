"""Another name or another way to reach a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonChanged
from avrop.parties.queries.protected import problems_changing
from avrop.parties.rules import PersonFacts, checked_person


@command(permissions.CHANGE_PEOPLE)
def change_person(
    person_id: UUID,
    *,
    name: str,
    email: str,
    phone: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """State anew what a person is called and how to reach him. The account's e-mail, which signs
    in, is the account's own and stays."""
    row = person_row(person_id)
    actor = require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    facts, problems = checked_person(
        PersonFacts(name, email, phone), signs_in=row.account_id is not None
    )
    invalid_if(problems)
    refuse_if(problems_changing(row.id))
    count_change(row, expected_version)
    row.name, row.email, row.phone = facts.name, facts.email, facts.phone
    row.save(update_fields=["name", "email", "phone", "version"])
    outbox.publish(PersonChanged(row.id), actor=actor, at=at)
