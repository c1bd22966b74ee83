"""What a code at the goods entrance says."""

from __future__ import annotations

import pytest

from avrop.buying.receipts.scanning import Scanned, read_code, spellings

SSCC = "373500000000000017"


@pytest.mark.parametrize(
    "text",
    [
        SSCC,
        f"00{SSCC}",
        f"(00){SSCC}",
        f"(00) {SSCC} ",
        f"]C100{SSCC}",
        f"\x1d00{SSCC}",
        f"10LOT-7\x1d00{SSCC}",
        f"02073500538304553712\x1d00{SSCC}",
        f"(02)07350053830455(37)12(00){SSCC}",
    ],
)
def test_a_handling_unit_is_known_by_its_number_however_the_label_is_read(text: str) -> None:
    scanned = read_code(text)

    assert (scanned.kind, scanned.value) == ("sscc", SSCC)


@pytest.mark.parametrize(
    ("text", "gtin"),
    [
        ("7350053830455", "07350053830455"),
        ("073500538304555", None),
        ("96385074", "00000096385074"),
        ("]E07350053830455", "07350053830455"),
        ("0107350053830455172612311042", "07350053830455"),
        ("(01)07350053830455(10)A1", "07350053830455"),
    ],
)
def test_an_article_is_known_by_its_gtin_of_any_length(text: str, gtin: str | None) -> None:
    scanned = read_code(text)

    assert (scanned.kind, scanned.value) == (("gtin", gtin) if gtin else ("number", text))


def test_a_label_that_names_our_order_leads_there() -> None:
    assert read_code("400AO-2026-00012") == Scanned(
        "number", "AO-2026-00012", "400AO-2026-00012", "AO-2026-00012"
    )


@pytest.mark.parametrize("text", ["AO-2026-00012", "FS-1", "7350053830456", "", "9" * 5000])
def test_anything_else_is_a_number(text: str) -> None:
    assert read_code(text).kind == "number"


def test_a_gtin_is_looked_for_in_each_length_that_its_zeros_allow() -> None:
    assert spellings("07350053830455") == ("7350053830455", "07350053830455")
    assert spellings("00000096385074") == (
        "96385074",
        "000096385074",
        "0000096385074",
        "00000096385074",
    )
