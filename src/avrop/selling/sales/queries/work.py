"""Reading for the two workspaces: what is to be done, in the order of its clock; what stands still and
why; who has crossed from one desk to the other; which links are out."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from avrop.authority import queries as authority
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import LARGEST_PAGE, Page, page_of
from avrop.kernel.problems import Invalid, Problem, missing
from avrop.selling.sales import permissions, rules
from avrop.selling.sales.lifecycle import ENDED, HandOffState, Stage
from avrop.selling.sales.models import Crossing, HandOff, Hold, OrderLink, SalesOrder
from avrop.selling.sales.queries.orders import summary_of
from avrop.selling.sales.shapes import (
    CrossingView,
    HandOffWaiting,
    HeldOrder,
    LinkView,
    OrderSummary,
    StageFigure,
)

_COUNTED = """
    select s.stage, count(o.id), count(*) filter (where o.stage_due_at < %(at)s)
    from unnest(%(stages)s::text[]) with ordinality s(stage, position)
    left join lateral (
        select id, stage_due_at from sales_order where stage = s.stage order by id desc limit %(most)s
    ) o on true
    group by s.stage, s.position order by s.position
"""


@query
def work_queue(
    *,
    departments: tuple[str, ...] = (),
    department: str = "",
    stage: str = "",
    priority: str = "",
    clock: str = "",
    actor: Actor,
    at: datetime,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderSummary]:
    """Orders that somebody works on, what is due first on top.

    `departments` are the reader's own, `department` one of them all. `clock` is "late" or "today" (due
    within a day). What waits for nothing but its end (paid) has no clock and is not here.
    """
    rows = SalesOrder.objects.visible_to(actor).exclude(stage__in=ENDED)
    wanted = {"owner_department": department, "stage": stage, "priority": priority}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value})
    if departments and not department:
        rows = rows.filter(owner_department__in=departments)
    until = rules.clock_until(clock, at)
    rows = (
        rows.filter(stage_due_at__lte=until) if until else rows.filter(stage_due_at__isnull=False)
    )
    found, following = _by_clock(rows, cursor, limit)
    return Page(tuple(summary_of(row) for row in found), following)


def _by_clock(
    rows: QuerySet[Any], cursor: str | None, limit: int
) -> tuple[list[SalesOrder], str | None]:
    size = max(1, min(limit, LARGEST_PAGE))
    if cursor:
        due_at, order_id = _read(cursor)
        rows = rows.filter(Q(stage_due_at__gt=due_at) | Q(stage_due_at=due_at, id__gt=order_id))
    found = list(rows.order_by("stage_due_at", "id")[: size + 1])
    last = found[size - 1] if len(found) > size else None
    return found[:size], f"{last.stage_due_at.isoformat()}_{last.id}" if last else None


def _read(cursor: str) -> tuple[datetime, UUID]:
    due_at, _, order_id = cursor.partition("_")
    try:
        return datetime.fromisoformat(due_at), UUID(order_id)
    except ValueError:
        raise Invalid((Problem("kernel.bad_cursor", {"cursor": cursor}, ("cursor",)),)) from None


@query
def stage_figures(*, actor: Actor, at: datetime) -> tuple[StageFigure, ...]:
    """How many orders are in each stage that is not an end, and how many of them are late."""
    if actor.is_person and not authority.holds(actor, permissions.SEE):
        return ()
    most = rules.MOST_COUNTED
    stages = [str(stage) for stage in Stage if stage not in ENDED]
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"stages": stages, "at": at, "most": most + 1})
        return tuple(
            StageFigure(stage, min(count, most), min(late, most), count > most)
            for stage, count, late in cursor.fetchall()
        )


@query
def held_orders(*, actor: Actor, cursor: str | None = None, limit: int = 50) -> Page[HeldOrder]:
    """Holds that nobody has released, the newest first."""
    rows = Hold.objects.filter(released_at=None).select_related("order")
    found, following = page_of(_seen(rows, actor), cursor=cursor, limit=limit)
    return Page(
        tuple(
            HeldOrder(
                id=row.id,
                order_id=row.order_id,
                order_number=row.order.number,
                customer_name=row.order.customer_name,
                hold_type=row.hold_type,
                reason=row.reason,
                set_by=row.set_by,
                set_at=row.set_at,
            )
            for row in found
        ),
        following,
    )


@query
def hand_offs_waiting(
    *, department: str = "", actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[HandOffWaiting]:
    """Orders that were given to a department and wait to be taken, the newest first."""
    rows = HandOff.objects.filter(state=HandOffState.GIVEN).select_related("order")
    if department:
        rows = rows.filter(to_department=department)
    found, following = page_of(_seen(rows, actor), cursor=cursor, limit=limit)
    return Page(
        tuple(
            HandOffWaiting(
                id=row.id,
                order_id=row.order_id,
                order_number=row.order.number,
                customer_name=row.order.customer_name,
                from_department=row.from_department,
                to_department=row.to_department,
                note=row.note,
                given_by=row.given_by,
                given_at=row.given_at,
                due_at=row.due_at,
            )
            for row in found
        ),
        following,
    )


@query
def crossings_page(
    *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[CrossingView]:
    """Who has done the work of the other desk, when and why; the newest first."""
    found, following = page_of(_seen(Crossing.objects.all(), actor), cursor=cursor, limit=limit)
    return Page(
        tuple(
            CrossingView(
                row.id, row.person_id, row.role, row.reason, row.crossed_at, row.valid_until
            )
            for row in found
        ),
        following,
    )


@query
def links_of(order_id: UUID, *, actor: Actor) -> tuple[LinkView, ...]:
    """The links to an order that were given, the newest first."""
    rows = _seen(OrderLink.objects.filter(order_id=order_id), actor)
    return tuple(_link(row) for row in rows.order_by("-id"))


@query
def link(link_id: UUID, *, actor: Actor) -> LinkView:
    """One link to an order."""
    row = _seen(OrderLink.objects.filter(id=link_id), actor).first()
    if row is None:
        raise missing("order_link", link_id)
    return _link(row)


def _seen(rows: QuerySet[Any], actor: Actor) -> QuerySet[Any]:
    """The rows, for who may see sales orders; none for others."""
    if not actor.is_person or authority.holds(actor, permissions.SEE):
        return rows
    return rows.none()


def _link(row: OrderLink) -> LinkView:
    return LinkView(
        id=row.id,
        tenant_id=row.tenant_id,
        order_id=row.order_id,
        holder=row.holder,
        made_at=row.made_at,
        expires_at=row.expires_at,
        opened_at=row.opened_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        is_invitation=row.invitation_id is not None,
    )
