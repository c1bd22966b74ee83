"""What happens to sales orders."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class SalesOrderReceived(Event):
    """An order came in, by a document, a portal, a file or by hand."""

    name: ClassVar[str] = "sales.order_received"
    order_id: UUID
    source: str


@dataclass(frozen=True)
class SalesOrderReviewed(Event):
    """Another person has looked through a keyed order."""

    name: ClassVar[str] = "sales.order_reviewed"
    order_id: UUID


@dataclass(frozen=True)
class SalesOrderAnswered(Event):
    """The seller has answered (UNCL4343 code AB, AP, CA or RE)."""

    name: ClassVar[str] = "sales.order_answered"
    order_id: UUID
    answer_id: UUID
    code: str


@dataclass(frozen=True)
class StageReached(Event):
    """The order has come to another stage."""

    name: ClassVar[str] = "sales.stage_reached"
    order_id: UUID
    stage: str


@dataclass(frozen=True)
class SalesOrderCancelled(Event):
    """The order will not be carried out."""

    name: ClassVar[str] = "sales.order_cancelled"
    order_id: UUID


@dataclass(frozen=True)
class HoldSet(Event):
    """Something keeps the order from going on."""

    name: ClassVar[str] = "sales.hold_set"
    order_id: UUID
    hold_id: UUID
    hold_type: str


@dataclass(frozen=True)
class HoldReleased(Event):
    """A hold is gone."""

    name: ClassVar[str] = "sales.hold_released"
    order_id: UUID
    hold_id: UUID


@dataclass(frozen=True)
class HoldTypeDefined(Event):
    """A kind of hold was made or changed."""

    name: ClassVar[str] = "sales.hold_type_defined"
    hold_type_id: UUID
    code: str


@dataclass(frozen=True)
class OrderHandedOver(Event):
    """A department gave the order to another."""

    name: ClassVar[str] = "sales.handed_over"
    order_id: UUID
    hand_off_id: UUID


@dataclass(frozen=True)
class HandOffTaken(Event):
    """The other department took the order."""

    name: ClassVar[str] = "sales.hand_off_taken"
    order_id: UUID
    hand_off_id: UUID


@dataclass(frozen=True)
class HandOffReturned(Event):
    """The other department sent the order back."""

    name: ClassVar[str] = "sales.hand_off_returned"
    order_id: UUID
    hand_off_id: UUID


@dataclass(frozen=True)
class OrderReassigned(Event):
    """A manager moved the order to another department."""

    name: ClassVar[str] = "sales.order_reassigned"
    order_id: UUID
    department: str


@dataclass(frozen=True)
class PrioritySet(Event):
    """A manager set the order's priority."""

    name: ClassVar[str] = "sales.priority_set"
    order_id: UUID
    priority: str


@dataclass(frozen=True)
class StageNormsSet(Event):
    """New times for the stages were decided."""

    name: ClassVar[str] = "sales.stage_norms_set"
    decision_id: UUID
    rule_set: str


@dataclass(frozen=True)
class ChangeRequested(Event):
    """The buyer asked for a change or a cancellation."""

    name: ClassVar[str] = "sales.change_requested"
    order_id: UUID
    change_id: UUID
    kind: str


@dataclass(frozen=True)
class InterceptionSettled(Event):
    """The warehouse has said whether the goods could be stopped."""

    name: ClassVar[str] = "sales.interception_settled"
    order_id: UUID
    change_id: UUID
    intercepted: bool


@dataclass(frozen=True)
class ChangeSettled(Event):
    """The seller has agreed to a buyer's change or cancellation, or refused it."""

    name: ClassVar[str] = "sales.change_settled"
    order_id: UUID
    change_id: UUID
    outcome: str


@dataclass(frozen=True)
class CustomerContactRecorded(Event):
    """Somebody spoke with the customer."""

    name: ClassVar[str] = "sales.contact_recorded"
    order_id: UUID
    contact_id: UUID
    effect: str


@dataclass(frozen=True)
class LinkIssued(Event):
    """Somebody without an account was given a link to carry out the order."""

    name: ClassVar[str] = "sales.link_issued"
    order_id: UUID
    link_id: UUID


@dataclass(frozen=True)
class LinkOpened(Event):
    """The link was opened for the first time."""

    name: ClassVar[str] = "sales.link_opened"
    order_id: UUID
    link_id: UUID


@dataclass(frozen=True)
class LinkRevoked(Event):
    """The link opens nothing any more."""

    name: ClassVar[str] = "sales.link_revoked"
    order_id: UUID
    link_id: UUID


@dataclass(frozen=True)
class DeskCrossed(Event):
    """Somebody does the work of the other desk for a day."""

    name: ClassVar[str] = "sales.desk_crossed"
    crossing_id: UUID
    worker_id: UUID
    role: str


@dataclass(frozen=True)
class GuestAdmitted(Event):
    """Somebody whom the customer has invited came to carry out the order."""

    name: ClassVar[str] = "sales.guest_admitted"
    order_id: UUID
    link_id: UUID
