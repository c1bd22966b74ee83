"""A page of the list of orders, at a cost that does not grow with the number of orders.

Theory of operation. Whoever sees everything walks one index from the cursor. Whoever sees some units
sees the union of many short walks: for each unit, and for what he ordered himself, the first rows of
its own index are taken, and the page is the first of all these. Asked as one condition ("one of these
units, or mine") the database would have to choose between walking past everybody else's orders and
sorting all that the reader may see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.authority.queries import Sight
from avrop.buying.orders.kinds import Extent
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.shapes import OrderSummary
from avrop.kernel.finding import LAST_CHARACTER, LOOKED_AT, fitting
from avrop.kernel.paging import LARGEST_PAGE
from avrop.kernel.problems import Invalid, Problem
from avrop.kernel.scope import current_tenant
from avrop.parties.queries import units_in_sql
from avrop.values import Money


class Sort(StrEnum):
    """What comes first in the list of orders."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"


#: The order of rows, and where it goes on after the cursor's row.
_SORTS = {
    Sort.NEWEST: ("id desc", "id < %(cursor)s"),
    Sort.OLDEST: ("id", "id > %(cursor)s"),
    Sort.LARGEST: (
        "amount desc, id desc",
        "(amount, id) < ((select amount from orders_order where id = %(cursor)s), %(cursor)s)",
    ),
}
#: Rows that are kept as they were read.
KEPT = 10_000
#: Somebody who orders belongs to one unit, or to a few.
FEW = 4
#: As `OrderSummary` takes them, with the currency beside the amount.
_COLUMNS = (
    "id, number, state, seller_name, unit_id, amount, currency, created_at, sent_at, requested_date, "
    "despatched, at_centre, received, invoiced"
)
#: The rows of a page with the names of their units, which stand last in `OrderSummary`.
_NAMED = f"""
    select page.*, coalesce(u.name, '') from ({{page}}) page
    left join ({units_in_sql()}) u on u.tenant_id = %(tenant)s and u.id = page.unit_id
    order by {{order_by}}"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of orders is narrowed to; `number` is the beginning of one, as somebody types it, and
    `sellers` are some of which any will do."""

    state: str = ""
    received: str = ""
    number: str = ""
    unit_id: UUID | None = None
    seller_organisation_id: UUID | None = None
    sellers: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: what he sees into (`NOTHING`: his own orders only), and who he is."""

    seen: Sight
    person_id: UUID | None


NOTHING = Sight(everything=False, unit_ids=frozenset())


def page_of_orders(
    reader: Reader, wanted: Wanted, *, sort: Sort, cursor: str, limit: int, at: datetime
) -> tuple[tuple[OrderSummary, ...], str | None]:
    """At most `limit` orders that the reader may see, and the next cursor. One statement.

    Raises `Invalid` for a cursor that is none.
    """
    size = max(1, min(limit, LARGEST_PAGE))
    order_by, after = _SORTS[sort]
    values: dict[str, Any] = {"tenant": current_tenant()}
    conditions = list(_conditions(wanted, values, at))
    if cursor:
        values["cursor"] = _id_in(cursor)
        conditions.append(after)
    ending = f"order by {order_by} limit {size + 1}"
    statement = _statement(reader, conditions, ending, values)
    with connection.cursor() as database:
        database.execute(_NAMED.format(page=statement, order_by=order_by), values)
        found = tuple(_summary(row) for row in database.fetchall())
    return found[:size], str(found[size - 1].id) if len(found) > size else None


@lru_cache(KEPT)
def _summary(row: tuple[Any, ...]) -> OrderSummary:
    """The same facts are the same object, so that what is made of it can be kept by it."""
    made: Callable[..., OrderSummary] = OrderSummary  # columns come in the order of its fields
    return made(*row[:5], Money(row[5], row[6]), *row[7:])


def _conditions(wanted: Wanted, values: dict[str, Any], at: datetime) -> Iterator[str]:
    """Names in the conditions are our own constants, and so are states and extents. Those stand in the
    text, like the size: the database then knows how many such orders there are, and plans once instead
    of anew for values it cannot foresee. All else that is asked for is a parameter."""
    for name, known in (("state", State.values), ("received", Extent.values)):
        value = getattr(wanted, name)
        if value:
            yield f"{name} = '{value}'" if value in known else "false"
    for name in ("unit_id", "seller_organisation_id"):
        value = getattr(wanted, name)
        if value:
            values[name] = value
            yield f"{name} = %({name})s"
    if wanted.sellers:
        values["sellers"] = list(wanted.sellers)
        yield "seller_organisation_id = any(%(sellers)s)"
    if wanted.number:
        yield f"id = any(array({_numbered(wanted.number, values, at)}))"


def _numbered(number: str, values: dict[str, Any], at: datetime) -> str:
    """The latest orders whose number begins so; bounds of a range, so that the index serves it."""
    beginning = fitting(number, series="AO", at=at)
    if not beginning:
        return "select id from orders_order where false"
    values |= {"from": beginning, "until": beginning + LAST_CHARACTER}
    condition = "number >= %(from)s and number < %(until)s and starts_with(number, %(from)s)"
    return f"select id from orders_order where {condition} order by number desc limit {LOOKED_AT}"


def _statement(reader: Reader, conditions: list[str], ending: str, values: dict[str, Any]) -> str:
    fitting_rows = " and ".join(conditions or ["true"])
    if reader.seen.everything and "sellers" in values:
        # Several sellers are as several units: the page is the first of what each of them has.
        return (
            "select o.* from unnest(%(sellers)s::uuid[]) as wanted(seller) cross join lateral ("
            f"select {_COLUMNS} from orders_order"
            f" where seller_organisation_id = wanted.seller and {fitting_rows} {ending}) o {ending}"
        )
    if reader.seen.everything:
        return f"select {_COLUMNS} from orders_order where {fitting_rows} {ending}"
    walk = f"select {_COLUMNS} from orders_order where {{whose}} and {fitting_rows} {ending}"
    branches = list(_units_walked(sorted(reader.seen.unit_ids), walk, values))
    if reader.person_id is not None:
        values["person_id"] = reader.person_id
        branches.append(f"({walk.format(whose='requester_person_id = %(person_id)s')})")
    if not branches:
        return f"select {_COLUMNS} from orders_order where false"
    return f"select * from ({' union '.join(branches)}) seen {ending}"


def _units_walked(units: list[UUID], walk: str, values: dict[str, Any]) -> Iterator[str]:
    """A walk for each unit. Few units stand one by one: of a list the database cannot foresee how long
    it is, and would plan anew each time."""
    if len(units) <= FEW:
        for position, unit_id in enumerate(units):
            values[f"unit_{position}"] = unit_id
            yield f"({walk.format(whose=f'unit_id = %(unit_{position})s')})"
        return
    values["units"] = units
    walked = walk.format(whose="unit_id = seen.unit")
    yield (
        f"select o.* from unnest(%(units)s::uuid[]) as seen(unit) cross join lateral ({walked}) o"
    )


def _id_in(cursor: str) -> UUID:
    try:
        return UUID(cursor)
    except ValueError:
        problem = Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",))
        raise Invalid((problem,)) from None
