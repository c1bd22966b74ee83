"""Writing what differs, and telling those who can settle it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.buying.invoices.lifecycle import DifferenceState
from avrop.buying.invoices.matching.facts import Deviation
from avrop.buying.invoices.models import Difference, Invoice
from avrop.buying.invoices.routing import open_settling_tasks
from avrop.buying.invoices.settling import Known, reconcile
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.compiled import Given, compiled
from avrop.tasks import actions as tasks


@dataclass(frozen=True, slots=True)
class OpenDifferences:
    """What was found on an invoice, by which rules, by whom and when."""

    invoice: Invoice
    found: Sequence[Deviation]
    rule_set: str
    actor: Actor
    at: datetime


def known_of(rows: Sequence[Difference]) -> list[Known]:
    """Stored differences as rules take them."""
    return [
        Known(
            row.id,
            row.kind,
            row.state,
            row.line_id,
            row.order_line_id,
            row.expected,
            row.actual,
            row.amount,
            row.subject,
        )
        for row in rows
    ]


_differences = compiled(lambda: Difference.objects.filter(invoice_id=Given("invoice_id")))


def write_differences(differences: OpenDifferences, *, keep: Sequence[str] = ()) -> int:
    """Write what is new, let go of what is no longer there; returns how many wait for somebody.

    `keep` are kinds that comparing does not find and that therefore stay. No statement at all where
    nothing differs and nothing ever did. The caller saves the invoice.
    """
    invoice = differences.invoice
    rows = _differences(invoice_id=invoice.id) if invoice.has_differences else []
    kept = [row for row in rows if row.kind in keep and row.state == DifferenceState.OPEN]
    compared = {row.id: row for row in rows if row.kind not in keep}
    outcome = reconcile(known_of(list(compared.values())), differences.found)
    new = [_row(differences, each) for each in outcome.new]
    if new:
        invoice.has_differences = True
        insert_rows(Difference, new)
    _alter(compared, outcome.altered)
    if outcome.gone:
        for difference_id in outcome.gone:
            compared[difference_id].state = DifferenceState.GONE
        update_rows(Difference, ["state"], [compared[each] for each in outcome.gone])
        tasks.close_tasks_of(
            outcome.gone, outcome="cancelled", actor=differences.actor, at=differences.at
        )
    if new:
        open_settling_tasks(invoice, new, actor=differences.actor, at=differences.at)
    return outcome.still_open + len(kept)


def _alter(rows: dict[UUID, Difference], altered: Sequence[tuple[UUID, Deviation]]) -> None:
    changed = []
    for difference_id, deviation in altered:
        row = rows[difference_id]
        row.expected, row.actual = deviation.expected, deviation.actual
        row.amount = deviation.amount
        changed.append(row)
    update_rows(Difference, ["expected", "actual", "amount"], changed)


def _row(differences: OpenDifferences, each: Deviation) -> Difference:
    return Difference(
        invoice=differences.invoice,
        kind=each.kind,
        line_id=each.line_id,
        order_line_id=each.order_line_id,
        order_id=each.order_id,
        position=each.position,
        name=each.name,
        subject=each.subject,
        expected=each.expected,
        actual=each.actual,
        unit=each.unit,
        amount=each.amount,
        rule_set=differences.rule_set,
        found_at=differences.at,
    )
