"""Whom to speak with about what."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import over, require
from avrop.kernel.problems import invalid_if
from avrop.parties import permissions
from avrop.parties.actions.finding import for_unit, organisation_row
from avrop.parties.contacts import ContactFacts
from avrop.parties.events import ContactSet
from avrop.parties.models import Contact
from avrop.parties.queries.units import unit as unit_view
from avrop.parties.rules import checked_contact
from avrop.values import uuid7


@command(permissions.SET_CONTACTS)
def set_contact(
    organisation_id: UUID,
    contact: ContactFacts,
    *,
    unit_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """State whom to speak with in an organisation about a purpose, for all our units or for one and
    those below it. The former contact for the same is replaced."""
    organisation = organisation_row(organisation_id)
    actor = require(actor, permissions.SET_CONTACTS, at=at, within=over(unit_id))
    if unit_id is not None:
        unit_view(unit_id)
    facts, problems = checked_contact(contact)
    invalid_if(problems)
    rows = Contact.objects.filter(for_unit(unit_id), organisation_id=organisation.id)
    row = rows.filter(purpose=facts.purpose).first()
    if row is None:
        row = Contact(
            id=uuid7(), organisation_id=organisation.id, unit_id=unit_id, purpose=facts.purpose
        )
    else:
        row.version += 1
    row.name, row.email, row.phone = facts.name, facts.email, facts.phone
    row.confirmed_at, row.bounced_at = at, None
    row.save()
    outbox.publish(ContactSet(row.id, organisation.id, row.purpose), actor=actor, at=at)
    return row.id
