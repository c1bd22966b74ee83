"""Articles come into the assortment, or change: the whole record each time."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import invalid_if
from avrop.selling.stock import permissions, rules
from avrop.selling.stock.events import AssortmentChanged
from avrop.selling.stock.models import Item
from avrop.selling.stock.shapes import NewItem
from avrop.selling.stock.stock_ledger import open_places
from avrop.values import uuid7

_CHANGING = (
    "version",
    "gtin",
    "unit",
    "price",
    "base_quantity",
    "price_unit",
    "currency",
    "vat_kind",
    "category",
    "allergens",
    "catch_weight",
    "typical_weight",
    "deposit",
    "minimum_quantity",
    "multiple_quantity",
    "content",
    "content_unit",
    "lead_time_days",
    "is_stocked",
    "name",
    "description",
)


@command(permissions.KEEP_ITEMS)
def add_items(items: tuple[NewItem, ...], *, actor: Actor, at: datetime) -> int:
    """Take articles into the assortment; those known by the seller's number are replaced."""
    known = {
        item.seller_item_id: item
        for item in Item.objects.select_for_update()
        .filter(seller_item_id__in=[item.seller_item_id for item in items])
        .order_by("id")
    }
    actor = require(actor, permissions.KEEP_ITEMS, at=at)
    invalid_if(rules.problems_describing(_described(item) for item in items))
    new = [_row(item) for item in items if item.seller_item_id not in known]
    changed = []
    for item in items:
        if row := known.get(item.seller_item_id):
            fresh = _row(item)
            fresh.id, fresh.version = row.id, row.version + 1
            changed.append(fresh)
    insert_rows(Item, new)
    update_rows(Item, _CHANGING, changed)
    if new:
        open_places([row.id for row in new])
    outbox.publish(AssortmentChanged(uuid7(), len(items)), actor=actor, at=at)
    return len(items)


def _described(item: NewItem) -> rules.Described:
    return rules.Described(
        seller_item_id=item.seller_item_id,
        gtin=item.gtin,
        names=(item.name, *(each.text for each in item.names)),
        unit=item.unit,
        price_unit=item.price_unit or item.unit,
        price=item.price,
        base_quantity=item.base_quantity,
        vat_kind=item.vat_kind,
        catch_weight=item.catch_weight,
    )


def _row(item: NewItem) -> Item:
    return Item(
        seller_item_id=item.seller_item_id,
        gtin=item.gtin,
        name=item.all_names.to_json(),
        description={"sv": item.description} if item.description else {},
        unit=item.unit,
        price=item.price,
        base_quantity=item.base_quantity,
        price_unit=item.price_unit or item.unit,
        currency=item.currency,
        vat_kind=item.vat_kind,
        category=item.category,
        allergens=" ".join(item.allergens),
        catch_weight=item.catch_weight,
        typical_weight=item.typical_weight,
        deposit=item.deposit,
        minimum_quantity=item.minimum_quantity,
        multiple_quantity=item.multiple_quantity,
        content=item.content,
        content_unit=item.content_unit,
        lead_time_days=item.lead_time_days,
        is_stocked=item.is_stocked,
    )
