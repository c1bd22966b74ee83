"""Goods are set aside for orders, given back and shipped: steps of the commands of the floors above,
inside their transactions, so no face offers them by themselves."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.ports import require
from avrop.selling.stock import permissions
from avrop.selling.stock.lifecycle import ReservationState
from avrop.selling.stock.models import Item, Reservation
from avrop.selling.stock.rules import MovementKind
from avrop.selling.stock.shapes import ReservedLine
from avrop.selling.stock.stock_ledger import Booking, book

ORDER = "sales_order"

_stocked = compiled(
    lambda: Item.objects.filter(id__any_of=Given("ids"), is_stocked=True).values_list(
        "id", "seller_item_id"
    )
)
_held_for = compiled(
    lambda: (
        Reservation.objects.select_for_update()
        .filter(order_id=Given("order_id"), state=ReservationState.HELD)
        .order_by("id")
    )
)


def reserve(
    order_id: UUID,
    lines: tuple[ReservedLine, ...],
    *,
    expires_at: datetime | None = None,
    actor: Actor,
    at: datetime,
) -> int:
    """Set goods aside for an order, all or none; `Refused` names every article that is short.

    Articles that are not stocked are passed over. Returns how many lines were set aside.
    """
    actor = require(actor, permissions.RESERVE, at=at)
    names = dict(_stocked(ids=list({line.item_id for line in lines})))
    stocked = [line for line in lines if line.item_id in names and line.quantity > 0]
    book(
        (
            Booking(
                item_id=line.item_id,
                item_name=names[line.item_id],
                kind=MovementKind.RESERVED,
                quantity=line.quantity,
                document_kind=ORDER,
                document_id=order_id,
                line_id=line.line_id,
            )
            for line in stocked
        ),
        actor=actor,
        at=at,
    )
    if stocked:
        insert_rows(
            Reservation,
            (
                Reservation(
                    item_id=line.item_id,
                    order_id=order_id,
                    line_id=line.line_id,
                    quantity=line.quantity,
                    expires_at=expires_at,
                )
                for line in stocked
            ),
        )
    return len(stocked)


def release_reservations(order_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Give back what is still set aside for an order; returns how many lines."""
    held = _held(order_id)
    actor = require(actor, permissions.RESERVE, at=at)
    book((_booking(row, MovementKind.RELEASED, row.quantity) for row in held), actor=actor, at=at)
    for row in held:
        row.state = ReservationState.RELEASED
    update_rows(Reservation, ("state",), held)
    return len(held)


def ship_reserved(
    order_id: UUID, lines: tuple[ReservedLine, ...], *, actor: Actor, at: datetime
) -> int:
    """Book what leaves the house for an order out of what was set aside for it."""
    held = {row.line_id: row for row in _held(order_id)}
    actor = require(actor, permissions.BOOK, at=at)
    touched, bookings = [], []
    for line in lines:
        row = held.get(line.line_id)
        if row is None:
            continue
        shipped = min(line.quantity, row.quantity)
        bookings.append(_booking(row, MovementKind.SHIPPED, shipped))
        row.quantity -= shipped
        if not row.quantity:
            row.quantity, row.state = shipped, ReservationState.SHIPPED
        touched.append(row)
    book(bookings, actor=actor, at=at)
    update_rows(Reservation, ("quantity", "state"), touched)
    return len(touched)


def report_missing(
    order_id: UUID, lines: tuple[ReservedLine, ...], *, reason: str = "", actor: Actor, at: datetime
) -> int:
    """What was set aside is not on the shelf: the promise falls and the stock falls, at once."""
    held = {row.line_id: row for row in _held(order_id)}
    actor = require(actor, permissions.BOOK, at=at)
    touched, bookings = [], []
    for line in lines:
        row = held.get(line.line_id)
        if row is None or line.quantity <= 0:
            continue
        missing = min(line.quantity, row.quantity)
        bookings.append(_booking(row, MovementKind.RELEASED, missing, reason))
        bookings.append(_booking(row, MovementKind.MISSING, missing, reason))
        row.quantity -= missing
        if not row.quantity:
            row.quantity, row.state = missing, ReservationState.RELEASED
        touched.append(row)
    book(bookings, actor=actor, at=at)
    update_rows(Reservation, ("quantity", "state"), touched)
    return len(touched)


def _held(order_id: UUID) -> list[Reservation]:
    return _held_for(order_id=order_id)


def _booking(row: Reservation, kind: str, quantity: Decimal, reason: str = "") -> Booking:
    return Booking(
        item_id=row.item_id,
        item_name=str(row.item_id),
        kind=kind,
        quantity=quantity,
        location=row.location,
        document_kind=ORDER,
        document_id=row.order_id,
        line_id=row.line_id,
        reason=reason,
    )
