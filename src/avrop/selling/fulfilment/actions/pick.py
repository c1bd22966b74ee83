"""Goods are picked and packed.

What is not on the shelf lowers the stock and the promise to the customer in the same transaction
(requirement STK-03): the buyer gets a new response at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.numbers import next_number, next_numbers
from avrop.kernel.ports import require
from avrop.kernel.problems import refuse_if
from avrop.parties import queries as parties
from avrop.selling.fulfilment import permissions, queries, rules
from avrop.selling.fulfilment.events import Picked
from avrop.selling.fulfilment.models import Despatch, DespatchLine
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.shapes import LineView, OrderToFulfil, Shortage
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import ReservedLine
from avrop.values.identifiers import sscc


@command(permissions.PICK)
def pick_order(
    order_id: UUID,
    *,
    picks: tuple[Pick, ...] = (),
    final: bool | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Pack a despatch of an order that was released to the warehouse; returns the despatch.

    No picks: everything that is left. `final` True: what is left now never comes; False: it comes
    later; None: final if nothing is left.
    """
    actor = require(actor, permissions.PICK, at=at)
    sales.advance_order(order_id, ("pack",), actor=actor, at=at)
    order = sales_queries.order_to_fulfil(order_id)
    plan = plan_for(order, picks, final)
    row = despatch_row(order, plan, actor=actor, at=at)
    pack(row, order, plan, actor=actor, at=at)
    outbox.publish(Picked(row.id, order_id, plan.is_short), actor=actor, at=at)
    return row.id


@dataclass(frozen=True, slots=True)
class PickPlan:
    """What goes on a despatch, and whether the order is complete with it."""

    lines: tuple[rules.LineToPick, ...]
    picks: tuple[Pick, ...]
    is_final: bool

    @property
    def is_short(self) -> bool:
        """Whether something that was set aside is not there."""
        return any(pick.missing for pick in self.picks)

    @property
    def leaves_something(self) -> bool:
        """Whether goods stay set aside although the despatch is the last one."""
        return self.is_final and not rules.nothing_is_left(self.lines, self.picks)


def plan_for(order: OrderToFulfil, picks: tuple[Pick, ...], final: bool | None) -> PickPlan:
    """The picks that are wanted, or all that is left; Refused with every reason against them."""
    lines = queries.lines_to_pick(order)
    chosen = picks or rules.picks_of_all(lines)
    refuse_if(rules.problems_picking(lines, chosen))
    is_final = rules.nothing_is_left(lines, chosen) if final is None else final
    return PickPlan(lines, chosen, is_final)


def pack(
    row: Despatch, order: OrderToFulfil, plan: PickPlan, *, actor: Actor, at: datetime
) -> list[DespatchLine]:
    """Write the despatch with its lines, which are returned, and what was missing."""
    _report_missing(order, plan.picks, actor=actor, at=at)
    row.save(force_insert=True)
    packed = rules.despatch_lines(plan.lines, plan.picks, final=plan.is_final)
    lines = list(_rows(row, order, packed))
    insert_rows(DespatchLine, lines)
    return lines


def _report_missing(
    order: OrderToFulfil, picks: Sequence[Pick], *, actor: Actor, at: datetime
) -> None:
    missing = [pick for pick in picks if pick.missing]
    if not missing:
        return
    lines = {line.line_id: line for line in order.lines}
    stock.report_missing(
        order.id,
        tuple(
            ReservedLine(lines[pick.line_id].id, item_id, pick.missing)
            for pick in missing
            if (item_id := lines[pick.line_id].final_item_id) is not None
        ),
        actor=actor,
        at=at,
    )
    sales.promise_less(
        order.id,
        tuple(Shortage(lines[pick.line_id].id, pick.missing) for pick in missing),
        actor=actor,
        at=at,
    )


def despatch_row(order: OrderToFulfil, plan: PickPlan, *, actor: Actor, at: datetime) -> Despatch:
    """A despatch of an order, numbered and not yet written."""
    return Despatch(
        number=f"DES-{at:%Y}-{next_number('despatches'):05d}",
        order_id=order.id,
        order_number=order.buyer_order_number,
        sales_order_number=order.number,
        is_final=plan.is_final,
        packed_at=at,
        packed_by=actor.person_id,
    )


def _rows(
    despatch: Despatch, order: OrderToFulfil, packed: Sequence[rules.PickedLine]
) -> Iterator[DespatchLine]:
    lines = {line.line_id: line for line in order.lines}
    units = _handling_units(despatch.number, {line.pick.handling_unit for line in packed})
    for position, each in enumerate(packed, start=1):
        line, pick = lines[each.line_id], each.pick
        unit, is_sscc = units[pick.handling_unit]
        row = _line_row(despatch, order.id, position, line, pick)
        row.outstanding = each.outstanding
        row.handling_unit, row.is_sscc = unit, is_sscc
        yield row


def _handling_units(despatch_number: str, wanted: set[int]) -> dict[int, tuple[str, bool]]:
    """An SSCC for each pallet or cage, from our own GS1 prefix; a plain number without one."""
    prefix = parties.own_organisation().gs1_prefix
    if not prefix:
        return {unit: (f"{despatch_number}-{unit}", False) for unit in wanted}
    serials = next_numbers("sscc", len(wanted))
    return {
        unit: (str(sscc(3, prefix, serial)), True)
        for unit, serial in zip(sorted(wanted), serials, strict=True)
    }


def _line_row(
    despatch: Despatch, order_id: UUID, position: int, line: LineView, pick: Pick
) -> DespatchLine:
    is_substitute = line.agreed_item_id is not None
    return DespatchLine(
        despatch_id=despatch.id,
        position=position,
        order_id=order_id,
        sales_line_id=line.id,
        order_line=line.line_id,
        item_id=line.final_item_id,
        seller_item_id=line.agreed_seller_item_id if is_substitute else line.seller_item_id,
        gtin=line.agreed_gtin if is_substitute else line.gtin,
        name=line.agreed_name if is_substitute else line.name,
        quantity=pick.quantity,
        unit=line.quantity.unit,
        weight=pick.weight,
        weight_unit=(line.price_unit or "KGM") if pick.weight is not None else "",
        lot=pick.lot,
        best_before=pick.best_before,
    )
