"""Proposing what to pay, and taking it back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Sum

from avrop.buying.invoices import queries as invoices
from avrop.buying.payables import permissions, rules
from avrop.buying.payables.duties import duties_of, problems_with_needs
from avrop.buying.payables.events import PaymentsProposed, ProposalWithdrawn
from avrop.buying.payables.lifecycle import PAYMENT, PROPOSAL, UNDONE, PaymentState
from avrop.buying.payables.models import Payment, PaymentPart, Proposal
from avrop.buying.payables.queries import proposal_view
from avrop.buying.payables.rules import PlannedPayment
from avrop.buying.payables.shapes import ProposalView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.kernel.ports import EVERYWHERE, Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.values import next_bank_day, uuid7


@command(permissions.PREPARE)
def propose_payments(
    due_until: date, execution_date: date | None = None, *, actor: Actor, at: datetime
) -> ProposalView:
    """Propose to pay all approved invoices due by a day, less credit notes and what is withheld.

    Money goes on `execution_date`, else on the next bank day. Invoices that stand in another proposal
    are left out.
    """
    documents = invoices.documents_to_pay(due_until)
    planned = rules.plan_payments(documents, settled_amounts(each.invoice_id for each in documents))
    on = execution_date or next_bank_day(day_of(at))
    currency = planned[0].invoice.payable.currency if planned else "SEK"
    whole = rules.total(planned, currency)

    actor = require(actor, permissions.PREPARE, at=at, within=Within(amount=whole, everywhere=True))
    proposal_id = uuid7()
    parts = {part.invoice_id for each in planned for part in each.parts}
    chains = duties_of(proposal_id, parts).chains
    sellers = sorted({each.invoice.seller_organisation_id for each in planned})
    record_deed(chains, Deed.PREPARE_PAYMENT, actor=actor, at=at, beside=sellers)

    refuse_if(problems_with_needs(parts, Deed.PREPARE_PAYMENT, actor=actor, at=at))
    refuse_if(rules.problems_proposing(planned, on, day_of(at)))

    proposal = Proposal(
        id=proposal_id,
        number=f"BF-{day_of(at).year}-{next_number('payment_proposals'):05}",
        execution_date=on,
        currency=currency,
        total=whole.amount,
        prepared_by=actor.person_id,
        prepared_at=at,
    )
    _write(proposal, planned)
    outbox.publish(PaymentsProposed(proposal.id), actor=actor, at=at)
    return proposal_view(proposal)


def settled_amounts(invoice_ids: Iterable[UUID]) -> dict[UUID, Decimal]:
    """What payments that have not failed hold of these documents. One statement."""
    parts = PaymentPart.objects.filter(invoice_id__in=list(invoice_ids))
    sums = (
        parts.exclude(payment__state__in=UNDONE)
        .values_list("invoice_id")
        .annotate(amount=Sum("amount"))
    )
    return dict(sums)


def _write(proposal: Proposal, planned: Sequence[PlannedPayment]) -> None:
    payments = [
        Payment(
            id=uuid7(),
            proposal=proposal,
            position=position,
            seller_organisation_id=each.invoice.seller_organisation_id,
            seller_name=each.invoice.seller_name,
            amount=each.amount,
            account_kind=each.invoice.account_kind,
            account_number=each.invoice.account_number,
            reference=each.invoice.payment_reference,
            due_date=each.invoice.due_date,
            end_to_end_id=f"{proposal.number}-{position:05}",
        )
        for position, each in enumerate(planned, start=1)
    ]
    proposal.save(force_insert=True)
    insert_rows(Payment, payments)
    insert_rows(
        PaymentPart,
        [
            PaymentPart(
                payment=payment,
                invoice_id=part.invoice_id,
                number=part.number,
                is_credit_note=part.is_credit_note,
                amount=part.amount,
            )
            for payment, each in zip(payments, planned, strict=True)
            for part in each.parts
        ],
    )


@command(permissions.PREPARE)
def withdraw_proposal(
    proposal_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ProposalView:
    """Take back a proposal that has not gone to the bank; its invoices can be proposed again."""
    proposal = proposal_for_change(proposal_id)

    actor = require(actor, permissions.PREPARE, at=at, within=EVERYWHERE)

    refuse_if([] if reason.strip() else [Problem("payables.no_reason", {}, ("reason",))])
    proposal.state = PROPOSAL.after(proposal.state, "withdraw")

    count_change(proposal, expected_version)
    proposal.save(update_fields=["state", "version"])
    Payment.objects.filter(proposal_id=proposal.id).update(
        state=PAYMENT.after(PaymentState.PROPOSED, "withdraw")
    )

    outbox.publish(ProposalWithdrawn(proposal.id), actor=actor, at=at, reason=reason)
    return proposal_view(proposal)


def proposal_for_change(proposal_id: UUID) -> Proposal:
    """The proposal, locked; `Missing` where there is none."""
    found: Proposal | None = Proposal.objects.select_for_update().filter(id=proposal_id).first()
    if found is None:
        raise missing("payment proposal", proposal_id)
    return found
