"""What floors above tell about an order: further entries of its trace, and where its money stands.

Receipts, invoices and payables fill these when they start. Unfilled, an order simply knows less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from avrop.buying.orders.shapes import TraceEntry
from avrop.buying.orders.standings import InvoiceStanding, MoneyStanding
from avrop.kernel.actors import Actor

#: `source(order_id, actor=actor)` gives what that app knows of the order's way.
TraceSource = Callable[..., Iterable[TraceEntry]]
MoneyAnswerer = Callable[[UUID], MoneyStanding | None]
InvoiceAnswerer = Callable[[Sequence[UUID]], Mapping[UUID, InvoiceStanding]]

trace_sources: list[TraceSource] = []
_money: list[MoneyAnswerer] = []
_invoices: list[InvoiceAnswerer] = []


def fill_money_standing(answerer: MoneyAnswerer) -> None:
    """Name who knows where the money for an order stands. A second one is a mistake."""
    if _money and _money != [answerer]:
        raise RuntimeError("orders.ports.money_standing is filled already")
    _money[:] = [answerer]


def money_standing(order_id: UUID) -> MoneyStanding | None:
    """Where the money for this order stands, as far as anybody knows."""
    return _money[0](order_id) if _money else None


def fill_invoice_standings(answerer: InvoiceAnswerer) -> None:
    """Name who knows which invoices have come for orders. A second one is a mistake."""
    if _invoices and _invoices != [answerer]:
        raise RuntimeError("orders.ports.invoice_standings is filled already")
    _invoices[:] = [answerer]


def invoice_standings(order_ids: Sequence[UUID]) -> Mapping[UUID, InvoiceStanding]:
    """The invoice of each order that has come and waits for somebody, as far as anybody knows."""
    return _invoices[0](order_ids) if _invoices and order_ids else {}


def traced(order_id: UUID, *, actor: Actor) -> Iterable[TraceEntry]:
    """What all sources know of the order's way."""
    for source in trace_sources:
        yield from source(order_id, actor=actor)
