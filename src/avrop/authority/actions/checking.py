"""What several of this app's commands find, look at and refuse."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing, Problem, missing
from avrop.parties import queries as parties


def locked(model: type[Any], key: UUID, what: str) -> Any:
    """The row, locked; raises `Missing`."""
    row = model.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise missing(what, key)
    return row


def problems_with_person(person_id: UUID, on: date) -> Iterator[Problem]:
    """Somebody who is not in the organisation, or has left before a day."""
    try:
        person = parties.person(person_id)
    except Missing:
        yield Problem("authority.unknown_person", {"person": str(person_id)})
        return
    if person.valid_until is not None and person.valid_until < on:
        yield Problem("authority.unknown_person", {"person": str(person_id)})


def problems_helping_oneself(actor: Actor, to_person: UUID) -> Iterator[Problem]:
    """A right that the actor, or whom he acts for, would give to himself."""
    if to_person in (actor.person_id, actor.on_behalf_of):
        yield Problem("authority.own_mandate")


def problems_with_period(valid_from: date, valid_until: date | None) -> Iterator[Problem]:
    """A period that ends before it begins."""
    if valid_until is not None and valid_until < valid_from:
        facts = {"valid_from": valid_from, "valid_until": valid_until}
        yield Problem("authority.ends_before_it_begins", facts)
