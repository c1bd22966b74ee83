"""The bank's answers: what became of each payment, and what was booked."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.documents.finance import camt054, pain002
from avrop.documents.finance.bank_accounts import BankAccount, PaymentParty
from avrop.documents.finance.camt054 import (
    CAMT_054_02,
    CAMT_054_08,
    AccountNotification,
    BookedTransaction,
    BookingNotification,
    Direction,
    Entry,
)
from avrop.documents.finance.pain001 import PAIN_001_03, Remittance
from avrop.documents.finance.pain002 import (
    PAIN_002_03,
    PAIN_002_10,
    BatchStatus,
    PaymentStatus,
    PaymentStatusReport,
    StatusReason,
    TransactionStatus,
    Verdict,
    status_of,
)
from avrop.documents.finance.tests.builders import NOON, kronor
from avrop.documents.findings import UnreadableDocument
from avrop.values import Money

CLOSED = StatusReason("AC04", ("The account is closed.",))
REPORT_VERSIONS = [PAIN_002_03, PAIN_002_10]
BOOKING_VERSIONS = [CAMT_054_02, CAMT_054_08]


def a_report(
    status: PaymentStatus | None = None, *batches: BatchStatus, message: str = PAIN_002_03
) -> PaymentStatusReport:
    return PaymentStatusReport(
        message_id="STATUS-1",
        created_at=NOON,
        original_message_id="PAY-1",
        original_message=PAIN_001_03,
        status=status,
        batches=batches,
        bank_bic="ESSESESS",
        message=message,
    )


def a_booking(
    *transactions: BookedTransaction, amount: str, message: str = CAMT_054_02
) -> BookingNotification:
    entry = Entry(
        amount=kronor(amount),
        direction=Direction.DEBIT,
        booking_date=date(2026, 5, 5),
        value_date=date(2026, 5, 5),
        transactions=transactions,
        bank_reference="BANK-1",
        transaction_code=("PMNT", "ICDT", "DMCT"),
    )
    account = AccountNotification(
        notification_id="N-1",
        created_at=NOON,
        account=BankAccount.iban("SE4550000000058398257466"),
        entries=(entry,),
        currency="SEK",
        owner="Östervåla kommun",
    )
    return BookingNotification("BOOKED-1", NOON, (account,), message)


def a_debit(number: int = 1, amount: str = "112.00") -> BookedTransaction:
    return BookedTransaction(
        amount=kronor(amount),
        direction=Direction.DEBIT,
        end_to_end_id=f"INVOICE-{number}",
        message_id="PAY-1",
        batch_id="PAY-1-1",
        counterparty=PaymentParty("Mejeriet i Ås AB"),
        counterparty_account=BankAccount.bankgiro("5050-1055"),
        remittance=(Remittance(reference="10017"),),
    )


def test_the_nearest_answer_counts_for_a_payment() -> None:
    rejected = TransactionStatus("INVOICE-1", PaymentStatus.REJECTED, (CLOSED,))
    batch = BatchStatus("B-1", PaymentStatus.ACCEPTED, transactions=(rejected,))
    report = a_report(PaymentStatus.TECHNICALLY_ACCEPTED, batch)

    verdicts = [
        status_of(report, "B-1", "INVOICE-1"),
        status_of(report, "B-1", "INVOICE-2"),
        status_of(report, "B-2", "INVOICE-3"),
    ]

    assert verdicts == [
        Verdict(PaymentStatus.REJECTED, (CLOSED,)),
        Verdict(PaymentStatus.ACCEPTED),
        Verdict(PaymentStatus.TECHNICALLY_ACCEPTED),
    ]


def test_a_partly_accepted_batch_says_nothing_of_a_payment_it_does_not_name() -> None:
    batch = BatchStatus("B-1", PaymentStatus.PARTLY_ACCEPTED)
    report = a_report(PaymentStatus.PARTLY_ACCEPTED, batch)

    assert status_of(report, "B-1", "INVOICE-1") is None


def test_a_rejected_file_rejects_every_payment() -> None:
    report = replace(a_report(PaymentStatus.REJECTED), reasons=(StatusReason("DUPL"),))

    assert status_of(report, "B-1", "INVOICE-1") == Verdict(
        PaymentStatus.REJECTED, (StatusReason("DUPL"),)
    )


STATUSES = st.one_of(st.none(), st.sampled_from(PaymentStatus))
REASONS = st.lists(
    st.builds(
        StatusReason,
        st.sampled_from(["AC04", "AM04", "OWN-REASON"]),
        st.lists(st.sampled_from(["Kontot är stängt.", "<&>"]), max_size=2).map(tuple),
    ),
    max_size=2,
).map(tuple)
TRANSACTIONS = st.lists(
    st.builds(
        TransactionStatus,
        st.sampled_from(["INVOICE-1", "INVOICE-2"]),
        STATUSES,
        REASONS,
        st.sampled_from(["", "I-1"]),
    ),
    max_size=3,
).map(tuple)
BATCHES = st.lists(
    st.builds(BatchStatus, st.sampled_from(["B-1", "B-2"]), STATUSES, REASONS, TRANSACTIONS),
    max_size=2,
)


@given(STATUSES, BATCHES, REASONS, st.sampled_from(REPORT_VERSIONS))
def test_a_written_report_is_read_back(
    status: PaymentStatus | None,
    batches: list[BatchStatus],
    reasons: tuple[StatusReason, ...],
    message: str,
) -> None:
    report = replace(a_report(status, *batches, message=message), reasons=reasons)

    assert pain002.read(pain002.write(report)) == report


def test_a_status_that_nobody_listed_is_left_to_a_person() -> None:
    raw = pain002.write(a_report(PaymentStatus.REJECTED)).replace(b"RJCT", b"MAYB")

    with pytest.raises(UnreadableDocument) as refusal:
        pain002.read(raw)

    (found,) = refusal.value.findings
    assert (found.code, found.values) == (
        "finance.unknown_code",
        {"element": "GrpSts", "text": "MAYB"},
    )


@pytest.mark.parametrize("message", BOOKING_VERSIONS)
def test_a_batch_booked_as_one_sum_keeps_every_payment(message: str) -> None:
    booking = a_booking(a_debit(1, "112.00"), a_debit(2, "8.00"), amount="120.00", message=message)

    read = camt054.read(camt054.write(booking))

    assert read == booking
    (entry,) = read.notifications[0].entries
    assert entry.is_booked
    assert [(each.end_to_end_id, each.amount) for each in entry.transactions] == [
        ("INVOICE-1", kronor("112.00")),
        ("INVOICE-2", kronor("8.00")),
    ]


BOOKED = st.builds(
    BookedTransaction,
    amount=st.decimals("0.01", 10**6, places=2).map(lambda value: Money(value, "SEK")),
    direction=st.just(Direction.DEBIT),
    end_to_end_id=st.sampled_from(["", "INVOICE-1"]),
    batch_id=st.sampled_from(["", "B-1"]),
    counterparty=st.sampled_from([PaymentParty(""), PaymentParty("Åsa & Co", "5560360793", "SE")]),
    counterparty_account=st.sampled_from(
        [
            None,
            BankAccount.bankgiro("5050-1055"),
            BankAccount.plusgiro("28 65 43-4"),
            BankAccount.bban("50001234567"),
        ]
    ),
    remarks=st.sampled_from([(), ("Faktura 4711",)]),
    return_reason=st.sampled_from(["", "AC04"]),
)


@given(st.lists(BOOKED, min_size=1, max_size=3), st.sampled_from(BOOKING_VERSIONS))
def test_a_written_booking_is_read_back(booked: list[BookedTransaction], message: str) -> None:
    booking = a_booking(*booked, amount="1.00", message=message)

    assert camt054.read(camt054.write(booking)) == booking


def test_an_only_payment_has_the_amount_of_its_entry_when_it_names_none() -> None:
    booking = a_booking(a_debit(amount="112.00"), amount="112.00")
    raw = camt054.write(booking)

    start, end = raw.index(b"<AmtDtls>"), raw.index(b"</AmtDtls>") + len(b"</AmtDtls>")
    (entry,) = camt054.read(raw[:start] + raw[end:]).notifications[0].entries

    assert entry.transactions[0].amount == Money(Decimal("112.00"), "SEK")


def test_a_booking_without_direction_is_refused() -> None:
    raw = camt054.write(a_booking(a_debit(), amount="112.00")).replace(b">DBIT<", b">BOTH<")

    with pytest.raises(UnreadableDocument) as refusal:
        camt054.read(raw)

    assert refusal.value.findings[0].code == "finance.unknown_code"
