"""A person leaves."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.employing import end_all
from avrop.parties.actions.finding import person_row
from avrop.parties.events import PersonEnded
from avrop.parties.models import MembershipRow
from avrop.parties.queries.people import person as person_view
from avrop.parties.queries.stored import person_of
from avrop.parties.rules import problems_ending_person


@command(permissions.CHANGE_PEOPLE)
def end_person(
    person_id: UUID,
    *,
    last_day: date,
    taker_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Let a person's rights and sign-in here end after a day. The taker gets what is open.

    The account stays: it may belong to other organisations.
    """
    row = person_row(person_id)
    actor = require(actor, permissions.CHANGE_PEOPLE, at=at, within=over(row.unit_id))
    taker = person_view(taker_id) if taker_id else None
    refuse_if(problems_ending_person(person_of(row), last_day, taker))
    count_change(row, expected_version)
    row.valid_until, row.taker_id = last_day, taker_id
    row.save(update_fields=["valid_until", "taker_id", "version"])
    end_all(row.id, last_day)
    MembershipRow.objects.filter(person_id=row.id, tenant_id=row.tenant_id).update(
        valid_until=last_day
    )
    outbox.publish(PersonEnded(row.id, last_day, taker_id), actor=actor, at=at)
