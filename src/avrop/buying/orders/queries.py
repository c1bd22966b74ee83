"""Reading orders: for people and programs, and for the floors above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Max
from django.db.models.functions import Coalesce

from avrop.buying.orders import answers, ports, rules
from avrop.buying.orders.actions.answer import change_terms
from avrop.buying.orders.answers import Change
from avrop.buying.orders.fitness import draft_of, problems_writing, today_for
from avrop.buying.orders.kinds import Extent
from avrop.buying.orders.ledger import LineSums
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import Allocation, Chain, Order, OrderLine, Response
from avrop.buying.orders.pooling import Share, share_out
from avrop.buying.orders.responses import stored_answer
from avrop.buying.orders.rows import as_ordered, lines_of
from avrop.buying.orders.shapes import (
    CodingWeight,
    LineQuantities,
    LineToMatch,
    NeedStanding,
    Obstacle,
    OrderHead,
    OrderLineView,
    OrderSummary,
    OrderView,
    TraceEntry,
)
from avrop.buying.orders.standings import (
    MoneyStanding,
    OrderFacts,
    Standing,
    standing_of,
)
from avrop.buying.orders.sums import line_sums
from avrop.buying.orders.tracing import trace_of, transport_of
from avrop.buying.orders.views import head_of, summary_of, view_of
from avrop.buying.requisitions import queries as requisitions
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.values import Quantity

__all__ = [
    "Change",
    "CodingWeight",
    "LineQuantities",
    "LineSums",
    "LineToMatch",
    "MoneyStanding",
    "NeedStanding",
    "Obstacle",
    "OrderHead",
    "OrderLineView",
    "OrderSummary",
    "OrderView",
    "Standing",
    "TraceEntry",
    "chains_of",
    "coding_of_lines",
    "difference",
    "lines_for_matching",
    "needs",
    "obstacles",
    "order",
    "order_by_number",
    "order_heads",
    "orders_page",
    "quantities",
    "standing",
    "trace",
]


@query
def order(order_id: UUID, *, actor: Actor) -> OrderView:
    """One order with its lines."""
    row = _visible(order_id, actor)
    return view_of(row, lines_of(row))


@query
def order_by_number(number: str, *, actor: Actor) -> OrderView:
    """One order, by the number people see."""
    row = Order.objects.visible_to(actor).filter(number=number).first()
    if row is None:
        raise missing("order", number)
    return view_of(row, lines_of(row))


@query
def orders_page(
    *,
    state: str = "",
    unit_id: UUID | None = None,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderSummary]:
    """Orders, the newest first, in one state or of one unit where asked for."""
    rows = Order.objects.visible_to(actor)
    if state:
        rows = rows.filter(state=state)
    if unit_id is not None:
        rows = rows.filter(unit_id=unit_id)
    found, following = page_of(rows, cursor=cursor, limit=limit)
    return Page(tuple(summary_of(row) for row in found), following)


@query
def quantities(order_id: UUID, *, actor: Actor) -> tuple[LineQuantities, ...]:
    """What the ledger says of each line: ordered, confirmed, despatched, received, invoiced …"""
    row = _visible(order_id, actor)
    return tuple(
        LineQuantities(
            order_line_id=line.order_line_id,
            position=line.position,
            name=line.name,
            unit=line.unit,
            agreed=line.quantity,
            sums=line.sums,
        )
        for line in line_sums([row.id])
    )


@query
def standing(order_id: UUID, *, actor: Actor, at: datetime) -> Standing:
    """Where the order stands, in one sentence that anybody can read (X2)."""
    row = _visible(order_id, actor)
    transport, transport_at = transport_of(exchange.trace(row.id, actor=actor))
    return standing_of(
        OrderFacts(
            state=row.state,
            pending=row.pending,
            seller=row.seller_name,
            now=at,
            created_at=row.created_at,
            sent_at=row.sent_at,
            answer_due_at=row.answer_due_at,
            acknowledged_at=row.acknowledged_at,
            answered_at=row.answered_at,
            promised=_promised(row),
            transport=transport,
            transport_at=transport_at,
            despatched=Extent(row.despatched),
            at_centre=Extent(row.at_centre),
            received=Extent(row.received),
            invoiced=Extent(row.invoiced),
            money=ports.money_standing(row.id) if row.invoiced != Extent.NONE else None,
        )
    )


@query
def obstacles(order_id: UUID, *, actor: Actor, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps a draft from being sent now; the same rules decide in `send_order`."""
    row = _visible(order_id, actor)
    lines = lines_of(row)
    today = today_for(row, at)
    found = rules.problems_sending(draft_of(row, lines, today))
    found = found or problems_writing(row, lines, today)
    return tuple(
        Obstacle(problem.code, problem.values, problem.place, problem.fixer) for problem in found
    )


@query
def trace(order_id: UUID, *, actor: Actor) -> tuple[TraceEntry, ...]:
    """Everything on the order's way from the need to the money, the oldest first."""
    row = _visible(order_id, actor)
    return trace_of(row, actor=actor)


@query
def difference(order_id: UUID, *, actor: Actor) -> tuple[Change, ...]:
    """In what the seller's last answer differs from the order, in words that `say` makes.

    Compared with what was ordered, so that it reads the same before and after the decision.
    """
    row = _visible(order_id, actor)
    response = Response.objects.filter(order_id=row.id).exclude(code="AB").order_by("-id").first()
    if response is None:
        return ()
    ordered = [as_ordered(line, row.currency) for line in lines_of(row)]
    return answers.difference(ordered, stored_answer(response, row.currency), change_terms(row))


@query
def needs(requisition_id: UUID, *, actor: Actor) -> tuple[NeedStanding, ...]:
    """What has become of each line of a cart: its share of what was confirmed and received.

    Where needs were pooled, less than ordered is shared in proportion to what each wanted (REQ-14).
    """
    requisitions.requisition(requisition_id, actor=actor)  # Missing where the reader may not see it
    own = set(
        Allocation.objects.filter(requisition_id=requisition_id).values_list(
            "order_line_id", flat=True
        )
    )
    shares: dict[UUID, list[Share]] = {}
    for line_id, need_id, quantity in (
        Allocation.objects.filter(order_line_id__in=own)
        .order_by("id")
        .values_list("order_line_id", "requisition_line_id", "quantity")
    ):
        shares.setdefault(line_id, []).append(Share(need_id, quantity))
    lines = line_sums(line_ids=own)
    return tuple(
        each for line in lines for each in _need_standings(line, shares[line.order_line_id])
    )


def _need_standings(line: LineToMatch, shares: list[Share]) -> Iterable[NeedStanding]:
    confirmed = share_out(line.sums.confirmed, shares)
    received = share_out(line.sums.accepted, shares)
    for wanted, sure, came in zip(shares, confirmed, received, strict=True):
        yield NeedStanding(
            requisition_line_id=wanted.need_id,
            order_id=line.order_id,
            order_number=line.order_number,
            order_line_id=line.order_line_id,
            order_state=line.order_state,
            wanted=Quantity(wanted.quantity, line.unit),
            confirmed=Quantity(sure.quantity, line.unit),
            received=Quantity(came.quantity, line.unit),
        )


def _promised(row: Order) -> date | None:
    """The last day that anything of an accepted order is expected on."""
    if row.state != State.ACCEPTED:
        return None
    days = OrderLine.objects.filter(order_id=row.id)
    last: date | None = days.aggregate(last=Max(Coalesce("agreed_date", "requested_date")))["last"]
    return last


def _visible(order_id: UUID, actor: Actor) -> Order:
    row = Order.objects.visible_to(actor).filter(id=order_id).first()
    if row is None:
        raise missing("order", order_id)
    return row


# For the floors above, inside a scope.


def order_heads(
    *,
    order_ids: Iterable[UUID] = (),
    numbers: Iterable[str] = (),
    seller_organisation_id: UUID | None = None,
) -> tuple[OrderHead, ...]:
    """Orders without their lines, by id or number; one statement. Sent ones only by a number."""
    rows = Order.objects.filter(id__in=list(order_ids)) | Order.objects.filter(
        number__in=list(numbers), sent_at__isnull=False
    )
    if seller_organisation_id is not None:
        rows = rows.filter(seller_organisation_id=seller_organisation_id)
    return tuple(head_of(row) for row in rows.order_by("id"))


def lines_for_matching(
    *,
    order_ids: Iterable[UUID] = (),
    order_numbers: Iterable[str] = (),
    order_line_ids: Iterable[UUID] = (),
) -> tuple[LineToMatch, ...]:
    """Order lines as agreed with the sums of their ledger, by order and position; one statement."""
    return line_sums(order_ids, numbers=order_numbers, line_ids=order_line_ids)


def chains_of(order_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The chains of deeds that orders are on; one statement."""
    found: dict[UUID, list[UUID]] = {}
    for order_id, chain_id in Chain.objects.filter(order_id__in=list(order_ids)).values_list(
        "order_id", "chain_id"
    ):
        found.setdefault(order_id, []).append(chain_id)
    return {order_id: tuple(dict.fromkeys(chains)) for order_id, chains in found.items()}


def coding_of_lines(order_line_ids: Iterable[UUID]) -> dict[UUID, tuple[CodingWeight, ...]]:
    """How each order line's cost is divided over codings; weights for `Money.allocate`.

    Percentages are of what a need was to cost; shares without one are what the others leave. Three
    statements however many lines.
    """
    allocations = list(
        Allocation.objects.filter(order_line_id__in=list(order_line_ids))
        .order_by("order_line_id", "id")
        .values_list("order_line_id", "requisition_line_id")
    )
    coded = requisitions.coding_of_needs({need_id for _, need_id in allocations})
    weights: dict[UUID, dict[str, Decimal]] = {}
    for line_id, need_id in allocations:
        own = weights.setdefault(line_id, {})
        for coding, weight in requisitions.weights_of(coded[need_id]):
            own[coding] = own.get(coding, Decimal(0)) + weight
    return {
        line_id: tuple(CodingWeight(coding, weight) for coding, weight in own.items())
        for line_id, own in weights.items()
    }
