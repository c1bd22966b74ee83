"""Bars of GS1-128: Code 128 with FNC1 first, in code set C, for the digits of an SSCC (ISO/IEC 15417,
GS1 General Specifications 5.4). Pure.

A symbol is written as the widths of its bars and spaces in turn, a bar first, in modules.
"""

from __future__ import annotations

from itertools import accumulate

#: Widths by symbol value: 0 to 102, the three starts (103 to 105).
_ALL_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232"
    "122132122231113222123122123221223211221132221231213212223112312131311222321122"
    "321221312212322112322211212123212321232121111323131123131321112313132113132311"
    "211313231113231311112133112331132131113123113321133121313121211331231131213113"
    "213311213131311123311321331121312113312311332111314111221411431111111224111422"
    "121124121421141122141221112214112412122114122411142112142211241211221114413111"
    "241112134111111242121142121241114212124112124211411212421112421211212141214121"
    "412121111143111341131141114113114311411113411311113141114131311141411131211412"
    "211214211232"
)
_WIDTHS = tuple(_ALL_WIDTHS[at : at + 6] for at in range(0, len(_ALL_WIDTHS), 6))
_STOP = "2331112"
_FNC1, _START_C = 102, 105
_MODULUS = 103
#: Light modules that must be left free on each side.
QUIET_ZONE = 10


def symbols_of(digits: str) -> tuple[int, ...]:
    """The symbol values of digits with start, FNC1 and check symbol, without the stop.

    Raises ValueError for anything but an even number of digits.
    """
    if not digits or len(digits) % 2 or not digits.isascii() or not digits.isdigit():
        raise ValueError(f"code set C takes pairs of digits, not {digits!r}")
    pairs = [int(digits[at : at + 2]) for at in range(0, len(digits), 2)]
    data = [_FNC1, *pairs]
    check = _START_C + sum(place * value for place, value in enumerate(data, start=1))
    return (_START_C, *data, check % _MODULUS)


def widths_of(digits: str) -> tuple[int, ...]:
    """The widths of bars and spaces in turn, from the first bar of the start to the last of the stop."""
    written = "".join(_WIDTHS[value] for value in symbols_of(digits)) + _STOP
    return tuple(int(width) for width in written)


def width_of(digits: str) -> int:
    """How wide the code is in modules, with both quiet zones."""
    return sum(widths_of(digits)) + 2 * QUIET_ZONE


def path_of(digits: str, *, height: int) -> str:
    """The bars as the path of an SVG that is `width_of` modules wide."""
    widths = widths_of(digits)
    begins = (QUIET_ZONE, *(QUIET_ZONE + end for end in accumulate(widths)))
    return "".join(
        f"M{begin} 0h{width}v{height}h-{width}z"
        for begin, width in zip(begins[::2], widths[::2], strict=True)
    )
