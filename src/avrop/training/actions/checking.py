"""What several of this app's commands find and refuse."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing, Problem, Refused, missing
from avrop.parties import queries as parties
from avrop.training.models import Version


def locked(model: type[Any], key: UUID, what: str) -> Any:
    """The row, locked; raises `Missing`."""
    row = model.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise missing(what, key)
    return row


def published(course_id: UUID) -> Version:
    """The version of a course that is taught; raises `Missing`."""
    row = (
        Version.objects.filter(course_id=course_id, state="published")
        .select_related("course")
        .first()
    )
    if row is None:
        raise missing("course", course_id)
    return row


def human(actor: Actor) -> UUID:
    """Who learns: a human being, never a routine."""
    if actor.person_id is None or actor.is_program:
        raise Refused((Problem("training.only_people"),))
    return actor.person_id


def person_here(person_id: UUID, on: date) -> parties.PersonView:
    """Somebody who belongs to the organisation on a day; raises `Missing`."""
    person = parties.person(person_id)
    if person.valid_until is not None and person.valid_until < on:
        raise Missing((Problem("kernel.missing", {"what": "person", "key": str(person_id)}),))
    return person
