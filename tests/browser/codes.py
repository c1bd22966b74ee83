"""Codes as a camera sees them: bars drawn from the widths of the symbols, as a film of one picture.

EAN-13 by ISO/IEC 15420, Code 128 by ISO/IEC 15417 (set C, with FNC1 first: GS1-128).
"""

from __future__ import annotations

from pathlib import Path

WIDTH, HEIGHT, MODULE = 640, 480, 4
FILM_RATE = 10
FRAMES = 20


def _words(text: str) -> list[str]:
    return text.split()


_LEFT_ODD = _words(
    "0001101 0011001 0010011 0111101 0100011 0110001 0101111 0111011 0110111 0001011"
)
_PARITY = _words("OOOOOO OOEOEE OOEEOE OOEEEO OEOOEE OEEOOE OEEEOO OEOEOE OEOEEO OEEOEO")
#: Widths of bars and spaces of each value of Code 128; 105 starts set C, 102 is FNC1, 106 ends.
_CODE_128 = _words(
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232 2331112"
)


def ean_13(digits: str) -> str:
    """The modules of an EAN-13: 1 is a bar."""
    left = [
        _LEFT_ODD[int(digit)] if parity == "O" else _even(digit)
        for digit, parity in zip(digits[1:7], _PARITY[int(digits[0])], strict=True)
    ]
    right = [_turned(_LEFT_ODD[int(digit)]) for digit in digits[7:]]
    return "101" + "".join(left) + "01010" + "".join(right) + "101"


def _turned(modules: str) -> str:
    return modules.translate(str.maketrans("01", "10"))


def _even(digit: str) -> str:
    return _turned(_LEFT_ODD[int(digit)])[::-1]


def gs1_128(digits: str) -> str:
    """The modules of a GS1-128 of an even number of digits ("00" and an SSCC): 1 is a bar."""
    values = [105, 102, *(int(digits[at : at + 2]) for at in range(0, len(digits), 2))]
    check = (values[0] + sum(at * value for at, value in enumerate(values))) % 103
    widths = "".join(_CODE_128[value] for value in (*values, check, 106))
    return "".join(("1" if at % 2 == 0 else "0") * int(width) for at, width in enumerate(widths))


def film_of(modules: str, path: Path) -> Path:
    """A film (YUV4MPEG2, for Chromium's fake camera) that shows the code in the middle."""
    module = MODULE if len(modules) * MODULE < WIDTH - 80 else MODULE - 1
    margin = (WIDTH - len(modules) * module) // 2
    row = bytearray(b"\xeb" * WIDTH)
    for at, bit in enumerate(modules):
        if bit == "1":
            start = margin + at * module
            row[start : start + module] = b"\x10" * module
    white = b"\xeb" * WIDTH
    picture = b"".join(bytes(row) if 120 <= y < 360 else white for y in range(HEIGHT))
    colourless = b"\x80" * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FILM_RATE}:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + (b"FRAME\n" + picture + colourless) * FRAMES)
    return path
