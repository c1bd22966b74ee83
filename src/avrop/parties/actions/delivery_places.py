"""Further places where a department takes goods in (requirement ORG-01)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.actions.allocate_gln import next_free_gln
from avrop.parties.actions.finding import place_row, unit_row
from avrop.parties.actions.stating import (
    changed_fields,
    own_prefix,
    problems_taking_glns,
    stated_address,
)
from avrop.parties.events import DeliveryPlaceAdded, DeliveryPlaceChanged, DeliveryPlaceEnded
from avrop.parties.models import DeliveryPlace
from avrop.parties.places import (
    DeliveryPlaceFacts,
    checked_place,
    problems_changing,
    problems_ending,
    problems_naming,
)
from avrop.parties.queries.places import delivery_places
from avrop.parties.queries.stored import place_of, unit_of
from avrop.parties.rules import (
    problems_allocating_gln,
    problems_changing_place,
    problems_not_open,
    problems_with_period,
)
from avrop.values import uuid7


@command(permissions.CHANGE_UNITS)
def add_delivery_place(
    unit_id: UUID,
    place: DeliveryPlaceFacts,
    *,
    valid_from: date,
    valid_until: date | None = None,
    gets_gln: bool = False,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let a department take goods in at one more place, from a day and until one, if it is given.

    `gets_gln`: it is given the next GLN of our own series, unless one is stated with its address.
    """
    unit = unit_of(unit_row(unit_id))
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(unit_id))
    facts, problems = checked_place(place)
    invalid_if([*problems, *problems_with_period(valid_from, valid_until)])
    place_id, gln = uuid7(), facts.address.gln
    allocates = gets_gln and not gln
    prefix = own_prefix() if allocates else ""
    refuse_if(
        [
            *problems_not_open(unit, valid_from, ("valid_from",)),
            *problems_naming(facts.name, delivery_places(unit_id), valid_from, valid_until),
            *(problems_allocating_gln("", prefix) if allocates else ()),
            *problems_taking_glns((gln,), place_id, at),
        ]
    )
    if allocates:
        gln = next_free_gln(prefix, place_id, at)
    DeliveryPlace(
        id=place_id,
        unit_id=unit_id,
        name=facts.name,
        address=stated_address(replace(facts.address, gln=gln), place_id),
        opening_hours=facts.opening_hours,
        directions=facts.directions,
        takes_food=facts.takes_food,
        valid_from=valid_from,
        valid_until=valid_until,
    ).save(force_insert=True)
    outbox.publish(DeliveryPlaceAdded(unit_id, place_id, valid_from), actor=actor, at=at)
    return place_id


@command(permissions.CHANGE_UNITS)
def change_delivery_place(
    place_id: UUID,
    place: DeliveryPlaceFacts,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
    address_is_corrected: bool = False,
) -> None:
    """State all facts of a delivery place anew. Another place needs another GLN, unless the address is
    only corrected."""
    row = place_row(place_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(row.unit_id))
    facts, problems = checked_place(place)
    invalid_if(problems)
    former = place_of(row)
    others = [each for each in delivery_places(row.unit_id) if each.id != row.id]
    refuse_if(
        [
            *problems_changing(former, day_of(at)),
            *problems_naming(facts.name, others, row.valid_from, row.valid_until),
            *problems_changing_place(
                former.address, facts.address, is_corrected=address_is_corrected
            ),
            *problems_taking_glns((facts.address.gln,), row.id, at),
        ]
    )
    count_change(row, expected_version)
    names = changed_fields(row, facts, "address", former.address)
    if not names:
        return
    row.save(update_fields=[*names, "version"])
    event = DeliveryPlaceChanged(row.unit_id, row.id, tuple(sorted(names)))
    outbox.publish(event, actor=actor, at=at)


@command(permissions.CHANGE_UNITS)
def end_delivery_place(
    place_id: UUID,
    *,
    last_day: date,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take no goods in at a place after a day; said again, of another day. It is never deleted, and its
    GLN is never given to another. The unit's own delivery address remains."""
    row = place_row(place_id)
    actor = require(actor, permissions.CHANGE_UNITS, at=at, within=over(row.unit_id))
    others = [each for each in delivery_places(row.unit_id) if each.id != row.id]
    refuse_if(problems_ending(place_of(row), last_day, others))
    count_change(row, expected_version)
    row.valid_until = last_day
    row.save(update_fields=["valid_until", "version"])
    outbox.publish(DeliveryPlaceEnded(row.unit_id, row.id, last_day), actor=actor, at=at)
