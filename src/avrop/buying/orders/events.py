"""What happens to orders. Names are public: webhooks and the audit trail know them."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class OrdersCreated(Event):
    """An approved cart became orders, one per seller, agreement, delivery and currency.

    `send_when_approved` is what its requester chose when submitting it.
    """

    name: ClassVar[str] = "orders.orders_created"
    requisition_id: UUID
    order_ids: tuple[UUID, ...]
    send_when_approved: bool


@dataclass(frozen=True)
class OrderPlaceChosen(Event):
    """An order that is yet to be sent goes to another place of its unit; None is its own address."""

    name: ClassVar[str] = "orders.delivery_place_chosen"
    order_id: UUID
    place_id: UUID | None


@dataclass(frozen=True)
class OrderSent(Event):
    """The buyer committed to the order. Transmission follows from it."""

    name: ClassVar[str] = "orders.order_sent"
    order_id: UUID


@dataclass(frozen=True)
class OrderAnswered(Event):
    """The seller answered: `code` by UNCL4343 (AB, AP, CA, RE), `state` the order's state after."""

    name: ClassVar[str] = "orders.order_answered"
    order_id: UUID
    response_id: UUID
    code: str
    state: str


@dataclass(frozen=True)
class OrderChangesAccepted(Event):
    """The buyer took what the seller offered instead."""

    name: ClassVar[str] = "orders.order_changes_accepted"
    order_id: UUID
    response_id: UUID


@dataclass(frozen=True)
class OrderChangesRefused(Event):
    """The buyer said no to the offer; `by` is how the seller is told: order_change,
    order_cancellation or contact. `change_id` is the record of what was asked."""

    name: ClassVar[str] = "orders.order_changes_refused"
    order_id: UUID
    change_id: UUID
    by: str


@dataclass(frozen=True)
class OrderCancellationAsked(Event):
    """The buyer asks the seller to let an order go; it stands until the seller has said yes."""

    name: ClassVar[str] = "orders.order_cancellation_asked"
    order_id: UUID
    change_id: UUID


@dataclass(frozen=True)
class OrderCancelled(Event):
    """Nothing will come of the order: it was never sent, or the seller was told otherwise."""

    name: ClassVar[str] = "orders.order_cancelled"
    order_id: UUID


@dataclass(frozen=True)
class OrderUnanswered(Event):
    """The seller was silent past the time agreed; `outcome` is chase, accept or cancel. A document
    that says so has `change_id` as its record."""

    name: ClassVar[str] = "orders.order_unanswered"
    order_id: UUID
    outcome: str
    change_id: UUID | None = None


@dataclass(frozen=True)
class ContactLogged(Event):
    """Somebody spoke with the seller."""

    name: ClassVar[str] = "orders.contact_logged"
    order_id: UUID
    contact_id: UUID


@dataclass(frozen=True)
class OrderClosed(Event):
    """All that was agreed has been received and invoiced."""

    name: ClassVar[str] = "orders.order_closed"
    order_id: UUID


@dataclass(frozen=True)
class OrderReopened(Event):
    """A correction showed that a closed order is not complete."""

    name: ClassVar[str] = "orders.order_reopened"
    order_id: UUID


@dataclass(frozen=True)
class OrderReconciled(Event):
    """Where the order stands was computed again from its ledger."""

    name: ClassVar[str] = "orders.order_reconciled"
    order_id: UUID


@dataclass(frozen=True)
class SellerInvited(Event):
    """A seller without people of its own here was let in to carry out the order."""

    name: ClassVar[str] = "orders.seller_invited"
    order_id: UUID
    invitation_id: UUID


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    """The invitation opens nothing any more."""

    name: ClassVar[str] = "orders.invitation_withdrawn"
    order_id: UUID
    invitation_id: UUID


@dataclass(frozen=True)
class OrdersTakenOver(Event):
    """Somebody follows the orders that another one leaves who moves or goes."""

    name: ClassVar[str] = "orders.orders_taken_over"
    from_person_id: UUID
    to_person_id: UUID
    order_ids: tuple[UUID, ...]
