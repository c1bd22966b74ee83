"""Photographs without what they tell beside the picture: where it was taken, when, by whose telephone.

Theory of operation. A telephone writes its position (GPS), its owner and a small copy of the picture
into the file, in parts of their own beside the picture's data. Here the file is read part by part and
only those that make the picture are written again, byte for byte: nothing is decoded, so that nothing
is lost and no decoder can be attacked. Which way up the picture is held (orientation) is the one thing
that is kept of the rest, in a part that says nothing else. What a file holds after the picture's end,
such as the film of a moving photograph, is left out.

The parts are those of JPEG (ITU-T T.81 annex B, Exif 2.32 for orientation), PNG (ISO/IEC 15948) and
WebP (RFC 9649).
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Iterator
from itertools import chain

JPEG, PNG, WEBP = "image/jpeg", "image/png", "image/webp"
UPRIGHT = 1


class BrokenPicture(ValueError):
    """The file begins as a picture and does not hold a whole one."""


def media_type_of(content: bytes) -> str:
    """The media type by the first bytes; "" for what is no picture that is taken in."""
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(PNG_SIGNATURE):
        return PNG
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return WEBP
    return ""


def cleaned(content: bytes) -> bytes:
    """The picture alone, the same way up. Raises `BrokenPicture`, also for what is no picture.

    What has been cleaned is given back as it is.
    """
    clean = CLEANERS.get(media_type_of(content))
    if clean is None:
        raise BrokenPicture
    try:
        return clean(content)
    except (struct.error, IndexError) as error:
        raise BrokenPicture from error


# --- orientation --------------------------------------------------------------------------------------

ORIENTATION_TAG, SHORT, MOST_ENTRIES = 0x0112, 3, 1000


def orientation_in(tiff: bytes) -> int:
    """Which way up, 1 to 8, by an Exif block (TIFF); 1 where it does not say."""
    try:
        order = {b"II": "<", b"MM": ">"}[tiff[:2]]
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, MOST_ENTRIES)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == ORIENTATION_TAG and kind == SHORT and 1 <= value <= 8:
                return int(value)
    except (KeyError, struct.error):
        pass
    return UPRIGHT


def exif_saying_only(orientation: int) -> bytes:
    """An Exif block (TIFF) that holds the orientation and nothing else."""
    entry = struct.pack(">HHIHH", ORIENTATION_TAG, SHORT, 1, orientation, 0)
    return b"MM\x00*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


# --- JPEG ---------------------------------------------------------------------------------------------

SOI, EOI, SOS = b"\xff\xd8", 0xD9, 0xDA
APP0, APP1, APP2, APP14, COMMENT = 0xE0, 0xE1, 0xE2, 0xEE, 0xFE
EXIF, PROFILE = b"Exif\x00\x00", b"ICC_PROFILE\x00"
#: Markers that begin a frame: they say how large the picture is (C4, C8 and CC are others).
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
#: The end of a scan: a marker that is neither a stuffed byte nor a restart.
AFTER_SCAN = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")


def _clean_jpeg(content: bytes) -> bytes:
    orientation, first, rest = UPRIGHT, b"", []
    has_frame = has_scan = False
    for marker, part in _jpeg_parts(content):
        data = part[4:]
        if marker == APP1 and data.startswith(EXIF):
            orientation = orientation_in(data[len(EXIF) :])
        elif marker == APP0 and data.startswith(b"JFIF\x00") and not first:
            first = part
        elif _makes_a_jpeg(marker, data):
            has_frame = has_frame or (marker in FRAMES and _has_size(data))
            has_scan = has_scan or marker == SOS
            rest.append(part)
    if not (has_frame and has_scan):
        raise BrokenPicture
    turned = _jpeg_part(APP1, EXIF + exif_saying_only(orientation)) if orientation > 1 else b""
    return b"".join((SOI, first, turned, *rest, b"\xff\xd9"))


def _makes_a_jpeg(marker: int, data: bytes) -> bool:
    if marker == APP2:
        return data.startswith(PROFILE)
    if marker == APP14:
        return data.startswith(b"Adobe")  # says how colours are stored
    return not (APP0 <= marker <= 0xEF or marker == COMMENT)


def _has_size(frame: bytes) -> bool:
    _, height, width = struct.unpack_from(">BHH", frame)
    return bool(height and width)


def _jpeg_part(marker: int, data: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(data) + 2) + data


def _jpeg_parts(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Marker and bytes of each part up to the end; a scan's part holds its data."""
    position = len(SOI)
    while True:
        if content[position] != 0xFF:
            raise BrokenPicture
        while content[position + 1] == 0xFF:  # bytes to fill up with may stand before a marker
            position += 1
        marker = content[position + 1]
        if marker == EOI:
            return
        (length,) = struct.unpack_from(">H", content, position + 2)
        end = position + 2 + length
        if length < 2 or end > len(content):
            raise BrokenPicture
        if marker == SOS:
            found = AFTER_SCAN.search(content, end)
            if found is None:
                raise BrokenPicture
            end = found.start()
        yield marker, content[position:end]
        position = end


# --- PNG ----------------------------------------------------------------------------------------------

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_PICTURE = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT")
PNG_LOOKS = (b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"pHYs", b"bKGD")
PNG_PARTS = frozenset((*PNG_PICTURE, *PNG_LOOKS))


def _clean_png(content: bytes) -> bytes:
    parts = list(_png_parts(content))
    kinds = [kind for kind, _ in parts]
    if kinds[0] != b"IHDR" or b"IDAT" not in kinds:
        raise BrokenPicture
    width, height = struct.unpack_from(">II", parts[0][1])
    if not (width and height):
        raise BrokenPicture
    orientation = next((orientation_in(data) for kind, data in parts if kind == b"eXIf"), UPRIGHT)
    turned = [(b"eXIf", exif_saying_only(orientation))] if orientation > 1 else []
    kept = [part for part in parts[1:] if part[0] in PNG_PARTS]
    return PNG_SIGNATURE + b"".join(_png_part(*part) for part in chain(parts[:1], turned, kept))


def _png_part(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def _png_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(PNG_SIGNATURE)
    while True:
        (length,) = struct.unpack_from(">I", content, position)
        kind = content[position + 4 : position + 8]
        end = position + 8 + length
        (checksum,) = struct.unpack_from(">I", content, end)
        data = content[position + 8 : end]
        if zlib.crc32(kind + data) != checksum:
            raise BrokenPicture
        yield kind, data
        if kind == b"IEND":
            return
        position = end + 4


# --- WebP ---------------------------------------------------------------------------------------------

HAS_EXIF, HAS_XMP = 0x08, 0x04
WEBP_PICTURES = frozenset((b"VP8 ", b"VP8L", b"ANMF"))
WEBP_PARTS = frozenset((b"VP8X", b"ICCP", b"ANIM", b"ALPH")) | WEBP_PICTURES


def _clean_webp(content: bytes) -> bytes:
    parts = list(_webp_parts(content))
    if not any(kind in WEBP_PICTURES and data for kind, data in parts):
        raise BrokenPicture
    exif = next((data for kind, data in parts if kind == b"EXIF"), b"")
    orientation = orientation_in(exif.removeprefix(EXIF))
    kept = [(kind, data) for kind, data in parts if kind in WEBP_PARTS]
    if kept[0][0] == b"VP8X":
        flags = kept[0][1][0] & ~(HAS_EXIF | HAS_XMP)
        turned = HAS_EXIF if orientation > 1 else 0
        kept[0] = (b"VP8X", bytes((flags | turned,)) + kept[0][1][1:])
        if turned:
            kept.append((b"EXIF", exif_saying_only(orientation)))
    body = b"WEBP" + b"".join(_webp_part(*part) for part in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_part(kind: bytes, data: bytes) -> bytes:
    return kind + struct.pack("<I", len(data)) + data + b"\x00" * (len(data) % 2)


def _webp_parts(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    (size,) = struct.unpack_from("<I", content, 4)
    end = 8 + size
    if end > len(content):
        raise BrokenPicture
    position = 12
    while position < end:
        kind = content[position : position + 4]
        (length,) = struct.unpack_from("<I", content, position + 4)
        if position + 8 + length > end:
            raise BrokenPicture
        yield kind, content[position + 8 : position + 8 + length]
        position += 8 + length + length % 2


CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    JPEG: _clean_jpeg,
    PNG: _clean_png,
    WEBP: _clean_webp,
}
