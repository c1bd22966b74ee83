"""Where units take goods in beside their own delivery addresses. What has no `actor` is for other apps
and runs inside a scope."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import missing
from avrop.parties.models import DeliveryPlace, Unit
from avrop.parties.places import DeliveryPlaceView
from avrop.parties.queries.stored import place_of

_of_unit = compiled(
    lambda: (
        DeliveryPlace.objects.filter(unit_id=Given("unit_id"))
        .select_related("address")
        .order_by("name", "id")
    )
)
_by_id = compiled(
    lambda: DeliveryPlace.objects.filter(id__any_of=Given("ids")).select_related("address")
)


def delivery_places(unit_id: UUID, *, since: date | None = None) -> tuple[DeliveryPlaceView, ...]:
    """The further places of a unit by name: all that ever were, or those not over on a day. One
    statement."""
    found = (place_of(row) for row in _of_unit(unit_id=unit_id))
    return tuple(place for place in found if since is None or not place.is_over(since))


def delivery_place(place_id: UUID) -> DeliveryPlaceView:
    """One further place; `Missing` where there is none."""
    row = _by_id.first(ids=[place_id])
    if row is None:
        raise missing("delivery place", place_id)
    return place_of(row)


def delivery_places_by_id(ids: Iterable[UUID | None]) -> dict[UUID, DeliveryPlaceView]:
    """Some further places. One statement; none where nothing is asked for."""
    asked = [place_id for place_id in ids if place_id is not None]
    return {row.id: place_of(row) for row in _by_id(ids=asked)} if asked else {}


@query
def delivery_places_of(unit_id: UUID, *, actor: Actor, on: date) -> tuple[DeliveryPlaceView, ...]:
    """The further places of a unit, by name, where goods are or will be taken in from a day on. The
    unit's own delivery address stands on its card."""
    rows = DeliveryPlace.objects.visible_to(actor).select_related("address")
    if not Unit.objects.visible_to(actor).filter(id=unit_id).exists():
        raise missing("unit", unit_id)
    lasting = Q(valid_until=None) | Q(valid_until__gte=on)
    return tuple(
        place_of(row) for row in rows.filter(lasting, unit_id=unit_id).order_by("name", "id")
    )
