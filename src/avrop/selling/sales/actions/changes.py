"""The buyer changes or cancels an order (BIS Advanced Ordering).

Until the order is in the warehouse the office can agree; there, the warehouse must say whether the
goods could be stopped; once they have left it is too late, and the buyer is told so at once. The answer
is a response: AP agrees, RE refuses, and the order stands as last agreed.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from avrop import documents
from avrop.documents.order_change import LINE_DELETED, LINE_UNCHANGED
from avrop.documents.order_response import ACCEPTED, REJECTED
from avrop.documents.parties import Party
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, Refused, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.selling.sales import permissions, rules
from avrop.selling.sales.actions.answer import AnswerTo, promise_as_ordered, write_answer
from avrop.selling.sales.actions.cancel import undo
from avrop.selling.sales.events import (
    ChangeRequested,
    ChangeSettled,
    InterceptionSettled,
    SalesOrderCancelled,
)
from avrop.selling.sales.lifecycle import (
    CHANGE_LIFECYCLE,
    ChangeState,
    LineState,
    Stage,
)
from avrop.selling.sales.models import Change, ChangeLine, SalesLine, SalesOrder
from avrop.selling.sales.moving import lines_of, move, order_for_change
from avrop.selling.sales.order_entry import NORMS, gtin_of, put_offer
from avrop.selling.sales.shapes import StageNorms
from avrop.selling.stock import actions as stock_actions
from avrop.selling.stock import queries as stock

CHANGE, CANCELLATION = "change", "cancellation"
_NOTHING_SET_ASIDE = frozenset({Stage.RECEIVED, Stage.CHECKED, Stage.CONFIRMED})
_CHANGING = (
    "quantity",
    "unit",
    "price",
    "base_quantity",
    "price_unit",
    "requested_date",
    "note",
    "accounting_cost",
    "state",
)


def take_in_change(
    document: documents.OrderChange, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """Take in an Order Change; returns the change. Refused where its order is not known (yet)."""
    actor = require(actor, permissions.TAKE_IN, at=at)
    order = _order_of(document.buyer, document.order_number)
    change = _keep(
        order,
        CHANGE,
        document.number,
        message_id,
        sequence=document.sequence_number or "",
        reason=document.note or "",
        at=at,
    )
    insert_rows(
        ChangeLine,
        (
            _change_line(change.id, position, line)
            for position, line in enumerate(document.lines, start=1)
        ),
    )
    _announce(order, change, actor=actor, at=at)
    return change.id


def take_in_cancellation(
    document: documents.OrderCancellation, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """Take in an Order Cancellation; returns it. Refused where its order is not known (yet)."""
    actor = require(actor, permissions.TAKE_IN, at=at)
    order = _order_of(document.buyer, document.order_number)
    change = _keep(order, CANCELLATION, document.number, message_id, reason=document.reason, at=at)
    _announce(order, change, actor=actor, at=at)
    return change.id


@command(permissions.ANSWER)
def accept_change(change_id: UUID, *, note: str = "", actor: Actor, at: datetime) -> UUID:
    """Agree to what the buyer asks for, and do it. Returns the answer (AP)."""
    order, change = _for_change(change_id)
    actor = require(actor, permissions.ANSWER, at=at)
    change.state = CHANGE_LIFECYCLE.after(change.state, "agree")
    if change.kind == CANCELLATION:
        undo(order, actor=actor, at=at)
    else:
        _apply(order, change, actor=actor, at=at)
    answer_id = _settle(order, change, ACCEPTED, note, actor=actor, at=at)
    if change.kind == CANCELLATION:
        outbox.publish(SalesOrderCancelled(order.id), actor=actor, at=at, reason=change.reason)
    return answer_id


@command(permissions.ANSWER)
def refuse_change(change_id: UUID, reason: str, *, actor: Actor, at: datetime) -> UUID:
    """Say no: the order stands as last agreed. Returns the answer (RE)."""
    order, change = _for_change(change_id)
    actor = require(actor, permissions.ANSWER, at=at)
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    change.state = CHANGE_LIFECYCLE.after(change.state, "refuse")
    return _settle(order, change, REJECTED, reason, actor=actor, at=at)


@command(permissions.INTERCEPT)
def confirm_interception(
    change_id: UUID, intercepted: bool, *, reason: str = "", actor: Actor, at: datetime
) -> None:
    """The warehouse says whether it could stop the goods. What could not be stopped is refused."""
    order, change = _for_change(change_id)
    actor = require(actor, permissions.INTERCEPT, at=at)
    if intercepted:
        change.state = CHANGE_LIFECYCLE.after(change.state, "stopped")
        change.save(update_fields=["state", "version"])
        order.save(update_fields=["version"])
    else:
        change.state = CHANGE_LIFECYCLE.after(change.state, "refuse")
        _settle(order, change, REJECTED, reason, actor=actor, at=at)
    outbox.publish(
        InterceptionSettled(order.id, change.id, intercepted), actor=actor, at=at, reason=reason
    )


def _order_of(buyer: Party, number: str) -> SalesOrder:
    customer = parties.organisation_of_party(buyer)
    if customer is None:
        raise Refused((Problem("exchange.unknown_sender", {"sender": buyer.display_name}),))
    order: SalesOrder | None = (
        SalesOrder.objects.select_for_update()
        .filter(customer_organisation_id=customer.id, buyer_order_number=number)
        .first()
    )
    if order is None:
        raise Refused((Problem("exchange.comes_too_early", {"order": number}),))
    order.version += 1
    return order


def _keep(
    order: SalesOrder,
    kind: str,
    number: str,
    message_id: UUID,
    *,
    sequence: str = "",
    reason: str,
    at: datetime,
) -> Change:
    norms, _ = ruleset.in_force(NORMS, StageNorms(), on=day_of(at))
    waiting = rules.how_late(order.stage) == rules.ASK_THE_WAREHOUSE
    change = Change(
        order_id=order.id,
        kind=kind,
        number=number,
        sequence=sequence,
        reason=reason,
        message_id=message_id,
        received_at=at,
        due_at=at + timedelta(hours=norms.change),
        state=ChangeState.STOPPING if waiting else ChangeState.PENDING,
    )
    change.save(force_insert=True)
    return change


def _change_line(change_id: UUID, position: int, line: documents.OrderLine) -> ChangeLine:
    price = line.price
    return ChangeLine(
        change_id=change_id,
        position=position,
        line_id=line.id,
        code=line.status_code or "3",
        quantity=line.quantity.value,
        unit=line.quantity.unit,
        price=price.amount if price else None,
        base_quantity=(price and price.base_quantity) or Decimal(1),
        price_unit=(price and price.base_unit) or line.quantity.unit,
        requested_date=line.requested.start if line.requested else None,
        seller_item_id=line.item.sellers_id or "",
        buyer_item_id=line.item.buyers_id or "",
        gtin=gtin_of(line.item.standard_id),
        name=line.item.name or line.item.sellers_id or "",
        accounting_cost=line.accounting_cost or "",
        note=line.note or "",
    )


def _announce(order: SalesOrder, change: Change, *, actor: Actor, at: datetime) -> None:
    """What comes too late is answered at once, by rule; the rest is announced to who decides."""
    outbox.publish(
        ChangeRequested(order.id, change.id, change.kind), actor=actor, at=at, reason=change.reason
    )
    if rules.how_late(order.stage) == rules.TOO_LATE:
        change.state = CHANGE_LIFECYCLE.after(change.state, "refuse")
        _settle(order, change, REJECTED, order.stage, actor=actor, at=at)
    else:
        order.save(update_fields=["version"])


def _settle(
    order: SalesOrder, change: Change, code: str, note: str, *, actor: Actor, at: datetime
) -> UUID:
    change.settled_by, change.settled_at, change.settled_reason = actor.person_id, at, note
    change.save(update_fields=["state", "version", "settled_by", "settled_at", "settled_reason"])
    words = f"{change.number} {note}".strip()
    answer_id = write_answer(
        order,
        code,
        note=words,
        to=AnswerTo(change.id, change.message_id),
        actor=actor,
        at=at,
    )
    outbox.publish(
        ChangeSettled(order.id, change.id, change.state), actor=actor, at=at, reason=note
    )
    return answer_id


def _for_change(change_id: UUID) -> tuple[SalesOrder, Change]:
    order_id = Change.objects.filter(id=change_id).values_list("order_id", flat=True).first()
    if order_id is None:
        raise missing("sales_change", change_id)
    order = order_for_change(order_id)
    count_change(order, None)
    change = Change.objects.select_for_update().get(id=change_id)
    change.version += 1
    return order, change


def _apply(order: SalesOrder, change: Change, *, actor: Actor, at: datetime) -> None:
    """Make the lines what the buyer now wants, and promise them so."""
    wanted = list(ChangeLine.objects.filter(change_id=change.id).order_by("position"))
    rows = {row.line_id: row for row in lines_of(order.id)}
    if order.stage not in _NOTHING_SET_ASIDE:
        stock_actions.release_reservations(order.id, actor=actor, at=at)
    move(order, "change", at=at)
    touched, new = [], []
    for line in wanted:
        row = rows.get(line.line_id)
        if row is None:
            new.append(line)
        elif line.code != LINE_UNCHANGED:
            _change_row(row, line)
            touched.append(row)
    added = _added(order, new, start=len(rows) + 1, on=at)
    update_rows(SalesLine, _CHANGING, touched)
    if added:
        insert_rows(SalesLine, added)
    # What the buyer did not touch stands as it was last agreed.
    promise_as_ordered(order, only_open=True)
    standing = [row for row in (*rows.values(), *added) if row.state != LineState.CANCELLED]
    order.line_count = len(standing)
    order.total = rules.order_total(
        (row.quantity, row.price, row.base_quantity) for row in standing
    )
    order.save(update_fields=["total", "line_count"])


def _change_row(row: SalesLine, line: ChangeLine) -> None:
    if line.code == LINE_DELETED:
        row.state = LineState.CANCELLED
        return
    row.quantity, row.unit = line.quantity, line.unit
    if line.price is not None and not row.catch_weight:
        row.price, row.base_quantity = line.price, line.base_quantity
        row.price_unit = line.price_unit
    row.requested_date = line.requested_date or row.requested_date
    row.note = line.note or row.note
    row.accounting_cost = line.accounting_cost or row.accounting_cost
    row.state = LineState.OPEN


def _added(
    order: SalesOrder, lines: list[ChangeLine], *, start: int, on: datetime
) -> list[SalesLine]:
    offers = stock.offers_for(
        seller_item_ids=[line.seller_item_id for line in lines if line.seller_item_id],
        contract=order.contract,
        on=on.date(),
    )
    by_number = {offer.seller_item_id: offer for offer in offers}
    rows = []
    for position, line in enumerate(lines, start=start):
        row = SalesLine(
            order_id=order.id,
            position=position,
            line_id=line.line_id,
            seller_item_id=line.seller_item_id,
            buyer_item_id=line.buyer_item_id,
            gtin=line.gtin,
            name=line.name,
            quantity=line.quantity,
            unit=line.unit,
            price=line.price,
            base_quantity=line.base_quantity,
            price_unit=line.price_unit,
            requested_date=line.requested_date,
            accounting_cost=line.accounting_cost,
            note=line.note,
        )
        if offer := by_number.get(line.seller_item_id):
            put_offer(row, offer, has_price=line.price is not None)
        rows.append(row)
    return rows
