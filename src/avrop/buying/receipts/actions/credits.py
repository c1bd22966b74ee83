"""Credits that are waited for. Called by the commands of this app and of invoices, which have asked
for their own right; what happened is their event."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.db.models import F

from avrop.buying.receipts.events import ClaimsClosed
from avrop.buying.receipts.lifecycle import CLAIM, ClaimState, CreditState
from avrop.buying.receipts.models import Claim, ExpectedCredit
from avrop.buying.receipts.shapes import MetCredit, NewExpectedCredit, TiedCredit
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.values import uuid7

MEET = """
    update receipts_expected_credit c
    set met_quantity = c.met_quantity + n.quantity, met_amount = c.met_amount + n.amount,
        version = c.version + 1,
        state = case when c.state = 'withdrawn' then c.state
            when c.met_amount + n.amount >= c.amount
                or (c.quantity > 0 and c.met_quantity + n.quantity >= c.quantity)
            then 'met' else 'open' end
    from (
        select id, sum(quantity) as quantity, sum(amount) as amount
        from unnest(%s::uuid[], %s::numeric[], %s::numeric[]) as x(id, quantity, amount)
        group by id
    ) n
    where c.id = n.id
    returning c.claim_id, c.state
"""


def expect_credits(
    credits: Sequence[NewExpectedCredit], *, actor: Actor, at: datetime
) -> tuple[UUID, ...]:
    """Wait for these credits; returns their ids in the same order. One statement."""
    rows = [
        ExpectedCredit(
            id=uuid7(),
            unit_id=each.unit_id,
            claim_id=each.claim_id,
            invoice_id=each.invoice_id,
            invoice_line_id=each.invoice_line_id,
            order_id=each.order_id,
            order_line_id=each.order_line_id,
            seller_organisation_id=each.seller_organisation_id,
            quantity=each.quantity.value,
            unit=each.quantity.unit,
            amount=each.amount.amount,
            currency=each.amount.currency,
            expected_at=at,
        )
        for each in credits
    ]
    if rows:
        insert_rows(ExpectedCredit, rows)
    return tuple(row.id for row in rows)


def meet_expected_credits(met: Sequence[MetCredit], *, actor: Actor, at: datetime) -> None:
    """Count what a credit note has brought; negative takes it back.

    A claim whose credit has come is closed. One statement, one more where a claim is closed.
    """
    if not met:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            MEET,
            [
                [each.expected_credit_id for each in met],
                [each.quantity for each in met],
                [each.amount for each in met],
            ],
        )
        closed = [claim for claim, state in cursor.fetchall() if claim and state == CreditState.MET]
    if closed:
        _close(closed, actor, at)


def _close(claim_ids: Sequence[UUID], actor: Actor, at: datetime) -> None:
    running = (ClaimState.OPEN, ClaimState.NOTIFIED)
    Claim.objects.filter(id__in=claim_ids, state__in=running).update(
        state=CLAIM.after(ClaimState.NOTIFIED, "credit"), closed_at=at, version=F("version") + 1
    )
    event = ClaimsClosed(claim_ids[0], tuple(claim_ids), ClaimState.CREDITED.value)
    outbox.publish(event, actor=actor, at=at)


RESIZE = """
    update receipts_expected_credit c
    set quantity = greatest(n.quantity, c.met_quantity), amount = greatest(n.amount, c.met_amount),
        version = c.version + 1,
        state = case when c.met_quantity >= n.quantity then 'met' else 'open' end
    from unnest(%s::uuid[], %s::numeric[], %s::numeric[]) as n(claim_id, quantity, amount)
    where c.claim_id = n.claim_id and c.state = 'open'
"""


def resize_expected_credits(claims: Sequence[tuple[UUID, Decimal, Decimal]]) -> None:
    """Wait for as much as these claims are for now (id, quantity, amount), never for less than has
    come. One statement."""
    if claims:
        with connection.cursor() as cursor:
            cursor.execute(RESIZE, [list(column) for column in zip(*claims, strict=True)])


def tie_credits(ties: Sequence[TiedCredit]) -> None:
    """Have credits count against the invoice lines they are withheld from; a tie without an invoice
    lets go of one. One statement."""
    if not ties:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update receipts_expected_credit c set version = c.version + 1, "
            "invoice_id = n.invoice_id, invoice_line_id = n.line_id "
            "from unnest(%s::uuid[], %s::uuid[], %s::uuid[]) as n(id, invoice_id, line_id) "
            "where c.id = n.id",
            [
                [each.expected_credit_id for each in ties],
                [each.invoice_id for each in ties],
                [each.invoice_line_id for each in ties],
            ],
        )


def withdraw_expected_credits(
    claim_ids: Iterable[UUID] = (), *, expected_credit_ids: Iterable[UUID] = ()
) -> None:
    """Wait no longer for the credits of these claims, or for these. One statement each."""
    open_ones = ExpectedCredit.objects.filter(state=CreditState.OPEN)
    changes = {"state": CreditState.WITHDRAWN, "version": F("version") + 1}
    if claims := list(claim_ids):
        open_ones.filter(claim_id__in=claims).update(**changes)
    if credits := list(expected_credit_ids):
        open_ones.filter(id__in=credits).update(**changes)
