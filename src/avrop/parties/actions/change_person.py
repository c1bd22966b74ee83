"""Another name or another way to reach a person."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.add_person import problems_known_by
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonChanged
from avrop.parties.queries.protected import is_protected
from avrop.parties.rules import PersonFacts, checked_person


@command(permissions.CHANGE_PEOPLE)
def change_person(
    person_id: UUID,
    *,
    name: str,
    email: str,
    phone: str = "",
    number: str | None = None,
    external_id: str | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """State anew what a person is called and how to reach him, and, where given, the employee number
    and what a directory knows him by. The account's e-mail, which signs in, is the account's own and
    stays. What says nothing new changes nothing."""
    row = person_row(person_id)
    actor = require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    is_hidden = is_protected(row.id)  # the way to reach him is kept apart
    facts, problems = checked_person(
        PersonFacts(name, email, phone), signs_in=row.account_id is not None and not is_hidden
    )
    invalid_if(problems)
    number = row.number if number is None else number.strip()
    external_id = row.external_id if external_id is None else external_id.strip()
    stated = (facts.name, facts.email, facts.phone, number, external_id)
    tells_who = is_hidden and stated[:3] != (row.name, row.email, row.phone)
    refuse_if(
        [
            *([Problem("parties.is_protected")] if tells_who else []),
            *problems_known_by(number, external_id, but=row.id),
        ]
    )
    is_known = stated == (row.name, row.email, row.phone, row.number, row.external_id)
    if is_known and expected_version in (None, row.version):
        return
    count_change(row, expected_version)
    row.name, row.email, row.phone, row.number, row.external_id = stated
    row.save(update_fields=["name", "email", "phone", "number", "external_id", "version"])
    outbox.publish(PersonChanged(row.id), actor=actor, at=at)
