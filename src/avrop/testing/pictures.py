"""Small pictures for tests: real ones, that a browser shows, with or without what a telephone adds."""

from __future__ import annotations

import struct
import zlib

from avrop.kernel.pictures import EXIF, PNG_SIGNATURE

ORIENTATION, GPS_BLOCK, DATE_TIME = 0x0112, 0x8825, 0x0132
#: 59° 19' 45" N, 18° 4' 7" E: the castle in Stockholm.
NORTH, EAST = (59, 19, 45), (18, 4, 7)
TAKEN_AT = b"2026:03:02 09:00:00\x00"


def a_jpeg(*, orientation: int = 0, gps: bool = False, after: bytes = b"") -> bytes:
    """A grey square of eight by eight pixels (a baseline JPEG with tables of one code each).

    With an Exif block where `orientation` or `gps` asks for one, a comment and XMP with `gps`, and
    `after` behind the end of the picture.
    """
    told = _part(0xE1, EXIF + an_exif(orientation, gps=gps)) if orientation or gps else b""
    if gps:
        told += _part(0xE1, b"http://ns.adobe.com/xap/1.0/\x00<x:xmpmeta>Kim Ek</x:xmpmeta>")
        told += _part(0xFE, b"Kim Eks telefon")
    one_code = bytes((1, *(0,) * 15, 0))
    return b"".join(
        (
            b"\xff\xd8",
            _part(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"),
            told,
            _part(0xDB, b"\x00" + bytes([1] * 64)),
            _part(0xC0, b"\x08\x00\x08\x00\x08\x01\x01\x11\x00"),
            _part(0xC4, b"\x00" + one_code),
            _part(0xC4, b"\x10" + one_code),
            _part(0xDA, b"\x01\x01\x00\x00\x3f\x00"),
            b"\x3f\xff\xd9",
            after,
        )
    )


def a_png(*, orientation: int = 0, text: bytes = b"") -> bytes:
    """A black point, with an Exif block and a text where they are asked for."""
    told = _chunk(b"eXIf", an_exif(orientation, gps=True)) if orientation else b""
    told += _chunk(b"tEXt", text) if text else b""
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    point = _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return PNG_SIGNATURE + _chunk(b"IHDR", header) + told + point + _chunk(b"IEND", b"")


def a_webp(*, orientation: int = 0) -> bytes:
    """A point, lossless; in the extended form with an Exif block where an orientation is given."""
    # One pixel: signature, 14 + 14 bits of size less one, then tables that have one code each.
    point = bytes.fromhex("2f00000000078810f2ff0100")
    told = b"EXIF", an_exif(orientation, gps=True)
    parts = [(b"VP8L", point)]
    if orientation:
        parts = [(b"VP8X", b"\x08" + bytes(9)), *parts, told]
    body = b"WEBP" + b"".join(
        kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)
        for kind, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body)) + body


def an_exif(orientation: int, *, gps: bool) -> bytes:
    """A TIFF block as telephones write it: which way up, when, and with `gps` where."""
    entries = [
        struct.pack("<HHIHH", ORIENTATION, 3, 1, orientation or 1, 0),
        struct.pack("<HHII", DATE_TIME, 2, len(TAKEN_AT), 100),
    ]
    if gps:
        entries.append(struct.pack("<HHII", GPS_BLOCK, 4, 1, 120))
    first = b"II*\x00" + struct.pack("<IH", 8, len(entries)) + b"".join(entries) + bytes(4)
    block = first.ljust(100, b"\x00") + TAKEN_AT
    return block + _gps() if gps else block


def _gps() -> bytes:
    degrees = [
        struct.pack("<IIIIII", *(n for value in part for n in (value, 1))) for part in (NORTH, EAST)
    ]
    entries = (
        struct.pack("<HHI4s", 1, 2, 2, b"N\x00"),
        struct.pack("<HHII", 2, 5, 3, 200),
        struct.pack("<HHI4s", 3, 2, 2, b"E\x00"),
        struct.pack("<HHII", 4, 5, 3, 224),
    )
    block = struct.pack("<H", len(entries)) + b"".join(entries) + bytes(4)
    return block.ljust(200 - 120, b"\x00") + b"".join(degrees)


def _part(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
