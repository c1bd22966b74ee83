"""Booking on the stock ledger: the one way that stock changes.

Theory of operation. A movement is a row that is never changed; `stock_level` holds the sums so that
what is available is known without adding up. Booking locks the touched sums in one order (so that two
orders for the same articles cannot block each other), asks the rules, then writes sums and movements:
four statements, however many lines. The database refuses a negative sum besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.problems import refuse_if
from avrop.kernel.scope import current_tenant
from avrop.selling.stock.models import MAIN_LOCATION, Level, Movement
from avrop.selling.stock.rules import Moved, Place, Sums, problems_moving, sums_after
from avrop.values import uuid7


@dataclass(frozen=True, slots=True)
class Booking:
    """A movement with what it belongs to."""

    item_id: UUID
    item_name: str
    kind: str
    quantity: Decimal
    location: str = MAIN_LOCATION
    document_kind: str = ""
    document_id: UUID | None = None
    line_id: UUID | None = None
    reason: str = ""
    corrects: UUID | None = None

    @property
    def moved(self) -> Moved:
        """What the rules look at."""
        return Moved(self.item_id, self.location, self.kind, self.quantity)


def book(bookings: Iterable[Booking], *, actor: Actor, at: datetime) -> None:
    """Book all or nothing; `Refused` (stock.not_available) names every article that is short."""
    wanted = [booking for booking in bookings if booking.quantity]
    if not wanted:
        return
    rows = _locked_levels({booking.moved.place for booking in wanted})
    before = {place: Sums(row.on_hand, row.reserved, row.quarantine) for place, row in rows.items()}
    after = sums_after(before, (booking.moved for booking in wanted))
    names = {booking.item_id: booking.item_name for booking in wanted}
    refuse_if(problems_moving(before, after, names))
    for place, sums in after.items():
        row = rows[place]
        row.on_hand, row.reserved, row.quarantine = sums.on_hand, sums.reserved, sums.quarantine
    update_rows(Level, ("on_hand", "reserved", "quarantine"), [rows[place] for place in after])
    insert_rows(Movement, (_entry(booking, actor, at) for booking in wanted))


def open_places(item_ids: Sequence[UUID], location: str = MAIN_LOCATION) -> None:
    """Sums of zero for articles that have none there: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into stock_level (tenant_id, id, item_id, location, on_hand, reserved, quarantine) "
            "select %s, n.id, n.item_id, %s, 0, 0, 0 from unnest(%s::uuid[], %s::uuid[]) "
            "as n(id, item_id) on conflict (tenant_id, item_id, location) do nothing",
            [current_tenant(), location, [uuid7() for _ in item_ids], list(item_ids)],
        )


def _locked_levels(places: set[Place]) -> dict[Place, Level]:
    rows = _lock(places)
    absent = places - rows.keys()
    if absent:
        for location in sorted({location for _, location in absent}):
            open_places([item for item, where in absent if where == location], location)
        rows = _lock(places)
    return rows


_levels = compiled(
    lambda: (
        Level.objects.select_for_update()
        .filter(item_id__any_of=Given("items"), location__any_of=Given("locations"))
        .order_by("item_id", "location")
    )
)


def _lock(places: set[Place]) -> dict[Place, Level]:
    levels = _levels(
        items=list({item for item, _ in places}),
        locations=list({location for _, location in places}),
    )
    rows = {(level.item_id, level.location): level for level in levels}
    return {place: rows[place] for place in places if place in rows}


def _entry(booking: Booking, actor: Actor, at: datetime) -> Movement:
    return Movement(
        item_id=booking.item_id,
        location=booking.location,
        kind=booking.kind,
        quantity=booking.quantity,
        document_kind=booking.document_kind,
        document_id=booking.document_id,
        line_id=booking.line_id,
        corrects=booking.corrects,
        reason=booking.reason,
        person_id=actor.person_id,
        occurred_at=at,
    )
