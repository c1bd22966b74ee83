"""Correcting a receipt by counter-entries (RCV-07)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.receipts import permissions, rules
from avrop.buying.receipts.actions.claims import adjust_claims
from avrop.buying.receipts.events import ReceiptCorrected
from avrop.buying.receipts.models import Receipt, ReceiptLine
from avrop.buying.receipts.rules import Correction
from avrop.buying.receipts.shapes import CorrectedLine
from avrop.buying.receipts.written import written_lines
from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import missing, refuse_if


@command(permissions.CORRECT)
def correct_receipt(
    receipt_id: UUID,
    lines: tuple[CorrectedLine, ...],
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Say what a receipt should have said. The first entries stay; the difference is added, and what
    is claimed of the seller for rejected goods follows.

    Returns the id of the correcting receipt.
    """
    receipt = Receipt.objects.filter(id=receipt_id, corrects_id=None).first()
    if receipt is None:
        raise missing("receipt", receipt_id)
    orders.lock_lines(order_ids=[receipt.order_id])

    actor = require(actor, permissions.CORRECT, at=at, within=Within(unit_id=receipt.unit_id))
    chains = order_queries.chains_of([receipt.order_id])
    record_deed(chains.get(receipt.order_id, (receipt.order_id,)), Deed.RECEIVE, actor=actor, at=at)

    written = {line.id: line for line in written_lines(receipt.id)}
    found = order_queries.lines_for_matching(order_ids=[receipt.order_id])
    on_order = {line.order_line_id: line for line in found}
    limits, rule_set = ruleset.in_force(rules.NAME, rules.DEFAULT, on=day_of(at))
    refuse_if(rules.problems_correcting(lines, written, on_order, limits, reason))

    changes = rules.corrections(lines, written)
    correcting = _write(receipt, changes, reason, actor, at)
    orders.add_entries(
        rules.entries_correcting(changes, correcting.id, receipt.unit_id), actor=actor, at=at
    )

    claim_ids = adjust_claims(changes, on_order, actor=actor, at=at, reason=reason)

    outbox.publish(
        ReceiptCorrected(correcting.id, receipt.order_id, receipt.id, claim_ids),
        actor=actor,
        at=at,
        reason=reason,
        rule_set=rule_set,
    )
    return correcting.id


def _write(
    receipt: Receipt, changes: Sequence[Correction], reason: str, actor: Actor, at: datetime
) -> Receipt:
    correcting = Receipt(
        number=f"IL-{day_of(at).year}-{next_number('receipts'):05}",
        order_id=receipt.order_id,
        unit_id=receipt.unit_id,
        despatch_id=receipt.despatch_id,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        note=reason,
        corrects_id=receipt.id,
        received_at=at,
        recorded_at=datetime.now(UTC),
    )
    correcting.save(force_insert=True)
    insert_rows(
        ReceiptLine,
        [
            ReceiptLine(
                receipt=correcting,
                order_line_id=change.line.order_line_id,
                received=change.received,
                rejected=change.rejected,
                weight=change.weight,
                weight_unit=change.line.weight_unit or ("KGM" if change.weight else ""),
                corrects_id=change.line.id,
            )
            for change in changes
        ],
    )
    return correcting
