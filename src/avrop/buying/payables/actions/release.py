"""Releasing payments: two people, neither of whom prepared them or decided on the invoices."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.buying.payables import permissions
from avrop.buying.payables.actions.propose import proposal_for_change
from avrop.buying.payables.clearing import clear
from avrop.buying.payables.duties import (
    duties_of,
    problems_paying,
    problems_releasing,
    problems_with_needs,
    releases_of,
)
from avrop.buying.payables.events import PaymentsReleased
from avrop.buying.payables.lifecycle import PAYMENT, PROPOSAL, PaymentState, ProposalState
from avrop.buying.payables.models import Payment, PaymentPart, Proposal, Release
from avrop.buying.payables.queries import proposal_view
from avrop.buying.payables.shapes import ProposalView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import refuse_if
from avrop.kernel.versions import count_change
from avrop.values import Money


@command(permissions.RELEASE)
def release_payments(
    proposal_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> ProposalView:
    """Let a proposal go to the bank. The second person's release completes it (INV-09)."""
    proposal = proposal_for_change(proposal_id)

    amount = Money(proposal.total, proposal.currency)
    within = Within(amount=amount, everywhere=True)
    actor = require(actor, permissions.RELEASE, at=at, within=within)
    refuse_if(problems_releasing(proposal.prepared_by, releases_of(proposal.id), actor))
    parts = PaymentPart.objects.filter(payment__proposal_id=proposal.id)
    paid = tuple(parts.values_list("invoice_id", flat=True))
    duties = duties_of(proposal.id, paid)
    sellers = _sellers(proposal)
    record_deed(duties.chains, Deed.RELEASE_PAYMENT, actor=actor, at=at, beside=sellers)
    refuse_if(problems_paying(duties, actor))
    refuse_if(problems_with_needs(paid, Deed.RELEASE_PAYMENT, actor=actor, at=at))

    proposal.state = PROPOSAL.after(proposal.state, "release")
    count_change(proposal, expected_version)
    is_complete = proposal.state == ProposalState.RELEASED
    if is_complete:
        _set_off(proposal, actor, at)
    proposal.save(update_fields=["state", "version"])
    Release.objects.create(
        proposal=proposal,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        released_at=at,
    )
    outbox.publish(PaymentsReleased(proposal.id, is_complete), actor=actor, at=at)
    return proposal_view(proposal)


def _sellers(proposal: Proposal) -> tuple[UUID, ...]:
    """Who is paid: whoever changed their account does not release it."""
    payments = Payment.objects.filter(proposal_id=proposal.id, seller_organisation_id__isnull=False)
    found = payments.order_by("seller_organisation_id").values_list("seller_organisation_id")
    return tuple(each for (each,) in found.distinct())


def _set_off(proposal: Proposal, actor: Actor, at: datetime) -> None:
    """Invoices that their credit notes take out need no bank: they are settled with the release."""
    payments = list(Payment.objects.filter(proposal_id=proposal.id).order_by("position"))
    even = [payment for payment in payments if not payment.amount]
    for payment in even:
        payment.state, payment.paid_on = PAYMENT.after(payment.state, "set_off"), day_of(at)
    update_rows(Payment, ["state", "paid_on"], even)
    clear([payment.id for payment in even], day_of(at), actor=actor, at=at)
    if even and all(payment.state == PaymentState.PAID for payment in payments):
        proposal.state = PROPOSAL.after(proposal.state, "answer")
