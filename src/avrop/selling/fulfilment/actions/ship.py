"""Goods leave the house, and the buyer is told (Despatch Advice)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import missing
from avrop.kernel.versions import count_change
from avrop.selling.fulfilment import permissions
from avrop.selling.fulfilment.actions.allocate import set_aside
from avrop.selling.fulfilment.actions.pick import despatch_row, pack, plan_for
from avrop.selling.fulfilment.events import Despatched
from avrop.selling.fulfilment.lifecycle import LIFECYCLE, DespatchState
from avrop.selling.fulfilment.models import Despatch, DespatchLine
from avrop.selling.fulfilment.shapes import Pick
from avrop.selling.sales import actions as sales
from avrop.selling.sales import queries as sales_queries
from avrop.selling.sales.lifecycle import Stage
from avrop.selling.stock import actions as stock
from avrop.selling.stock.shapes import ReservedLine

_LEFT = ("despatched_at", "despatched_by", "carrier", "tracking_id", "arrives_on")
#: The steps that are left of the way out, by where the order is.
_WAY_OUT = {
    Stage.CONFIRMED: ("allocate", "release", "pack"),
    Stage.ALLOCATED: ("release", "pack"),
    Stage.RELEASED: ("pack",),
    Stage.PICKING: ("pack",),
}


@dataclass(frozen=True, slots=True)
class Transport:
    """How the goods travel, as far as it is known."""

    carrier: str = ""
    tracking_id: str = ""
    arrives_on: date | None = None


@command(permissions.SHIP)
def send_despatch(
    despatch_id: UUID,
    *,
    carrier: str = "",
    tracking_id: str = "",
    arrives_on: date | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Send packed goods off: they leave the stock, and a despatch advice goes to the buyer."""
    row = Despatch.objects.select_for_update().filter(id=despatch_id).first()
    if row is None:
        raise missing("despatch", despatch_id)
    actor = require(actor, permissions.SHIP, at=at)
    count_change(row, expected_version)
    row.state = LIFECYCLE.after(row.state, "despatch")
    sales.advance_order(row.order_id, (_ship(row.is_final),), actor=actor, at=at)
    _leave(row, Transport(carrier, tracking_id, arrives_on), actor=actor, at=at)
    row.save(update_fields=["version", "state", *_LEFT])
    lines = DespatchLine.objects.filter(despatch_id=row.id)
    _book_out(row, lines, gives_back=row.is_final, actor=actor, at=at)
    outbox.publish(Despatched(row.id, row.order_id, row.is_final), actor=actor, at=at)


@command(permissions.SHIP)
def despatch_order(
    order_id: UUID,
    *,
    picks: tuple[Pick, ...] = (),
    final: bool | None = None,
    carrier: str = "",
    tracking_id: str = "",
    arrives_on: date | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Everything from a confirmed order to goods on their way, as far as it is not done yet.

    Allocates, releases, packs and sends off in one: each needs its right. Returns the despatch.
    """
    order = sales_queries.order_to_fulfil(order_id, for_change=True)
    actor = require(actor, permissions.SHIP, at=at)
    require(actor, permissions.PICK, at=at)
    plan = plan_for(order, picks, final)
    steps = _WAY_OUT.get(Stage(order.stage), ("pack",))
    sales.advance_order(order_id, (*steps, _ship(plan.is_final)), actor=actor, at=at)
    if "allocate" in steps:
        require(actor, permissions.ALLOCATE, at=at)
        set_aside(order, plan.lines, actor=actor, at=at)
    row = despatch_row(order, plan, actor=actor, at=at)
    row.state = DespatchState.DESPATCHED
    _leave(row, Transport(carrier, tracking_id, arrives_on), actor=actor, at=at)
    lines = pack(row, order, plan, actor=actor, at=at)
    _book_out(row, lines, gives_back=plan.leaves_something, actor=actor, at=at)
    outbox.publish(Despatched(row.id, order_id, row.is_final), actor=actor, at=at)
    return row.id


def _ship(is_final: bool) -> str:
    return "ship" if is_final else "ship_part"


def _leave(row: Despatch, transport: Transport, *, actor: Actor, at: datetime) -> None:
    record_deed((row.order_id,), Deed.SHIP, actor=actor, at=at)
    row.despatched_at, row.despatched_by = at, actor.person_id
    row.carrier, row.tracking_id = transport.carrier, transport.tracking_id
    row.arrives_on = transport.arrives_on


def _book_out(
    row: Despatch,
    lines: Iterable[DespatchLine],
    *,
    gives_back: bool,
    actor: Actor,
    at: datetime,
) -> None:
    stock.ship_reserved(row.order_id, _leaving(lines), actor=actor, at=at)
    if gives_back:
        stock.release_reservations(row.order_id, actor=actor, at=at)


def _leaving(lines: Iterable[DespatchLine]) -> tuple[ReservedLine, ...]:
    """By line of the order: a line may lie on several handling units."""
    leaving: dict[UUID, ReservedLine] = {}
    for line in lines:
        if line.item_id is None:
            continue
        before = leaving.get(line.sales_line_id)
        total = line.quantity + (before.quantity if before else 0)
        leaving[line.sales_line_id] = ReservedLine(line.sales_line_id, line.item_id, total)
    return tuple(leaving.values())
