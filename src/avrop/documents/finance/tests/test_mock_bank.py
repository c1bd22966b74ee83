"""An independent bank takes our payment file, and we understand what it answers.

`mock-bank` is a bank on the wire that somebody else wrote. Its account is set to kronor, because it
was made with euro accounts; nothing else of the Swedish way of paying is adapted to it.
"""

from __future__ import annotations

import importlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from xml.etree import ElementTree

import pytest

from avrop.documents.finance import camt054, pain001, pain002
from avrop.documents.finance.bank_accounts import BankAccount
from avrop.documents.finance.camt054 import CAMT_054_08, Direction
from avrop.documents.finance.pain001 import (
    PAIN_001_03,
    PAIN_001_09,
    PaymentInitiation,
    Remittance,
)
from avrop.documents.finance.pain002 import PAIN_002_10, PaymentStatus, Verdict, status_of
from avrop.documents.finance.tests.builders import a_payment, a_payment_file, kronor
from avrop.documents.finance.tests.test_answers import a_booking, a_debit, a_report

BOTH_VERSIONS = pytest.mark.parametrize("message", [PAIN_001_03, PAIN_001_09])
MUNICIPAL_ACCOUNT = "ACME"
CLOSED_ACCOUNT = "INITECH"


@dataclass(frozen=True, slots=True)
class Bank:
    """The running bank, over HTTP."""

    address: str

    def call(self, method: str, path: str, body: bytes = b"") -> tuple[int, Any]:
        request = Request(self.address + path, data=body or None, method=method)
        try:
            with urlopen(request, timeout=30) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except HTTPError as refusal:
            with refusal:
                return refusal.code, json.loads(refusal.read())

    def messages(self, kind: str) -> list[bytes]:
        _, waiting = self.call("GET", f"/_mock/mailbox?type={kind}")
        return [message["body"].encode() for message in waiting]

    def account(self, name: str) -> BankAccount:
        _, account = self.call("GET", f"/_mock/accounts/{name}")
        return BankAccount.iban(account["iban"])


@pytest.fixture
def bank() -> Iterator[Bank]:
    server_module = importlib.import_module("mockbank.server")
    config = server_module.Config(port=0, quiet=True, clock="2026-05-04T09:00")
    server = server_module.make_server(config)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    running = Bank(f"http://127.0.0.1:{server.server_address[1]}")
    for name in (MUNICIPAL_ACCOUNT, CLOSED_ACCOUNT):
        running.call("PATCH", f"/_mock/accounts/{name}", b'{"currency": "SEK"}')
    yield running
    server.shutdown()
    server.server_close()
    thread.join()


def supplier_payments(bank: Bank, message: str) -> PaymentInitiation:
    """One of each way of paying that a Swedish municipality uses."""
    accounts = [
        BankAccount.bankgiro("5050-1055"),
        BankAccount.plusgiro("28 65 43-4"),
        BankAccount.iban("SE45 5000 0000 0583 9825 7466"),
        BankAccount.bban("50001234567"),
    ]
    payments = [
        a_payment(number, amount=f"{number}12.50", account=account)
        for number, account in enumerate(accounts, start=1)
    ]
    set_off = replace(
        payments[0],
        remittance=(
            Remittance(document_number="4711", amount=kronor("120.00")),
            Remittance(document_number="4712", document_type="CREN", amount=kronor("7.50")),
        ),
    )
    return a_payment_file(
        set_off,
        *payments[1:],
        message=message,
        debtor_account=bank.account(MUNICIPAL_ACCOUNT),
        execution_date=date(2026, 5, 5),
    )


@BOTH_VERSIONS
def test_the_bank_finds_nothing_to_object_to_in_our_file(bank: Bank, message: str) -> None:
    raw = pain001.write(supplier_payments(bank, message))

    request = Request(bank.address + "/_mock/validate", data=raw, method="POST")
    with urlopen(request, timeout=30) as answer:
        said = answer.read().decode()

    expected = f"{message} PAY-2026-05-04-1: 1 batch, 4 payments, 0 findings"
    assert said.splitlines() == [expected]


@BOTH_VERSIONS
def test_the_bank_accepts_books_and_tells_us_of_every_payment(bank: Bank, message: str) -> None:
    file = supplier_payments(bank, message)
    batch_id = file.batches[0].batch_id

    status, _ = bank.call("POST", "/payments", pain001.write(file))
    (report_bytes,) = bank.messages("pain.002")
    report = pain002.read(report_bytes)
    bank.call("POST", "/_mock/advance?to=2026-05-05")
    (booking_bytes,) = bank.messages("camt.054")
    booking = camt054.read(booking_bytes)

    assert status == 202
    assert (report.message, report.original_message_id) == (PAIN_002_10, file.message_id)
    assert [status_of(report, batch_id, payment.end_to_end_id) for payment in file.payments] == [
        Verdict(PaymentStatus.ACCEPTED)
    ] * 4
    (notification,) = booking.notifications
    assert notification.account == bank.account(MUNICIPAL_ACCOUNT)
    booked = [each for entry in notification.entries for each in entry.transactions]
    assert [(each.end_to_end_id, each.amount, each.direction) for each in booked] == [
        (payment.end_to_end_id, payment.amount, Direction.DEBIT) for payment in file.payments
    ]
    assert {entry.booking_date for entry in notification.entries} == {date(2026, 5, 5)}
    assert {each.batch_id for each in booked} == {batch_id}


def test_a_payment_to_a_closed_account_is_refused_and_the_others_go_on(bank: Bank) -> None:
    file = a_payment_file(
        a_payment(1),
        a_payment(2, account=bank.account(CLOSED_ACCOUNT)),
        message=PAIN_001_09,
        debtor_account=bank.account(MUNICIPAL_ACCOUNT),
    )

    bank.call("POST", "/payments", pain001.write(file))
    (report_bytes,) = bank.messages("pain.002")
    report = pain002.read(report_bytes)

    assert report.status is PaymentStatus.PARTLY_ACCEPTED
    batch_id = file.batches[0].batch_id
    good = status_of(report, batch_id, "INVOICE-1")
    bad = status_of(report, batch_id, "INVOICE-2")
    assert good == Verdict(PaymentStatus.ACCEPTED)
    assert bad is not None
    assert (bad.status, [reason.code for reason in bad.reasons]) == (
        PaymentStatus.REJECTED,
        ["AC04"],
    )


def test_the_same_file_twice_is_refused_as_a_whole(bank: Bank) -> None:
    raw = pain001.write(supplier_payments(bank, PAIN_001_03))

    bank.call("POST", "/payments", raw)
    status, _ = bank.call("POST", "/payments", raw)
    reports = [pain002.read(each) for each in bank.messages("pain.002")]

    assert status == 422
    assert [report.status for report in reports] == [
        PaymentStatus.ACCEPTED,
        PaymentStatus.REJECTED,
    ]
    verdict = status_of(reports[1], "any", "any")
    assert verdict is not None
    assert [reason.code for reason in verdict.reasons] == ["DUPL"]


def test_a_payment_that_comes_back_is_a_credit_with_its_reason(bank: Bank) -> None:
    bank.call("PATCH", f"/_mock/accounts/{MUNICIPAL_ACCOUNT}", b'{"behaviour": "return-later"}')
    file = a_payment_file(
        a_payment(1), message=PAIN_001_09, debtor_account=bank.account(MUNICIPAL_ACCOUNT)
    )

    bank.call("POST", "/payments", pain001.write(file))
    for day in ("2026-05-05", "2026-05-20"):
        bank.call("POST", f"/_mock/advance?to={day}")
    bookings = [camt054.read(each) for each in bank.messages("camt.054")]

    booked = [
        (each.direction, each.end_to_end_id, each.return_reason)
        for booking in bookings
        for notification in booking.notifications
        for entry in notification.entries
        for each in entry.transactions
    ]
    assert booked == [
        (Direction.DEBIT, "INVOICE-1", ""),
        (Direction.CREDIT, "INVOICE-1", "AC04"),
    ]


def test_what_our_own_bank_writes_keeps_to_the_other_banks_dictionary() -> None:
    schema = importlib.import_module("mockbank.schema")
    report = a_report(PaymentStatus.ACCEPTED, message=PAIN_002_10)
    booking = a_booking(a_debit(), amount="112.00", message=CAMT_054_08)

    findings: list[object] = []
    for raw in (pain002.write(report), camt054.write(booking)):
        root = ElementTree.fromstring(raw)
        list(schema.walk(schema.identify(root), root, findings))

    assert findings == []
