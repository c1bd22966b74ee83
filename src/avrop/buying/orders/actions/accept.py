"""Accepting what the seller offered instead. Accepting sends nothing."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop.buying.orders import answer_rules, permissions
from avrop.buying.orders.agreeing import as_agreed
from avrop.buying.orders.answer_forms import offer_of, stored_answer
from avrop.buying.orders.events import OrderChangesAccepted
from avrop.buying.orders.fitness import approval_covers
from avrop.buying.orders.lifecycle import LIFECYCLE
from avrop.buying.orders.models import Chain, Order
from avrop.buying.orders.rows import (
    amount_agreed,
    as_it_stands,
    in_unit,
    lines_of,
    order_for_change,
    within,
)
from avrop.buying.orders.shapes import OrderView
from avrop.buying.orders.shaping import view_of
from avrop.buying.requisitions import queries as requisitions
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.values import Money


@command(permissions.DECIDE)
def accept_changes(
    order_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> OrderView:
    """Take the seller's offer: the order stands as changed. A dearer order needs its approval."""
    order = order_for_change(order_id)

    actor = require(actor, permissions.DECIDE, at=at, within=in_unit(order))

    next_state = LIFECYCLE.after(order.state, "accept_changes")
    count_change(order, expected_version)
    response = offer_of(order)
    lines = lines_of(order)
    standing = [as_it_stands(line, order.currency) for line in lines]
    agreed = answer_rules.agreed_lines(standing, stored_answer(response, order.currency))
    amount = amount_agreed(lines, agreed)
    if amount > order.amount:
        require(actor, permissions.DECIDE, at=at, within=within(order, lines, amount))
        refuse_if(_problems_costing_more(order, amount, at))

    as_agreed(
        order,
        lines,
        agreed,
        document_kind="order_response",
        document_id=response.id,
        actor=actor,
        at=at,
    )
    order.state, order.offer_id = next_state, None
    order.save(update_fields=["state", "offer_id", "amount", "version"])

    outbox.publish(OrderChangesAccepted(order.id, response.id), actor=actor, at=at)
    return view_of(order, lines)


def _problems_costing_more(order: Order, amount: Decimal, at: datetime) -> list[Problem]:
    """What was approved of a cart must cover all its orders, this one at what it costs now (ORD-04).

    The carts are locked: of two increases at once, the second sees the first.
    """
    carts = set(Chain.objects.filter(order_id=order.id).values_list("requisition_id", flat=True))
    requisitions.hold(carts)
    more, day = amount - order.amount, day_of(at)
    if all(approval_covers(cart, order.currency, day, more=more) for cart in carts):
        return []
    before, after = (Money(each, order.currency) for each in (order.amount, amount))
    return [Problem("orders.increase_not_approved", {"before": before, "after": after})]
