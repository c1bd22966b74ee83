"""Whether a supplier's goods come whole and on their day (OTIF): lines received in full, undamaged, on
or before the day, of all lines whose day has come. Counted against what the supplier promised last
and against what the buyer wanted first, since a promise that is moved often is always kept.

What it costs is bounded: the latest orders are looked at, however many there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import Order
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of, time_zone
from avrop.kernel.scope import current_tenant

#: Orders that are looked at, the latest first.
MOST_ORDERS = 200
#: Nothing was ever expected of these.
NEVER_EXPECTED = (State.DRAFT, State.CANCELLED, State.REJECTED)

_LINES = """
    with line as (
        select l.id, l.order_id, coalesce(l.agreed_quantity, l.quantity) as quantity,
            coalesce(l.agreed_date, l.requested_date) as promised,
            coalesce(l.requested_date, l.agreed_date) as wanted
        from orders_line l
        where l.tenant_id = %(tenant)s and l.order_id = any(%(orders)s)
    ), entry as (
        select e.order_line_id, (e.occurred_at at time zone %(zone)s)::date as day,
            case e.kind when 'received' then e.quantity else -e.quantity end as quantity
        from orders_quantity_entry e
        where e.tenant_id = %(tenant)s and e.order_id = any(%(orders)s)
          and e.kind in ('received', 'rejected')
    ), came as (
        select l.id, l.quantity, l.promised,
            coalesce(sum(e.quantity) filter (where e.day <= l.promised), 0) as by_promised,
            coalesce(sum(e.quantity) filter (where e.day <= l.wanted), 0) as by_wanted
        from line l left join entry e on e.order_line_id = l.id
        where l.quantity > 0 and l.promised <= %(today)s
        group by l.id, l.quantity, l.promised
    )
    select date_trunc('month', promised)::date as month, count(*),
        count(*) filter (where by_promised >= quantity),
        count(*) filter (where by_wanted >= quantity)
    from came group by month order by month"""


@dataclass(frozen=True, slots=True)
class MonthOfDeliveries:
    """Lines promised for a month (`month` is its first day) whose day has come, and how many of them
    came in full by the day last promised and by the day first wanted."""

    month: date
    lines: int
    by_promised_day: int
    by_wanted_day: int


@query
def delivery_precision(
    seller_organisation_id: UUID, *, actor: Actor, at: datetime
) -> tuple[MonthOfDeliveries, ...]:
    """A supplier's deliveries by month, of the reader's latest orders from it. Two statements."""
    latest = (
        Order.objects.visible_to(actor)
        .filter(seller_organisation_id=seller_organisation_id)
        .exclude(state__in=NEVER_EXPECTED)
        .order_by("-id")[:MOST_ORDERS]
    )
    ids = list(latest.values_list("id", flat=True))
    if not ids:
        return ()
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "orders": ids,
        "zone": str(time_zone()),
        "today": day_of(at),
    }
    with connection.cursor() as cursor:
        cursor.execute(_LINES, facts)
        return tuple(MonthOfDeliveries(*row) for row in cursor.fetchall())
