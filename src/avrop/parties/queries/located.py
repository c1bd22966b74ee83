"""Which unit a thing of the basic data lies in: where somebody must have the right to steer it."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import models

from avrop.parties.models import Contact, Person, Relationship
from avrop.parties.quality.shapes import Subject

_IN_A_UNIT: Mapping[str, type[models.Model]] = {
    Subject.PERSON.value: Person,
    Subject.CONTACT.value: Contact,
    Subject.RELATIONSHIP.value: Relationship,
}


def place_of(subject_kind: str, subject_id: UUID) -> UUID | None:
    """The unit of a thing; None where it is the whole organisation's, or is there no more."""
    if subject_kind == Subject.UNIT:
        return subject_id
    model = _IN_A_UNIT.get(subject_kind)
    if model is None:
        return None
    rows = model._default_manager.filter(pk=subject_id).values_list("unit_id", flat=True)
    found: UUID | None = rows.first()
    return found
