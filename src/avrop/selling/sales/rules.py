"""What may be done with a sales order, and how answers change it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from avrop.documents.order_response import LINE_ACCEPTED, LINE_CHANGED, LINE_REJECTED
from avrop.kernel.problems import Problem
from avrop.selling.sales.lifecycle import Department, LineState, Stage
from avrop.selling.sales.shapes import LineChange, StageNorms
from avrop.selling.stock.shapes import Offer
from avrop.values import rounded_half_up

ZERO = Decimal(0)

#: Who owns an order in each stage.
OWNERS: Mapping[str, str] = {
    Stage.RECEIVED: Department.SALES,
    Stage.CHECKED: Department.SALES,
    Stage.CONFIRMED: Department.SALES,
    Stage.ALLOCATED: Department.SALES,
    Stage.RELEASED: Department.WAREHOUSE,
    Stage.PICKING: Department.WAREHOUSE,
    Stage.PACKED: Department.LOGISTICS,
    Stage.SHIPPED: Department.LOGISTICS,
    Stage.DELIVERED: Department.FINANCE,
    Stage.INVOICED: Department.FINANCE,
    Stage.PAID: Department.FINANCE,
    Stage.CLOSED: Department.SALES,
    Stage.REJECTED: Department.SALES,
    Stage.CANCELLED: Department.SALES,
}

#: Until here the office alone can stop an order; after it the warehouse must say if it still can.
_OFFICE_CAN_STOP = frozenset({Stage.RECEIVED, Stage.CHECKED, Stage.CONFIRMED, Stage.ALLOCATED})
_WAREHOUSE_CAN_STOP = frozenset({Stage.RELEASED, Stage.PICKING, Stage.PACKED})
PRICE_TOLERANCE = Decimal("0.005")  # what rounding of a unit price to two decimals can make


def owner_of(stage: str) -> str:
    """The department that works on orders in a stage."""
    return str(OWNERS[Stage(stage)])


def due_at(stage: str, norms: StageNorms, since: datetime) -> datetime | None:
    """When a stage ought to be over; None where nothing is to be done."""
    hours = getattr(norms, str(stage), None)
    return since + timedelta(hours=hours) if hours is not None else None


# --- is the order complete and right? (OMS-02) ---------------------------------------------------


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """What the check looks at in a line; `offer` is our article, if it was found."""

    line_id: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    base_quantity: Decimal
    price_unit: str
    requested_date: date | None
    offer: Offer | None


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """What the check looks at in an order."""

    currency: str
    has_delivery_place: bool
    customer_reference: str
    requested_date: date | None
    received_on: date
    lines: tuple[CheckedLine, ...]


def findings_in(order: CheckedOrder) -> Iterator[Problem]:
    """Everything somebody should look at before the order is promised."""
    if not order.has_delivery_place:
        yield Problem("sales.no_delivery_place")
    if order.requested_date and order.requested_date < order.received_on:
        yield Problem("sales.date_has_passed", {"date": order.requested_date})
    for line in order.lines:
        yield from _findings_in_line(line, order)


def _findings_in_line(line: CheckedLine, order: CheckedOrder) -> Iterator[Problem]:
    place = ("lines", line.line_id)
    values = {"line": line.line_id, "item": line.name}
    if line.quantity <= 0:
        yield Problem("sales.bad_quantity", values, place)
    if line.requested_date and line.requested_date < order.received_on:
        yield Problem("sales.line_date_has_passed", {**values, "date": line.requested_date}, place)
    if line.offer is None:
        yield Problem("sales.item_unknown", values, place)
        return
    if not line.offer.is_active:
        yield Problem("sales.item_withdrawn", values, place)
    if line.unit != line.offer.unit:
        yield Problem(
            "sales.unit_differs", {**values, "ordered": line.unit, "ours": line.offer.unit}, place
        )
    if line.offer.price.currency != order.currency:
        yield Problem("sales.currency_differs", values, place)
    elif not _price_agrees(line, line.offer):
        agreed = line.offer.price
        yield Problem(
            "sales.price_differs", {**values, "ordered": line.price, "agreed": agreed.amount}, place
        )


def _price_agrees(line: CheckedLine, offer: Offer) -> bool:
    if line.price is None:  # then the catalogue's holds (BIS Ordering 3)
        return True
    ordered = line.price / (line.base_quantity or Decimal(1))
    agreed = [offer.price.amount / offer.base_quantity]
    if offer.catch_weight:
        # Buyers state the price of a kilogram, or what a piece of usual weight costs.
        agreed.append(agreed[0] * (offer.typical_weight or Decimal(1)))
    elif line.price_unit not in ("", offer.price_unit):
        return False
    return any(abs(ordered - each) <= PRICE_TOLERANCE for each in agreed)


# --- may it go on? -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenHold:
    """A hold that has not been released."""

    hold_type: str
    stops: frozenset[str]
    reason: str


def problems_going_on(verb: str, holds: Iterable[OpenHold]) -> Iterator[Problem]:
    """The holds that stop this step; a hold stops exactly its own steps (invariant 19)."""
    for hold in holds:
        if verb in hold.stops:
            yield Problem("sales.on_hold", {"hold_type": hold.hold_type, "reason": hold.reason})


def problems_reviewing(keyed_by: UUID | None, reviewer: UUID | None) -> Iterator[Problem]:
    """Nobody reviews what the same person has keyed."""
    if reviewer is None or reviewer == keyed_by:
        yield Problem("sales.review_by_another")


# --- answering -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerableLine:
    """What answering looks at in a line."""

    id: UUID
    line_id: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal | None
    requested_date: date | None
    state: str


@dataclass(frozen=True, slots=True)
class AnsweredLine:
    """A row of the answer: code by UNCL1229 and what differs."""

    id: UUID
    line_id: str
    code: str
    quantity: Decimal
    backorder: Decimal | None = None
    promised_date: date | None = None
    price: Decimal | None = None
    substitute: Offer | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """What a line stands at when the answer has been given."""

    id: UUID
    state: str
    quantity: Decimal
    date: date | None
    price: Decimal | None
    substitute: Offer | None


def problems_changing(
    lines: Sequence[AnswerableLine],
    changes: Sequence[LineChange],
    substitutes: Mapping[str, Offer],
    *,
    on: date,
) -> Iterator[Problem]:
    """Every reason why these changes make no answer."""
    if not changes:
        yield Problem("sales.no_changes")
    known = {line.line_id: line for line in lines}
    seen: set[str] = set()
    for position, change in enumerate(changes, start=1):
        place, values = ("changes", position), {"line": change.line_id}
        line = known.get(change.line_id)
        if line is None:
            yield Problem("sales.line_unknown", values, place)
            continue
        if change.line_id in seen:
            yield Problem("sales.line_twice", values, place)
        seen.add(change.line_id)
        number = change.substitute_seller_item_id
        if number and number not in substitutes:
            yield Problem("sales.substitute_unknown", {**values, "item": number}, place)
        yield from _problems_of_amounts(line, change, place, on)


def _problems_of_amounts(
    line: AnswerableLine, change: LineChange, place: tuple[str | int, ...], on: date
) -> Iterator[Problem]:
    values = {"line": change.line_id}
    now = line.quantity if change.quantity is None else change.quantity
    later = change.later_quantity or ZERO
    if now < 0 or later < 0 or now + later > line.quantity:
        yield Problem("sales.promise_too_much", {**values, "ordered": line.quantity}, place)
    if later and change.later_date is None:
        yield Problem("sales.later_without_date", values, place)
    for promised in (change.promised_date, change.later_date):
        if promised is not None and promised < on:
            yield Problem("sales.date_has_passed", {"date": promised}, place)


def answer_lines(
    lines: Iterable[AnswerableLine],
    changes: Sequence[LineChange],
    substitutes: Mapping[str, Offer],
) -> tuple[AnsweredLine, ...]:
    """The lines of a response CA: all lines of the order, in its order (BIS Ordering 3, 6.2)."""
    changed = {change.line_id: change for change in changes}
    return tuple(
        row
        for line in lines
        if line.state != LineState.CANCELLED
        for row in _rows(line, changed.get(line.line_id), substitutes)
    )


def _rows(
    line: AnswerableLine, change: LineChange | None, substitutes: Mapping[str, Offer]
) -> Iterator[AnsweredLine]:
    if change is None:
        yield AnsweredLine(line.id, line.line_id, LINE_ACCEPTED, line.quantity)
        return
    promised = line.quantity if change.quantity is None else change.quantity
    later = change.later_quantity or ZERO
    if change.rejected or promised + later <= 0:
        yield AnsweredLine(line.id, line.line_id, LINE_REJECTED, ZERO, note=change.note)
        return
    yield AnsweredLine(
        id=line.id,
        line_id=line.line_id,
        code=LINE_CHANGED,
        quantity=promised,
        # Zero says that the rest will never come.
        backorder=later if promised < line.quantity else None,
        promised_date=change.promised_date,
        price=change.price,
        substitute=substitutes.get(change.substitute_seller_item_id),
        note=change.note,
    )
    if later:
        yield AnsweredLine(
            line.id, line.line_id, LINE_CHANGED, later, promised_date=change.later_date
        )


def promises(
    lines: Iterable[AnswerableLine], answered: Iterable[AnsweredLine]
) -> tuple[Promise, ...]:
    """What every answered line stands at now; two rows on a line add up."""
    ordered = {line.id: line for line in lines}
    rows: dict[UUID, list[AnsweredLine]] = {}
    for row in answered:
        rows.setdefault(row.id, []).append(row)
    return tuple(_promise(ordered[line_id], found) for line_id, found in rows.items())


def _promise(line: AnswerableLine, rows: list[AnsweredLine]) -> Promise:
    first = rows[0]
    state = {
        LINE_ACCEPTED: LineState.ACCEPTED,
        LINE_CHANGED: LineState.CHANGED,
        LINE_REJECTED: LineState.REJECTED,
    }[first.code]
    return Promise(
        id=line.id,
        state=state,
        quantity=sum((row.quantity for row in rows), ZERO),
        date=first.promised_date or line.requested_date,
        price=first.price if first.price is not None else line.price,
        substitute=first.substitute,
    )


def all_are_rejected(answered: Collection[AnsweredLine]) -> bool:
    """Then the answer is a rejection, not a change."""
    return all(row.code == LINE_REJECTED for row in answered)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """What a line stands at by the last answer."""

    id: UUID
    line_id: str
    ordered: Decimal
    agreed: Decimal
    agreed_date: date | None
    requested_date: date | None
    state: str


def answer_after_shortage(
    lines: Iterable[StandingLine], missing: Mapping[UUID, Decimal]
) -> tuple[AnsweredLine, ...]:
    """A new response CA when goods turned out to be missing: the rest never comes (back-order 0)."""
    return tuple(
        _less(line, missing.get(line.id, ZERO))
        for line in lines
        if line.state != LineState.CANCELLED
    )


def _less(line: StandingLine, missing: Decimal) -> AnsweredLine:
    promised = max(ZERO, line.agreed - missing)
    if not promised:
        return AnsweredLine(line.id, line.line_id, LINE_REJECTED, ZERO)
    same_day = line.agreed_date == line.requested_date
    if promised == line.ordered and same_day:
        return AnsweredLine(line.id, line.line_id, LINE_ACCEPTED, promised)
    return AnsweredLine(
        line.id,
        line.line_id,
        LINE_CHANGED,
        promised,
        backorder=ZERO if promised < line.ordered else None,
        promised_date=None if same_day else line.agreed_date,
    )


# --- the buyer changes or cancels (OMS-15) -------------------------------------------------------

AT_ONCE, ASK_THE_WAREHOUSE, TOO_LATE = "at_once", "ask_the_warehouse", "too_late"


def how_late(stage: str) -> str:
    """Whether a change or cancellation can still be taken: at once, if the warehouse can stop the
    goods, or not at all (BIS Advanced Ordering: until the order is prepared for delivery)."""
    if stage in _OFFICE_CAN_STOP:
        return AT_ONCE
    return ASK_THE_WAREHOUSE if stage in _WAREHOUSE_CAN_STOP else TOO_LATE


def order_total(
    lines: Iterable[tuple[Decimal, Decimal | None, Decimal]],
) -> Decimal:
    """Σ quantity · price / base quantity, each line rounded to two decimals (EN 16931)."""
    total = ZERO
    for quantity, price, base_quantity in lines:
        if price is not None:
            total += rounded_half_up(quantity * price / (base_quantity or Decimal(1)), 2)
    return total


# --- the two desks (OMS-08) ----------------------------------------------------------------------

#: No figure on a page counts further: it would cost more than it says.
MOST_COUNTED = 999
#: The roles that one may cross over into, from the other desk.
TO_CARRY_OUT, TO_CONTROL = ("order_clerk", "warehouse"), ("order_manager",)
CLOCKS = ("late", "today")


def clock_until(clock: str, at: datetime) -> datetime | None:
    """Until when what is asked for is due: "late" by now, "today" within a day; None for anything."""
    return {"late": at, "today": at + timedelta(days=1)}.get(clock)


def roles_across(*, controls: bool) -> tuple[str, ...]:
    """The roles of the other desk, for who controls orders and for who carries them out."""
    return TO_CARRY_OUT if controls else TO_CONTROL


def problems_crossing(
    role: str, reason: str, *, is_person: bool, controls: bool
) -> Iterator[Problem]:
    """Why somebody cannot do the work of the other desk."""
    if not is_person:
        yield Problem("sales.only_people_cross")
    if role not in roles_across(controls=controls):
        yield Problem("sales.not_the_other_desk", {"role": role}, ("role",))
    if not reason.strip():
        yield Problem("sales.reason_missing", place=("reason",))
