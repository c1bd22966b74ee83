"""The demo's bank answers as other banks do."""

import importlib
from datetime import date
from xml.etree import ElementTree

import pytest

from avrop.documents.finance import camt054, pain002
from avrop.documents.finance.answering import booking_of, report_on
from avrop.documents.finance.bank_accounts import BankAccount
from avrop.documents.finance.pain001 import PAIN_001_03, PAIN_001_09
from avrop.documents.finance.pain002 import PaymentStatus, StatusReason, Verdict, status_of
from avrop.documents.finance.tests.builders import NOON, PAYMENT_DAY, a_payment, a_payment_file

CLOSED = StatusReason("AC04", ("The account is closed.",))
BOTH_VERSIONS = pytest.mark.parametrize("message", [PAIN_001_03, PAIN_001_09])


@BOTH_VERSIONS
def test_every_payment_that_is_not_refused_is_accepted_and_booked(message: str) -> None:
    giro = a_payment(3, account=BankAccount.plusgiro("28 65 43-4"))
    file = a_payment_file(a_payment(1), a_payment(2), giro, message=message)
    refused = {"INVOICE-2": CLOSED}

    report = report_on(file, message_id="S-1", at=NOON, refused=refused)
    booking = booking_of(file, message_id="B-1", at=NOON, on=PAYMENT_DAY, refused=refused)

    batch_id = file.batches[0].batch_id
    assert report.status is PaymentStatus.PARTLY_ACCEPTED
    assert [status_of(report, batch_id, f"INVOICE-{number}") for number in (1, 2, 3)] == [
        Verdict(PaymentStatus.ACCEPTED),
        Verdict(PaymentStatus.REJECTED, (CLOSED,)),
        Verdict(PaymentStatus.ACCEPTED),
    ]
    (notification,) = booking.notifications
    assert [
        (entry.booking_date, entry.transactions[0].end_to_end_id) for entry in notification.entries
    ] == [(date(2026, 5, 5), "INVOICE-1"), (date(2026, 5, 5), "INVOICE-3")]


@BOTH_VERSIONS
def test_the_answers_survive_the_wire(message: str) -> None:
    file = a_payment_file(a_payment(1), a_payment(2), message=message)
    report = report_on(file, message_id="S-1", at=NOON)
    booking = booking_of(file, message_id="B-1", at=NOON, on=PAYMENT_DAY)

    assert report.status is PaymentStatus.ACCEPTED
    assert pain002.read(pain002.write(report)) == report
    assert camt054.read(camt054.write(booking)) == booking


def test_a_file_that_is_refused_throughout_books_nothing() -> None:
    file = a_payment_file(a_payment(1))
    refused = {"INVOICE-1": CLOSED}

    assert report_on(file, message_id="S", at=NOON, refused=refused).status is (
        PaymentStatus.REJECTED
    )
    assert (
        booking_of(file, message_id="B", at=NOON, on=PAYMENT_DAY, refused=refused).notifications
        == ()
    )


def test_the_answers_keep_to_another_banks_dictionary() -> None:
    schema = importlib.import_module("mockbank.schema")
    file = a_payment_file(a_payment(1), a_payment(2), message=PAIN_001_09)
    report = report_on(file, message_id="S-1", at=NOON, refused={"INVOICE-2": CLOSED})
    booking = booking_of(file, message_id="B-1", at=NOON, on=PAYMENT_DAY)

    findings: list[object] = []
    for raw in (pain002.write(report), camt054.write(booking)):
        root = ElementTree.fromstring(raw)
        list(schema.walk(schema.identify(root), root, findings))

    assert findings == []
