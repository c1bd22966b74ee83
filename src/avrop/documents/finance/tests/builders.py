"""Payments of a municipality to its suppliers, with good defaults."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from avrop.documents.finance.bank_accounts import BankAccount, PaymentParty
from avrop.documents.finance.pain001 import (
    PAIN_001_03,
    Payment,
    PaymentBatch,
    PaymentInitiation,
    Remittance,
)
from avrop.values import Money
from avrop.values.identifiers import ocr_reference

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
PAYMENT_DAY = date(2026, 5, 5)
MUNICIPALITY = PaymentParty("Östervåla kommun", "2120000001", "SE")
DAIRY = PaymentParty("Mejeriet i Ås AB", "5560360793", "SE")


def kronor(amount: str) -> Money:
    return Money(Decimal(amount), "SEK")


def a_payment(
    number: int = 1, *, amount: str = "112.00", account: BankAccount | None = None
) -> Payment:
    return Payment(
        end_to_end_id=f"INVOICE-{number}",
        amount=kronor(amount),
        creditor=DAIRY,
        account=account or BankAccount.bankgiro("5050-1055"),
        remittance=(Remittance(reference=ocr_reference(1000 + number)),),
    )


def a_payment_file(
    *payments: Payment,
    message: str = PAIN_001_03,
    message_id: str = "PAY-2026-05-04-1",
    debtor_account: BankAccount | None = None,
    execution_date: date = PAYMENT_DAY,
) -> PaymentInitiation:
    batch = PaymentBatch(
        batch_id=f"{message_id}-1",
        execution_date=execution_date,
        debtor=MUNICIPALITY,
        debtor_account=debtor_account or BankAccount.iban("SE45 5000 0000 0583 9825 7466"),
        payments=payments or (a_payment(),),
        debtor_bic="ESSESESS",
        account_currency="SEK",
    )
    return PaymentInitiation(message_id, NOON, MUNICIPALITY, (batch,), message)
