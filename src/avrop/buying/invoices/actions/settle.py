"""Settling what differs: by the one who can, with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.match import rematch
from avrop.buying.invoices.events import DifferencesSettled, InvoiceDisputed
from avrop.buying.invoices.holding import invoice_for_matching
from avrop.buying.invoices.kinds import DifferenceKind, Settlement
from avrop.buying.invoices.lifecycle import LIFECYCLE, DifferenceState
from avrop.buying.invoices.matching.facts import NOTHING
from avrop.buying.invoices.models import Difference, Invoice, InvoiceLine
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.settling import CREDITABLE, SETTLED_BY, problems_settling
from avrop.buying.invoices.shapes import InvoiceOutcome
from avrop.buying.invoices.writing import known_of
from avrop.buying.receipts import actions as receipts
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks import actions as tasks
from avrop.values import Money, Quantity

_IN_GOODS = frozenset({DifferenceKind.QUANTITY, DifferenceKind.NOT_RECEIVED})


@command(permissions.SETTLE)
def settle_difference(
    difference_id: UUID, how: str, reason: str, *, actor: Actor, at: datetime
) -> InvoiceOutcome:
    """Settle one difference: accept, expect_credit (that part is withheld) or dispute.

    Whoever may depends on what differs: prices, quantities, references.
    """
    found = Difference.objects.filter(id=difference_id).values_list("invoice_id", flat=True).first()
    if found is None:
        raise missing("difference", difference_id)
    invoice = invoice_for_matching(found)
    difference = Difference.objects.get(id=difference_id)

    within = Within(unit_id=invoice.unit_id)
    actor = require(actor, permissions.SETTLE, at=at, within=within)
    actor = require(actor, SETTLED_BY[difference.kind], at=at, within=within)

    return _settle(invoice, [difference], how, reason, actor=actor, at=at)


@command(permissions.SETTLE)
def settle_differences(
    invoice_id: UUID,
    how: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Settle all open differences of an invoice that are the actor's to settle."""
    invoice = invoice_for_matching(invoice_id)

    within = Within(unit_id=invoice.unit_id)
    actor = require(actor, permissions.SETTLE, at=at, within=within)

    waiting = list(
        Difference.objects.filter(invoice_id=invoice.id, state=DifferenceState.OPEN).order_by("id")
    )
    allowed = {
        right
        for right in {SETTLED_BY[each.kind] for each in waiting}
        if not authority.why_not(actor, right, at=at, within=within)
    }
    own = [each for each in waiting if SETTLED_BY[each.kind] in allowed]
    refuse_if([] if own else [Problem("invoices.nothing_of_yours_to_settle")])
    count_change(invoice, expected_version)
    return _settle(invoice, own, how, reason, actor=actor, at=at)


def _settle(
    invoice: Invoice,
    differences: Sequence[Difference],
    how: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> InvoiceOutcome:
    refuse_if(problems_settling(known_of(differences), how, reason))
    for row in differences:
        row.state, row.settlement, row.reason = DifferenceState.SETTLED, how, reason
        row.settled_by, row.on_behalf_of = actor.person_id, actor.on_behalf_of
        row.mandate_id, row.settled_at = actor.mandate_id, at
    if how == Settlement.ACCEPT and any(row.kind == DifferenceKind.ACCOUNT for row in differences):
        # It is paid elsewhere than is known of the supplier: for this invoice that changes its account.
        within = Within(unit_id=invoice.unit_id)
        actor = require(actor, permissions.SETTLE_ACCOUNT, at=at, within=within)
        record_deed((invoice.id,), Deed.CHANGE_ACCOUNT, actor=actor, at=at)
    columns = ("state", "settlement", "reason", "settled_by", "on_behalf_of", "mandate_id")
    update_rows(Difference, [*columns, "settled_at"], differences)
    ids = tuple(row.id for row in differences)
    tasks.close_tasks_of(ids, actor=actor, at=at)
    if how == Settlement.DISPUTE:
        _dispute(invoice, reason, actor, at)
    else:
        if how == Settlement.EXPECT_CREDIT:
            _expect_credits(invoice, differences, actor, at)
        rematch(invoice, actor=actor, at=at)
    outbox.publish(DifferencesSettled(invoice.id, ids, how), actor=actor, at=at, reason=reason)
    return outcome_of(invoice)


def _dispute(invoice: Invoice, reason: str, actor: Actor, at: datetime) -> None:
    invoice.state = LIFECYCLE.after(invoice.state, "dispute")
    invoice.version += 1
    invoice.save(update_fields=["state", "version"])
    outbox.publish(InvoiceDisputed(invoice.id), actor=actor, at=at, reason=reason)


def _expect_credits(
    invoice: Invoice, differences: Sequence[Difference], actor: Actor, at: datetime
) -> None:
    """Wait for a credit for each part; the rest of the invoice can be paid meanwhile (X11)."""
    units = dict(
        InvoiceLine.objects.filter(
            id__in=[row.line_id for row in differences if row.line_id]
        ).values_list("id", "unit")
    )
    credits = [
        receipts.NewExpectedCredit(
            seller_organisation_id=invoice.seller_organisation_id,
            quantity=_goods(row, units.get(row.line_id) if row.line_id else None),
            amount=Money(row.amount, invoice.currency),
            unit_id=invoice.unit_id,
            invoice_id=invoice.id,
            invoice_line_id=row.line_id,
            order_id=row.order_id,
            order_line_id=row.order_line_id,
        )
        for row in differences
        if row.kind in CREDITABLE
    ]
    receipts.expect_credits(credits, actor=actor, at=at)
    # Any amount makes the matching read the credits of this invoice and sum what is withheld.
    invoice.withheld = sum((credit.amount.amount for credit in credits), invoice.withheld)


def _goods(row: Difference, line_unit: str | None) -> Quantity:
    """How many goods a credit is for: those that are over. A price credit is for none."""
    over = (row.actual or NOTHING) - (row.expected or NOTHING)
    return Quantity(over if row.kind in _IN_GOODS else NOTHING, row.unit or line_unit or "C62")
