"""Disputing an invoice as a whole, and ending the dispute."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.actions.match import rematch
from avrop.buying.invoices.events import InvoiceDisputed, InvoiceResumed
from avrop.buying.invoices.holding import invoice_for_change, invoice_for_matching
from avrop.buying.invoices.lifecycle import LIFECYCLE
from avrop.buying.invoices.models import Invoice
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.shapes import InvoiceOutcome
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change


@command(permissions.DISPUTE)
def dispute(
    invoice_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Say that the invoice is not as it should be. Nothing of it is paid meanwhile."""
    invoice = invoice_for_change(invoice_id)
    actor = require(actor, permissions.DISPUTE, at=at, within=Within(unit_id=invoice.unit_id))
    _step(invoice, "dispute", reason, expected_version)
    outbox.publish(InvoiceDisputed(invoice.id), actor=actor, at=at, reason=reason)
    return outcome_of(invoice)


@command(permissions.DISPUTE)
def resume(
    invoice_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """End a dispute: the invoice is matched again and goes on from there."""
    invoice = invoice_for_matching(invoice_id)
    actor = require(actor, permissions.DISPUTE, at=at, within=Within(unit_id=invoice.unit_id))
    _step(invoice, "resume", reason, expected_version)
    rematch(invoice, actor=actor, at=at)
    outbox.publish(InvoiceResumed(invoice.id), actor=actor, at=at, reason=reason)
    return outcome_of(invoice)


def _step(invoice: Invoice, verb: str, reason: str, expected_version: int | None) -> None:
    refuse_if([] if reason.strip() else [Problem("invoices.no_reason", {}, ("reason",))])
    invoice.state = LIFECYCLE.after(invoice.state, verb)
    count_change(invoice, expected_version)
    invoice.save(update_fields=["state", "version"])
