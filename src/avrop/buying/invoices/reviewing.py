"""An invoice beside its orders and receipts, a page of lines at a time; who settles what differs; and
how old what waits is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Case, CharField, Count, Q, Sum, Value, When

from avrop.authority import queries as authority
from avrop.buying.invoices import permissions
from avrop.buying.invoices.attesting import who_attests
from avrop.buying.invoices.lifecycle import WAITING, DifferenceState
from avrop.buying.invoices.models import Difference, Invoice, InvoiceLine, OrderLink
from avrop.buying.invoices.seeing import seen_invoice
from avrop.buying.invoices.settling import SETTLED_BY, ways_to_settle
from avrop.buying.invoices.shapes import (
    AgeView,
    DifferenceView,
    InvoiceLineView,
    InvoiceToMatch,
    LineComparison,
    MatchView,
    OrderLineBeside,
    SettlerView,
)
from avrop.buying.invoices.shaping import difference_view, invoice_head, line_views, matches_of
from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import LineToMatch
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.days import day_of
from avrop.kernel.paging import LARGEST_PAGE, Page
from avrop.kernel.ports import Within
from avrop.values import Money, Quantity

#: Of an invoice as a whole; more than these are found on its lines.
MOST_GENERAL = 100
#: A state is counted to so many: how much there is, not how many exactly.
MOST_COUNTED = 1000
AGES = ("overdue_long", "overdue", "this_week", "this_month", "later")

_links = compiled(lambda: OrderLink.objects.filter(invoice_id=Given("invoice_id")).order_by("id"))
_general = compiled(
    lambda: (
        Difference.objects.filter(invoice_id=Given("invoice_id"), line_id=None)
        .exclude(state=DifferenceState.GONE)
        .order_by("id")[:MOST_GENERAL]
    )
)


_differing = compiled(
    lambda: (
        Difference.objects.filter(invoice_id=Given("invoice_id"))
        .exclude(state=DifferenceState.GONE)
        .order_by("state")
        .values_list("state")
        .annotate(number=Count("id"))
    )
)
_number_of_lines = compiled(
    lambda: (
        InvoiceLine.objects.filter(invoice_id=Given("invoice_id"))
        .order_by()
        .values("invoice_id")
        .annotate(number=Count("id"))
        .values_list("number", flat=True)
    )
)
_on_lines = compiled(
    lambda: (
        Difference.objects.filter(invoice_id=Given("invoice_id"), line_id__any_of=Given("line_ids"))
        .exclude(state=DifferenceState.GONE)
        .order_by("id")
    )
)
_open_kinds = compiled(
    lambda: (
        Difference.objects.filter(invoice_id=Given("invoice_id"), state=DifferenceState.OPEN)
        .order_by("kind")
        .values_list("kind", flat=True)
        .distinct()
    )
)


@query
def invoice_to_match(invoice_id: UUID, *, actor: Actor) -> InvoiceToMatch:
    """An invoice without its lines. The same statements however many lines there are."""
    row = seen_invoice(invoice_id, actor)
    links = _links(invoice_id=row.id)
    by_state = dict(_differing(invoice_id=row.id))
    return InvoiceToMatch(
        invoice=invoice_head(row, links),
        differences=tuple(
            difference_view(each, row.currency) for each in _general(invoice_id=row.id)
        ),
        number_of_lines=sum(_number_of_lines(invoice_id=row.id)),
        number_of_differences=sum(by_state.values()),
        number_open=by_state.get(DifferenceState.OPEN, 0),
    )


@query
def compared_lines(
    invoice_id: UUID,
    *,
    only: str = "",
    actor: Actor,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LineComparison]:
    """Lines of an invoice beside the order lines they were matched to, by position.

    `only` "differing" leaves out those on which nothing differs. The cursor is the last line's position.
    """
    row = seen_invoice(invoice_id, actor)
    size = max(1, min(limit, LARGEST_PAGE))
    lines = InvoiceLine.objects.filter(invoice_id=row.id)
    if only == "differing":
        standing = Difference.objects.filter(invoice_id=row.id).exclude(state=DifferenceState.GONE)
        lines = lines.filter(id__in=standing.exclude(line_id=None).values("line_id"))
    if cursor and cursor.isdecimal():
        lines = lines.filter(position__gt=min(int(cursor), 2**31 - 1))
    found = list(lines.order_by("position")[: size + 1])
    page = found[:size]
    ids = [line.id for line in page]
    links = _links(invoice_id=row.id)
    matches = matches_of(row.id, ids)
    differing: dict[UUID | None, list[DifferenceView]] = {}
    for each in _on_lines(invoice_id=row.id, line_ids=ids):
        differing.setdefault(each.line_id, []).append(difference_view(each, row.currency))
    order_line_ids = {order_line_id for _, _, order_line_id, _, _ in matches}
    order_line_ids |= {
        each.order_line_id
        for several in differing.values()
        for each in several
        if each.order_line_id
    }
    beside = _order_lines(order_line_ids)
    items = tuple(
        LineComparison(
            line,
            _beside(line, differing.get(line.id, ()), beside),
            tuple(differing.get(line.id, ())),
        )
        for line in line_views(page, row, links, matches)
    )
    return Page(items, str(page[-1].position) if len(found) > size else None)


def _order_lines(ids: Iterable[UUID]) -> Mapping[UUID, LineToMatch]:
    wanted = list(ids)
    if not wanted:
        return {}
    return {one.order_line_id: one for one in orders.lines_for_matching(order_line_ids=wanted)}


def _beside(
    line: InvoiceLineView,
    differences: Sequence[DifferenceView],
    known: Mapping[UUID, LineToMatch],
) -> tuple[OrderLineBeside, ...]:
    """What the line was matched to, and what it differs from without any of it being matched."""
    found = [
        _order_line(known[match.order_line_id], match)
        for match in line.matched
        if match.order_line_id in known
    ]
    seen = {one.order_line_id for one in found}
    for each in differences:
        beside = known.get(each.order_line_id) if each.order_line_id else None
        if beside is not None and beside.order_line_id not in seen:
            seen.add(beside.order_line_id)
            found.append(_order_line(beside, None))
    return tuple(found)


def _order_line(row: LineToMatch, match: MatchView | None) -> OrderLineBeside:
    return OrderLineBeside(
        order_id=row.order_id,
        order_number=row.order_number,
        order_line_id=row.order_line_id,
        position=row.position,
        name=row.agreed_name or row.name,
        ordered=Quantity(row.quantity, row.unit),
        received=Quantity(row.sums.accepted, row.unit),
        invoiced=Quantity(row.sums.invoiced - row.sums.credited, row.unit),
        price=Money(row.price, row.currency),
        base_quantity=row.base_quantity,
        price_unit=row.price_unit,
        matched=match.quantity if match else Decimal(0),
        amount=match.amount if match else Money(Decimal(0), row.currency),
    )


@query
def settlers(invoice_id: UUID, *, actor: Actor, at: datetime) -> tuple[SettlerView, ...]:
    """Who can settle what is open on an invoice, by kind of difference: one answer per cause."""
    row = seen_invoice(invoice_id, actor)
    within = Within(unit_id=row.unit_id)
    asked = [kind for kind in _open_kinds(invoice_id=row.id) if kind in SETTLED_BY]
    if not asked:
        return ()
    may_settle = not authority.why_not(actor, permissions.SETTLE, at=at, within=within)
    rights = {SETTLED_BY[kind] for kind in asked}
    people = {right: authority.people_who_may(right, within, at) for right in rights}
    mine = {
        right: may_settle and not authority.why_not(actor, right, at=at, within=within)
        for right in rights
    }
    return tuple(
        SettlerView(
            kind=kind,
            is_mine=mine[SETTLED_BY[kind]],
            people=people[SETTLED_BY[kind]],
            ways=ways_to_settle(kind),
        )
        for kind in asked
    )


@query
def attesters(invoice_id: UUID, *, actor: Actor, at: datetime) -> tuple[UUID, ...]:
    """Who can give the attest that an invoice waits for, the lowest limits first; nobody where it waits
    for none. Whoever separation of duties keeps from it is left out."""
    return who_attests(seen_invoice(invoice_id, actor), at)


@query
def number_by_state(*, actor: Actor) -> dict[str, int]:
    """How many invoices are in each state in which somebody has something to do; to a thousand."""
    rows = Invoice.objects.visible_to(actor)
    return {
        str(state): len(rows.filter(state=state).values("id")[:MOST_COUNTED]) for state in WAITING
    }


@query
def ages(*, state: str = "approved", actor: Actor, at: datetime) -> tuple[AgeView, ...]:
    """Invoices of a state by the day they are due, each group and currency; credit notes count as less.

    `state` "waiting" is every state before approval. Served by an index alone.
    """
    today = day_of(at)
    states = WAITING if state == "waiting" else (state,)
    rows = (
        Invoice.objects.visible_to(actor)
        .filter(state__in=states)
        .annotate(group=_group(today))
        .values_list("group", "currency")
        .annotate(
            number=Count("*"),
            asked=Sum("payable", filter=Q(kind="invoice")),
            returned=Sum("payable", filter=Q(kind="credit_note")),
        )
    )
    found = [
        AgeView(group, number, Money((asked or Decimal(0)) - (returned or Decimal(0)), currency))
        for group, currency, number, asked, returned in rows
    ]
    return tuple(sorted(found, key=lambda each: (AGES.index(each.group), each.amount.currency)))


def _group(today: date) -> Case:
    return Case(
        When(due_date__lt=today - timedelta(days=30), then=Value("overdue_long")),
        When(due_date__lt=today, then=Value("overdue")),
        When(due_date__lte=today + timedelta(days=7), then=Value("this_week")),
        When(due_date__lte=today + timedelta(days=30), then=Value("this_month")),
        default=Value("later"),
        output_field=CharField(),
    )
