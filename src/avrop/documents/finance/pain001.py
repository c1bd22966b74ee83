"""pain.001: the payer asks its bank to pay (ISO 20022 CustomerCreditTransferInitiation).

Written and read as pain.001.001.03 and .09 in the way Swedish banks take them: bankgiro, plusgiro,
IBAN and BBAN creditors, an OCR number as structured creditor reference, and what a credit note
takes off as a referred document beside the invoice it is set off against.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from avrop.documents.finance.bank_accounts import (
    BankAccount,
    PaymentParty,
    read_account,
    read_bic,
    read_party,
    write_account,
    write_agent,
    write_party,
)
from avrop.documents.finance.iso20022 import (
    ID_LENGTH,
    Element,
    add,
    add_amount,
    add_if,
    amount,
    control_sum,
    each,
    finding,
    first,
    moment_at,
    moment_text,
    opened,
    refuse_other_sum,
    refuse_unwritable,
    required_date,
    required_text,
    serialised,
    started,
    text,
)
from avrop.documents.findings import Finding, unreadable
from avrop.values import Money

PAIN_001_03 = "pain.001.001.03"
PAIN_001_09 = "pain.001.001.09"
_BODY = "CstmrCdtTrfInitn"
_BODIES = {PAIN_001_03: _BODY, PAIN_001_09: _BODY}
INVOICE = "CINV"
CREDIT_NOTE = "CREN"
_MESSAGE_LENGTH = 140
_NAME_LENGTH = 140


@dataclass(frozen=True, slots=True)
class Remittance:
    """What a payment, or a part of it, is for: the payee's reference or the number of a document.

    `reference` is an OCR number or an RF reference (CdtrRefInf, type SCOR). `document_type` is CINV
    or CREN. `amount` is the part it stands for, always positive; a credit note takes it off.
    """

    reference: str = ""
    document_number: str = ""
    document_type: str = INVOICE
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Payment:
    """One credit transfer. `end_to_end_id` comes back in every answer and is unique in the file."""

    end_to_end_id: str
    amount: Money
    creditor: PaymentParty
    account: BankAccount
    creditor_bic: str = ""
    remittance: tuple[Remittance, ...] = ()
    message: tuple[str, ...] = ()
    instruction_id: str = ""


@dataclass(frozen=True, slots=True)
class PaymentBatch:
    """Payments from one account on one day (PmtInf).

    `service_level` is NURG for Swedish payments, SEPA for euro; `purpose` is SUPP for suppliers.
    """

    batch_id: str
    execution_date: date
    debtor: PaymentParty
    debtor_account: BankAccount
    payments: tuple[Payment, ...]
    debtor_bic: str = ""
    account_currency: str = ""
    service_level: str = "NURG"
    purpose: str = "SUPP"


@dataclass(frozen=True, slots=True)
class PaymentInitiation:
    """A payment file. `message` names the version it is written in."""

    message_id: str
    created_at: datetime
    initiator: PaymentParty
    batches: tuple[PaymentBatch, ...]
    message: str = PAIN_001_03

    @property
    def payments(self) -> tuple[Payment, ...]:
        """All payments of all batches, in order."""
        return tuple(payment for batch in self.batches for payment in batch.payments)


def write(document: PaymentInitiation) -> bytes:
    """The payment file; raises UnwritableDocument with everything that a bank would refuse."""
    refuse_unwritable(problems(document))
    root, body = started(document.message, _BODY)
    header = add(body, "GrpHdr")
    add(header, "MsgId", document.message_id)
    add(header, "CreDtTm", moment_text(document.created_at))
    _write_sums(header, document.payments)
    write_party(header, "InitgPty", document.initiator)
    for batch in document.batches:
        _write_batch(body, batch, document.message)
    return serialised(root)


def read(raw: bytes) -> PaymentInitiation:
    """The payment file in bytes.

    Raises UnreadableDocument when it is not one, lacks a mandatory element or does not hold as many
    payments, or as much money, as it says.
    """
    message, body = opened(raw, _BODIES)
    header = first(body, "GrpHdr")
    if header is None:
        raise unreadable("finance.missing", element="GrpHdr")
    batches = tuple(_read_batch(node) for node in each(body, "PmtInf"))
    document = PaymentInitiation(
        message_id=required_text(header, "MsgId"),
        created_at=moment_at(header, "CreDtTm"),
        initiator=read_party(first(header, "InitgPty")),
        batches=batches,
        message=message,
    )
    payments = document.payments
    refuse_other_sum(header, len(payments), (payment.amount for payment in payments))
    return document


def problems(document: PaymentInitiation) -> Iterator[Finding]:
    """Everything in a payment file that banks refuse."""
    if document.message not in _BODIES:
        yield finding("finance.unknown_message", message=document.message, taken=", ".join(_BODIES))
    yield from _id_problems("MsgId", document.message_id)
    if not document.payments:
        yield finding("finance.no_payments")
    for batch in document.batches:
        yield from _id_problems("PmtInfId", batch.batch_id)
        if not batch.payments:
            yield finding("finance.no_payments", "PmtInf")
        for payment in batch.payments:
            yield from _payment_problems(payment)
    uses = Counter(payment.end_to_end_id for payment in document.payments)
    for end_to_end_id, times in uses.items():
        if times > 1:
            yield finding("finance.end_to_end_id_repeated", "EndToEndId", text=end_to_end_id)


def _id_problems(element: str, text: str) -> Iterator[Finding]:
    if not text or len(text) > ID_LENGTH:
        yield finding("finance.id_length", element, text=text, limit=str(ID_LENGTH))


def _payment_problems(payment: Payment) -> Iterator[Finding]:
    yield from _id_problems("EndToEndId", payment.end_to_end_id)
    money = payment.amount
    if money.amount <= 0 or money != money.rounded():
        yield finding("finance.amount_not_payable", "InstdAmt", text=str(money))
    if not payment.creditor.name or len(payment.creditor.name) > _NAME_LENGTH:
        name = payment.creditor.name
        yield finding("finance.id_length", "Cdtr", text=name, limit=str(_NAME_LENGTH))
    for line in payment.message:
        if not line or len(line) > _MESSAGE_LENGTH:
            yield finding("finance.id_length", "Ustrd", text=line, limit=str(_MESSAGE_LENGTH))
    for each_part in payment.remittance:
        written = each_part.reference or each_part.document_number
        yield from _id_problems("Strd", written)


def _bic_tag(message: str) -> str:
    return "BIC" if message == PAIN_001_03 else "BICFI"


def _write_sums(node: Element, payments: tuple[Payment, ...]) -> None:
    add(node, "NbOfTxs", str(len(payments)))
    add(node, "CtrlSum", control_sum(payment.amount for payment in payments))


def _write_batch(body: Element, batch: PaymentBatch, message: str) -> None:
    node = add(body, "PmtInf")
    add(node, "PmtInfId", batch.batch_id)
    add(node, "PmtMtd", "TRF")
    _write_sums(node, batch.payments)
    if batch.service_level or batch.purpose:
        kind = add(node, "PmtTpInf")
        add_if(kind, "SvcLvl/Cd", batch.service_level)
        add_if(kind, "CtgyPurp/Cd", batch.purpose)
    execution = "ReqdExctnDt" if message == PAIN_001_03 else "ReqdExctnDt/Dt"
    add(node, execution, batch.execution_date.isoformat())
    write_party(node, "Dbtr", batch.debtor)
    write_account(node, "DbtrAcct", batch.debtor_account, batch.account_currency)
    _write_debtor_agent(node, batch, message)
    if batch.service_level == "SEPA":
        # The SEPA rulebook knows no other way to share charges.
        add(node, "ChrgBr", "SLEV")
    for payment in batch.payments:
        _write_payment(node, payment, message)


def _write_debtor_agent(node: Element, batch: PaymentBatch, message: str) -> None:
    """The payer's bank is mandatory, so one that is not known is said to be not provided."""
    account = batch.debtor_account
    write_agent(node, "DbtrAgt", bic=batch.debtor_bic, account=account, bic_tag=_bic_tag(message))
    if first(node, "DbtrAgt") is None:
        add(node, "DbtrAgt/FinInstnId/Othr/Id", "NOTPROVIDED")


def _write_payment(batch: Element, payment: Payment, message: str) -> None:
    node = add(batch, "CdtTrfTxInf")
    ids = add(node, "PmtId")
    add_if(ids, "InstrId", payment.instruction_id)
    add(ids, "EndToEndId", payment.end_to_end_id)
    add_amount(node, "Amt/InstdAmt", payment.amount)
    tag = _bic_tag(message)
    write_agent(node, "CdtrAgt", bic=payment.creditor_bic, account=payment.account, bic_tag=tag)
    write_party(node, "Cdtr", payment.creditor)
    write_account(node, "CdtrAcct", payment.account)
    write_remittance(node, payment.remittance, payment.message)


def write_remittance(
    parent: Element, remittance: tuple[Remittance, ...], message: tuple[str, ...]
) -> None:
    """RmtInf: lines of free text, then each structured part."""
    if not remittance and not message:
        return
    node = add(parent, "RmtInf")
    for line in message:
        add(node, "Ustrd", line)
    for part in remittance:
        _write_part(add(node, "Strd"), part)


def _write_part(node: Element, part: Remittance) -> None:
    document = add(node, "RfrdDocInf") if _names_document(part) else None
    if document is not None:
        add(document, "Tp/CdOrPrtry/Cd", part.document_type)
        add_if(document, "Nb", part.document_number)
    if part.amount is not None:
        kind = "CdtNoteAmt" if part.document_type == CREDIT_NOTE else "RmtdAmt"
        add_amount(node, f"RfrdDocAmt/{kind}", part.amount)
    if part.reference:
        reference = add(node, "CdtrRefInf")
        add(reference, "Tp/CdOrPrtry/Cd", "SCOR")
        add(reference, "Ref", part.reference)


def _names_document(part: Remittance) -> bool:
    """A bare OCR reference names no document: some banks refuse one beside it."""
    return bool(part.document_number) or part.document_type != INVOICE


def _read_batch(node: Element) -> PaymentBatch:
    debtor_agent = first(node, "DbtrAgt")
    account = read_account(first(node, "DbtrAcct"), debtor_agent)
    if account is None:
        raise unreadable("finance.missing", element="DbtrAcct")
    payments = tuple(_read_payment(each_one) for each_one in each(node, "CdtTrfTxInf"))
    refuse_other_sum(node, len(payments), (payment.amount for payment in payments))
    return PaymentBatch(
        batch_id=required_text(node, "PmtInfId"),
        execution_date=required_date(node, "ReqdExctnDt"),
        debtor=read_party(first(node, "Dbtr")),
        debtor_account=account,
        payments=payments,
        debtor_bic=read_bic(debtor_agent),
        account_currency=text(node, "DbtrAcct/Ccy"),
        service_level=text(node, "PmtTpInf/SvcLvl/Cd"),
        purpose=text(node, "PmtTpInf/CtgyPurp/Cd"),
    )


def _read_payment(node: Element) -> Payment:
    agent = first(node, "CdtrAgt")
    account = read_account(first(node, "CdtrAcct"), agent)
    if account is None:
        raise unreadable("finance.missing", element="CdtrAcct")
    remittance, message = read_remittance(node)
    return Payment(
        end_to_end_id=required_text(node, "PmtId/EndToEndId"),
        amount=amount(node, "Amt/InstdAmt"),
        creditor=read_party(first(node, "Cdtr")),
        account=account,
        creditor_bic=read_bic(agent),
        remittance=remittance,
        message=message,
        instruction_id=text(node, "PmtId/InstrId"),
    )


def read_remittance(parent: Element) -> tuple[tuple[Remittance, ...], tuple[str, ...]]:
    """The structured parts and the lines of free text below RmtInf."""
    lines = tuple((line.text or "").strip() for line in each(parent, "RmtInf/Ustrd"))
    return tuple(_read_part(node) for node in each(parent, "RmtInf/Strd")), lines


def _read_part(node: Element) -> Remittance:
    part_amount = None
    for kind in ("RmtdAmt", "CdtNoteAmt", "DuePyblAmt"):
        if part_amount is None and first(node, f"RfrdDocAmt/{kind}") is not None:
            part_amount = amount(node, f"RfrdDocAmt/{kind}")
    return Remittance(
        reference=text(node, "CdtrRefInf/Ref"),
        document_number=text(node, "RfrdDocInf/Nb"),
        document_type=text(node, "RfrdDocInf/Tp/CdOrPrtry/Cd") or INVOICE,
        amount=part_amount,
    )
