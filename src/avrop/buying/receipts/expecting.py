"""What is to come to a goods entrance, and what a code there leads to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from avrop.buying.orders import queries as orders
from avrop.buying.orders.queries import AwaitedOrder, OrderHead
from avrop.buying.receipts import scanning
from avrop.buying.receipts.models import Despatch, DespatchLine
from avrop.buying.receipts.scanning import Scanned
from avrop.buying.receipts.shapes import ExpectedDelivery, FoundGoods

Units = Collection[UUID] | None
#: A handling unit or an advice of one number is at most of so many orders; more is a mistake.
MOST_FOUND = 50


def deliveries(awaited: Sequence[AwaitedOrder]) -> tuple[ExpectedDelivery, ...]:
    """Orders as deliveries, with what their sellers have said of the way. One statement."""
    advised: dict[UUID, dict[str, date | None]] = {order.id: {} for order in awaited}
    units: dict[UUID, dict[str, None]] = {order.id: {} for order in awaited}
    if advised:
        rows = DespatchLine.objects.filter(order_id__in=advised).order_by("despatch_id")
        for order_id, sscc, number, arrives_on in rows.values_list(
            "order_id", "sscc", "despatch__number", "despatch__arrives_on"
        ).distinct():
            advised[order_id][number] = arrives_on
            if sscc:
                units[order_id][sscc] = None
    return tuple(_delivery(order, advised[order.id], units[order.id]) for order in awaited)


def _delivery(
    order: AwaitedOrder, advised: dict[str, date | None], units: Iterable[str]
) -> ExpectedDelivery:
    return ExpectedDelivery(
        order_id=order.id,
        order_number=order.number,
        order_state=order.state,
        seller_name=order.seller_name,
        unit_id=order.unit_id,
        requester_person_id=order.requester_person_id,
        expected_on=_day(order, advised),
        lines=order.lines,
        despatched=order.despatched,
        at_centre=order.at_centre,
        received=order.received,
        despatch_numbers=tuple(advised),
        codes=(*units, *order.gtins),
        delivery_place_id=order.delivery_place_id,
    )


def _day(order: AwaitedOrder, advised: dict[str, date | None]) -> date | None:
    """What the newest advice says, else what was promised. What is left after a first delivery comes
    on the last day that anybody has named."""
    promised = order.day or order.requested_date
    said = [day for day in advised.values() if day is not None]
    if order.received == "partly":
        return max([*said, *([promised] if promised else [])], default=None)
    return said[-1] if said else promised


def goods_of(scanned: Scanned, units: Units) -> tuple[FoundGoods, ...]:
    """The orders of these units that a code leads to, the surest reading first."""
    if not scanned.value:
        return ()
    found: dict[UUID, FoundGoods] = {}
    for look in (_by_number, _by_advice, _by_handling_unit, _by_article):
        for one in look(scanned, units):
            found.setdefault(one.order_id, one)
        if found:
            break
    return tuple(found.values())


def _by_number(scanned: Scanned, units: Units) -> Iterator[FoundGoods]:
    numbers = {scanned.text, scanned.text.upper()}
    if scanned.kind == "number":
        numbers |= {scanned.order_number, scanned.order_number.upper()} - {""}
    for head in orders.order_heads(numbers=numbers):
        if _is_of(head, units):
            yield _found(head)


def _by_advice(scanned: Scanned, units: Units) -> Iterator[FoundGoods]:
    if scanned.kind == "number":
        yield from _of_lines(
            DespatchLine.objects.filter(
                despatch__in=Despatch.objects.filter(number=scanned.value).values("id")[:MOST_FOUND]
            ),
            units,
        )


def _by_handling_unit(scanned: Scanned, units: Units) -> Iterator[FoundGoods]:
    if scanned.kind == "sscc":
        lines = DespatchLine.objects.filter(sscc=scanned.value)
        yield from _of_lines(lines, units, sscc=scanned.value)
        if scanned.order_number:
            yield from _by_number(Scanned("number", "", scanned.order_number), units)


def _by_article(scanned: Scanned, units: Units) -> Iterator[FoundGoods]:
    if scanned.kind != "gtin":
        return
    lines: dict[UUID, list[UUID]] = {}
    for order_id, line_id in orders.awaited_lines_with(scanning.spellings(scanned.value), units):
        lines.setdefault(order_id, []).append(line_id)
    heads = {head.id: head for head in orders.order_heads(order_ids=lines)} if lines else {}
    for order_id, line_ids in lines.items():
        yield _found(heads[order_id], line_ids)


def _of_lines(lines: Any, units: Units, sscc: str = "") -> Iterator[FoundGoods]:
    """The orders of lines of advices, with the lines and the advice of each."""
    rows = lines.order_by("-despatch_id", "position")[: MOST_FOUND * 20]
    by_order: dict[UUID, list[tuple[UUID, UUID]]] = {}
    for order_id, line_id, despatch_id in rows.values_list(
        "order_id", "order_line_id", "despatch_id"
    ):
        by_order.setdefault(order_id, []).append((line_id, despatch_id))
    if not by_order:
        return
    for head in orders.order_heads(order_ids=by_order):
        if _is_of(head, units):
            of_order = by_order[head.id]
            newest = of_order[0][1]
            own = [line_id for line_id, despatch_id in of_order if despatch_id == newest]
            yield _found(head, own, despatch_id=newest, sscc=sscc)


def _found(
    head: OrderHead,
    line_ids: Iterable[UUID] = (),
    *,
    despatch_id: UUID | None = None,
    sscc: str = "",
) -> FoundGoods:
    return FoundGoods(
        order_id=head.id,
        order_number=head.number,
        seller_name=head.seller_name,
        order_line_ids=tuple(dict.fromkeys(line_ids)),
        despatch_id=despatch_id,
        sscc=sscc,
    )


def _is_of(head: OrderHead, units: Units) -> bool:
    return units is None or head.unit_id in units
