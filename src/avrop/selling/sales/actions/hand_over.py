"""An order goes from one department to another: given, taken, or returned with a reason."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.events import HandOffReturned, HandOffTaken, OrderHandedOver
from avrop.selling.sales.lifecycle import HAND_OFF_LIFECYCLE, Department, HandOffState
from avrop.selling.sales.models import HandOff, SalesOrder
from avrop.selling.sales.moving import order_for_change


@command(permissions.HAND_OVER)
def give_order(
    order_id: UUID,
    to_department: str,
    *,
    due_at: datetime | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Offer an order to another department; ours it stays until they take it. Returns the hand-off."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.HAND_OVER, at=at)
    count_change(order, expected_version)
    refuse_if(_problems(order, to_department))
    row = HandOff(
        order_id=order.id,
        from_department=order.owner_department,
        to_department=to_department,
        due_at=due_at,
        note=note,
        given_by=actor.person_id,
        given_at=at,
    )
    row.save(force_insert=True)
    order.save(update_fields=["version"])
    outbox.publish(OrderHandedOver(order.id, row.id), actor=actor, at=at, reason=note)
    return row.id


@command(permissions.HAND_OVER)
def take_hand_off(hand_off_id: UUID, *, actor: Actor, at: datetime) -> None:
    """Take an order that was given to our department: now it is ours, and its clock runs."""
    order, row = _for_change(hand_off_id)
    actor = require(actor, permissions.HAND_OVER, at=at)
    row.state = HAND_OFF_LIFECYCLE.after(row.state, "take")
    row.answered_by, row.answered_at = actor.person_id, at
    row.save(update_fields=["state", "answered_by", "answered_at"])
    order.owner_department = row.to_department
    if row.due_at is not None:
        order.stage_due_at = row.due_at
    order.save(update_fields=["version", "owner_department", "stage_due_at"])
    outbox.publish(HandOffTaken(order.id, row.id), actor=actor, at=at)


@command(permissions.HAND_OVER)
def return_hand_off(hand_off_id: UUID, reason: str, *, actor: Actor, at: datetime) -> None:
    """Send an order back to who gave it, with the reason."""
    order, row = _for_change(hand_off_id)
    actor = require(actor, permissions.HAND_OVER, at=at)
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    row.state = HAND_OFF_LIFECYCLE.after(row.state, "return")
    row.answered_by, row.answered_at, row.return_reason = actor.person_id, at, reason
    row.save(update_fields=["state", "answered_by", "answered_at", "return_reason"])
    order.save(update_fields=["version"])
    outbox.publish(HandOffReturned(order.id, row.id), actor=actor, at=at, reason=reason)


def _problems(order: SalesOrder, to_department: str) -> list[Problem]:
    if to_department not in Department.values:
        return [Problem("sales.bad_department", {"department": to_department})]
    if to_department == order.owner_department:
        return [Problem("sales.department_has_it", {"department": to_department})]
    if HandOff.objects.filter(order_id=order.id, state=HandOffState.GIVEN).exists():
        return [Problem("sales.given_already")]
    return []


def _for_change(hand_off_id: UUID) -> tuple[SalesOrder, HandOff]:
    order_id = HandOff.objects.filter(id=hand_off_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise missing("hand_off", hand_off_id)
    order = order_for_change(order_id)
    count_change(order, None)
    return order, HandOff.objects.select_for_update().get(id=hand_off_id)
