"""What a bank answers to a payment file: the other side of the counter, for tests and for the demo.

Pure: the payment file and the decisions go in, the bank's documents come out.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from avrop.documents.finance.camt054 import (
    CAMT_054_02,
    CAMT_054_08,
    AccountNotification,
    BookedTransaction,
    BookingNotification,
    Direction,
    Entry,
)
from avrop.documents.finance.pain001 import PAIN_001_03, Payment, PaymentBatch, PaymentInitiation
from avrop.documents.finance.pain002 import (
    PAIN_002_03,
    PAIN_002_10,
    BatchStatus,
    PaymentStatus,
    PaymentStatusReport,
    StatusReason,
    TransactionStatus,
)

DOMESTIC_CREDIT_TRANSFER = ("PMNT", "ICDT", "DMCT")
NO_REFUSALS: Mapping[str, StatusReason] = {}


def report_on(
    file: PaymentInitiation,
    *,
    message_id: str,
    at: datetime,
    refused: Mapping[str, StatusReason] = NO_REFUSALS,
) -> PaymentStatusReport:
    """The status report: accepted, but for the payments refused (end-to-end id → reason)."""
    batches = tuple(_batch_status(batch, refused) for batch in file.batches)
    return PaymentStatusReport(
        message_id=message_id,
        created_at=at,
        original_message_id=file.message_id,
        original_message=file.message,
        status=_summary([batch.status for batch in batches]),
        batches=batches,
        message=PAIN_002_03 if file.message == PAIN_001_03 else PAIN_002_10,
    )


def booking_of(
    file: PaymentInitiation,
    *,
    message_id: str,
    at: datetime,
    on: date,
    refused: Mapping[str, StatusReason] = NO_REFUSALS,
) -> BookingNotification:
    """The debits of a day: an entry for each payment that was not refused.

    Batches whose payments were all refused leave no notification.
    """
    paid = [
        (batch, [each for each in batch.payments if each.end_to_end_id not in refused])
        for batch in file.batches
    ]
    notifications = tuple(
        AccountNotification(
            notification_id=f"{message_id}-{position}"[:35],
            created_at=at,
            account=batch.debtor_account,
            entries=tuple(_entry(file, batch, payment, on) for payment in payments),
            currency=batch.account_currency,
            owner=batch.debtor.name,
        )
        for position, (batch, payments) in enumerate(paid, start=1)
        if payments
    )
    message = CAMT_054_02 if file.message == PAIN_001_03 else CAMT_054_08
    return BookingNotification(message_id, at, notifications, message)


def _batch_status(batch: PaymentBatch, refused: Mapping[str, StatusReason]) -> BatchStatus:
    transactions = tuple(_transaction_status(payment, refused) for payment in batch.payments)
    status = _summary([transaction.status for transaction in transactions])
    return BatchStatus(batch.batch_id, status, transactions=transactions)


def _transaction_status(payment: Payment, refused: Mapping[str, StatusReason]) -> TransactionStatus:
    reason = refused.get(payment.end_to_end_id)
    return TransactionStatus(
        end_to_end_id=payment.end_to_end_id,
        status=PaymentStatus.REJECTED if reason else PaymentStatus.ACCEPTED,
        reasons=(reason,) if reason else (),
        instruction_id=payment.instruction_id,
    )


def _summary(statuses: list[PaymentStatus | None]) -> PaymentStatus:
    """One status for many: theirs when they agree, otherwise partly accepted."""
    distinct = set(statuses)
    only = distinct.pop() if len(distinct) == 1 else None
    return only or PaymentStatus.PARTLY_ACCEPTED


def _entry(file: PaymentInitiation, batch: PaymentBatch, payment: Payment, on: date) -> Entry:
    transaction = BookedTransaction(
        amount=payment.amount,
        direction=Direction.DEBIT,
        end_to_end_id=payment.end_to_end_id,
        message_id=file.message_id,
        batch_id=batch.batch_id,
        instruction_id=payment.instruction_id,
        counterparty=payment.creditor,
        counterparty_account=payment.account,
        remittance=payment.remittance,
        remarks=payment.message,
    )
    return Entry(
        amount=payment.amount,
        direction=Direction.DEBIT,
        booking_date=on,
        value_date=on,
        transactions=(transaction,),
        transaction_code=DOMESTIC_CREDIT_TRANSFER,
    )
