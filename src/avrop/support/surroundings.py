"""What is stored with a question: the thing it is about, what kept it from going on, and its way so far.

It is read with the eyes of the one who asks, so that nothing is stored that he may not see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from avrop.buying.invoices import queries as invoices
from avrop.buying.orders import queries as orders
from avrop.buying.requisitions import queries as requisitions
from avrop.exchange import queries as exchange
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Missing
from avrop.selling.sales import queries as sales
from avrop.support.shapes import Check, Surroundings, Traced

MOST_STEPS = 100
Collects = Callable[[UUID, Actor, datetime], Surroundings]


def surroundings_of(kind: str, subject_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    """The thing as it stands; nothing where this kind is not known or he may not see it."""
    collects = _KINDS.get(kind)
    if collects is None:
        return Surroundings()
    try:
        with transaction.atomic():  # what is not found undoes no more than the looking
            return collects(subject_id, actor, at)
    except Missing:
        return Surroundings()


def _order(order_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    found = orders.overview(order_id, limit=1, actor=actor, at=at)
    standing = Check(found.standing.code, found.standing.values)
    obstacles = (
        orders.obstacles(order_id, actor=actor, at=at) if found.order.state == "draft" else ()
    )
    return Surroundings(
        found.order.number,
        (standing, *(Check(one.code, one.values, one.place, one.fixer) for one in obstacles)),
        tuple(Traced(one.at, one.code, one.values) for one in found.trace[-MOST_STEPS:]),
    )


def _requisition(requisition_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    found = requisitions.requisition(requisition_id, actor=actor)
    stops = requisitions.preflight(requisition_id, actor=actor, at=at)
    return Surroundings(
        found.number,
        tuple(Check(one.code, one.values, one.place, one.fixer) for one in stops.findings),
    )


def _invoice(invoice_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    found = invoices.invoice(invoice_id, actor=actor)
    return Surroundings(found.number)


def _sales_order(order_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    found = sales.order(order_id, actor=actor)
    return Surroundings(
        found.number, tuple(Check(one.code, one.values, one.place) for one in found.findings)
    )


def _message(message_id: UUID, actor: Actor, at: datetime) -> Surroundings:
    found = exchange.message(message_id, actor=actor)
    checks = tuple(
        Check(one.code, one.values, one.place, one.fixer)
        for one in found.findings
        if one.origin != "document"
    )
    return Surroundings(found.document_number or found.file_name, checks)


_KINDS: Mapping[str, Collects] = {
    "order": _order,
    "requisition": _requisition,
    "invoice": _invoice,
    "sales_order": _sales_order,
    "message": _message,
}
KINDS = frozenset(_KINDS)
