"""Carts as lists show them, and who may send what stands in one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection

from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.amounts import amount_of
from avrop.buying.requisitions.lifecycle import LineState, State
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import PersonToHandTo, RequisitionSummary
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.ports import Within
from avrop.kernel.problems import missing
from avrop.kernel.scope import current_tenant
from avrop.parties import queries as parties
from avrop.values import Money

MOST_OPEN_CARTS = 20
_TOTALS = """
    select requisition_id, count(*),
        sum(round(quantity * price_factor * price / base_quantity, 2))
    from requisitions_line
    where tenant_id = %(tenant)s and requisition_id = any(%(ids)s) and state = 'open'
    group by requisition_id"""


def summaries_of(rows: Iterable[Requisition]) -> tuple[RequisitionSummary, ...]:
    """Carts as lists show them; one statement more for all their lines."""
    found = list(rows)
    totals: dict[UUID, tuple[int, Decimal]] = {}
    if found:
        with connection.cursor() as cursor:
            ids = [row.id for row in found]
            cursor.execute(_TOTALS, {"tenant": current_tenant(), "ids": ids})
            totals = {key: (lines, amount) for key, lines, amount in cursor.fetchall()}
    return tuple(_summary(row, *totals.get(row.id, (0, Decimal(0)))) for row in found)


def _summary(row: Requisition, lines: int, amount: Decimal) -> RequisitionSummary:
    return RequisitionSummary(
        id=row.id,
        number=row.number,
        state=row.state,
        unit_id=row.unit_id,
        requester_person_id=row.requester_person_id,
        created_at=row.created_at,
        submitted_at=row.submitted_at,
        wanted_date=row.wanted_date,
        lines=lines,
        amount=Money(amount, row.currency),
    )


@query
def open_carts(*, actor: Actor) -> tuple[RequisitionSummary, ...]:
    """The carts that the reader is filling, the newest first; at most twenty. Two statements."""
    if actor.person_id is None:
        return ()
    rows = Requisition.objects.filter(
        requester_person_id=actor.person_id, state__in=(State.DRAFT, State.RETURNED)
    )
    return summaries_of(rows.order_by("-id")[:MOST_OPEN_CARTS])


@query
def people_to_hand_to(
    requisition_id: UUID, *, actor: Actor, at: datetime
) -> tuple[PersonToHandTo, ...]:
    """Everybody but the reader who may send all open lines of a cart, by name."""
    row = Requisition.objects.visible_to(actor).filter(id=requisition_id).first()
    if row is None:
        raise missing("requisition", requisition_id)
    rights = {
        right.person_id: right.role
        for right in authority.who_may(permissions.SUBMIT, _within(row), at)
        if right.person_id != actor.person_id
    }
    people = parties.people(rights)
    found = (PersonToHandTo(one, people[one].name, rights[one]) for one in rights if one in people)
    return tuple(sorted(found, key=lambda person: person.name))


def _within(row: Requisition) -> Within:
    lines = list(RequisitionLine.objects.filter(requisition_id=row.id, state=LineState.OPEN))
    amounts = (
        amount_of(line.quantity, line.price, line.base_quantity, line.price_factor)
        for line in lines
    )
    return Within(
        unit_id=row.unit_id,
        categories=frozenset(line.category for line in lines if line.category),
        amount=Money(sum(amounts, Decimal(0)), row.currency),
    )
