"""Receiving: the receipt attest, and what it says about goods that are not as they should be."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.receipts import permissions, rules
from avrop.buying.receipts.actions.add_photos import keep_photos
from avrop.buying.receipts.actions.claims import end_replaced_claims
from avrop.buying.receipts.actions.credits import expect_credits
from avrop.buying.receipts.events import ReceiptRegistered
from avrop.buying.receipts.kinds import Remedy
from avrop.buying.receipts.models import Claim, Receipt, ReceiptLine
from avrop.buying.receipts.photos import problems_with_photos
from avrop.buying.receipts.queries import receipt_view
from avrop.buying.receipts.rules import ClaimFacts
from avrop.buying.receipts.shapes import (
    NewExpectedCredit,
    NewPhoto,
    NewReceiptLine,
    ReceiptView,
)
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number, next_numbers
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import missing, refuse_if
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask
from avrop.values import Money, Quantity, uuid7


@command(permissions.RECEIVE)
def register_receipt(
    order_id: UUID,
    lines: tuple[NewReceiptLine, ...],
    despatch_id: UUID | None = None,
    note: str = "",
    received_at: datetime | None = None,
    photos: tuple[NewPhoto, ...] = (),
    for_person_id: UUID | None = None,
    *,
    actor: Actor,
    at: datetime,
) -> ReceiptView:
    """Attest what has been received for an order. No lines: somebody looked and nothing had come.

    Rejected or missing goods become claims, and expected credits where credit is the remedy.
    `received_at` is when the goods came, where that was before they are registered. `for_person_id`
    is a colleague in whose place the actor receives, under the right that she has lent him.
    """
    orders.lock_lines(order_ids=[order_id])
    on_order = {
        line.order_line_id: line for line in order_queries.lines_for_matching(order_ids=[order_id])
    }
    if not on_order:
        raise missing("order", order_id)
    unit_id = next(iter(on_order.values())).unit_id

    asking = actor if for_person_id is None else actor.instead_of(for_person_id)
    actor = require(asking, permissions.RECEIVE, at=at, within=Within(unit_id=unit_id))
    refuse_if(rules.problems_standing_in(for_person_id, actor.on_behalf_of))
    chains = order_queries.chains_of([order_id]).get(order_id, (order_id,))
    record_deed(chains, Deed.RECEIVE, actor=actor, at=at)

    limits, rule_set = (
        ruleset.in_force(rules.NAME, rules.DEFAULT, on=day_of(at))
        if rules.is_over(lines, on_order)
        else (rules.DEFAULT, "")
    )
    refuse_if(
        (
            *rules.problems_receiving(lines, on_order, limits),
            *rules.problems_with_moment(received_at, at),
            *problems_with_photos(photos, on_order),
        )
    )

    receipt = _receipt(
        order_id, unit_id, despatch_id, note, received_at=received_at or at, actor=actor
    )
    rows = [_line(receipt, line) for line in lines]
    claims = _claims(rules.claims_in(lines, on_order), rows, unit_id, at)
    _write(receipt, rows, claims)
    kept = keep_photos(receipt, photos, actor=actor, at=at)
    orders.add_entries(
        rules.entries_receiving(lines, receipt.id, unit_id), actor=actor, at=received_at or at
    )
    expect_credits(_credits(claims), actor=actor, at=at)
    _remind_to_tell_seller(claims, actor, at)
    end_replaced_claims(order_id, actor=actor, at=at)

    claim_ids = tuple(claim.id for claim in claims)
    outbox.publish(
        ReceiptRegistered(receipt.id, order_id, claim_ids), actor=actor, at=at, rule_set=rule_set
    )
    return receipt_view(receipt, rows, claim_ids, photos=kept)


def _receipt(
    order_id: UUID,
    unit_id: UUID,
    despatch_id: UUID | None,
    note: str,
    *,
    received_at: datetime,
    actor: Actor,
) -> Receipt:
    return Receipt(
        order_id=order_id,
        unit_id=unit_id,
        despatch_id=despatch_id,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        note=note,
        received_at=received_at,
        recorded_at=datetime.now(UTC),
    )


def _line(receipt: Receipt, line: NewReceiptLine) -> ReceiptLine:
    return ReceiptLine(
        id=uuid7(),
        receipt=receipt,
        order_line_id=line.order_line_id,
        received=line.received,
        rejected=line.rejected,
        short=line.short,
        reason=line.reason,
        remedy=line.remedy,
        weight=line.weight,
        weight_unit=line.weight_unit if line.weight is not None else "",
        sscc=line.sscc,
        note=line.note,
    )


def _claims(
    facts: Sequence[ClaimFacts], rows: Sequence[ReceiptLine], unit_id: UUID, at: datetime
) -> list[Claim]:
    return [
        Claim(
            unit_id=unit_id,
            order_id=each.line.order_id,
            order_line_id=each.line.order_line_id,
            receipt_line=rows[each.place],
            seller_organisation_id=each.line.seller_organisation_id,
            name=each.line.agreed_name or each.line.name,
            reason=each.reason,
            remedy=each.remedy,
            quantity=each.quantity,
            unit=each.line.unit,
            amount=each.amount,
            currency=each.line.currency,
            raised_at=at,
        )
        for each in facts
    ]


def _write(receipt: Receipt, rows: Sequence[ReceiptLine], claims: Sequence[Claim]) -> None:
    receipt.number = f"IL-{day_of(receipt.received_at).year}-{next_number('receipts'):05}"
    receipt.save(force_insert=True)
    if rows:
        insert_rows(ReceiptLine, rows)
    if claims:
        numbers = next_numbers("claims", len(claims))
        for claim, number in zip(claims, numbers, strict=True):
            claim.number = f"RK-{day_of(claim.raised_at).year}-{number:05}"
        insert_rows(Claim, claims)


def _credits(claims: Sequence[Claim]) -> list[NewExpectedCredit]:
    return [
        NewExpectedCredit(
            seller_organisation_id=claim.seller_organisation_id,
            quantity=Quantity(claim.quantity, claim.unit),
            amount=Money(claim.amount, claim.currency),
            unit_id=claim.unit_id,
            claim_id=claim.id,
            order_id=claim.order_id,
            order_line_id=claim.order_line_id,
        )
        for claim in claims
        if claim.remedy == Remedy.CREDIT
    ]


def _remind_to_tell_seller(claims: Sequence[Claim], actor: Actor, at: datetime) -> None:
    """A claim that nobody tells the seller of helps nobody."""
    if claims and actor.person_id is not None:
        tasks.open_tasks(
            tuple(_reminder(claim, actor.person_id) for claim in claims), actor=actor, at=at
        )


def _reminder(claim: Claim, person_id: UUID) -> NewTask:
    return NewTask(
        kind="receipts.tell_the_seller",
        subject_kind="claim",
        subject_id=claim.id,
        assignees=(person_id,),
        once_key=f"receipts.tell_the_seller/{claim.id}",
        values={
            "number": claim.number,
            "quantity": Quantity(claim.quantity, claim.unit),
            "name": claim.name,
        },
        unit_id=claim.unit_id,
    )
