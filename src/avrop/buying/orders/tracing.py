"""The way of one order from the need to the money, put together from everybody who knows a part.

Own tables, the carts and approvals it came from, every step of every message about it, and what the
floors above tell through `ports.trace_sources`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from avrop.approvals import queries as approvals
from avrop.buying.orders import ports
from avrop.buying.orders.kinds import ChangeKind
from avrop.buying.orders.models import Chain, ChangeRequest, Contact, Order, Response
from avrop.buying.orders.shapes import TraceEntry
from avrop.buying.orders.standings import Transport
from avrop.buying.requisitions import queries as requisitions
from avrop.buying.requisitions.queries import RequisitionSummary
from avrop.exchange.queries import TraceStep
from avrop.kernel.actors import Actor
from avrop.kernel.compiled import Given, compiled

_TRANSPORT = {
    "queued": Transport.QUEUED,
    "resent": Transport.QUEUED,
    "handed_over": Transport.HANDED_OVER,
    "transport_acknowledged": Transport.CONFIRMED,
    "delivered": Transport.CONFIRMED,
    "failed": Transport.FAILED,
    "refused_by_access_point": Transport.REFUSED,
}

_origins = compiled(
    lambda: Chain.objects.filter(order_id=Given("order_id")).values_list(
        "chain_id", "requisition_id"
    )
)
_answers = compiled(lambda: Response.objects.filter(order_id=Given("order_id")).order_by("id"))
_changes = compiled(
    lambda: ChangeRequest.objects.filter(order_id=Given("order_id")).order_by("sequence")
)
_contacts = compiled(lambda: Contact.objects.filter(order_id=Given("order_id")).order_by("id"))


def transport_of(steps: Iterable[TraceStep]) -> tuple[Transport, datetime | None]:
    """How far the order document has come, by the last step that says so, and since when."""
    reached: tuple[Transport, datetime | None] = (Transport.NONE, None)
    for step in steps:
        if step.direction != "out" or step.kind != "order":
            continue
        now = _TRANSPORT.get(step.step)
        if now is not None and now is not reached[0]:
            reached = now, step.at
    return reached


def trace_of(order: Order, steps: Iterable[TraceStep], *, actor: Actor) -> tuple[TraceEntry, ...]:
    """Every entry, the oldest first; `steps` are those of the messages about the order."""
    entries = [
        *_before(order),
        *_own(order),
        *_messages(order, steps),
        *ports.traced(order.id, actor=actor),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.at))


def _before(order: Order) -> Iterator[TraceEntry]:
    """The needs and their approval."""
    ids = {each for pair in _origins(order_id=order.id) for each in pair}
    for cart in requisitions.requisitions_named(ids):
        yield from _cart(cart)
        request = approvals.request_of(cart.id)
        for step in request.steps if request else ():
            if step.decided_at is not None:
                yield TraceEntry(
                    at=step.decided_at,
                    code=f"orders.trace_approval_{step.state}",
                    source="approvals",
                    subject_id=cart.id,
                    values={"responsibility": step.responsibility, "amount": step.amount},
                    person_id=step.decided_by,
                    on_behalf_of=step.on_behalf_of,
                )


def _cart(cart: RequisitionSummary) -> Iterator[TraceEntry]:
    moments = (
        (cart.created_at, "orders.trace_need"),
        (cart.submitted_at, "orders.trace_submitted"),
    )
    for at, code in moments:
        if at is not None:
            yield TraceEntry(
                at=at,
                code=code,
                source="requisitions",
                subject_id=cart.id,
                values={"number": cart.number},
                person_id=cart.requester_person_id,
            )


def _own(order: Order) -> Iterator[TraceEntry]:
    named = {"number": order.number, "seller": order.seller_name}
    yield TraceEntry(order.created_at, "orders.trace_created", "orders", order.id, named)
    if order.sent_at is not None:
        yield TraceEntry(
            order.sent_at,
            "orders.trace_sent",
            "orders",
            order.id,
            named,
            person_id=order.requester_person_id,
        )
    for answer in _answers(order_id=order.id):
        code = answer.code.lower() if answer.effect else "too_late"
        yield TraceEntry(
            answer.received_at,
            f"orders.trace_answer_{code}",
            "orders",
            order.id,
            {**named, "answer": answer.number},
            message_id=answer.message_id,
        )
    for change in _changes(order_id=order.id):
        is_cancellation = change.kind == ChangeKind.CANCELLATION
        code = "cancellation_asked" if is_cancellation else "change_asked"
        yield TraceEntry(
            change.asked_at,
            f"orders.trace_{code}",
            "orders",
            order.id,
            {**named, "change": change.number, "reason": change.reason},
            person_id=change.person_id,
        )
    for contact in _contacts(order_id=order.id):
        yield TraceEntry(
            contact.contact_at,
            "orders.trace_contact",
            "orders",
            order.id,
            {**named, "with_whom": contact.with_whom, "what": contact.what},
            person_id=contact.person_id,
        )
    if order.chased_at is not None:
        yield TraceEntry(order.chased_at, "orders.trace_silence", "orders", order.id, named)


def _messages(order: Order, steps: Iterable[TraceStep]) -> Iterator[TraceEntry]:
    for step in steps:
        yield TraceEntry(
            step.at,
            f"orders.trace_message_{step.step}",
            "exchange",
            order.id,
            {"document": step.document_number, "kind": step.kind},
            message_id=step.message_id,
        )
