"""Refusing what the seller offered instead."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.orders import answer_rules, permissions, rules
from avrop.buying.orders.agreeing import as_agreed, as_cancelled
from avrop.buying.orders.answer_forms import offer_of, stored_answer
from avrop.buying.orders.asking import ask, takes_documents
from avrop.buying.orders.events import OrderChangesRefused
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.lifecycle import LIFECYCLE, State
from avrop.buying.orders.models import ChangeRequest, Order, OrderLine
from avrop.buying.orders.rows import (
    as_it_stands,
    asked_lines,
    in_unit,
    lines_of,
    order_for_change,
)
from avrop.buying.orders.rules import Asked, NewContact, Refusal
from avrop.buying.orders.shapes import OrderView
from avrop.buying.orders.shaping import view_of
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused
from avrop.kernel.versions import count_change


@command(permissions.DECIDE)
def refuse_changes(
    order_id: UUID,
    how: Refusal,
    *,
    reason: str = "",
    contact: NewContact | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> OrderView:
    """Say no to the seller's offer: drop the changed lines, insist on the order, or cancel it.

    A seller with Advanced Ordering gets an Order Change or an Order Cancellation. Any other has
    been spoken with: `contact` says who, when and how (ORD-04), and what was agreed then holds.
    """
    order = order_for_change(order_id)
    lines = lines_of(order)

    actor = require(actor, permissions.DECIDE, at=at, within=in_unit(order))

    if order.state != State.ACCEPTED_WITH_CHANGES:
        raise Refused((Problem("orders.no_offer_to_refuse"),))
    change = ask(
        order,
        ChangeKind.CANCELLATION if how is Refusal.CANCEL_ORDER else ChangeKind.CHANGE,
        reason=reason,
        lines=() if how is Refusal.CANCEL_ORDER else _asked(how, order, lines),
        contact=contact,
        actor=actor,
        at=at,
    )
    _carry_out(order, lines, change, actor=actor, at=at)
    count_change(order, expected_version)
    order.save(update_fields=["state", "pending", "offer_id", "amount", "version"])

    told = f"order_{change.kind}" if takes_documents(order) else "contact"
    outbox.publish(
        OrderChangesRefused(order.id, change.id, told), actor=actor, at=at, reason=reason
    )
    return view_of(order, lines)


def _carry_out(
    order: Order,
    lines: Sequence[OrderLine],
    change: ChangeRequest,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """A cancellation ends the order; a change waits for the seller, or was agreed by contact."""
    if change.kind == ChangeKind.CANCELLATION:
        order.state = LIFECYCLE.after(order.state, "cancel")
        order.offer_id = None
        as_cancelled(order, reason_id=change.id, actor=actor, at=at)
    elif takes_documents(order):
        order.state = LIFECYCLE.after(order.state, "ask_for_change")
        order.pending = ChangeKind.CHANGE
    else:
        order.state = LIFECYCLE.after(order.state, "accept")
        order.offer_id = None
        as_agreed(
            order,
            lines,
            rules.as_asked(asked_lines(change.lines)),
            document_kind="contact",
            document_id=change.id,
            actor=actor,
            at=at,
        )


def _asked(how: Refusal, order: Order, lines: Sequence[OrderLine]) -> tuple[Asked, ...]:
    offer = offer_of(order)
    standing = [as_it_stands(line, order.currency) for line in lines]
    offered = answer_rules.agreed_lines(standing, stored_answer(offer, order.currency))
    return rules.lines_to_ask(how, standing, offered)
