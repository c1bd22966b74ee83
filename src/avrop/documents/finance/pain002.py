"""pain.002: the bank says what became of a payment file (ISO 20022 CustomerPaymentStatusReport).

A bank answers for the whole file, for batches, for single payments, or for all three. What counts
for one payment is the nearest answer: its own, else its batch's, else the file's (`status_of`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from avrop.documents.finance.iso20022 import (
    Element,
    add,
    add_if,
    each,
    first,
    moment_at,
    moment_text,
    opened,
    required_text,
    serialised,
    started,
    text,
    unknown_code,
)
from avrop.documents.findings import unreadable

PAIN_002_03 = "pain.002.001.03"
PAIN_002_10 = "pain.002.001.10"
_BODY = "CstmrPmtStsRpt"
_BODIES = {PAIN_002_03: _BODY, PAIN_002_10: _BODY}


class PaymentStatus(StrEnum):
    """How far a payment has come, by the words of ISO 20022's status codes."""

    RECEIVED = "RCVD"
    PENDING = "PDNG"
    TECHNICALLY_ACCEPTED = "ACTC"
    ACCEPTED = "ACCP"
    ACCEPTED_WITH_CHANGE = "ACWC"
    ACCEPTED_WITHOUT_POSTING = "ACWP"
    FUNDS_CHECKED = "ACFC"
    SETTLEMENT_IN_PROCESS = "ACSP"
    SETTLED_AT_DEBTOR = "ACSC"
    SETTLED_AT_CREDITOR = "ACCC"
    PARTLY_ACCEPTED = "PART"
    CANCELLED = "CANC"
    REJECTED = "RJCT"


FINAL_FAILURES = frozenset({PaymentStatus.REJECTED, PaymentStatus.CANCELLED})
SETTLED = frozenset({PaymentStatus.SETTLED_AT_DEBTOR, PaymentStatus.SETTLED_AT_CREDITOR})


@dataclass(frozen=True, slots=True)
class StatusReason:
    """Why: a code of ISO's external list (AC04, AM04, DUPL …) or the bank's own, and its words."""

    code: str
    text: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TransactionStatus:
    """What became of one payment."""

    end_to_end_id: str
    status: PaymentStatus | None
    reasons: tuple[StatusReason, ...] = ()
    instruction_id: str = ""


@dataclass(frozen=True, slots=True)
class BatchStatus:
    """What became of one batch (PmtInf) and of the payments the bank names."""

    batch_id: str
    status: PaymentStatus | None
    reasons: tuple[StatusReason, ...] = ()
    transactions: tuple[TransactionStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class PaymentStatusReport:
    """A bank's answer to the file `original_message_id`; `message` names its version."""

    message_id: str
    created_at: datetime
    original_message_id: str
    original_message: str
    status: PaymentStatus | None
    reasons: tuple[StatusReason, ...] = ()
    batches: tuple[BatchStatus, ...] = ()
    bank_bic: str = ""
    message: str = PAIN_002_03


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer that counts for one payment."""

    status: PaymentStatus
    reasons: tuple[StatusReason, ...] = ()


def status_of(report: PaymentStatusReport, batch_id: str, end_to_end_id: str) -> Verdict | None:
    """What the report says of a payment: its own status, else its batch's, else the file's.

    None when it says nothing. PART of a file or batch says nothing of a payment it does not name:
    the bank reports the refused ones, or sends another report.
    """
    for batch in report.batches:
        if batch.batch_id != batch_id:
            continue
        for transaction in batch.transactions:
            if transaction.end_to_end_id == end_to_end_id and transaction.status:
                return Verdict(transaction.status, transaction.reasons)
        if batch.status and batch.status is not PaymentStatus.PARTLY_ACCEPTED:
            return Verdict(batch.status, batch.reasons)
    if report.status and report.status is not PaymentStatus.PARTLY_ACCEPTED:
        return Verdict(report.status, report.reasons)
    return None


def write(document: PaymentStatusReport) -> bytes:
    """The report as bytes."""
    root, body = started(document.message, _BODY)
    header = add(body, "GrpHdr")
    add(header, "MsgId", document.message_id)
    add(header, "CreDtTm", moment_text(document.created_at))
    bic_tag = "BIC" if document.message == PAIN_002_03 else "BICFI"
    add_if(header, f"DbtrAgt/FinInstnId/{bic_tag}", document.bank_bic)
    original = add(body, "OrgnlGrpInfAndSts")
    add(original, "OrgnlMsgId", document.original_message_id)
    add(original, "OrgnlMsgNmId", document.original_message)
    _write_status(original, "GrpSts", document.status, document.reasons)
    for batch in document.batches:
        _write_batch(body, batch)
    return serialised(root)


def read(raw: bytes) -> PaymentStatusReport:
    """The report in bytes; raises UnreadableDocument, also for a status that nobody has listed."""
    message, body = opened(raw, _BODIES)
    header, original = first(body, "GrpHdr"), first(body, "OrgnlGrpInfAndSts")
    if header is None or original is None:
        element = "GrpHdr" if header is None else "OrgnlGrpInfAndSts"
        raise unreadable("finance.missing", element=element)
    agent = "DbtrAgt/FinInstnId/"
    return PaymentStatusReport(
        message_id=required_text(header, "MsgId"),
        created_at=moment_at(header, "CreDtTm"),
        original_message_id=required_text(original, "OrgnlMsgId"),
        original_message=text(original, "OrgnlMsgNmId"),
        status=_read_status(original, "GrpSts"),
        reasons=_read_reasons(original),
        batches=tuple(_read_batch(node) for node in each(body, "OrgnlPmtInfAndSts")),
        bank_bic=text(header, agent + "BIC") or text(header, agent + "BICFI"),
        message=message,
    )


def _write_batch(body: Element, batch: BatchStatus) -> None:
    node = add(body, "OrgnlPmtInfAndSts")
    add(node, "OrgnlPmtInfId", batch.batch_id)
    _write_status(node, "PmtInfSts", batch.status, batch.reasons)
    for transaction in batch.transactions:
        inner = add(node, "TxInfAndSts")
        add_if(inner, "OrgnlInstrId", transaction.instruction_id)
        add(inner, "OrgnlEndToEndId", transaction.end_to_end_id)
        _write_status(inner, "TxSts", transaction.status, transaction.reasons)


def _write_status(
    node: Element,
    element: str,
    status: PaymentStatus | None,
    reasons: tuple[StatusReason, ...],
) -> None:
    add_if(node, element, status or "")
    for reason in reasons:
        inner = add(node, "StsRsnInf")
        # Codes of ISO's external list have four characters; a bank's own are proprietary.
        add(inner, "Rsn/Cd" if len(reason.code) == 4 else "Rsn/Prtry", reason.code)
        for line in reason.text:
            add(inner, "AddtlInf", line)


def _read_batch(node: Element) -> BatchStatus:
    return BatchStatus(
        batch_id=required_text(node, "OrgnlPmtInfId"),
        status=_read_status(node, "PmtInfSts"),
        reasons=_read_reasons(node),
        transactions=tuple(_read_transaction(inner) for inner in each(node, "TxInfAndSts")),
    )


def _read_transaction(node: Element) -> TransactionStatus:
    return TransactionStatus(
        end_to_end_id=text(node, "OrgnlEndToEndId"),
        status=_read_status(node, "TxSts"),
        reasons=_read_reasons(node),
        instruction_id=text(node, "OrgnlInstrId"),
    )


def _read_status(node: Element, element: str) -> PaymentStatus | None:
    code = text(node, element)
    if not code:
        return None
    try:
        return PaymentStatus(code)
    except ValueError:
        raise unknown_code(node, element, code) from None


def _read_reasons(node: Element) -> tuple[StatusReason, ...]:
    return tuple(
        StatusReason(
            code=text(inner, "Rsn/Cd") or text(inner, "Rsn/Prtry"),
            text=tuple((line.text or "").strip() for line in each(inner, "AddtlInf")),
        )
        for inner in each(node, "StsRsnInf")
    )
