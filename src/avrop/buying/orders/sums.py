"""The ledger summed by line, in one statement.

Theory of operation. Lines and sums are two answers of one statement, laid together here by the line's
id. A join in the database would be one of three by what the tables' statistics say, and where they are
new or old it is the one that reads the ledger again for every line. The orders asked for are found
first, so that both halves are read by their order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.buying.orders.kinds import EntryKind
from avrop.buying.orders.progress import LineSums
from avrop.buying.orders.shapes import LineToMatch

_KINDS = tuple(field.name for field in fields(LineSums) if field.name in EntryKind.values)
_SUMS = ",\n        ".join(
    f"coalesce(sum(quantity) filter (where kind = '{kind}'), 0)" for kind in _KINDS
)
_LINE_COLUMNS = tuple(field.name for field in fields(LineToMatch) if field.name != "sums")
#: Between the id of a line and the first of its sums, in the rows that hold sums.
_NO_LINE = ", ".join("null" for _ in _LINE_COLUMNS[1:])
#: At the end of the rows that hold lines: the sums and the weight's are numbers, its unit is a text.
_NO_SUMS = ", ".join("null::numeric" for _ in (*_KINDS, "received_weight")) + ", null::text"

# Names in the statements are our own constants; what is asked for is a parameter.
_FOUND = """
    with wanted as materialized (
        select array(
            select id from orders_order where id = any(%(order_ids)s)
            union
            select id from orders_order where number = any(%(numbers)s)
            union
            select order_id from orders_line where id = any(%(line_ids)s)
        ) as order_ids
    )"""
_ASKED = """
        and (l.id = any(%(line_ids)s) or o.id = any(%(order_ids)s) or o.number = any(%(numbers)s))"""


def _statement(found: str, ids: str, asked: str, entered: str = "") -> str:
    return f"""{found}
    select l.id, l.order_id, o.number, o.state, o.seller_organisation_id, o.unit_id, o.agreement_id,
        o.currency, l.position, l.item_id, l.seller_item_id, l.gtin, l.name, l.unit, l.category,
        l.vat_kind, l.catch_weight, coalesce(l.agreed_quantity, l.quantity),
        coalesce(l.agreed_price, l.price), l.base_quantity, l.price_unit, l.price_factor, l.quantity,
        l.accounting_cost, coalesce(l.agreed_item ->> 'seller_item_id', ''),
        coalesce(l.agreed_item ->> 'gtin', ''), coalesce(l.agreed_item ->> 'name', ''), {_NO_SUMS}
    from orders_line l
    join orders_order o on o.tenant_id = l.tenant_id and o.id = l.order_id
    where l.order_id {ids} and o.id {ids}{asked}
    union all
    select order_line_id, {_NO_LINE},
        {_SUMS},
        coalesce(sum(weight) filter (where kind = 'received'), 0),
        coalesce(max(weight_unit) filter (where kind = 'received' and weight_unit <> ''), '')
    from orders_quantity_entry where order_id {ids}{entered}
    group by order_line_id
    order by 2, 9
    """


#: Of a list the database cannot foresee how long it is, and would plan anew each time.
OF_ORDER = _statement("", "= %(order_id)s", "")
OF_ORDERS = _statement("", "= any(%(order_ids)s)", "")
OF_ANY = _statement(_FOUND, "= any((select order_ids from wanted)::uuid[])", _ASKED)
#: A page of the lines of a long order: nothing is summed of those that are not on it.
OF_LINES = _statement(
    """
    with wanted as materialized (
        select array(
            select distinct order_id from orders_line where id = any(%(line_ids)s)) as order_ids
    )""",
    "= any((select order_ids from wanted)::uuid[])",
    " and l.id = any(%(line_ids)s)",
    " and order_line_id = any(%(line_ids)s)",
)


def line_sums(
    order_ids: Iterable[UUID] = (),
    *,
    numbers: Iterable[str] = (),
    line_ids: Iterable[UUID] = (),
) -> tuple[LineToMatch, ...]:
    """Order lines as agreed, each with the sums of its ledger; one statement, by order and place."""
    asked: dict[str, Any] = {
        "order_ids": list(order_ids),
        "numbers": list(numbers),
        "line_ids": list(line_ids),
    }
    with connection.cursor() as cursor:
        cursor.execute(_asking(asked), asked)
        return tuple(_read(cursor.fetchall()))


def _asking(asked: dict[str, Any]) -> str:
    if asked["numbers"] or (asked["order_ids"] and asked["line_ids"]):
        return OF_ANY
    if asked["line_ids"]:
        return OF_LINES
    if len(asked["order_ids"]) == 1:
        asked["order_id"] = asked["order_ids"][0]
        return OF_ORDER
    return OF_ORDERS


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterator[LineToMatch]:
    """Lines come first, by order and place; sums name no order."""
    made: Callable[..., LineToMatch] = LineToMatch  # columns come in the order of its fields
    split = len(_LINE_COLUMNS)
    lines = []
    sums: dict[UUID, LineSums] = {}
    for row in rows:
        if row[1] is None:
            sums[row[0]] = LineSums(*row[split:])
        else:
            lines.append(row)
    nothing = LineSums()
    for row in lines:
        yield made(*row[:split], sums.get(row[0], nothing))
