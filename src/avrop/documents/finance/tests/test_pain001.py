"""Payment files: as Swedish banks take them, and never one that a bank would refuse."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from avrop.documents.finance import pain001
from avrop.documents.finance.bank_accounts import BankAccount, PaymentParty
from avrop.documents.finance.iso20022 import UnwritableDocument
from avrop.documents.finance.pain001 import PAIN_001_03, PAIN_001_09, Payment, Remittance
from avrop.documents.finance.tests.builders import a_payment, a_payment_file, kronor
from avrop.documents.findings import UnreadableDocument
from avrop.values import Money, identifiers

BOTH_VERSIONS = pytest.mark.parametrize("message", [PAIN_001_03, PAIN_001_09])


def xml_of(document: pain001.PaymentInitiation) -> etree._Element:
    """The file without namespaces' noise in the paths."""
    root = etree.fromstring(pain001.write(document))
    for element in root.iter():
        element.tag = etree.QName(element).localname
    return root


@BOTH_VERSIONS
def test_a_bankgiro_payment_names_the_giro_as_swedish_banks_want_it(message: str) -> None:
    payment = a_payment()

    transfer = xml_of(a_payment_file(payment, message=message)).find(".//CdtTrfTxInf")

    assert transfer is not None
    assert transfer.findtext("CdtrAgt/FinInstnId/ClrSysMmbId/ClrSysId/Cd") == "SESBA"
    assert transfer.findtext("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == "9900"
    assert transfer.findtext("CdtrAcct/Id/Othr/Id") == "50501055"
    assert transfer.findtext("CdtrAcct/Id/Othr/SchmeNm/Prtry") == "BGNR"
    assert transfer.findtext("RmtInf/Strd/CdtrRefInf/Tp/CdOrPrtry/Cd") == "SCOR"
    assert transfer.findtext("RmtInf/Strd/CdtrRefInf/Ref") == "10017"


def test_a_plusgiro_payment_names_the_giro_as_a_bban_of_its_clearing_member() -> None:
    payment = a_payment(account=BankAccount.plusgiro("28 65 43-4"))

    transfer = xml_of(a_payment_file(payment)).find(".//CdtTrfTxInf")

    assert transfer is not None
    assert transfer.findtext("CdtrAgt/FinInstnId/ClrSysMmbId/MmbId") == "9960"
    assert transfer.findtext("CdtrAcct/Id/Othr/Id") == "2865434"
    assert transfer.findtext("CdtrAcct/Id/Othr/SchmeNm/Cd") == "BBAN"


def test_the_versions_differ_in_bic_and_date_only() -> None:
    payment = replace(
        a_payment(account=BankAccount.iban("SE4550000000058398257466")), creditor_bic="ESSESESS"
    )

    old = xml_of(a_payment_file(payment, message=PAIN_001_03))
    new = xml_of(a_payment_file(payment, message=PAIN_001_09))

    assert (old.findtext(".//ReqdExctnDt"), new.findtext(".//ReqdExctnDt/Dt")) == (
        "2026-05-05",
        "2026-05-05",
    )
    assert old.findtext(".//CdtrAgt/FinInstnId/BIC") == "ESSESESS"
    assert new.findtext(".//CdtrAgt/FinInstnId/BICFI") == "ESSESESS"


def test_the_file_says_how_many_payments_and_how_much_it_holds() -> None:
    root = xml_of(a_payment_file(a_payment(1, amount="112.00"), a_payment(2, amount="0.50")))

    for place in ("GrpHdr", "PmtInf"):
        assert root.findtext(f".//{place}/NbOfTxs") == "2"
        assert root.findtext(f".//{place}/CtrlSum") == "112.50"


TEXTS = st.text(alphabet="abcåäö ÅÄÖ<&>'\"-/", min_size=1, max_size=30).map(str.strip).filter(bool)
ACCOUNTS = st.one_of(
    st.integers(10**6, 10**7 - 1).map(
        lambda number: BankAccount.bankgiro(identifiers.bankgiro(str(number)))
    ),
    st.integers(1, 10**7 - 1).map(
        lambda number: BankAccount.plusgiro(identifiers.plusgiro(str(number)))
    ),
    st.just(BankAccount.iban("SE4550000000058398257466")),
    st.just(BankAccount.bban("50001234567")),
)
REMITTANCES = st.one_of(
    st.builds(Remittance, reference=st.integers(1, 10**20).map(identifiers.ocr_reference)),
    st.builds(
        Remittance,
        document_number=TEXTS,
        document_type=st.sampled_from(["CINV", "CREN"]),
        amount=st.decimals("0.01", 10**6, places=2).map(lambda value: Money(value, "SEK")),
    ),
)
PAYMENTS = st.lists(
    st.builds(
        Payment,
        end_to_end_id=TEXTS,
        amount=st.decimals("0.01", 10**8, places=2).map(lambda value: Money(value, "SEK")),
        creditor=st.builds(PaymentParty, TEXTS, st.sampled_from(["", "5560360793"])),
        account=ACCOUNTS,
        creditor_bic=st.sampled_from(["", "ESSESESS"]),
        remittance=st.lists(REMITTANCES, max_size=2).map(tuple),
        message=st.lists(TEXTS, max_size=2).map(tuple),
        instruction_id=st.sampled_from(["", "I-1"]),
    ),
    min_size=1,
    max_size=4,
    unique_by=lambda payment: payment.end_to_end_id,
)


@given(PAYMENTS, st.sampled_from([PAIN_001_03, PAIN_001_09]))
def test_what_is_written_is_read_back(payments: list[Payment], message: str) -> None:
    document = a_payment_file(*payments, message=message)

    assert pain001.read(pain001.write(document)) == document


def test_everything_that_a_bank_would_refuse_is_said_at_once() -> None:
    document = a_payment_file(
        replace(a_payment(1), amount=kronor("0")),
        replace(a_payment(1), amount=kronor("1.005")),
        replace(a_payment(2), end_to_end_id="X" * 36),
        replace(a_payment(3), creditor=PaymentParty("")),
    )

    with pytest.raises(UnwritableDocument) as refusal:
        pain001.write(document)

    assert [each.code for each in refusal.value.findings] == [
        "finance.amount_not_payable",
        "finance.amount_not_payable",
        "finance.id_length",
        "finance.id_length",
        "finance.end_to_end_id_repeated",
    ]


def test_a_file_without_payments_is_not_written() -> None:
    with pytest.raises(UnwritableDocument) as refusal:
        pain001.write(replace(a_payment_file(), batches=()))

    assert [each.code for each in refusal.value.findings] == ["finance.no_payments"]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"<CtrlSum>112.00", b"<CtrlSum>112.01", "finance.sum_differs"),
        (b"<NbOfTxs>1<", b"<NbOfTxs>2<", "finance.count_differs"),
        (b"112.00</InstdAmt>", b"112,00</InstdAmt>", "finance.not_an_amount"),
        (b"112.00</InstdAmt>", b"-112.00</InstdAmt>", "finance.not_an_amount"),
        (b'Ccy="SEK"', b'Ccy="kr"', "finance.not_an_amount"),
        (b"2026-05-05<", b"2026-02-30<", "finance.not_a_date"),
        (b"50501055", b"50501056", "finance.wrong_account"),
        (b"<EndToEndId>INVOICE-1</EndToEndId>", b"", "finance.missing"),
        (b"pain.001.001.03", b"pain.001.001.99", "finance.unknown_message"),
        (b"</Document>", b"", "documents.truncated"),
        (b"<Document", b"<!DOCTYPE a><Document", "documents.has_document_type"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(before: bytes, after: bytes, code: str) -> None:
    raw = pain001.write(a_payment_file())

    with pytest.raises(UnreadableDocument) as refusal:
        pain001.read(raw.replace(before, after))

    assert refusal.value.findings[0].code == code


def test_a_finding_says_where() -> None:
    raw = pain001.write(a_payment_file()).replace(b'Ccy="SEK"', b'Ccy="kr"')

    with pytest.raises(UnreadableDocument) as refusal:
        pain001.read(raw)

    assert refusal.value.findings[0].place.terms == (
        "Document",
        "CstmrCdtTrfInitn",
        "PmtInf",
        "CdtTrfTxInf",
        "Amt",
        "InstdAmt",
    )


def test_a_file_of_a_thousand_payments_keeps_its_sum() -> None:
    payments = [a_payment(number, amount="0.10") for number in range(1000)]
    document = replace(a_payment_file(*payments), created_at=a_payment_file().created_at)

    read = pain001.read(pain001.write(document))

    assert sum((payment.amount.amount for payment in read.payments), Decimal(0)) == Decimal(100)
    assert read.batches[0].execution_date == date(2026, 5, 5)
