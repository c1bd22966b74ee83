"""Which photographs are taken in beside a receipt. Pure: the bytes decide, never the name.

What a telephone tells beside the picture, such as where it was taken, is not kept (`kernel.pictures`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from uuid import UUID

from avrop.buying.receipts.shapes import NewPhoto
from avrop.kernel.pictures import BrokenPicture, cleaned, media_type_of
from avrop.kernel.problems import Problem

__all__ = ["ACCEPTED", "LARGEST_PHOTO", "MOST_PHOTOS", "media_type_of", "problems_with_photos"]

#: What every browser shows. A telephone's own kind (HEIC) is turned into one of them by the browser.
ACCEPTED = "image/jpeg,image/png,image/webp"
LARGEST_PHOTO = 10 * 1024 * 1024
MOST_PHOTOS = 12


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
        elif not _is_whole(photo.content):
            yield Problem("receipts.broken_photo", values, place)
        if photo.order_line_id is not None and photo.order_line_id not in order_line_ids:
            yield Problem("receipts.photo_of_no_line", values, place)


def _is_whole(content: bytes) -> bool:
    try:
        cleaned(content)
    except BrokenPicture:
        return False
    return True
