"""Beginning a cart."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.events import RequisitionStarted
from avrop.buying.requisitions.models import Requisition
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, Refused
from avrop.parties import queries as parties


@command(permissions.WRITE)
def start_requisition(
    unit_id: UUID,
    *,
    currency: str = "",
    wanted_date: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Begin a cart for a unit, in the organisation's own currency unless another is given. The buyer
    reference is the unit's own until a short code says else. It is delivered where the person's last
    cart for the unit was, while goods are taken in there."""
    unit = parties.unit(unit_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=unit_id))

    if actor.person_id is None:
        raise Refused((Problem("requisitions.needs_a_person"),))

    requisition = Requisition.objects.create(
        number=cart_number(at),
        requester_person_id=actor.person_id,
        unit_id=unit_id,
        delivery_place_id=_last_chosen(actor.person_id, unit_id, day_of(at)),
        currency=currency or parties.currency(),
        wanted_date=wanted_date,
        customer_reference=unit.invoice_reference,
        created_at=at,
    )

    outbox.publish(RequisitionStarted(requisition.id), actor=actor, at=at)
    return requisition.id


_places_chosen = compiled(
    lambda: (
        Requisition.objects.filter(requester_person_id=Given("person_id"), unit_id=Given("unit_id"))
        .order_by("-id")
        .values_list("delivery_place_id", flat=True)[:1]
    )
)


def _last_chosen(person_id: UUID, unit_id: UUID, on: date) -> UUID | None:
    place_id: UUID | None = _places_chosen.first(person_id=person_id, unit_id=unit_id)
    if place_id is None or not parties.delivery_place(place_id).is_in_force(on):
        return None
    return place_id


def cart_number(at: datetime) -> str:
    """The next number of the series, such as R-2026-00017."""
    return f"R-{day_of(at).year}-{next_number('requisitions'):05}"
