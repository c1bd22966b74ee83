"""A whole price list goes to a customer in one step: articles, prices and catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if
from avrop.selling.stock import permissions
from avrop.selling.stock.actions.add_items import add_items
from avrop.selling.stock.actions.prices import set_agreed_prices
from avrop.selling.stock.actions.publish import publish_catalogue
from avrop.selling.stock.models import Item
from avrop.selling.stock.shapes import InLanguage, NewItem, PriceInput, PriceLine
from avrop.values import Text


@command(permissions.PUBLISH)
def send_price_list(
    organisation_id: UUID,
    lines: tuple[PriceLine, ...],
    valid_from: date,
    *,
    contract: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Take these articles and prices into the assortment and send all of it to a customer, who looks
    through it before it holds. What the list has no room for stays as it is known; an article that is
    new is not kept in stock. Returns the catalogue."""
    actor = require(actor, permissions.PUBLISH, at=at)
    invalid_if([Problem("stock.sheet_empty")] if not lines else [])
    numbers = [line.seller_item_id for line in lines]
    known = {row.seller_item_id: row for row in Item.objects.filter(seller_item_id__in=numbers)}
    add_items(tuple(_item(line, known) for line in lines), actor=actor, at=at)
    if contract:
        prices = tuple(PriceInput(line.seller_item_id, line.price) for line in lines)
        set_agreed_prices(contract, prices, valid_from, actor=actor, at=at)
    return publish_catalogue(organisation_id, valid_from, contract=contract, actor=actor, at=at)


def _item(line: PriceLine, known: Mapping[str, Item]) -> NewItem:
    stated = NewItem(
        seller_item_id=line.seller_item_id,
        name=line.name,
        unit=line.unit,
        price=line.price,
        gtin=line.gtin,
        vat_kind=line.vat_kind,
        category=line.category,
        allergens=line.allergens,
        is_stocked=False,
    )
    row = known.get(line.seller_item_id)
    if row is None:
        return stated
    is_weighed = row.catch_weight and row.unit == line.unit
    names = Text.from_json(row.name)
    return replace(
        stated,
        names=_in_other_languages(names) if names.in_language("sv") == line.name else (),
        description=Text.from_json(row.description).in_language("sv") if row.description else "",
        currency=row.currency,
        base_quantity=row.base_quantity,
        price_unit=row.price_unit if is_weighed else "",
        catch_weight=is_weighed,
        typical_weight=row.typical_weight if is_weighed else None,
        deposit=row.deposit,
        minimum_quantity=row.minimum_quantity,
        multiple_quantity=row.multiple_quantity,
        content=row.content,
        content_unit=row.content_unit,
        lead_time_days=row.lead_time_days,
        is_stocked=row.is_stocked,
    )


def _in_other_languages(names: Text) -> tuple[InLanguage, ...]:
    return tuple(InLanguage(code, name) for code, name in names.entries if code != "sv")
