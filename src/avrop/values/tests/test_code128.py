"""The bars of a label, against patterns of the standard and a symbol reckoned by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avrop.values.code128 import path_of, symbols_of, width_of, widths_of


def test_every_symbol_is_eleven_modules_wide_and_like_no_other() -> None:
    from avrop.values.code128 import _WIDTHS

    assert len(set(_WIDTHS)) == len(_WIDTHS) == 106
    assert {sum(map(int, widths)) for widths in _WIDTHS} == {11}
    assert {sum(map(int, widths[::2])) % 2 for widths in _WIDTHS} == {0}


def test_an_sscc_begins_with_start_c_and_fnc1_and_ends_with_its_check_symbol() -> None:
    symbols = symbols_of("00" + "340123450000000000")

    assert symbols[:3] == (105, 102, 0)
    # 105 + 1·102 + 2·0 + 3·34 + 4·1 + 5·23 + 6·45 = 698; 698 mod 103 = 80
    assert symbols[-1] == 80


def test_the_bars_are_those_of_the_standard() -> None:
    widths = "".join(map(str, widths_of("00")))

    # Start C, FNC1, the pair 00, the check symbol (105 + 102 mod 103 = 1), stop.
    assert widths == "211232" + "411131" + "212222" + "222122" + "2331112"


def test_the_code_leaves_its_quiet_zones_free() -> None:
    # start, FNC1, ten pairs, check: 13 symbols of 11 modules; stop 13; ten modules on each side
    assert width_of("00" + "340123450000000000") == 13 * 11 + 13 + 20
    assert path_of("00", height=5).startswith("M10 0h2v5h-2z")


@pytest.mark.parametrize("digits", ["", "1", "12a4", "1²"])
def test_only_pairs_of_digits_can_be_written(digits: str) -> None:
    with pytest.raises(ValueError, match="pairs of digits"):
        symbols_of(digits)


@given(st.text("0123456789", min_size=2, max_size=30).filter(lambda text: len(text) % 2 == 0))
def test_the_check_symbol_makes_the_weighted_sum_come_out(digits: str) -> None:
    start, *data, check = symbols_of(digits)

    assert (start + sum(place * value for place, value in enumerate(data, 1))) % 103 == check
