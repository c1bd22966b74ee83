"""Keeping what comes: raw bytes first, once each. Used by the command, the local channel and the
mail room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from avrop.exchange import events, message_ledger, points
from avrop.exchange.channels import PORTAL
from avrop.exchange.findings import MessageFinding, stored
from avrop.exchange.fresh import FRESH
from avrop.exchange.jobs import take_in
from avrop.exchange.lifecycle import INBOUND, Direction, State
from avrop.exchange.models import Message
from avrop.exchange.reporting import MESSAGE, STATUSES, tell_sender
from avrop.exchange.rules import key_of, tidy
from avrop.kernel import jobs, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import digest
from avrop.kernel.outbox import Event
from avrop.values import uuid7

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Arrival:
    """Bytes that have come, and what whoever brought them says of them."""

    content: bytes
    channel: str
    transport_id: str = ""
    file_name: str = ""
    kind: str = ""
    document_number: str = ""
    sender: str = ""
    receiver: str = ""

    @property
    def transport_key(self) -> bytes | None:
        """The key of the transport's id, where it gave one."""
        return key_of(self.channel, self.transport_id) if self.transport_id else None


def keep(arrival: Arrival, *, actor: Actor, at: datetime) -> tuple[Message, bool]:
    """Store what has come, in the transaction and tenant at hand, and have it taken in.

    Returns the message and whether it had come before: the same bytes are the same message.
    """
    points.reached("receive.1")
    message = _message(uuid7(), arrival, at)
    content_key = ("content", digest(arrival.content))
    added = message_ledger.add_message(
        message,
        arrival.content,
        once=content_key,
        transport=arrival.transport_key,
        is_whole=len(arrival.content) <= settings.MESSAGE_LIMIT_BYTES,
        step=("received", _brought_by(arrival)),
    )
    if not added.is_new:
        return _repeat(
            message_ledger.owner_of(Direction.IN, *content_key), arrival, actor, at
        ), True
    if arrival.transport_key and not added.transport_is_new:
        _contradict(message, arrival, actor, at)
    elif message.state == State.REFUSED:
        _decided(message, events.MessageRefused(message.id, message.kind), actor, at)
    else:
        outbox.publish(events.MessageReceived(message.id), actor=actor, at=at)
        jobs.defer(take_in, tenant=str(actor.tenant_id), message=str(message.id))
        FRESH.remember_on_commit(message_ledger.first_attempt(message, arrival.content, added.home))
    points.reached("receive.2")
    return message, False


def _message(message_id: UUID, arrival: Arrival, at: datetime) -> Message:
    is_too_large = len(arrival.content) > settings.MESSAGE_LIMIT_BYTES
    megabytes = settings.MESSAGE_LIMIT_BYTES // MEBIBYTE
    too_large = MessageFinding("exchange.too_large", values={"megabytes": megabytes})
    return Message(
        id=message_id,
        direction=Direction.IN,
        state=INBOUND.after(State.RECEIVED, "refuse") if is_too_large else State.RECEIVED,
        findings=stored([too_large]) if is_too_large else [],
        kind=arrival.kind,
        document_number=tidy(arrival.document_number),
        sender=tidy(arrival.sender),
        receiver=tidy(arrival.receiver),
        channel=arrival.channel,
        transport_id=tidy(arrival.transport_id),
        file_name=tidy(arrival.file_name),
        created_at=at,
        # A portal's message has arrived when somebody has opened it, any other when it is here.
        transport_acknowledged_at=None if arrival.channel == PORTAL else at,
    )


def _contradict(message: Message, arrival: Arrival, actor: Actor, at: datetime) -> None:
    """The transport's id is another message's, whose bytes are others."""
    assert arrival.transport_key is not None
    first_id = message_ledger.owner_of(Direction.IN, "transport", arrival.transport_key)
    message_ledger.change(
        message,
        state=INBOUND.after(message.state, "find_conflicting"),
        first_id=first_id,
        findings=stored([MessageFinding("exchange.transport_id_reused")]),
    )
    _decided(message, events.MessageConflicting(message.id, first_id), actor, at)


def _decided(message: Message, happened: Event, actor: Actor, at: datetime) -> None:
    """What is decided at the door, without reading."""
    codes = [finding["code"] for finding in message.findings]
    message_ledger.add_steps(message.id, at, (str(message.state), {"codes": codes}))
    outbox.publish(happened, actor=actor, at=at)


def _brought_by(arrival: Arrival) -> dict[str, object]:
    said = {
        "channel": arrival.channel,
        "transport_id": tidy(arrival.transport_id),
        "file_name": tidy(arrival.file_name),
    }
    return {name: value for name, value in said.items() if value}


def _repeat(first_id: UUID, arrival: Arrival, actor: Actor, at: datetime) -> Message:
    """The same bytes again: noted, without a second effect. What was undeliverable is tried again:
    its sender has sent it again because something has been mended."""
    first = message_ledger.locked(first_id, Direction.IN)
    assert first is not None
    if arrival.transport_key:
        message_ledger.claim(Direction.IN, "transport", arrival.transport_key, first_id)
    message_ledger.add_steps(first_id, at, ("repeated", _brought_by(arrival)))
    outbox.publish(events.MessageRepeated(first_id, first_id), actor=actor, at=at)
    if first.state == State.UNDELIVERABLE:
        retry(first, at)
    elif status := STATUSES.get(first.state):
        tell_sender(arrival.channel, arrival.transport_id, MESSAGE, status, at)
    return first


def retry(message: Message, at: datetime, reason: str = "") -> None:
    """Have a locked message taken in again."""
    state = INBOUND.after(message.state, "retry_take_in")
    message_ledger.change(message, state=state, attempts=0)
    message_ledger.add_steps(message.id, at, ("retried", {"reason": reason} if reason else {}))
    jobs.defer(take_in, tenant=str(message.tenant_id), message=str(message.id))
