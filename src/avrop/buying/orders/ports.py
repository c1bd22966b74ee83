"""What floors above tell about an order: further entries of its trace, and where its money stands.

Receipts, invoices and payables fill these when they start. Unfilled, an order simply knows less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from avrop.buying.orders.shapes import TraceEntry
from avrop.buying.orders.standings import MoneyStanding
from avrop.kernel.actors import Actor

#: `source(order_id, actor=actor)` gives what that app knows of the order's way.
TraceSource = Callable[..., Iterable[TraceEntry]]
MoneyAnswerer = Callable[[UUID], MoneyStanding | None]

trace_sources: list[TraceSource] = []
_money: list[MoneyAnswerer] = []


def fill_money_standing(answerer: MoneyAnswerer) -> None:
    """Name who knows where the money for an order stands. A second one is a mistake."""
    if _money and _money != [answerer]:
        raise RuntimeError("orders.ports.money_standing is filled already")
    _money[:] = [answerer]


def money_standing(order_id: UUID) -> MoneyStanding | None:
    """Where the money for this order stands, as far as anybody knows."""
    return _money[0](order_id) if _money else None


def traced(order_id: UUID, *, actor: Actor) -> Iterable[TraceEntry]:
    """What all sources know of the order's way."""
    for source in trace_sources:
        yield from source(order_id, actor=actor)
