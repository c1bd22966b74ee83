"""Review attest and decision attest: two acts of two people, after the receipt attest (INV-06)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.invoices import permissions
from avrop.buying.invoices.attesting import ATTESTS
from avrop.buying.invoices.costing import chains_on, parts_of
from avrop.buying.invoices.events import InvoiceApproved, InvoiceReviewed
from avrop.buying.invoices.holding import invoice_for_change
from avrop.buying.invoices.kinds import AttestKind
from avrop.buying.invoices.lifecycle import LIFECYCLE, DifferenceState, State
from avrop.buying.invoices.models import Attestation, Difference, Invoice
from avrop.buying.invoices.queries import outcome_of
from avrop.buying.invoices.shapes import CostPart, InvoiceOutcome
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks import actions as tasks
from avrop.values import Money


@command(permissions.ATTEST_REVIEW)
def attest_review(
    invoice_id: UUID,
    note: str = "",
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Attest that the invoice has been gone through: goods, prices, sums, coding.

    Refused while anything differs that nobody has settled, or while a part of the cost has no coding.
    """
    invoice = invoice_for_change(invoice_id)

    actor = require(actor, permissions.ATTEST_REVIEW, at=at, within=Within(unit_id=invoice.unit_id))
    record_deed(chains_on(invoice), Deed.ATTEST_REVIEW, actor=actor, at=at)

    refuse_if(_waiting(invoice))
    refuse_if(_uncoded(parts_of(invoice)))
    state = LIFECYCLE.after(invoice.state, "review")

    _attest(
        invoice,
        state,
        AttestKind.REVIEW,
        note,
        expected_version=expected_version,
        actor=actor,
        at=at,
    )
    outbox.publish(InvoiceReviewed(invoice.id), actor=actor, at=at)
    return outcome_of(invoice)


@command(permissions.ATTEST_DECISION)
def attest_decision(
    invoice_id: UUID,
    note: str = "",
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> InvoiceOutcome:
    """Attest that the invoice is to be paid and booked, within one's limit and responsibilities.

    The limit is on the whole amount without VAT; every responsibility of the coding must be the
    actor's. Whoever needed, received or reviewed cannot (separation of duties).
    """
    invoice = invoice_for_change(invoice_id)
    parts = parts_of(invoice)

    # An invoice that costs nothing is on no coding; somebody answers for it all the same.
    for responsibility in dict.fromkeys(part.responsibility for part in parts) or ("",):
        within = Within(
            unit_id=invoice.unit_id,
            amount=Money(invoice.net, invoice.currency),
            responsibility=responsibility,
        )
        actor = require(actor, permissions.ATTEST_DECISION, at=at, within=within)
    # Whoever changed where the supplier is paid does not decide that it is.
    seller = (invoice.seller_organisation_id,)
    record_deed(chains_on(invoice), Deed.ATTEST_DECISION, actor=actor, at=at, beside=seller)

    refuse_if(_uncoded(parts))
    state = LIFECYCLE.after(invoice.state, "approve")

    _attest(
        invoice,
        state,
        AttestKind.DECISION,
        note,
        expected_version=expected_version,
        actor=actor,
        at=at,
    )
    outbox.publish(InvoiceApproved(invoice.id), actor=actor, at=at, rule_set=invoice.rule_set)
    return outcome_of(invoice)


def _waiting(invoice: Invoice) -> list[Problem]:
    """Only an invoice that differs has something that waits; a matched one has nothing."""
    if invoice.state != State.DIFFERING:
        return []
    waiting = Difference.objects.filter(invoice_id=invoice.id, state=DifferenceState.OPEN).count()
    return [Problem("invoices.differences_wait", {"number": waiting})]


def _uncoded(parts: tuple[CostPart, ...]) -> list[Problem]:
    return [
        Problem("invoices.coding_missing", {"amount": part.amount}, ("coding",))
        for part in parts
        if not part.coding
    ]


def _attest(
    invoice: Invoice,
    state: str,
    kind: AttestKind,
    note: str,
    *,
    expected_version: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    count_change(invoice, expected_version)
    invoice.state = state
    invoice.save(update_fields=["state", "version"])
    tasks.close_tasks(invoice.id, kind=ATTESTS[kind].task, actor=actor, at=at)
    Attestation.objects.create(
        invoice=invoice,
        kind=kind,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        unit_id=actor.unit_id,
        amount=invoice.net,
        note=note,
        attested_at=at,
    )
