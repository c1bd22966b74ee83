"""A unit's further delivery place as pages name it."""

from __future__ import annotations

from uuid import UUID

from avrop.parties import queries as parties
from avrop.parties.queries import DeliveryPlaceView


def place_named(place_id: UUID | None) -> str:
    """What a chosen place is called and where it is; "" for the unit's own delivery address. Inside a
    scope; one statement, none where no place was chosen."""
    return "" if place_id is None else name_and_street(parties.delivery_place(place_id))


def name_and_street(place: DeliveryPlaceView) -> str:
    """What a place is called and where it is."""
    return ", ".join((place.name, place.address.street, place.address.city))
