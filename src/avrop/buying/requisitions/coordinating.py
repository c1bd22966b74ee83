"""The open needs of the goods that somebody coordinates, by the day they are wanted (ORG-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from avrop.authority import queries as authority
from avrop.authority.queries import Group
from avrop.buying.requisitions import permissions
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.parties.queries import units_in_sql
from avrop.values import Money, Quantity

MOST_SHOWN = 200

# By unit and state, which an index serves: what has been ordered is never looked at.
_NEEDS = f"""
    select l.id, l.requisition_id, r.number, r.state, r.unit_id, l.name, l.category, l.quantity, l.unit,
        round(l.quantity * l.price_factor * l.price / l.base_quantity, 2), r.currency,
        coalesce(l.wanted_date, r.wanted_date), l.needed_by_person_id, r.requester_person_id
    from requisitions_requisition r
    join requisitions_line l on l.tenant_id = r.tenant_id and l.requisition_id = r.id
    where r.tenant_id = %(tenant)s and l.state = 'open'
      and r.unit_id in (select u.id from ({units_in_sql()}) u where u.tenant_id = %(tenant)s)
      and (r.state in ('submitted', 'approved')
           or r.state in ('draft', 'returned') and r.requester_person_id = any(%(takers)s))
      and exists (select from unnest(%(groups)s::text[]) g where starts_with(l.category, g))
    order by coalesce(l.wanted_date, r.wanted_date) nulls last, l.id
    limit %(size)s"""


@dataclass(frozen=True, slots=True)
class OpenNeed:
    """A line that has not been ordered. `is_in_hand`: it has been handed over to the coordinator, who
    may pool, reject or substitute it; another waits for approval in its own cart."""

    line_id: UUID
    requisition_id: UUID
    number: str
    state: str
    unit: str
    name: str
    category: str
    quantity: Quantity
    amount: Money
    wanted_date: date | None
    needed_by: str
    is_in_hand: bool


@dataclass(frozen=True, slots=True)
class OpenNeeds:
    """The needs of the reader's groups; `has_more` where there are more than are shown."""

    groups: tuple[Group, ...]
    needs: tuple[OpenNeed, ...]
    has_more: bool = False


@query
def needs_of_my_groups(*, actor: Actor, at: datetime) -> OpenNeeds:
    """What is needed, and not ordered yet, of the goods that the reader coordinates or is the deputy
    for, by the day it is wanted. Four statements, however many there are."""
    actor = require(actor, permissions.COORDINATE, at=at)
    if actor.person_id is None:
        return OpenNeeds((), ())
    groups = authority.groups_of(actor.person_id, on=day_of(at))
    if not groups:
        return OpenNeeds((), ())
    takers = {actor.person_id, *(group.person_id for group in groups)}
    with connection.cursor() as cursor:
        cursor.execute(
            _NEEDS,
            {
                "tenant": current_tenant(),
                "takers": list(takers),
                "groups": [group.category for group in groups],
                "size": MOST_SHOWN + 1,
            },
        )
        rows = cursor.fetchall()
    names = parties.person_names({row[12] for row in rows})
    units = parties.unit_names({row[4] for row in rows})
    needs = tuple(
        OpenNeed(
            line_id=row[0],
            requisition_id=row[1],
            number=row[2],
            state=row[3],
            unit=units.get(row[4], ""),
            name=row[5],
            category=row[6],
            quantity=Quantity(row[7], row[8]),
            amount=Money(row[9], row[10]),
            wanted_date=row[11],
            needed_by=names.get(row[12], ""),
            is_in_hand=row[3] in ("draft", "returned") and row[13] in takers,
        )
        for row in rows[:MOST_SHOWN]
    )
    return OpenNeeds(groups, needs, len(rows) > MOST_SHOWN)
