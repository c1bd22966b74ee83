"""Writing down a contact with the seller."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.orders import permissions, rules
from avrop.buying.orders.events import ContactLogged
from avrop.buying.orders.models import Contact, Order
from avrop.buying.orders.rows import in_unit, order_for_change
from avrop.buying.orders.rules import NewContact
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import invalid_if


@command(permissions.LOG_CONTACT)
def log_contact(order_id: UUID, contact: NewContact, *, actor: Actor, at: datetime) -> UUID:
    """Write down who was spoken with, when, how, and what was said. Returns the entry's id."""
    order = order_for_change(order_id)

    actor = require(actor, permissions.LOG_CONTACT, at=at, within=in_unit(order))

    invalid_if(rules.problems_with_contact(contact, now=at))
    contact_id = keep_contact(order, contact, purpose="", actor=actor)

    outbox.publish(ContactLogged(order.id, contact_id), actor=actor, at=at)
    return contact_id


def keep_contact(order: Order, contact: NewContact, *, purpose: str, actor: Actor) -> UUID:
    """The entry, as part of a command that says what the contact was for."""
    row = Contact.objects.create(
        order_id=order.id,
        with_whom=contact.with_whom.strip(),
        means=contact.means,
        what=contact.what.strip(),
        purpose=purpose,
        person_id=actor.person_id,
        contact_at=contact.contact_at,
    )
    return row.id
