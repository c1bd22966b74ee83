"""Articles leave the assortment."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.selling.stock import permissions
from avrop.selling.stock.events import AssortmentChanged
from avrop.selling.stock.lifecycle import ItemState
from avrop.selling.stock.models import Item
from avrop.values import uuid7


@command(permissions.KEEP_ITEMS)
def withdraw_items(seller_item_ids: tuple[str, ...], *, actor: Actor, at: datetime) -> int:
    """Offer these articles no longer; what is ordered already stays. Returns how many it took out."""
    actor = require(actor, permissions.KEEP_ITEMS, at=at)
    count = Item.objects.filter(seller_item_id__in=seller_item_ids, state=ItemState.ACTIVE).update(
        state=ItemState.WITHDRAWN, version=F("version") + 1
    )
    outbox.publish(AssortmentChanged(uuid7(), count), actor=actor, at=at)
    return count
