"""Orders whose goods may still come, by the day they were wanted: what a goods entrance looks at.

Theory of operation. A partial index holds the open orders of each unit by wanted day. Each unit's first
ones are read from it, then the earliest of all: what it costs follows the page and the number of
units, never the number of orders.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.buying.orders.models import NO_DAY
from avrop.kernel.paging import Page
from avrop.kernel.problems import Invalid, Problem
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql

#: The articles of an order with more lines are not named with it.
MOST_GTINS = 60
#: The wanted day, as the index has it.
_DAY = "coalesce(o.requested_date, '9999-12-31'::date)"

# What the index `orders_order_awaited` holds must be said in its very words.
_AWAITED = """
    o.state in ('sent', 'accepted', 'accepted_with_changes', 'change_pending')
    and o.received in ('none', 'partly')"""
_PAGE = f"""
    with units as (
        select u.id from ({units_in_sql()}) u
        where u.tenant_id = %(tenant)s and (%(units)s::uuid[] is null or u.id = any(%(units)s))
    ), first as materialized (
        select o.* from units
        cross join lateral (
            select o.id, o.unit_id, {_DAY} as day from orders_order o
            where o.tenant_id = %(tenant)s and o.unit_id = units.id and {_AWAITED}
              and ({_DAY}, o.id) > (%(after_day)s::date, %(after_id)s::uuid)
            order by {_DAY}, o.id limit %(size)s
        ) o
        order by o.day, o.id limit %(size)s
    )
    select o.id, o.number, o.state, o.seller_organisation_id, o.seller_name, o.unit_id,
        o.requester_person_id, o.requested_date, l.last_day, l.lines, o.despatched, o.at_centre,
        o.received, o.delivery_place_id, l.gtins
    from first f
    join orders_order o on o.tenant_id = %(tenant)s and o.id = f.id
    cross join lateral (
        select max(coalesce(l.agreed_date, l.requested_date)) as last_day, count(*) as lines,
            case when count(*) <= %(most_gtins)s
                then array_agg(distinct coalesce(l.agreed_item ->> 'gtin', l.gtin)) end as gtins
        from orders_line l where l.tenant_id = %(tenant)s and l.order_id = f.id
    ) l
    order by f.day, f.id"""
_LINES = f"""
    with units as (
        select u.id from ({units_in_sql()}) u
        where u.tenant_id = %(tenant)s and (%(units)s::uuid[] is null or u.id = any(%(units)s))
    )
    select o.id, l.id from units
    cross join lateral (
        select o.id, {_DAY} as day from orders_order o
        where o.tenant_id = %(tenant)s and o.unit_id = units.id and {_AWAITED}
        order by {_DAY}, o.id limit %(size)s
    ) o
    join orders_line l on l.tenant_id = %(tenant)s and l.order_id = o.id
    where l.gtin = any(%(gtins)s) or l.agreed_item ->> 'gtin' = any(%(gtins)s)
    order by o.day, o.id, l.position"""


@dataclass(frozen=True, slots=True)
class AwaitedOrder:
    """An order of which something may still come. `day` is the last that its lines are promised or
    wanted for; None where nobody has said one. `gtins` are its articles, where they are few."""

    id: UUID
    number: str
    state: str
    seller_organisation_id: UUID
    seller_name: str
    unit_id: UUID
    requester_person_id: UUID
    requested_date: date | None
    day: date | None
    lines: int
    despatched: str
    at_centre: str
    received: str
    delivery_place_id: UUID | None
    gtins: tuple[str, ...]


def _awaited(row: Sequence[Any]) -> AwaitedOrder:
    *facts, gtins = row
    return AwaitedOrder(*(*facts, tuple(filter(None, gtins or ()))))


def awaited_orders(
    unit_ids: Collection[UUID] | None, *, cursor: str | None, limit: int
) -> Page[AwaitedOrder]:
    """Open orders of these units, or of all, by the day they were wanted. One statement."""
    after_day, after_id = _place_in(cursor) if cursor else (date.min, UUID(int=0))
    found = tuple(
        _read(
            _PAGE,
            unit_ids,
            after_day=after_day,
            after_id=after_id,
            size=limit + 1,
            most_gtins=MOST_GTINS,
        )
    )
    orders = tuple(_awaited(row) for row in found[:limit])
    following = None
    if len(found) > limit:
        following = f"{(orders[-1].requested_date or NO_DAY).isoformat()}_{orders[-1].id}"
    return Page(orders, following)


def awaited_lines_with(
    gtins: Iterable[str], unit_ids: Collection[UUID] | None, *, limit: int = 200
) -> tuple[tuple[UUID, UUID], ...]:
    """(order, line) of these articles among the first `limit` open orders of each unit, as ordered or
    as agreed in their place. One statement."""
    return tuple(_read(_LINES, unit_ids, gtins=list(gtins), size=limit))


def _read(statement: str, unit_ids: Collection[UUID] | None, **facts: Any) -> Iterator[Any]:
    units = None if unit_ids is None else list(unit_ids)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"tenant": current_tenant(), "units": units, **facts})
        yield from cursor.fetchall()


def _place_in(cursor: str) -> tuple[date, UUID]:
    day, _, order_id = cursor.partition("_")
    try:
        return date.fromisoformat(day), UUID(order_id)
    except ValueError:
        raise Invalid((Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",)),)) from None
