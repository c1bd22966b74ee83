"""Which photographs are taken in beside a receipt. Pure: the bytes decide, never the name."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from avrop.buying.receipts.shapes import NewPhoto
from avrop.kernel.problems import Problem

#: What every browser shows. A telephone's own kind (HEIC) is turned into one of them by the browser.
ACCEPTED = "image/jpeg,image/png,image/webp"
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_PHOTOS = 12


def media_type_of(content: bytes) -> str:
    """The media type by the first bytes; "" for what is no picture we take."""
    if content.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return ""


def problems_with_photos(
    photos: Sequence[NewPhoto], order_line_ids: Collection[UUID], *, already: int = 0
) -> Iterator[Problem]:
    """Every reason not to keep these; `already` is how many the receipt has."""
    if photos and len(photos) + already > MOST_PHOTOS:
        yield Problem("receipts.too_many_photos", {"most": MOST_PHOTOS}, ("photos",))
    for number, photo in enumerate(photos):
        place = ("photos", number)
        values = {"name": photo.name}
        if len(photo.content) > LARGEST_PHOTO:
            most = LARGEST_PHOTO // (1024 * 1024)
            yield Problem("receipts.photo_too_large", {**values, "most": most}, place)
        elif not media_type_of(photo.content):
            yield Problem("receipts.not_a_photo", values, place)
        if photo.order_line_id is not None and photo.order_line_id not in order_line_ids:
            yield Problem("receipts.photo_of_no_line", values, place)
