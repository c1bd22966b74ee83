"""What happens to messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from avrop.kernel.outbox import Event


@dataclass(frozen=True)
class MessageQueued(Event):
    """A document has been put on its way."""

    name: ClassVar = "exchange.message_queued"
    message_id: UUID
    kind: str
    subject_id: UUID


@dataclass(frozen=True)
class MessageHandedOver(Event):
    """The channel has it; that it has arrived is not known yet."""

    name: ClassVar = "exchange.message_handed_over"
    message_id: UUID


@dataclass(frozen=True)
class MessageDelivered(Event):
    """It has arrived at the receiver's system."""

    name: ClassVar = "exchange.message_delivered"
    message_id: UUID


@dataclass(frozen=True)
class MessageFailed(Event):
    """It could not be delivered; `is_final` when the access point itself refused it."""

    name: ClassVar = "exchange.message_failed"
    message_id: UUID
    code: str
    is_final: bool


@dataclass(frozen=True)
class MessageAcknowledged(Event):
    """The receiver's side has said something; `layer` is transport, message or business."""

    name: ClassVar = "exchange.message_acknowledged"
    message_id: UUID
    layer: str
    status: str


@dataclass(frozen=True)
class MessageResent(Event):
    """Somebody has had it sent again."""

    name: ClassVar = "exchange.message_resent"
    message_id: UUID


@dataclass(frozen=True)
class MessageReceived(Event):
    """Bytes have come and are kept; what they are is not known yet."""

    name: ClassVar = "exchange.message_received"
    message_id: UUID


@dataclass(frozen=True)
class MessageRepeated(Event):
    """It has come before and has no second effect; `first_id` is the message that had the first."""

    name: ClassVar = "exchange.message_repeated"
    message_id: UUID
    first_id: UUID


@dataclass(frozen=True)
class MessageTakenIn(Event):
    """Its business has it; `subject_id` is the business object."""

    name: ClassVar = "exchange.message_taken_in"
    message_id: UUID
    kind: str
    subject_id: UUID


@dataclass(frozen=True)
class MessageRefused(Event):
    """It breaks rules; its findings say which."""

    name: ClassVar = "exchange.message_refused"
    message_id: UUID
    kind: str


@dataclass(frozen=True)
class MessageUndeliverable(Event):
    """Nobody here could take it; it is kept, and can be tried again."""

    name: ClassVar = "exchange.message_undeliverable"
    message_id: UUID
    code: str


@dataclass(frozen=True)
class MessageConflicting(Event):
    """It says that it is `first_id` and says something else: somebody must look."""

    name: ClassVar = "exchange.message_conflicting"
    message_id: UUID
    first_id: UUID


@dataclass(frozen=True)
class ConflictSettled(Event):
    """Somebody has looked at it and at `first_id`, which holds, and has said why."""

    name: ClassVar = "exchange.conflict_settled"
    message_id: UUID
    first_id: UUID | None


@dataclass(frozen=True)
class MessageForwarded(Event):
    """It was for another organisation of this installation, which has it now."""

    name: ClassVar = "exchange.message_forwarded"
    message_id: UUID


@dataclass(frozen=True)
class MessageRetried(Event):
    """Somebody has had it taken in again."""

    name: ClassVar = "exchange.message_retried"
    message_id: UUID


@dataclass(frozen=True)
class MessagesPushedOn(Event):
    """Somebody has had stuck messages tried again: the outgoing sent, the incoming taken in."""

    name: ClassVar = "exchange.messages_pushed_on"
    message_ids: tuple[UUID, ...]


@dataclass(frozen=True)
class EndpointRegistered(Event):
    """The organisation receives at an address from now on; `document_kind` "" means everything."""

    name: ClassVar = "exchange.endpoint_registered"
    endpoint_id: UUID
    participant: str
    document_kind: str


@dataclass(frozen=True)
class EndpointWithdrawn(Event):
    """The organisation no longer receives at an address."""

    name: ClassVar = "exchange.endpoint_withdrawn"
    endpoint_id: UUID
    participant: str
    document_kind: str
