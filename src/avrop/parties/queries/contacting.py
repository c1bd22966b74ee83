"""Whom to speak with: every partner with a contact for each purpose, and who is missing or doubtful."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.paging import Page, page_of
from avrop.parties.contacts import STALE_AFTER_DAYS, ContactView, Purpose
from avrop.parties.models import Contact, Organisation
from avrop.parties.queries.stored import contact_of

DOUBTFUL, MISSING = "doubtful", "missing"


@dataclass(frozen=True, slots=True)
class Partner:
    """Somebody we trade with, or we ourselves, and everybody to speak with there."""

    id: UUID
    name: str
    is_self: bool
    contacts: tuple[ContactView, ...]

    def contact_for(self, purpose: str) -> ContactView | None:
        """Whom all our units speak with about something; a unit's own where there is none for all."""
        fitting = [one for one in self.contacts if one.purpose == purpose]
        return min(fitting, key=lambda one: one.unit_id is not None, default=None)


_contacts = compiled(
    lambda: Contact.objects.filter(organisation_id__any_of=Given("ids")).order_by("purpose", "id")
)


@query
def contact_matrix(
    *,
    actor: Actor,
    on: date,
    text: str = "",
    state: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Page[Partner]:
    """The partners with their contacts, the newest first: all of them, those where somebody is doubtful
    (ORG-14), or those with nobody to speak with about orders. Two statements."""
    rows = Organisation.objects.visible_to(actor)
    if text:
        named = Contact.objects.filter(organisation_id=OuterRef("id"))
        named = named.filter(Q(name__icontains=text) | Q(email__icontains=text))
        rows = rows.filter(Q(name__icontains=text) | Exists(named))
    theirs = Contact.objects.filter(organisation_id=OuterRef("id"))
    if state == DOUBTFUL:
        stale = Q(confirmed_at__date__lt=on - timedelta(days=STALE_AFTER_DAYS))
        rows = rows.filter(Exists(theirs.filter(stale | Q(bounced_at__isnull=False))))
    elif state == MISSING:
        rows = rows.filter(~Exists(theirs.filter(purpose=Purpose.ORDERS.value)))
    found, following = page_of(rows, cursor=cursor, limit=limit)
    held: dict[UUID, list[ContactView]] = {row.id: [] for row in found}
    for contact in _contacts(ids=list(held)) if held else ():
        held[contact.organisation_id].append(contact_of(contact))
    partners = (Partner(row.id, row.name, row.is_self, tuple(held[row.id])) for row in found)
    return Page(tuple(partners), following)
