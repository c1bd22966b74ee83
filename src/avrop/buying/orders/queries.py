"""Reading orders: for people and programs, and for the floors above."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from avrop.authority.queries import sight
from avrop.buying.orders import answer_rules, ports, rules
from avrop.buying.orders.answer_forms import change_terms, stored_answer
from avrop.buying.orders.answer_rules import Change
from avrop.buying.orders.awaited import AwaitedOrder, awaited_lines_with, awaited_orders
from avrop.buying.orders.codings import coding_of_lines
from avrop.buying.orders.fitness import draft_of, problems_writing, today_for
from avrop.buying.orders.kinds import Extent
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.listing import NOTHING, Reader, Sort, Wanted, page_of_orders
from avrop.buying.orders.models import Allocation, Chain, Invitation, Order, OrderLine, Response
from avrop.buying.orders.paged_lines import LinePage, LineStanding, lines_from
from avrop.buying.orders.pooling import Share, share_out
from avrop.buying.orders.precision import MonthOfDeliveries, delivery_precision
from avrop.buying.orders.progress import LineSums
from avrop.buying.orders.rows import as_ordered, lines_of, open_orders_of
from avrop.buying.orders.shapes import (
    CodedShare,
    CodingWeight,
    InvitationView,
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
from avrop.buying.orders.shaping import head_of, summary_of, view_of
from avrop.buying.orders.standings import (
    InvoiceStanding,
    MoneyStanding,
    OrderFacts,
    Standing,
    Transport,
    standing_of,
)
from avrop.buying.orders.sums import line_sums
from avrop.buying.orders.tracing import trace_of, transport_of
from avrop.buying.requisitions import queries as requisitions
from avrop.documents.order_response import ACCEPTED_WITH_CHANGES
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.finding import Found, fitting, narrowed
from avrop.kernel.paging import Page, page_of
from avrop.kernel.problems import missing
from avrop.parties import queries as parties
from avrop.values import Quantity

__all__ = [
    "AwaitedOrder",
    "Change",
    "CodedShare",
    "CodingWeight",
    "InvoiceStanding",
    "LinePage",
    "LineQuantities",
    "LineStanding",
    "LineSums",
    "LineToMatch",
    "MoneyStanding",
    "MonthOfDeliveries",
    "NeedStanding",
    "Obstacle",
    "OrderHead",
    "OrderLineView",
    "OrderSummary",
    "OrderView",
    "Overview",
    "Standing",
    "TraceEntry",
    "awaited_lines_with",
    "awaited_orders",
    "chains_of",
    "coding_of_lines",
    "delivery_precision",
    "difference",
    "lines_for_matching",
    "needs",
    "obstacles",
    "order",
    "order_by_number",
    "order_heading",
    "order_heads",
    "order_lines",
    "orders_numbered",
    "orders_of",
    "orders_of_requisitions",
    "orders_page",
    "overview",
    "quantities",
    "standing",
    "standings",
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


def orders_of_requisitions(
    requisition_ids: Iterable[UUID], limit: int
) -> dict[UUID, tuple[str, str]]:
    """The latest orders that came of some requisitions: id → number and seller. For pages, inside a
    scope."""
    made = Allocation.objects.filter(requisition_id__in=list(requisition_ids))
    rows = Order.objects.filter(id__in=made.values("order_line__order_id")).order_by("-id")
    found = rows.values_list("id", "number", "seller_name")[:limit]
    return {order_id: (number, seller) for order_id, number, seller in found}


@query
def orders_numbered(text: str, *, actor: Actor, at: datetime, limit: int = 8) -> tuple[Found, ...]:
    """The orders whose number begins so, the latest first."""
    beginning = fitting(text, series="AO", at=at)
    rows = narrowed(Order.objects.visible_to(actor), Order.objects.all(), "number", beginning)
    return tuple(
        Found("order", row.id, row.number, row.seller_name, row.state) for row in rows[:limit]
    )


@query
def orders_page(
    *,
    state: str = "",
    received: str = "",
    number: str = "",
    unit_id: UUID | None = None,
    seller_organisation_id: UUID | None = None,
    seller: str = "",
    mine: bool = False,
    sort: Sort = Sort.NEWEST,
    actor: Actor,
    at: datetime | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[OrderSummary]:
    """Orders that the actor may see: the newest first, the oldest or the largest.

    Narrowed to a state, how much has been received, the beginning of a number, a unit, a seller (by id,
    or by words of his name in `seller`), or to `mine`: what the actor ordered himself. The digits of a
    number are of the year of `at`, of this year without it.
    """
    named = tuple(parties.organisations_named(seller)) if seller.strip() else ()
    if seller.strip() and not named:
        return Page((), None)
    found, following = page_of_orders(
        Reader(NOTHING if mine else sight(actor), actor.person_id),
        Wanted(state, received, number, unit_id, seller_organisation_id, named),
        sort=sort,
        cursor=cursor or "",
        limit=limit,
        at=at or datetime.now(UTC),
    )
    return Page(found, following)


@query
def order_heading(order_id: UUID, *, actor: Actor) -> OrderView:
    """One order as a whole, without its lines; those are asked for by `order_lines`."""
    return view_of(_visible(order_id, actor), ())


@query
def order_lines(order_id: UUID, *, after: int = 0, limit: int = 50, actor: Actor) -> LinePage:
    """The lines of an order behind the position `after`, each with what the ledger says of it."""
    return lines_from(_visible(order_id, actor), after, limit)


@dataclass(frozen=True, slots=True)
class Overview:
    """What a page shows of an order: as a whole (without lines), where it stands, some of its lines, in
    what the last answer differs, and its way."""

    order: OrderView
    standing: Standing
    lines: LinePage
    changes: tuple[Change, ...]
    trace: tuple[TraceEntry, ...]
    invoice: InvoiceStanding | None = None


@query
def overview(
    order_id: UUID, *, after: int = 0, limit: int = 50, actor: Actor, at: datetime
) -> Overview:
    """Everything about one order, its lines from behind the position `after`; each thing read once."""
    row = _visible(order_id, actor)
    steps = exchange.traces([row.id]).get(row.id, ())
    facts = _facts(row, transport_of(steps), _promised([row]), at)
    facts = replace(facts, invoice=ports.invoice_standings([row.id]).get(row.id))
    return Overview(
        order=view_of(row, ()),
        standing=standing_of(facts),
        lines=lines_from(row, after, limit),
        changes=_changes(row),
        trace=trace_of(row, steps, actor=actor),
        invoice=facts.invoice,
    )


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
    return _standings([_visible(order_id, actor)], actor, at)[order_id]


def standings(order_ids: Sequence[UUID], *, actor: Actor, at: datetime) -> dict[UUID, Standing]:
    """Where some orders stand, those that the actor may see. For pages, inside a scope; the statements
    grow with the invoiced ones among them only."""
    return _standings(Order.objects.visible_to(actor).filter(id__in=order_ids), actor, at)


def _standings(found: Iterable[Order], actor: Actor, at: datetime) -> dict[UUID, Standing]:
    rows = list(found)
    traces = exchange.traces([row.id for row in rows])
    promised = _promised(rows)
    invoices = ports.invoice_standings([row.id for row in rows])
    told = {row.id: _facts(row, transport_of(traces.get(row.id, ())), promised, at) for row in rows}
    return {
        order_id: standing_of(replace(facts, invoice=invoices.get(order_id)))
        for order_id, facts in told.items()
    }


def _facts(
    row: Order,
    transport: tuple[Transport, datetime | None],
    promised: Mapping[UUID, date],
    at: datetime,
) -> OrderFacts:
    return OrderFacts(
        state=row.state,
        pending=row.pending,
        seller=row.seller_name,
        now=at,
        created_at=row.created_at,
        sent_at=row.sent_at,
        answer_due_at=row.answer_due_at,
        acknowledged_at=row.acknowledged_at,
        answered_at=row.answered_at,
        promised=promised.get(row.id),
        transport=transport[0],
        transport_at=transport[1],
        despatched=Extent(row.despatched),
        at_centre=Extent(row.at_centre),
        received=Extent(row.received),
        invoiced=Extent(row.invoiced),
        money=ports.money_standing(row.id) if row.invoiced != Extent.NONE else None,
    )


@query
def invitations_of(
    order_id: UUID, *, actor: Actor, cursor: str | None = None, limit: int = 50
) -> Page[InvitationView]:
    """The invitations to an order that the actor sees, the newest first."""
    seen = Order.objects.visible_to(actor).filter(id=order_id).values("id")
    among = Invitation.objects.filter(order_id__in=seen)
    rows, following = page_of(among, cursor=cursor, limit=limit)
    copied = InvitationView.__dataclass_fields__
    views = (InvitationView(**{name: getattr(row, name) for name in copied}) for row in rows)
    return Page(tuple(views), following)


@query
def obstacles(order_id: UUID, *, actor: Actor, at: datetime) -> tuple[Obstacle, ...]:
    """Everything that keeps a draft from being sent now; the same rules decide in `send_order`."""
    row = _visible(order_id, actor)
    lines = lines_of(row)
    today = today_for(row, at)
    draft = draft_of(row, lines, today)
    found = rules.problems_sending(draft) or problems_writing(row, lines, today)
    return tuple(
        Obstacle(problem.code, problem.values, problem.place, problem.fixer) for problem in found
    )


@query
def trace(order_id: UUID, *, actor: Actor) -> tuple[TraceEntry, ...]:
    """Everything on the order's way from the need to the money, the oldest first."""
    row = _visible(order_id, actor)
    return trace_of(row, exchange.traces([row.id]).get(row.id, ()), actor=actor)


@query
def difference(order_id: UUID, *, actor: Actor) -> tuple[Change, ...]:
    """In what the seller's last answer differs from the order, in words that `say` makes.

    Compared with what was ordered, so that it reads the same before and after the decision.
    """
    return _changes(_visible(order_id, actor))


_last_decision = compiled(
    lambda: (
        Response.objects.filter(order_id=Given("order_id")).exclude(code="AB").order_by("-id")[:1]
    )
)


def _changes(row: Order) -> tuple[Change, ...]:
    response = _last_decision.first(order_id=row.id)
    # Only an answer with changes has any; nothing is read for another.
    if response is None or response.code != ACCEPTED_WITH_CHANGES:
        return ()
    ordered = [as_ordered(line, row.currency) for line in lines_of(row)]
    return answer_rules.difference(
        ordered, stored_answer(response, row.currency), change_terms(row)
    )


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


def _promised(rows: Iterable[Order]) -> dict[UUID, date]:
    """The last day that anything of each accepted order is expected on."""
    accepted = [row.id for row in rows if row.state == State.ACCEPTED]
    if not accepted:
        return {}
    lines = OrderLine.objects.filter(order_id__in=accepted).values("order_id").order_by()
    last = lines.annotate(last=Max(Coalesce("agreed_date", "requested_date")))
    return {order_id: day for order_id, day in last.values_list("order_id", "last") if day}


def _visible(order_id: UUID, actor: Actor) -> Order:
    row = Order.objects.visible_to(actor).filter(id=order_id).first()
    if row is None:
        raise missing("order", order_id)
    return row


# For the floors above, inside a scope.


_heads = compiled(
    lambda: Order.objects.filter(
        Q(id__any_of=Given("ids")) | Q(number__any_of=Given("numbers"), sent_at__isnull=False)
    ).order_by("id")
)


def number_left_by(person_id: UUID, unit_id: UUID | None = None) -> int:
    """How many orders somebody placed have not ended and are nobody's yet who took them over: for a unit
    and below it, or everywhere. For other apps, inside a scope."""
    return open_orders_of(person_id, unit_id).filter(taken_over_by=None).count()


def order_heads(
    *,
    order_ids: Iterable[UUID] = (),
    numbers: Iterable[str] = (),
    seller_organisation_id: UUID | None = None,
) -> tuple[OrderHead, ...]:
    """Orders without their lines, by id or number; one statement. Sent ones only by a number."""
    rows = _heads(ids=list(order_ids), numbers=list(numbers))
    return tuple(
        head_of(row) for row in rows if seller_organisation_id in (None, row.seller_organisation_id)
    )


def lines_for_matching(
    *,
    order_ids: Iterable[UUID] = (),
    order_numbers: Iterable[str] = (),
    order_line_ids: Iterable[UUID] = (),
) -> tuple[LineToMatch, ...]:
    """Order lines as agreed with the sums of their ledger, by order and position; one statement."""
    return line_sums(order_ids, numbers=order_numbers, line_ids=order_line_ids)


_chains = compiled(
    lambda: Chain.objects.filter(order_id__any_of=Given("order_ids")).values_list(
        "order_id", "chain_id"
    )
)


def chains_of(order_ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The chains of deeds that orders are on; one statement."""
    found: dict[UUID, list[UUID]] = {}
    for order_id, chain_id in _chains(order_ids=list(order_ids)):
        found.setdefault(order_id, []).append(chain_id)
    return {order_id: tuple(dict.fromkeys(chains)) for order_id, chains in found.items()}


def orders_of(requisition_ids: Iterable[UUID]) -> dict[UUID, tuple[OrderSummary, ...]]:
    """The orders that came of each of some carts, the oldest first. Two statements."""
    pairs = (
        Allocation.objects.filter(requisition_id__in=list(requisition_ids))
        .order_by()
        .values_list("requisition_id", "order_id")
        .distinct()
    )
    carts: dict[UUID, list[UUID]] = {}
    for requisition_id, order_id in pairs:
        carts.setdefault(order_id, []).append(requisition_id)
    found: dict[UUID, tuple[OrderSummary, ...]] = {}
    for row in Order.objects.filter(id__in=list(carts)).order_by("id"):
        for requisition_id in carts[row.id]:
            found[requisition_id] = (*found.get(requisition_id, ()), summary_of(row))
    return found
