"""Photographs beside a receipt: what the seller, and whoever settles the claim, will want to see."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from avrop.buying.orders import actions as orders
from avrop.buying.orders import queries as order_queries
from avrop.buying.receipts import permissions, photos
from avrop.buying.receipts.events import PhotosAdded
from avrop.buying.receipts.models import Photo, Receipt
from avrop.buying.receipts.queries import one_receipt_view
from avrop.buying.receipts.shapes import NewPhoto, ReceiptView
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.pictures import cleaned
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, missing, refuse_if
from avrop.values import uuid7


@command(permissions.RECEIVE)
def add_photos(
    receipt_id: UUID, new_photos: tuple[NewPhoto, ...], *, actor: Actor, at: datetime
) -> ReceiptView:
    """Put photographs beside a receipt that is there already."""
    receipt = Receipt.objects.filter(id=receipt_id).first()
    if receipt is None:
        raise missing("receipt", receipt_id)
    orders.lock_lines(order_ids=[receipt.order_id])

    actor = require(actor, permissions.RECEIVE, at=at, within=Within(unit_id=receipt.unit_id))

    lines = order_queries.lines_for_matching(order_ids=[receipt.order_id])
    already = Photo.objects.filter(receipt_id=receipt_id).count()
    refuse_if([] if new_photos else [Problem("receipts.no_photo", {}, ("photos",))])
    refuse_if(
        photos.problems_with_photos(
            new_photos, {line.order_line_id for line in lines}, already=already
        )
    )

    kept = keep_photos(receipt, new_photos, actor=actor, at=at)

    photo_ids = tuple(photo.id for photo in kept)
    outbox.publish(PhotosAdded(receipt.id, receipt.order_id, photo_ids), actor=actor, at=at)
    return one_receipt_view(receipt)


def keep_photos(
    receipt: Receipt, new_photos: Sequence[NewPhoto], *, actor: Actor, at: datetime
) -> list[Photo]:
    """Store photographs that have been judged; nothing where there are none."""
    kept = [_photo(receipt, photo, actor, at) for photo in new_photos]
    if kept:
        insert_rows(Photo, kept)
    return kept


def _photo(receipt: Receipt, photo: NewPhoto, actor: Actor, at: datetime) -> Photo:
    """The picture alone: where it was taken, when and by whose telephone stays with the sender."""
    content = cleaned(photo.content)
    return Photo(
        id=uuid7(),
        receipt=receipt,
        order_line_id=photo.order_line_id,
        name=photo.name[:200],
        media_type=photos.media_type_of(content),
        content=content,
        size=len(content),
        sha256=hashlib.sha256(content).digest(),
        person_id=actor.person_id,
        added_at=at,
    )
