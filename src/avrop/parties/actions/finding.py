"""The first beat of this app's commands: the row, locked, or `Missing`."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from avrop.kernel.problems import missing
from avrop.parties.models import Contact, DeliveryPlace, Organisation, Person, Unit


def organisation_row(organisation_id: UUID) -> Organisation:
    """The organisation with its address, locked."""
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("address")
    row: Organisation | None = rows.filter(id=organisation_id).first()
    if row is None:
        raise missing("organisation", organisation_id)
    return row


def unit_row(unit_id: UUID) -> Unit:
    """The unit with its address, locked."""
    rows = Unit.objects.select_for_update(of=("self",)).select_related("delivery_address")
    row: Unit | None = rows.filter(id=unit_id).first()
    if row is None:
        raise missing("unit", unit_id)
    return row


def place_row(place_id: UUID) -> DeliveryPlace:
    """The delivery place with its address, locked."""
    rows = DeliveryPlace.objects.select_for_update(of=("self",)).select_related("address")
    row: DeliveryPlace | None = rows.filter(id=place_id).first()
    if row is None:
        raise missing("delivery place", place_id)
    return row


def person_row(person_id: UUID) -> Person:
    """The person, locked."""
    row: Person | None = Person.objects.select_for_update().filter(id=person_id).first()
    if row is None:
        raise missing("person", person_id)
    return row


def contact_row(contact_id: UUID) -> Contact:
    """The contact, locked."""
    row: Contact | None = Contact.objects.select_for_update().filter(id=contact_id).first()
    if row is None:
        raise missing("contact", contact_id)
    return row


def for_unit(unit_id: UUID | None) -> Q:
    """Rows for exactly this unit; None: rows for all units."""
    return Q(unit_id__isnull=True) if unit_id is None else Q(unit_id=unit_id)
