"""Quantities meet in one unit, and change it only by declared contents."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values import (
    UNIT_CODES,
    UNIT_NAMES,
    PackFactor,
    Quantity,
    UnitMismatch,
    convert,
    is_unit_code,
    unit_name,
)

PACKS = [
    PackFactor("XBX", "C62", Decimal(12)),
    PackFactor("XPX", "XBX", Decimal(40)),
    PackFactor("C62", "KGM", Decimal("0.35")),
]


def test_quantities_of_different_units_do_not_meet() -> None:
    pieces, kilograms = Quantity(Decimal(4), "H87"), Quantity(Decimal("9.64"), "KGM")

    with pytest.raises(UnitMismatch):
        pieces + kilograms
    with pytest.raises(UnitMismatch):
        pieces < kilograms  # noqa: B015
    with pytest.raises(UnitMismatch):
        convert(pieces, "KGM", PACKS)


def test_a_pallet_is_counted_in_pieces_through_its_boxes() -> None:
    pallets = Quantity(Decimal(2), "XPX")

    assert convert(pallets, "C62", PACKS) == Quantity(Decimal(960), "C62")
    assert convert(Quantity(Decimal(6), "C62"), "XBX", PACKS) == Quantity(Decimal("0.5"), "XBX")


def test_a_quantity_in_its_own_unit_needs_no_factor() -> None:
    assert convert(Quantity(Decimal(3), "EA"), "EA", []) == Quantity(Decimal(3), "EA")


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_there_and_back_gives_the_same_quantity(value: Decimal) -> None:
    boxes = Quantity(value, "XBX")

    assert convert(convert(boxes, "KGM", PACKS), "XBX", PACKS) == boxes


def test_a_pack_holds_something() -> None:
    with pytest.raises(ValueError, match="positive"):
        PackFactor("XBX", "C62", Decimal(0))


def test_every_named_unit_is_a_code_that_documents_may_carry() -> None:
    assert set(UNIT_NAMES) <= UNIT_CODES
    assert len(UNIT_CODES) == 2162
    assert is_unit_code("XBX")
    assert not is_unit_code("BX")


def test_a_unit_is_shown_in_the_readers_language_or_as_its_code() -> None:
    assert unit_name("KGM", "zh-hans") == "千克"
    assert unit_name("HUR", "sv") == "timme"
    assert unit_name("A10", "en") == "A10"
