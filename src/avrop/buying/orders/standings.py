"""The one sentence that says where an order stands. Pure: facts in, a code and values out.

The furthest fact wins, but a decision that waits for the reader goes before the way of the goods.
Sent, delivered to the seller's system and answered are three facts and never mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from avrop.buying.orders.kinds import ChangeKind, Extent
from avrop.buying.orders.lifecycle import State
from avrop.values import Money


class Transport(StrEnum):
    """How far the order document itself has come, by `exchange`."""

    NONE = "none"
    QUEUED = "queued"
    HANDED_OVER = "handed_over"
    CONFIRMED = "confirmed"
    FAILED = "failed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class MoneyStanding:
    """Where the money for an order stands: due, released, sent or paid; the day and the amount."""

    state: str
    on: date | None = None
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class InvoiceStanding:
    """An invoice for an order that has come and is not approved: which it is, and what it waits for:
    matching ("received"), settling ("differing"), the end of a dispute ("disputed"), review attest
    ("matched") or decision attest ("reviewed")."""

    number: str
    state: str
    invoice_id: UUID


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """All that the sentence is made of. `now` is when it is read."""

    state: str
    pending: str
    seller: str
    now: datetime
    created_at: datetime
    sent_at: datetime | None = None
    answer_due_at: datetime | None = None
    acknowledged_at: datetime | None = None
    answered_at: datetime | None = None
    promised: date | None = None
    transport: Transport = Transport.NONE
    transport_at: datetime | None = None
    despatched: Extent = Extent.NONE
    at_centre: Extent = Extent.NONE
    received: Extent = Extent.NONE
    invoiced: Extent = Extent.NONE
    money: MoneyStanding | None = None
    invoice: InvoiceStanding | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A code of the wording table and the facts that its sentence names."""

    code: str
    values: Mapping[str, Any] = field(default_factory=dict)


def standing_of(facts: OrderFacts) -> Standing:
    """Where the order stands, in one sentence."""
    for looks_at in (_decided, _money, _goods, _answer, _way_to_seller):
        found = looks_at(facts)
        if found is not None:
            return found
    return Standing("orders.stands_waiting_to_go", {"sent": facts.sent_at or facts.created_at})


def _decided(facts: OrderFacts) -> Standing | None:
    about = {"seller": facts.seller}
    match facts.state:
        case State.DRAFT:
            return Standing("orders.stands_draft", {"created": facts.created_at})
        case State.CANCELLED:
            return Standing("orders.stands_cancelled", about)
        case State.REJECTED:
            return Standing("orders.stands_rejected", about)
        case State.CHANGE_PENDING if facts.pending == ChangeKind.CANCELLATION:
            return Standing("orders.stands_cancellation_asked", about)
        case State.CHANGE_PENDING:
            return Standing("orders.stands_change_asked", about)
        case State.ACCEPTED_WITH_CHANGES:
            return Standing("orders.stands_changes_wait_for_you", about)
    return None


def _money(facts: OrderFacts) -> Standing | None:
    # What is invoiced counts when it has been matched; an invoice that differs has come all the same.
    if facts.invoiced is Extent.NONE and facts.invoice is None:
        return None
    if facts.received is Extent.NONE:
        return Standing("orders.stands_invoiced_not_received", {"seller": facts.seller})
    if facts.received is Extent.PARTLY:
        return Standing("orders.stands_partly_received_and_invoiced", {"seller": facts.seller})
    if facts.invoice is not None:
        about = {"seller": facts.seller, "number": facts.invoice.number}
        return Standing(f"orders.stands_invoice_{facts.invoice.state}", about)
    money = facts.money
    if money is None or money.on is None:
        part = "_partly" if facts.invoiced is Extent.PARTLY else ""
        return Standing(f"orders.stands_received_and_invoiced{part}", {"seller": facts.seller})
    return Standing(
        f"orders.stands_payment_{money.state}", {"seller": facts.seller, "on": money.on}
    )


def _goods(facts: OrderFacts) -> Standing | None:
    extents: tuple[tuple[Extent, str], ...] = (
        (facts.received, "received"),
        (facts.at_centre, "at_centre"),
        (facts.despatched, "despatched"),
    )
    for extent, what in extents:
        if extent is not Extent.NONE:
            part = "_partly" if extent is Extent.PARTLY else ""
            # The sentence does not name the day; who shows it may lead with it ("Arrives tomorrow").
            on = {"promised": facts.promised} if what == "despatched" and facts.promised else {}
            return Standing(f"orders.stands_{what}{part}", {"seller": facts.seller, **on})
    return None


def _answer(facts: OrderFacts) -> Standing | None:
    if facts.state == State.CLOSED:
        return Standing("orders.stands_closed", {"seller": facts.seller})
    if facts.state == State.ACCEPTED and facts.promised:
        is_late = facts.promised < facts.now.date()
        code = "orders.stands_late" if is_late else "orders.stands_accepted_for"
        return Standing(code, {"seller": facts.seller, "promised": facts.promised})
    if facts.state == State.ACCEPTED:
        return Standing("orders.stands_accepted", {"seller": facts.seller})
    if facts.answer_due_at and facts.now > facts.answer_due_at and facts.sent_at:
        waited = {"seller": facts.seller, "hours": _hours(facts.now - facts.sent_at)}
        if facts.transport in (Transport.CONFIRMED, Transport.HANDED_OVER):
            return Standing("orders.stands_silent", {**waited, "due": facts.answer_due_at})
    if facts.acknowledged_at:
        return Standing(
            "orders.stands_acknowledged", {"seller": facts.seller, "on": facts.acknowledged_at}
        )
    return None


def _hours(waited: timedelta) -> int:
    return int(waited / timedelta(hours=1))


_Tells = Callable[[OrderFacts], dict[str, Any]]

_ON_THE_WAY: Mapping[Transport, tuple[str, _Tells]] = {
    Transport.CONFIRMED: (
        "orders.stands_delivered_unanswered",
        lambda facts: {
            "sent": facts.sent_at,
            "confirmed": facts.transport_at,
            "seller": facts.seller,
        },
    ),
    Transport.HANDED_OVER: (
        "orders.stands_handed_over",
        lambda facts: {"sent": facts.sent_at, "handed_over": facts.transport_at},
    ),
    Transport.FAILED: (
        "orders.stands_not_delivered",
        lambda facts: {"sent": facts.sent_at, "seller": facts.seller},
    ),
    Transport.REFUSED: (
        "orders.stands_refused_by_access_point",
        lambda facts: {"sent": facts.sent_at, "seller": facts.seller},
    ),
}


def _way_to_seller(facts: OrderFacts) -> Standing | None:
    known = _ON_THE_WAY.get(facts.transport)
    if known is None:
        return None
    code, tells = known
    return Standing(code, tells(facts))
