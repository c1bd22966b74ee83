"""The seller answers: acknowledges, accepts, accepts with changes, rejects.

Each answer is stored whole, and sent by a reaction where the order came as a document.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.documents.order_response import (
    ACCEPTED,
    ACCEPTED_WITH_CHANGES,
    ACKNOWLEDGED,
    REJECTED,
)
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions, rules
from avrop.selling.sales.events import SalesOrderAnswered
from avrop.selling.sales.lifecycle import LIFECYCLE, LineState, Stage
from avrop.selling.sales.models import Answer, AnswerLine, SalesLine, SalesOrder
from avrop.selling.sales.moving import MOVED, answerable, lines_of, move, order_for_change
from avrop.selling.sales.shapes import LineChange, Shortage
from avrop.selling.stock import actions as stock_actions
from avrop.selling.stock import queries as stock
from avrop.selling.stock.shapes import Offer
from avrop.values import vat_rate

ANSWERED = (*MOVED, "answer_code", "answered_at")
_PROMISED = (
    "state",
    "agreed_quantity",
    "agreed_date",
    "agreed_price",
    "agreed_item_id",
    "agreed_seller_item_id",
    "agreed_gtin",
    "agreed_name",
    "agreed_allergens",
    "agreed_vat_kind",
)


@dataclass(frozen=True, slots=True)
class AnswerTo:
    """Which request of the buyer's an answer is to, if not to the order itself."""

    change_id: UUID | None = None
    message_id: UUID | None = None


TO_THE_ORDER = AnswerTo()


@command(permissions.ANSWER)
def acknowledge_order(
    order_id: UUID,
    *,
    note: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Say that the order has come and will be answered later (AB). Returns the answer."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.ANSWER, at=at)
    count_change(order, expected_version)
    if order.stage not in (Stage.RECEIVED, Stage.CHECKED):
        refuse_if([Problem("sales.answered_already", {"order": order.number})])
    return write_answer(order, ACKNOWLEDGED, note=note, actor=actor, at=at)


@command(permissions.ANSWER)
def accept_order(
    order_id: UUID,
    *,
    note: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Promise everything as it was ordered (AP). Returns the answer."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.ANSWER, at=at)
    count_change(order, expected_version)
    move(order, _verb(order.stage), at=at)
    promise_as_ordered(order)
    return write_answer(order, ACCEPTED, note=note, actor=actor, at=at)


@command(permissions.ANSWER)
def accept_with_changes(
    order_id: UUID,
    changes: tuple[LineChange, ...],
    *,
    note: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Promise the order with less, later, at another price or with a substitute (CA).

    What is not named is accepted. An order that is confirmed or allocated can be answered again; what
    was set aside for it is given back first. Returns the answer.
    """
    order = order_for_change(order_id)
    actor = require(actor, permissions.ANSWER, at=at)
    count_change(order, expected_version)
    was_allocated = order.stage == Stage.ALLOCATED
    rows = lines_of(order.id)
    lines = answerable(rows)
    substitutes = _substitutes(order, changes, at)
    invalid_if(rules.problems_changing(lines, changes, substitutes, on=day_of(at)))
    answered = rules.answer_lines(lines, changes, substitutes)
    if rules.all_are_rejected(answered):
        refuse_if([Problem("sales.all_lines_rejected")])
    move(order, _verb(order.stage), at=at)
    if was_allocated:
        stock_actions.release_reservations(order.id, actor=actor, at=at)
    _keep_promises(rows, rules.promises(lines, answered))
    return write_answer(order, ACCEPTED_WITH_CHANGES, note=note, lines=answered, actor=actor, at=at)


@command(permissions.ANSWER)
def reject_order(
    order_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Say no to the whole order (RE), with the reason. Returns the answer."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.ANSWER, at=at)
    count_change(order, expected_version)
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    move(order, "reject", at=at)
    SalesLine.objects.filter(order_id=order.id).update(state=LineState.REJECTED, agreed_quantity=0)
    return write_answer(order, REJECTED, note=reason, actor=actor, at=at)


def promise_less(
    order_id: UUID, shortages: tuple[Shortage, ...], *, actor: Actor, at: datetime
) -> UUID:
    """Goods turned out to be missing at the pick: tell the buyer at once (a new response CA).

    A step of the floor above, inside its transaction; no face offers it. Returns the answer.
    """
    order = order_for_change(order_id)
    actor = require(actor, permissions.ADVANCE, at=at)
    count_change(order, None)
    missing = {shortage.line_id: shortage.quantity for shortage in shortages}
    rows = lines_of(order.id)
    standing = [
        rules.StandingLine(
            id=row.id,
            line_id=row.line_id,
            ordered=row.quantity,
            agreed=row.quantity if row.agreed_quantity is None else row.agreed_quantity,
            agreed_date=row.agreed_date,
            requested_date=row.requested_date,
            state=row.state,
        )
        for row in rows
    ]
    answered = rules.answer_after_shortage(standing, missing)
    short = {line.id: line for line in answered if line.id in missing}
    for row in rows:
        if row.id in short:
            row.agreed_quantity = short[row.id].quantity
            row.state = LineState.CHANGED if row.agreed_quantity else LineState.REJECTED
    update_rows(SalesLine, ("state", "agreed_quantity"), [row for row in rows if row.id in short])
    return write_answer(order, ACCEPTED_WITH_CHANGES, lines=answered, actor=actor, at=at)


def _verb(stage: str) -> str:
    return "confirm_again" if "confirm_again" in LIFECYCLE.verbs_from(stage) else "confirm"


def promise_as_ordered(order: SalesOrder, *, only_open: bool = False) -> None:
    """Every line that is not cancelled (or only those not answered yet) stands as it was ordered."""
    lines = SalesLine.objects.filter(order_id=order.id).exclude(state=LineState.CANCELLED)
    if only_open:
        lines = lines.filter(state=LineState.OPEN)
    lines.update(
        state=LineState.ACCEPTED,
        agreed_quantity=F("quantity"),
        agreed_date=F("requested_date"),
        agreed_price=F("price"),
        agreed_item_id=None,
        agreed_seller_item_id="",
        agreed_gtin="",
        agreed_name="",
        agreed_allergens="",
        agreed_vat_kind="",
    )


def _substitutes(
    order: SalesOrder, changes: Iterable[LineChange], at: datetime
) -> dict[str, Offer]:
    numbers = [
        change.substitute_seller_item_id for change in changes if change.substitute_seller_item_id
    ]
    if not numbers:
        return {}
    offers = stock.offers_for(seller_item_ids=numbers, contract=order.contract, on=day_of(at))
    return {offer.seller_item_id: offer for offer in offers if offer.is_active}


def _keep_promises(rows: Iterable[SalesLine], promises: Iterable[rules.Promise]) -> None:
    lines = {row.id: row for row in rows}
    kept = []
    for promise in promises:
        row, substitute = lines[promise.id], promise.substitute
        row.state = promise.state
        row.agreed_quantity, row.agreed_date = promise.quantity, promise.date
        row.agreed_price = promise.price
        row.agreed_item_id = substitute.item_id if substitute else None
        row.agreed_seller_item_id = substitute.seller_item_id if substitute else ""
        row.agreed_gtin = substitute.gtin if substitute else ""
        row.agreed_name = substitute.name if substitute else ""
        row.agreed_allergens = " ".join(substitute.allergens) if substitute else ""
        row.agreed_vat_kind = substitute.vat_kind if substitute else ""
        kept.append(row)
    update_rows(SalesLine, _PROMISED, kept)


def write_answer(
    order: SalesOrder,
    code: str,
    *,
    note: str = "",
    lines: tuple[rules.AnsweredLine, ...] = (),
    to: AnswerTo = TO_THE_ORDER,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Store the answer and save the order, which the caller has moved; announce it."""
    answer = Answer(
        order_id=order.id,
        number=f"OR-{at:%Y}-{next_number('order_responses'):05d}",
        code=code,
        note=note,
        to_change_id=to.change_id,
        in_reply_to=to.message_id or order.message_id,
        person_id=actor.person_id,
        answered_at=at,
    )
    order.answer_code, order.answered_at = code, at
    order.save(update_fields=ANSWERED)
    answer.save(force_insert=True)
    if lines:
        insert_rows(
            AnswerLine,
            (
                _answer_line(answer.id, position, line, at)
                for position, line in enumerate(lines, start=1)
            ),
        )
    outbox.publish(
        SalesOrderAnswered(order.id, answer.id, code),
        actor=actor,
        at=at,
        reason=note,
        rule_set=order.rule_set,
    )
    return answer.id


def _answer_line(
    answer_id: UUID, position: int, line: rules.AnsweredLine, at: datetime
) -> AnswerLine:
    substitute = line.substitute
    rate = vat_rate(substitute.vat_kind, day_of(at)) if substitute else None
    return AnswerLine(
        answer_id=answer_id,
        line_id=line.id,
        position=position,
        code=line.code,
        quantity=line.quantity,
        backorder=line.backorder,
        promised_date=line.promised_date,
        price=line.price,
        substitute_seller_item_id=substitute.seller_item_id if substitute else "",
        substitute_gtin=substitute.gtin if substitute else "",
        substitute_name=substitute.name if substitute else "",
        substitute_allergens=" ".join(substitute.allergens) if substitute else "",
        substitute_tax_category=rate.category if rate else "",
        substitute_tax_percent=rate.percent if rate else None,
        note=line.note,
    )
