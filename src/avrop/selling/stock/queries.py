"""Reading the assortment and the stock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.selling.stock.lifecycle import LIFECYCLE, ItemState
from avrop.selling.stock.models import Catalogue, Item, Level, Movement
from avrop.selling.stock.shapes import (
    CatalogueView,
    ItemView,
    LevelView,
    MovementView,
    Offer,
    StockAt,
    StockView,
)
from avrop.values import Money, Quantity, Text

__all__ = [
    "CatalogueView",
    "ItemView",
    "Offer",
    "StockView",
    "catalogues_page",
    "item",
    "items_page",
    "levels_page",
    "offers_for",
    "stock_of",
]

_OFFERS = """
    select i.id, i.seller_item_id, i.gtin, i.name ->> 'sv', i.unit, coalesce(p.amount, i.price),
        i.currency, i.base_quantity, i.price_unit, i.vat_kind, i.category, i.allergens,
        i.catch_weight, i.typical_weight, i.deposit, i.lead_time_days, i.is_stocked, i.state
    from stock_item i
    left join lateral (
        select a.amount from stock_agreed_price a
        where a.tenant_id = i.tenant_id and a.item_id = i.id and a.contract = %(contract)s
            and a.valid_from <= %(day)s and (a.valid_until is null or a.valid_until >= %(day)s)
        order by a.valid_from desc limit 1
    ) p on %(contract)s <> ''
    where i.seller_item_id = any(%(numbers)s) or (i.gtin <> '' and i.gtin = any(%(gtins)s))
        or i.id = any(%(ids)s::uuid[])
"""


def offers_for(
    *,
    seller_item_ids: Collection[str] = (),
    gtins: Collection[str] = (),
    item_ids: Collection[UUID] = (),
    contract: str = "",
    on: date,
) -> tuple[Offer, ...]:
    """The articles with these numbers, with the prices of a contract on a day: one statement.

    Must run inside a scope.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _OFFERS,
            {
                "contract": contract,
                "day": on,
                "numbers": list(seller_item_ids),
                "gtins": list(gtins),
                "ids": list(item_ids),
            },
        )
        return tuple(_offer(row) for row in cursor.fetchall())


def _offer(row: tuple[Any, ...]) -> Offer:
    (
        item_id,
        number,
        gtin,
        name,
        unit,
        price,
        currency,
        base_quantity,
        price_unit,
        vat_kind,
        category,
        allergens,
        catch_weight,
        typical_weight,
        deposit,
        lead_time_days,
        is_stocked,
        state,
    ) = row
    return Offer(
        item_id=item_id,
        seller_item_id=number,
        gtin=gtin,
        name=name or number,
        unit=unit,
        price=Money(price, currency),
        base_quantity=base_quantity,
        price_unit=price_unit,
        vat_kind=vat_kind,
        category=category,
        allergens=tuple(allergens.split()),
        catch_weight=catch_weight,
        typical_weight=typical_weight,
        deposit=deposit,
        lead_time_days=lead_time_days,
        is_stocked=is_stocked,
        is_active=state == ItemState.ACTIVE,
    )


@query
def items_page(
    *, text: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[ItemView]:
    """The assortment, a page at a time; `text` narrows it to names and numbers."""
    rows = Item.objects.visible_to(actor)
    if text:
        rows = rows.filter(
            Q(seller_item_id__icontains=text) | Q(name__sv__icontains=text) | Q(gtin=text)
        )
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(_view(row) for row in found), following)


@query
def item(item_id: UUID, *, actor: Actor) -> ItemView:
    """One article."""
    row = Item.objects.visible_to(actor).filter(id=item_id).first()
    if row is None:
        raise missing("item", item_id)
    return _view(row)


@query
def stock_of(seller_item_id: str, *, actor: Actor) -> StockView:
    """An article's stock by place, and the fifty latest entries of its ledger."""
    row = Item.objects.visible_to(actor).filter(seller_item_id=seller_item_id).first()
    if row is None:
        raise missing("item", seller_item_id)
    levels = Level.objects.filter(item_id=row.id).order_by("location")
    movements = Movement.objects.filter(item_id=row.id).order_by("-id")[:50]
    return StockView(
        item=_view(row),
        places=tuple(
            StockAt(
                location=level.location,
                on_hand=Quantity(level.on_hand, row.unit),
                reserved=Quantity(level.reserved, row.unit),
                available=Quantity(level.on_hand - level.reserved, row.unit),
                quarantine=Quantity(level.quarantine, row.unit),
            )
            for level in levels
        ),
        movements=tuple(
            MovementView(
                id=moved.id,
                kind=moved.kind,
                location=moved.location,
                quantity=Quantity(moved.quantity, row.unit),
                reason=moved.reason,
                document_kind=moved.document_kind,
                document_id=moved.document_id,
                occurred_at=moved.occurred_at,
            )
            for moved in movements
        ),
    )


@query
def levels_page(
    *, text: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[LevelView]:
    """What there is of each article over all places; `text` narrows it to names and numbers."""
    page = items_page(text=text, actor=actor, cursor=cursor, limit=limit)
    sums: dict[UUID, tuple[Decimal, Decimal, Decimal]] = {}
    rows = Level.objects.filter(item_id__in=[one.id for one in page.items]).values_list(
        "item_id", "on_hand", "reserved", "quarantine"
    )
    for item_id, *found in rows:
        before = sums.get(item_id, (Decimal(0),) * 3)
        sums[item_id] = (before[0] + found[0], before[1] + found[1], before[2] + found[2])
    return Page(
        tuple(_level(one, *sums.get(one.id, (Decimal(0),) * 3)) for one in page.items),
        page.next_cursor,
    )


def _level(one: ItemView, on_hand: Decimal, reserved: Decimal, quarantine: Decimal) -> LevelView:
    return LevelView(
        item=one,
        on_hand=Quantity(on_hand, one.unit),
        reserved=Quantity(reserved, one.unit),
        available=Quantity(on_hand - reserved, one.unit),
        quarantine=Quantity(quarantine, one.unit),
    )


@query
def catalogues_page(
    *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CatalogueView]:
    """The catalogues that were sent, the newest first."""
    found, following = page_of(Catalogue.objects.visible_to(actor), cursor=cursor, limit=limit)
    return Page(
        tuple(
            CatalogueView(
                id=row.id,
                number=row.number,
                contract=row.contract,
                organisation_id=row.organisation_id,
                action=row.action,
                catalogue_version=row.catalogue_version,
                valid_from=row.valid_from,
                published_at=row.published_at,
            )
            for row in found
        ),
        following,
    )


def _view(row: Item) -> ItemView:
    return ItemView(
        id=row.id,
        version=row.version,
        seller_item_id=row.seller_item_id,
        gtin=row.gtin,
        name=Text.from_json(row.name),
        description=Text.from_json(row.description),
        unit=row.unit,
        price=Money(row.price, row.currency),
        base_quantity=row.base_quantity,
        price_unit=row.price_unit,
        vat_kind=row.vat_kind,
        category=row.category,
        allergens=tuple(row.allergens.split()),
        catch_weight=row.catch_weight,
        typical_weight=row.typical_weight,
        deposit=row.deposit,
        is_stocked=row.is_stocked,
        state=row.state,
        available_actions=LIFECYCLE.verbs_from(row.state),
    )
