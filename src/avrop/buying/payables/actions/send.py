"""Making the file for the bank."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.payables import permissions
from avrop.buying.payables.actions.propose import proposal_for_change
from avrop.buying.payables.events import PaymentFileMade
from avrop.buying.payables.lifecycle import PAYMENT, PROPOSAL, PaymentState
from avrop.buying.payables.models import BankFile, Payment, PaymentPart, Proposal
from avrop.documents.finance import pain001
from avrop.documents.finance.bank_accounts import AccountKind, BankAccount, PaymentParty
from avrop.documents.finance.iso20022 import UnwritableDocument
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, Refused, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.parties.queries import OrganisationView
from avrop.values import Money

KIND = "pain.001"


@command(permissions.SEND)
def send_payment_file(
    proposal_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID:
    """Make the payment file (ISO 20022 pain.001) of a released proposal. Returns the file's id.

    A proposal makes one file, once: a file given to the bank twice is paid twice.
    """
    proposal = proposal_for_change(proposal_id)

    actor = require(actor, permissions.SEND, at=at, within=EVERYWHERE)

    proposal.state = PROPOSAL.after(proposal.state, "send")
    buyer = parties.own_organisation()
    payments = list(
        Payment.objects.filter(proposal_id=proposal.id, state=PaymentState.PROPOSED).order_by(
            "position"
        )
    )
    content = _content(proposal, payments, buyer, at)

    count_change(proposal, expected_version)
    proposal.save(update_fields=["state", "version"])
    Payment.objects.filter(id__in=[payment.id for payment in payments]).update(
        state=PAYMENT.after(PaymentState.PROPOSED, "send")
    )
    file = BankFile.objects.create(
        direction="sent",
        kind=KIND,
        message_id=proposal.number,
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        proposal_id=proposal.id,
        person_id=actor.person_id,
        recorded_at=at,
    )
    outbox.publish(PaymentFileMade(file.id, proposal.id), actor=actor, at=at)
    made: UUID = file.id
    return made


def _content(
    proposal: Proposal, payments: Sequence[Payment], buyer: OrganisationView, at: datetime
) -> bytes:
    account = _own_account(buyer)
    refuse_if([] if account else [Problem("payables.no_own_account")])
    assert account is not None
    debtor = PaymentParty(buyer.name, buyer.legal_id, buyer.country)
    parts: dict[UUID, list[PaymentPart]] = {payment.id: [] for payment in payments}
    for part in PaymentPart.objects.filter(payment_id__in=parts).order_by("id"):
        parts[part.payment_id].append(part)
    batch = pain001.PaymentBatch(
        batch_id=f"{proposal.number}-1",
        execution_date=proposal.execution_date,
        debtor=debtor,
        debtor_account=account,
        payments=tuple(
            _transfer(payment, parts[payment.id], proposal.currency) for payment in payments
        ),
        account_currency=proposal.currency,
    )
    document = pain001.PaymentInitiation(
        message_id=proposal.number, created_at=at, initiator=debtor, batches=(batch,)
    )
    try:
        return pain001.write(document)
    except UnwritableDocument as fault:
        raise Refused(
            Problem("payables.file_not_writable", {"code": finding.code})
            for finding in fault.findings
        ) from None


def _own_account(buyer: OrganisationView) -> BankAccount | None:
    if buyer.bankgiro:
        return BankAccount.bankgiro(buyer.bankgiro)
    if buyer.plusgiro:
        return BankAccount.plusgiro(buyer.plusgiro)
    return BankAccount.iban(buyer.iban) if buyer.iban else None


def _transfer(payment: Payment, parts: Sequence[PaymentPart], currency: str) -> pain001.Payment:
    """One transfer. With credit notes each document stands with its own amount; alone, an invoice is
    told by the payee's reference (OCR), else by its number."""
    return pain001.Payment(
        end_to_end_id=payment.end_to_end_id,
        amount=Money(payment.amount, currency).rounded(),
        creditor=PaymentParty(payment.seller_name[:140]),
        account=BankAccount(AccountKind(payment.account_kind), payment.account_number),
        remittance=tuple(
            pain001.Remittance(
                reference="" if part.is_credit_note else payment.reference[:35],
                document_number=_number(part, payment),
                document_type=pain001.CREDIT_NOTE if part.is_credit_note else pain001.INVOICE,
                amount=Money(abs(part.amount), currency).rounded() if len(parts) > 1 else None,
            )
            for part in parts
        ),
    )


def _number(part: PaymentPart, payment: Payment) -> str:
    has_reference = payment.reference and not part.is_credit_note
    return "" if has_reference else str(part.number)[:35]
