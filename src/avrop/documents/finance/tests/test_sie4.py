"""SIE: what we write balances and is read back; what others wrote is read, whatever the program."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.documents.finance import sie4
from avrop.documents.finance.iso20022 import UnwritableDocument
from avrop.documents.finance.sie4 import (
    Account,
    CodingObject,
    Dimension,
    SieFile,
    Transaction,
    Voucher,
)
from avrop.documents.findings import UnreadableDocument
from avrop.values import Money

DAY = date(2026, 5, 4)


def kronor(amount: str) -> Money:
    return Money(Decimal(amount), "SEK")


def a_voucher(*amounts: str) -> Voucher:
    rows = tuple(
        Transaction("4010", kronor(amount), objects=((1, "310"), (6, "Skolmat")), text="Mjölk")
        for amount in amounts
    )
    return Voucher("L", "17", DAY, "Leverantörsfaktura 4711", rows, registered_date=DAY)


def a_file(*vouchers: Voucher) -> SieFile:
    return SieFile(
        program="avrop",
        program_version="0.1.0",
        generated_date=DAY,
        generated_by="Åsa",
        company="Kommunen Östervåla",
        organisation_number="212000-0000",
        vouchers=vouchers,
        dimensions=(Dimension(1, "Kostnadsställe"), Dimension(6, "Projekt")),
        objects=(CodingObject(1, "310", "Äppelskolan"),),
        accounts=(Account("4010", "Livsmedel"), Account("2440", "Leverantörsskulder")),
    )


def test_a_voucher_is_written_as_the_format_says() -> None:
    balanced = a_voucher("112.00", "-112.00")

    lines = sie4.write(a_file(balanced)).decode("cp437").split("\r\n")

    assert lines == [
        "#FLAGGA 0",
        '#PROGRAM "avrop" "0.1.0"',
        "#FORMAT PC8",
        '#GEN 20260504 "Åsa"',
        "#SIETYP 4",
        "#ORGNR 212000-0000",
        '#FNAMN "Kommunen Östervåla"',
        '#DIM 1 "Kostnadsställe"',
        '#DIM 6 "Projekt"',
        '#OBJEKT 1 "310" "Äppelskolan"',
        '#KONTO 4010 "Livsmedel"',
        '#KONTO 2440 "Leverantörsskulder"',
        '#VER "L" "17" 20260504 "Leverantörsfaktura 4711" 20260504',
        "{",
        '   #TRANS 4010 {1 "310" 6 "Skolmat"} 112.00 "" "Mjölk"',
        '   #TRANS 4010 {1 "310" 6 "Skolmat"} -112.00 "" "Mjölk"',
        "}",
        "",
    ]


TEXTS = st.text(alphabet='abcåäöÅÄÖé "\\{}#0123', max_size=20)
ROWS = st.lists(
    st.builds(
        Transaction,
        account=st.sampled_from(["1930", "2440", "4010"]),
        amount=st.decimals(-10_000, 10_000, places=2).map(lambda amount: Money(amount, "SEK")),
        objects=st.lists(st.tuples(st.sampled_from([1, 6]), TEXTS), max_size=2).map(tuple),
        transaction_date=st.one_of(st.none(), st.just(DAY)),
        text=TEXTS,
        quantity=st.one_of(st.none(), st.decimals(0, 100, places=2)),
        signature=TEXTS,
    ),
    min_size=1,
    max_size=5,
)


@given(ROWS, TEXTS)
def test_what_is_written_is_read_back(rows: list[Transaction], text: str) -> None:
    total = Money.sum((row.amount for row in rows), "SEK")
    document = a_file(
        Voucher("A", "1", DAY, text, (*rows, Transaction("2440", -total)), signature="AB")
    )

    assert sie4.read(sie4.write(document)) == document


def test_a_voucher_that_misses_an_ore_is_neither_written_nor_read() -> None:
    unbalanced = a_file(a_voucher("112.00", "-111.99"))

    with pytest.raises(UnwritableDocument) as unwritten:
        sie4.write(unbalanced)
    good = sie4.write(a_file(a_voucher("112.00", "-112.00")))
    with pytest.raises(UnreadableDocument) as unread:
        sie4.read(good.replace(b"-112.00", b"-111.99"))

    for refusal in (unwritten, unread):
        (found,) = refusal.value.findings
        assert found.code == "finance.voucher_unbalanced"
        assert found.values == {"voucher": "L17", "difference": "0.01 SEK"}


def test_an_empty_voucher_and_fractions_of_an_ore_are_refused() -> None:
    with pytest.raises(UnwritableDocument) as empty:
        sie4.write(a_file(a_voucher()))
    with pytest.raises(UnwritableDocument) as fraction:
        sie4.write(a_file(a_voucher("0.005", "-0.005")))

    assert [each.code for each in empty.value.findings] == ["finance.voucher_empty"]
    assert [each.code for each in fraction.value.findings] == ["finance.amount_not_payable"]


@pytest.mark.corpus
def test_every_file_of_another_program_is_read_or_refused_with_a_reason(corpus: Path) -> None:
    files = [path for path in (corpus / "sie").iterdir() if path.suffix.lower() in {".se", ".si"}]

    refused = {}
    for path in files:
        try:
            sie4.read(path.read_bytes())
        except UnreadableDocument as refusal:
            refused[path.name] = [each.code for each in refusal.findings]

    assert len(files) == 31
    assert refused == {"transaktioner_ovnbolag-bad-balance.se": ["finance.voucher_unbalanced"]}


def test_signs_outside_the_code_page_do_not_stop_a_voucher() -> None:
    voucher = Voucher("A", "1", DAY, "Łódź 牛奶", a_voucher("1", "-1").transactions)

    read = sie4.read(sie4.write(a_file(voucher)))

    assert read.vouchers[0].text == "?ódz ??"


@pytest.mark.corpus
@pytest.mark.parametrize(
    ("name", "program", "vouchers", "rows", "company"),
    [
        ("transaktioner_ovnbolag.se", "Avendo", 163, 671, "Övningsbolaget AB (Ekonomi 60)"),
        ("44_sie4.se", "Visma Compact", 286, 949, "Övningsbolaget AB"),
        ("Test4.SE", "BRILJANT EKONOMISYSTEM", 167, 1464, "Exempelföretag 44"),
        ("Bokslut_Norstedts_SIE_4E.se", "Norstedts Bokslut", 177, 678, "Datakonsulterna AB"),
        ("Sie4.si", "Fortnox Bokföring", 165, 869, "Testföretaget AB"),
        ("SIE_exempelfil.se", "Specter Business Management", 26, 148, "SBMDEMO Lars"),
        ("LON_Lonekorning.SI", "Kontek Lön", 1, 25, "Demoföretaget AB"),
        ("sie_4.SE", "Avendo", 20, 76, "Övningsbolaget AB"),
        ("arsaldo_ovnbolag.se", "Avendo", 0, 0, "Övningsbolaget AB (Ekonomi 60)"),
    ],
)
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n"])
def test_files_of_other_programs_are_read(
    corpus: Path,
    name: str,
    program: str,
    vouchers: int,
    rows: int,
    company: str,
    line_end: bytes,
) -> None:
    raw = (corpus / "sie" / name).read_bytes().replace(b"\n", line_end)

    document = sie4.read(raw)

    counted = sum(len(voucher.transactions) for voucher in document.vouchers)
    assert (document.program, len(document.vouchers), counted, document.company) == (
        program,
        vouchers,
        rows,
        company,
    )


@pytest.mark.corpus
def test_rows_keep_their_objects_in_every_dimension(corpus: Path) -> None:
    document = sie4.read((corpus / "sie" / "LON_Lonekorning.SI").read_bytes())

    row = document.vouchers[0].transactions[10]

    assert (row.account, row.amount, row.objects, row.quantity) == (
        "7210",
        kronor("3750.00"),
        ((1, "100"), (6, "Obj300"), (20, "1234567890")),
        None,
    )


@pytest.mark.corpus
def test_the_one_unbalanced_voucher_of_a_file_is_named(corpus: Path) -> None:
    raw = (corpus / "sie" / "transaktioner_ovnbolag-bad-balance.se").read_bytes()

    with pytest.raises(UnreadableDocument) as refusal:
        sie4.read(raw)

    assert [each.values["voucher"] for each in refusal.value.findings] == ["B1"]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "cp437"])
def test_the_encoding_is_judged_by_the_bytes_and_not_by_the_label(encoding: str) -> None:
    raw = sie4.write(a_file(a_voucher("1", "-1"))).decode("cp437").encode(encoding)

    assert sie4.read(raw).company == "Kommunen Östervåla"


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "documents.empty"),
        (b"hello", "finance.not_sie"),
        (b"#FLAGGA 0\n#SIETYP four\n", "finance.not_sie"),
        (b"#FLAGGA 0\n#TRANS 1930 {} 1.00\n", "finance.sie_line"),
        (b'#SIETYP 4\n#VER A 1 20261301 ""\n{\n}\n', "finance.sie_line"),
        (b'#SIETYP 4\n#VER A 1 20260101 ""\n{\n#TRANS 1930 {} NaN\n}\n', "finance.sie_line"),
        (
            b'#SIETYP 4\n#VER A 1 20260101 ""\n{\n#TRANS 1930 {} ' + b"9" * 30 + b"\n}\n",
            "finance.sie_line",
        ),
        (b'#SIETYP 4\n#VER A 1 20260101 ""\n{\n#TRANS 1930 {} 1.00\n', "documents.truncated"),
        (b"\x00\xff" * 50_000, "finance.not_sie"),
    ],
)
def test_what_is_no_sie_file_is_refused_with_the_reason(raw: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as refusal:
        sie4.read(raw)

    assert [each.code for each in refusal.value.findings] == [code]


def test_a_hostile_line_takes_no_more_time_than_it_is_long() -> None:
    raw = b"#SIETYP 4\n#PROSA " + b'{"' * 200_000 + b"\\" * 200_000

    with pytest.raises(UnreadableDocument):
        sie4.read(raw)
