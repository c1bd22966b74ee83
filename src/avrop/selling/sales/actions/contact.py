"""What was said with the customer is written down, and followed.

A buyer who does not take Advanced Ordering refuses our changes, or cancels, by telephone or mail: the
effect of that contact is carried out here, so that the goods that leave are those that were agreed.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.actions.answer import promise_as_ordered
from avrop.selling.sales.actions.cancel import undo
from avrop.selling.sales.events import CustomerContactRecorded, SalesOrderCancelled
from avrop.selling.sales.lifecycle import LineState, Stage
from avrop.selling.sales.models import Contact, SalesLine, SalesOrder
from avrop.selling.sales.moving import MOVED, move, order_for_change
from avrop.selling.sales.shapes import NewContact
from avrop.selling.stock import actions as stock

CHANNELS = frozenset({"phone", "email", "visit", "letter", "other"})
EFFECTS = frozenset({"none", "as_ordered", "changed_lines_removed", "cancelled"})


@command(permissions.CONTACT)
def record_contact(
    order_id: UUID,
    contact: NewContact,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Write down who was spoken with, how, when and about what, and do what was agreed."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.CONTACT, at=at)
    count_change(order, expected_version)
    invalid_if(_problems(contact))
    _carry_out(order, contact.effect, actor=actor, at=at)
    order.save(update_fields=MOVED)
    row = Contact(
        order_id=order.id,
        channel=contact.channel,
        counterpart=contact.counterpart,
        summary=contact.summary,
        effect=contact.effect,
        spoke_at=contact.spoke_at,
        person_id=actor.person_id,
    )
    row.save(force_insert=True)
    outbox.publish(CustomerContactRecorded(order.id, row.id, contact.effect), actor=actor, at=at)
    if contact.effect == "cancelled":
        outbox.publish(SalesOrderCancelled(order.id), actor=actor, at=at, reason=contact.summary)
    return row.id


def _problems(contact: NewContact) -> list[Problem]:
    problems = []
    if contact.channel not in CHANNELS:
        problems.append(Problem("sales.bad_channel", {"channel": contact.channel}, ("channel",)))
    if contact.effect not in EFFECTS:
        problems.append(Problem("sales.bad_effect", {"effect": contact.effect}, ("effect",)))
    if not contact.counterpart.strip() or not contact.summary.strip():
        problems.append(Problem("sales.contact_says_nothing"))
    return problems


def _carry_out(order: SalesOrder, effect: str, *, actor: Actor, at: datetime) -> None:
    if effect == "none":
        return
    if effect == "cancelled":
        undo(order, actor=actor, at=at)
        return
    if order.stage not in (Stage.CONFIRMED, Stage.ALLOCATED):
        refuse_if([Problem("sales.too_late", {"order": order.number, "stage": order.stage})])
    if order.stage == Stage.ALLOCATED:
        stock.release_reservations(order.id, actor=actor, at=at)
    move(order, "change", at=at)
    if effect == "as_ordered":
        promise_as_ordered(order)
    else:
        SalesLine.objects.filter(order_id=order.id, state=LineState.CHANGED).update(
            state=LineState.CANCELLED, agreed_quantity=0
        )
