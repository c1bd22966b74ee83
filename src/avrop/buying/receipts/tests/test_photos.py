"""Photographs beside receipts: judged by their bytes, kept, and seen by who may see the receipt."""

from __future__ import annotations

from decimal import Decimal
from uuid import uuid4

import pytest

from avrop.buying.receipts import actions, photos, queries
from avrop.buying.receipts.actions import NewPhoto, NewReceiptLine
from avrop.buying.receipts.events import PhotosAdded
from avrop.buying.receipts.tests.builders import (
    AT,
    a_receiver,
    a_seller,
    a_sent_order,
    a_town,
    received,
)
from avrop.kernel.jobs import running_here
from avrop.kernel.pictures import EXIF, exif_saying_only
from avrop.kernel.problems import Missing, Refused
from avrop.testing.pictures import a_jpeg, a_png, a_webp
from avrop.testing.worlds import a_person, publishing

JPEG, PNG, WEBP = a_jpeg(), a_png(), a_webp()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (JPEG, "image/jpeg"),
        (PNG, "image/png"),
        (WEBP, "image/webp"),
        (b"%PDF-1.7", ""),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        (b"GIF89a", ""),
        (b"", ""),
    ],
)
def test_the_bytes_say_what_a_picture_is(content: bytes, media_type: str) -> None:
    assert photos.media_type_of(content) == media_type


def test_what_is_too_large_too_many_or_no_picture_is_refused_all_at_once() -> None:
    line = uuid4()
    large = NewPhoto(JPEG + bytes(photos.LARGEST_PHOTO), "stor.jpg", line)
    text = NewPhoto(b"hej", "text.jpg")
    stray = NewPhoto(JPEG, "annan.jpg", uuid4())

    found = list(photos.problems_with_photos([large, text, stray], {line}, already=10))

    assert [problem.code for problem in found] == [
        "receipts.too_many_photos",
        "receipts.photo_too_large",
        "receipts.not_a_photo",
        "receipts.photo_of_no_line",
    ]


@pytest.mark.django_db
def test_a_photo_taken_at_receipt_stands_on_the_claim_of_its_line() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    first, second = order.lines
    damaged = NewReceiptLine(
        first.id, Decimal(12), rejected=Decimal(1), reason="broken", remedy="credit"
    )
    taken = (
        NewPhoto(JPEG, "kross.jpg", first.id),
        NewPhoto(PNG, "pall.png"),
        NewPhoto(WEBP, "hel.webp", second.id),
    )

    with running_here():
        receipt = actions.register_receipt(
            order.id, (damaged,), photos=taken, actor=receiver, at=AT
        )

    claim = queries.claim(receipt.claim_ids[0], actor=receiver)
    assert [photo.name for photo in receipt.photos] == ["kross.jpg", "pall.png", "hel.webp"]
    assert [photo.name for photo in claim.photos] == ["kross.jpg", "pall.png"]
    kept = queries.photo(receipt.photos[0].id, actor=receiver)
    assert (kept.media_type, kept.content) == ("image/jpeg", JPEG)


@pytest.mark.django_db
def test_where_a_photo_was_taken_is_not_kept_but_which_way_up_it_is_held() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    taken = a_jpeg(orientation=6, gps=True)

    with running_here():
        receipt = actions.register_receipt(
            order.id, (), photos=(NewPhoto(taken, "kross.jpg"),), actor=receiver, at=AT
        )
        actions.add_photos(receipt.id, (NewPhoto(taken, "en till.jpg"),), actor=receiver, at=AT)

    shown = queries.receipt(receipt.id, actor=receiver)
    kept = [queries.photo(photo.id, actor=receiver).content for photo in shown.photos]
    assert kept == [a_jpeg_held(6)] * 2


def a_jpeg_held(orientation: int) -> bytes:
    """The picture of `a_jpeg` with what `exif_saying_only` says, and nothing else."""
    told = EXIF + exif_saying_only(orientation)
    part = b"\xff\xe1" + (len(told) + 2).to_bytes(2, "big") + told
    return JPEG[:20] + part + JPEG[20:]


def test_a_picture_of_which_a_part_is_missing_is_told_apart_from_what_is_none() -> None:
    whole, half = NewPhoto(JPEG, "hel.jpg"), NewPhoto(JPEG[:-20], "halv.jpg")

    (problem,) = photos.problems_with_photos([whole, half], ())

    assert (problem.code, problem.place) == ("receipts.broken_photo", ("photos", 1))
    assert problem.values == {"name": "halv.jpg"}


@pytest.mark.django_db
def test_a_receipt_whose_photo_is_none_is_not_written() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)

    with running_here(), pytest.raises(Refused) as refusal:
        actions.register_receipt(
            order.id, (), photos=(NewPhoto(b"MZ", "virus.jpg"),), actor=receiver, at=AT
        )

    assert refusal.value.codes == ["receipts.not_a_photo"]
    assert queries.receipts_page(actor=receiver).items == ()


@pytest.mark.django_db
def test_a_photo_can_be_added_later_and_is_announced() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    with running_here(), publishing(town.tenant_id) as events:
        receipt = received(order, receiver)

        mended = actions.add_photos(receipt.id, (NewPhoto(JPEG),), actor=receiver, at=AT)

    assert events[-1] == PhotosAdded(receipt.id, order.id, (mended.photos[0].id,))
    with pytest.raises(Refused) as refusal:
        actions.add_photos(receipt.id, (), actor=receiver, at=AT)
    assert refusal.value.codes == ["receipts.no_photo"]


@pytest.mark.django_db
def test_a_photo_is_not_for_those_who_may_not_see_the_receipt() -> None:
    town = a_town()
    order = a_sent_order(town, a_seller(town))
    receiver = a_receiver(town)
    with running_here():
        receipt = actions.register_receipt(
            order.id, (), photos=(NewPhoto(JPEG),), actor=receiver, at=AT
        )
    stranger = a_person(town.tenant_id, roles=())

    with pytest.raises(Missing):
        queries.photo(receipt.photos[0].id, actor=stranger)
