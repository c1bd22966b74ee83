"""Making an order stand as the two sides now agree: lines, ledger, amount and the agreement's sum.

Shared by the commands that end in an agreement. The caller has locked the order, asked for the
right, and saves the order afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from avrop.agreements import actions as agreements
from avrop.buying.orders.answer_rules import Agreed, Substitute
from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.models import Order, OrderLine
from avrop.buying.orders.quantity_ledger import write_entries
from avrop.buying.orders.rows import amount_agreed
from avrop.buying.orders.shapes import LineToMatch, NewEntry
from avrop.buying.orders.sums import line_sums
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.canonical import to_plain
from avrop.values import Money

AGREED = ("agreed_quantity", "agreed_date", "agreed_price")


def as_agreed(
    order: Order,
    lines: Sequence[OrderLine],
    agreed: Sequence[Agreed],
    *,
    document_kind: str,
    document_id: UUID | None,
    actor: Actor,
    at: datetime,
) -> None:
    """The order stands with these lines from now on, and is confirmed as such by the ledger."""
    rows = {line.id: line for line in lines}
    altered = [rows[each.line_id] for each in agreed if _take(rows[each.line_id], each)]
    update_rows(OrderLine, AGREED, altered)
    _keep_substitutes([line for line in altered if line.agreed_item is not None])
    _confirm(order, agreed, document_kind, document_id, actor=actor, at=at)
    amount = amount_agreed(lines, agreed)
    settle_amount(order, amount, reason_id=document_id or order.id, actor=actor, at=at)


def _take(line: OrderLine, agreed: Agreed) -> bool:
    """Keep what is agreed beside what was ordered; whether anything is new."""
    before = (line.agreed_quantity, line.agreed_date, line.agreed_price, line.agreed_item)
    line.agreed_quantity = _other_than(agreed.quantity, line.quantity)
    line.agreed_price = _other_than(agreed.price, line.price)
    line.agreed_date = _other_than(agreed.wanted, line.requested_date)
    line.agreed_item = _plain(agreed.substitute)
    return before != (
        line.agreed_quantity,
        line.agreed_date,
        line.agreed_price,
        line.agreed_item,
    )


def _other_than(agreed: Any, ordered: Any) -> Any:
    return None if agreed == ordered else agreed


def _plain(substitute: Substitute | None) -> Any:
    return to_plain(substitute) if substitute else None


def _keep_substitutes(lines: Sequence[OrderLine]) -> None:
    """JSON has no plain array form for `update_rows`; still one statement."""
    if lines:
        OrderLine.objects.bulk_update(lines, ["agreed_item"])


def _confirm(
    order: Order,
    agreed: Sequence[Agreed],
    document_kind: str,
    document_id: UUID | None,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Entries of the difference, so that the ledger's sum is what is confirmed now."""
    sums = sums_of(order)
    write_entries(
        [
            NewEntry(
                each.line_id,
                EntryKind.CONFIRMED,
                each.quantity - sums[each.line_id].sums.confirmed,
                document_kind=document_kind,
                document_id=document_id,
            )
            for each in agreed
            if each.quantity != sums[each.line_id].sums.confirmed
        ],
        actor=actor,
        at=at,
    )


def sums_of(order: Order) -> Mapping[UUID, LineToMatch]:
    """The lines of one order with their sums."""
    return {line.order_line_id: line for line in line_sums([order.id])}


def settle_amount(
    order: Order, amount: Decimal, *, reason_id: UUID, actor: Actor, at: datetime
) -> None:
    """What the order costs now, and the same in the agreement's sum of call-offs.

    `reason_id` is the document that changed it: the same document never counts twice.
    """
    more = amount - order.amount
    order.amount = amount
    if more > 0:
        agreements.draw_down(
            order.agreement_id,
            Money(more, order.currency),
            order.id,
            once_key=f"order/{order.id}/{reason_id}",
            actor=actor,
            at=at,
        )
    elif more < 0:
        agreements.give_back(
            order.agreement_id,
            Money(-more, order.currency),
            order.id,
            once_key=f"order/{order.id}/{reason_id}",
            actor=actor,
            at=at,
        )


def as_cancelled(order: Order, *, reason_id: UUID, actor: Actor, at: datetime) -> None:
    """Nothing is ordered any more: counter-entries in the ledger, the amount given back."""
    write_entries(
        [
            NewEntry(line.order_line_id, kind, -quantity, document_kind="cancellation")
            for line in sums_of(order).values()
            for kind, quantity in (
                (EntryKind.ORDERED, line.sums.ordered),
                (EntryKind.CONFIRMED, line.sums.confirmed),
            )
            if quantity
        ],
        actor=actor,
        at=at,
    )
    amount = order.amount
    settle_amount(order, Decimal(0), reason_id=reason_id, actor=actor, at=at)
    order.amount = amount  # what it would have cost stays readable on the order
