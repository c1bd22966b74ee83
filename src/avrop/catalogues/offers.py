"""Articles with their price of a day: one statement, whatever is asked for."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from avrop.catalogues.shapes import ItemOffer
from avrop.kernel.scope import current_tenant
from avrop.values import Money, PackFactor

_OFFERS = """
    select i.id, i.agreement_id, i.seller_organisation_id, i.seller_item_id, i.gtin, i.name,
        i.description, i.unit, i.category, i.vat_kind, i.allergens, i.catch_weight,
        i.state = 'active' and i.orderable, p.amount, p.currency,
        coalesce(p.base_quantity, 1), coalesce(p.unit, i.price_unit), i.price_factor,
        i.min_quantity, i.max_quantity, i.multiple_quantity, i.deposit, i.lead_time_days,
        i.content, i.content_unit, p.version_id, {successor}
    from catalogues_item i
    left join lateral (
        select p.amount, p.currency, p.base_quantity, p.unit, p.version_id from catalogues_price p
        where p.tenant_id = i.tenant_id and p.item_id = i.id and p.valid_from <= %(on)s
          and (p.valid_until is null or p.valid_until >= %(on)s)
        order by p.valid_from desc limit 1) p on true
    where i.tenant_id = %(tenant)s and {condition}"""
# Only what cannot be had needs somebody to come after it.
_SUCCESSOR = """
    case when i.state = 'active' then '' else coalesce((
        select n.seller_item_id from catalogues_item n
        where n.tenant_id = i.tenant_id and n.agreement_id = i.agreement_id
          and n.replaces = i.seller_item_id and n.state = 'active'
        order by n.id desc limit 1), '') end"""


def offers_where(condition: str, on: date, **facts: Any) -> tuple[ItemOffer, ...]:
    """The articles `i` that meet a condition of ours, as they are offered on a day. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _OFFERS.format(successor=_SUCCESSOR, condition=condition),
            {"tenant": current_tenant(), "on": on, **facts},
        )
        return tuple(_offer_in(row) for row in cursor.fetchall())


def _offer_in(row: tuple[Any, ...]) -> ItemOffer:
    return ItemOffer(
        item_id=row[0],
        agreement_id=row[1],
        seller_organisation_id=row[2],
        seller_item_id=row[3],
        gtin=row[4],
        name=row[5],
        description=row[6],
        unit=row[7],
        category=row[8],
        vat_kind=row[9],
        allergens=tuple(json.loads(row[10]) if isinstance(row[10], str) else row[10]),
        catch_weight=row[11],
        is_active=row[12],
        price=None if row[13] is None else Money(row[13], row[14]),
        base_quantity=row[15],
        price_unit=row[16],
        price_factor=row[17],
        min_quantity=row[18],
        max_quantity=row[19],
        multiple_quantity=row[20],
        deposit=row[21],
        lead_time_days=row[22],
        pack_factors=_factors(row[7], row[23], row[24], row[16], row[17]),
        catalogue_version_id=row[25],
        successor_id=row[26],
    )


def _factors(
    unit: str, content: Decimal | None, content_unit: str, price_unit: str, factor: Decimal
) -> tuple[PackFactor, ...]:
    """What the seller has declared that one unit holds; a typical weight is no such promise twice."""
    found: dict[str, PackFactor] = {}
    if content and content_unit and content_unit != unit:
        found[content_unit] = PackFactor(unit, content_unit, content)
    if price_unit != unit:
        found.setdefault(price_unit, PackFactor(unit, price_unit, factor))
    return tuple(found.values())
