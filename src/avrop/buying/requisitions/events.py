"""What happens to requisitions."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class RequisitionStarted(Event):
    """Somebody began a cart."""

    name: ClassVar[str] = "requisitions.requisition_started"
    requisition_id: UUID


@dataclass(frozen=True)
class RequisitionEdited(Event):
    """Lines or their coding were added, changed or taken away; `what` is the command's name."""

    name: ClassVar[str] = "requisitions.requisition_edited"
    requisition_id: UUID
    what: str
    lines: int


@dataclass(frozen=True)
class LinesHandedOver(Event):
    """Lines went to the person who answers for such goods, into a cart of that person's."""

    name: ClassVar[str] = "requisitions.lines_handed_over"
    requisition_id: UUID
    to_requisition_id: UUID
    to_person_id: UUID
    lines: int


@dataclass(frozen=True)
class CartsTakenOver(Event):
    """Somebody fills the carts that another one leaves who moves or goes."""

    name: ClassVar[str] = "requisitions.carts_taken_over"
    from_person_id: UUID
    to_person_id: UUID
    requisition_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class LinesSetAside(Event):
    """Lines that something stops wait in a cart of their own, so that the others could be sent."""

    name: ClassVar[str] = "requisitions.lines_set_aside"
    requisition_id: UUID
    to_requisition_id: UUID
    lines: int


@dataclass(frozen=True)
class MendingAsked(Event):
    """The requester asked whoever can mend what stops the cart; `code` says what it is."""

    name: ClassVar[str] = "requisitions.mending_asked"
    requisition_id: UUID
    code: str
    task_id: UUID


@dataclass(frozen=True)
class RequisitionSubmitted(Event):
    """The cart passed every check and waits for approval."""

    name: ClassVar[str] = "requisitions.requisition_submitted"
    requisition_id: UUID
    approval_request_id: UUID


@dataclass(frozen=True)
class RequisitionChanged(Event):
    """Whoever was asked to approve the cart changed it; approval is asked for again."""

    name: ClassVar[str] = "requisitions.requisition_changed"
    requisition_id: UUID
    approval_request_id: UUID


@dataclass(frozen=True)
class RequisitionWithdrawn(Event):
    """The requester took the cart back."""

    name: ClassVar[str] = "requisitions.requisition_withdrawn"
    requisition_id: UUID


@dataclass(frozen=True)
class RequisitionApproved(Event):
    """Everybody who answers for the coding has said yes. Orders follow from it."""

    name: ClassVar[str] = "requisitions.requisition_approved"
    requisition_id: UUID
    approval_request_id: UUID


@dataclass(frozen=True)
class RequisitionReturned(Event):
    """An approver wants something changed."""

    name: ClassVar[str] = "requisitions.requisition_returned"
    requisition_id: UUID
    approval_request_id: UUID


@dataclass(frozen=True)
class RequisitionClosed(Event):
    """Nothing more will come of the cart."""

    name: ClassVar[str] = "requisitions.requisition_closed"
    requisition_id: UUID


@dataclass(frozen=True)
class NeedsRejected(Event):
    """Whoever coordinates the buying of such goods does not buy these lines. Why is said with it."""

    name: ClassVar[str] = "requisitions.needs_rejected"
    requisition_id: UUID
    lines: int


@dataclass(frozen=True)
class NeedSubstituted(Event):
    """Whoever coordinates the buying of such goods buys another article instead; the reason is the
    event's."""

    name: ClassVar[str] = "requisitions.need_substituted"
    requisition_id: UUID
    line_id: UUID
    item_id: UUID
