"""The ledger summed by line, in one statement."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.ledger import LineSums
from avrop.buying.orders.shapes import LineToMatch

_KINDS = tuple(field.name for field in fields(LineSums) if field.name in EntryKind.values)
_SUMS = ",\n        ".join(
    f"coalesce(sum(quantity) filter (where kind = '{kind}'), 0) as {kind}" for kind in _KINDS
)
_LINE_COLUMNS = tuple(field.name for field in fields(LineToMatch) if field.name != "sums")

# Names in the statement are our own constants; what is asked for is a parameter.
# The orders come first, as an array: however new the tables' statistics are, the ledger is then read
# by its index once, and not once for every line.
STATEMENT = f"""
    with wanted as materialized (
        select array(
            select id from orders_order where id = any(%(order_ids)s)
            union
            select id from orders_order where number = any(%(numbers)s)
            union
            select order_id from orders_line where id = any(%(line_ids)s)
        ) as order_ids
    )
    select l.id, l.order_id, o.number, o.state, o.seller_organisation_id, o.unit_id, o.agreement_id,
        o.currency, l.position, l.item_id, l.seller_item_id, l.gtin, l.name, l.unit, l.category,
        l.vat_kind, l.catch_weight, coalesce(l.agreed_quantity, l.quantity),
        coalesce(l.agreed_price, l.price), l.base_quantity, l.price_unit, l.price_factor, l.quantity,
        l.accounting_cost, coalesce(l.agreed_item ->> 'seller_item_id', ''),
        coalesce(l.agreed_item ->> 'gtin', ''), coalesce(l.agreed_item ->> 'name', ''),
        {", ".join(f"coalesce(q.{kind}, 0)" for kind in _KINDS)},
        coalesce(q.received_weight, 0), coalesce(q.weight_unit, '')
    from orders_line l
    join orders_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
    left join (
        select order_line_id, {_SUMS},
        coalesce(sum(weight) filter (where kind = 'received'), 0) as received_weight,
        max(weight_unit) filter (where kind = 'received' and weight_unit <> '') as weight_unit
        from orders_quantity_entry
        where order_id = any((select order_ids from wanted)::uuid[])
        group by order_line_id
    ) q on q.order_line_id = l.id
    where l.order_id = any((select order_ids from wanted)::uuid[])
        and (l.id = any(%(line_ids)s) or o.id = any(%(order_ids)s) or o.number = any(%(numbers)s))
    order by l.order_id, l.position
"""


def line_sums(
    order_ids: Iterable[UUID] = (),
    *,
    numbers: Iterable[str] = (),
    line_ids: Iterable[UUID] = (),
) -> tuple[LineToMatch, ...]:
    """Order lines as agreed, each with the sums of its ledger; one statement, by order and place."""
    with connection.cursor() as cursor:
        cursor.execute(
            STATEMENT,
            {
                "order_ids": list(order_ids),
                "numbers": list(numbers),
                "line_ids": list(line_ids),
            },
        )
        return tuple(_read(cursor.fetchall()))


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterator[LineToMatch]:
    made: Callable[..., LineToMatch] = LineToMatch  # columns come in the order of its fields
    split = len(_LINE_COLUMNS)
    for row in rows:
        yield made(*row[:split], LineSums(*row[split:]))
