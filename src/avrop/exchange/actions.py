"""What routines and people do with messages. How a message travels is told in `delivery`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from avrop.documents import envelope_of, write
from avrop.exchange import (
    arrival,
    delivery,
    events,
    message_ledger,
    permissions,
    points,
    queries,
    rules,
    seeing,
)
from avrop.exchange.answering import (
    Addresses,
    addresses_for,
    answer_of,
    answers_taken,
    carries_an_answer,
    is_to_be_answered,
)
from avrop.exchange.channels import LOCAL, LOCAL_CHANNELS, HandOver, Outcome, is_way_out
from avrop.exchange.fresh import FRESH
from avrop.exchange.jobs import deliver
from avrop.exchange.lifecycle import INBOUND, OUTBOUND, Direction, State
from avrop.exchange.models import Endpoint, Message, Payload
from avrop.exchange.pushing import push_on
from avrop.exchange.queries import MessageView
from avrop.exchange.reporting import ARRIVED, BUSINESS, STATUSES, TRANSPORT, tell_sender
from avrop.exchange.rules import ANSWERS, MLS
from avrop.kernel import jobs, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.compiled import Given, compiled
from avrop.kernel.models import Tenant
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.practice import is_practice, problems_receiving_at
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.values import uuid7

__all__ = [
    "acknowledge",
    "answer_refused",
    "note_business_response",
    "push_on",
    "receive",
    "record_failure",
    "register_endpoint",
    "resend",
    "retry_take_in",
    "settle_conflict",
    "transmit",
    "withdraw_endpoint",
]


@command(permissions.TRANSMIT)
def transmit(
    kind: str,
    document_number: str,
    content: bytes,
    *,
    sender: str,
    receiver: str,
    channel: str = LOCAL,
    once_key: str,
    subject_id: UUID,
    in_reply_to: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Put a document on its way, once for each `once_key`; returns the message's id.

    `kind` is the name of a kind of document, `sender` and `receiver` are participants ("0007:…").
    `in_reply_to` is the incoming message that the document answers.
    """
    actor = require(actor, permissions.TRANSMIT, at=at, within=EVERYWHERE)
    message_id, once = uuid7(), ("once", rules.key_of(once_key))
    message = Message(
        id=message_id,
        direction=Direction.OUT,
        state=State.QUEUED,
        kind=kind,
        document_number=rules.tidy(document_number),
        sender=rules.participant(sender),
        receiver=rules.participant(receiver),
        channel=channel,
        once_key=rules.tidy(once_key),
        subject_id=subject_id,
        in_reply_to=in_reply_to,
        created_at=at,
    )
    added = message_ledger.add_message(
        message, content, once=once, step=("queued", {"channel": channel})
    )
    if not added.is_new:
        return message_ledger.owner_of(Direction.OUT, *once)
    FRESH.remember_on_commit(message_ledger.first_attempt(message, content, added.home))
    if in_reply_to is not None:
        _note_reply(in_reply_to, kind, at)
    outbox.publish(events.MessageQueued(message_id, kind, subject_id), actor=actor, at=at)
    jobs.defer(deliver, tenant=str(actor.tenant_id), message=str(message_id))
    points.reached("send.1")
    return message_id


def _note_reply(message_id: UUID, kind: str, at: datetime) -> None:
    """The message that is answered has its business response from now on; or its status, where the
    answer is of the message level: the layers are never mixed."""
    rows = Message.objects.filter(id=message_id, direction=Direction.IN)
    if kind in ANSWERS:
        for state in rows.values_list("state", flat=True):
            rows.update(message_status=STATUSES[state], message_status_at=at)
            message_ledger.add_steps(message_id, at, ("answered", {"answer": kind}))
    elif rows.update(business_response=kind, business_response_at=at):
        message_ledger.add_steps(message_id, at, ("business_response", {"response": kind}))


@command(permissions.TRANSMIT)
def answer_refused(
    message_id: UUID, agreed: Mapping[str, str], *, actor: Actor, at: datetime
) -> UUID | None:
    """Tell the sender of an incoming message that it was refused or is undeliverable for good, once.

    `agreed` says by which channel the sender takes which answer ("mlr", "mls"); "none" takes none.
    Where nothing is agreed, a message level status goes to the service provider that the message's
    envelope names, as Peppol's network does. Returns the answer's id; None where nobody is told.
    """
    actor = require(actor, permissions.TRANSMIT, at=at, within=EVERYWHERE)
    view = queries.message(message_id, actor=actor)
    if not is_to_be_answered(view):
        return None
    content = Payload.objects.values_list("content", flat=True).get(id=message_id)
    envelope = envelope_of(bytes(content or b""))
    if carries_an_answer(envelope):
        return None
    for kind, channel in answers_taken(agreed, view.channel):
        addresses = addresses_for(kind, view, envelope, settings.AVROP_SERVICE_PROVIDER)
        if addresses is None or not (is_way_out(channel) and _is_ours(kind, addresses, view)):
            continue
        number = f"{kind.upper()}-{message_id}"
        return transmit(
            kind,
            number,
            write(answer_of(kind, addresses, view, number, at=at)),
            sender=addresses.sender,
            receiver=addresses.receiver,
            channel=channel,
            once_key=f"answer/{message_id}",
            subject_id=message_id,
            in_reply_to=message_id,
            actor=actor,
            at=at,
        )
    return None


def _is_ours(kind: str, addresses: Addresses, view: MessageView) -> bool:
    """Whether an answer would speak in our own name: a provider's number is the operator's setting, and
    a response is from whom the message was for, who may be somebody else."""
    return kind == MLS or queries.tenant_of(addresses.sender, view.kind) == view.tenant_id


def _sent_about() -> QuerySet[Message]:
    return (
        Message.objects.select_for_update()
        .filter(subject_id=Given("subject_id"), direction=Direction.OUT, id__lte=Given("until"))
        .order_by("-id")
    )


_last_sent = compiled(lambda: _sent_about()[:1])
_last_of_kind = compiled(lambda: _sent_about().filter(kind=Given("kind"))[:1])


@command(permissions.TAKE_IN)
def note_business_response(
    subject_id: UUID, response: str, *, to_kind: str = "", actor: Actor, at: datetime
) -> None:
    """The partner's business has answered what was last sent about `subject_id` (of a kind)."""
    actor = require(actor, permissions.TAKE_IN, at=at, within=EVERYWHERE)
    # An upper bound of keys, which are time, spares the database next year's empty partitions.
    asked = {"subject_id": subject_id, "until": uuid7()}
    message = _last_of_kind.first(**asked, kind=to_kind) if to_kind else _last_sent.first(**asked)
    if message is None or message.business_response == response:
        return
    message_ledger.change(message, business_response=response, business_response_at=at)
    message_ledger.add_steps(message.id, at, ("business_response", {"response": response}))
    outbox.publish(events.MessageAcknowledged(message.id, BUSINESS, response), actor=actor, at=at)


@command(permissions.RECEIVE)
def receive(
    content: bytes,
    *,
    channel: str,
    transport_id: str = "",
    file_name: str = "",
    actor: Actor,
    at: datetime,
) -> MessageView:
    """Keep bytes as an incoming message of the actor's organisation, and have them taken in.

    Whatever the bytes are, the message gets a definite state. The same bytes again give the first
    message with `is_repeat`. `Invalid` for the names of channels inside the installation.
    """
    actor = require(actor, permissions.RECEIVE, at=at, within=EVERYWHERE)
    invalid_if(
        Problem("exchange.channel_is_internal", {"channel": channel}, ("channel",))
        for _ in range(channel in LOCAL_CHANNELS)
    )
    arrived = arrival.Arrival(
        content, channel=rules.tidy(channel), transport_id=transport_id, file_name=file_name
    )
    message, is_repeat = arrival.keep(arrived, actor=actor, at=at)
    return queries.views_of([message], is_repeat=is_repeat)[0]


@command(permissions.RESEND)
def resend(message_id: UUID, reason: str, *, actor: Actor, at: datetime) -> MessageView:
    """Send an outgoing message again: the same bytes under the same id, so that a receiver who has
    them already knows them. `Refused` after the access point's own refusal."""
    message = _found(message_id, Direction.OUT)
    actor = require(actor, permissions.RESEND, at=at)
    _look_at(message, actor)
    state = OUTBOUND.after(message.state, "resend")
    invalid_if(rules.problems_with_reason(reason))
    home = queries.tenant_of(message.receiver, message.kind)
    refuse_if(delivery.problems_sending(actor.tenant_id, message.channel, home))
    message_ledger.change(message, state=state, attempts=0, findings=[])
    message_ledger.add_steps(message_id, at, ("resent", {"reason": reason}))
    jobs.defer(deliver, tenant=str(actor.tenant_id), message=str(message_id))
    outbox.publish(events.MessageResent(message_id), actor=actor, at=at, reason=reason)
    return queries.views_of([message])[0]


@command(permissions.RETRY)
def retry_take_in(message_id: UUID, reason: str, *, actor: Actor, at: datetime) -> MessageView:
    """Have an incoming message that took no effect taken in again, since something was mended."""
    message = _found(message_id, Direction.IN)
    actor = require(actor, permissions.RETRY, at=at)
    _look_at(message, actor)
    invalid_if(rules.problems_with_reason(reason))
    arrival.retry(message, at, reason)
    outbox.publish(events.MessageRetried(message_id), actor=actor, at=at, reason=reason)
    return queries.views_of([message])[0]


@command(permissions.SETTLE)
def settle_conflict(message_id: UUID, reason: str, *, actor: Actor, at: datetime) -> MessageView:
    """Close a conflict that somebody has looked at, with what was found out. The message that came
    first holds, and this one has no effect; a sender who meant this one sends it under a new number."""
    message = _found(message_id, Direction.IN)
    actor = require(actor, permissions.SETTLE, at=at)
    _look_at(message, actor)
    state = INBOUND.after(message.state, "settle_conflict")
    invalid_if(rules.problems_settling(reason))
    message_ledger.change(message, state=state)
    message_ledger.add_steps(message_id, at, ("settled", {"reason": reason.strip()}))
    outbox.publish(
        events.ConflictSettled(message_id, message.first_id),
        actor=actor,
        at=at,
        reason=reason.strip(),
    )
    return queries.views_of([message])[0]


@command(permissions.OPEN)
def acknowledge(message_id: UUID, *, actor: Actor, at: datetime) -> MessageView:
    """Open a message of the portal: its sender hears that it has arrived. Only a person can; opening
    it again changes nothing."""
    message = _found(message_id, Direction.IN)
    actor = require(actor, permissions.OPEN, at=at)
    _look_at(message, actor)
    refuse_if(Problem("exchange.only_a_person_opens") for _ in range(not actor.is_person))
    if queries.is_unopened(message):
        message_ledger.change(message, transport_acknowledged_at=at)
        message_ledger.add_steps(message_id, at, ("opened", {"person_id": str(actor.person_id)}))
        tell_sender(message.channel, message.transport_id, TRANSPORT, ARRIVED, at)
        outbox.publish(
            events.MessageAcknowledged(message_id, TRANSPORT, ARRIVED), actor=actor, at=at
        )
        points.reached("open.1")
    return queries.views_of([message])[0]


@command(permissions.REPORT)
def record_failure(
    message_id: UUID, code: str, *, is_final: bool, actor: Actor, at: datetime
) -> MessageView:
    """A channel reports, however late, that it could not deliver: the same record changes.

    `is_final` only when the access point itself refused it (ORD-13); anything else can be resent.
    """
    message = _found(message_id, Direction.OUT)
    actor = require(actor, permissions.REPORT, at=at)
    _look_at(message, actor)
    outcome = Outcome.REFUSED if is_final else Outcome.FAILED
    delivery.settle(message_id, message.state, HandOver(outcome, code), actor=actor, at=at)
    message.refresh_from_db()
    return queries.views_of([message])[0]


@command(permissions.REGISTER_ENDPOINT)
def register_endpoint(
    participant: str, *, document_kind: str = "", actor: Actor, at: datetime
) -> None:
    """Receive what is sent to a participant (of one kind of document, or "" for all) at the actor's
    organisation. A participant has one receiver for each kind (Peppol's rule for its registers).

    People register addresses made of the organisation's own number; the operator registers any.
    """
    actor = require(actor, permissions.REGISTER_ENDPOINT, at=at, within=EVERYWHERE)
    name = rules.participant(participant)
    invalid_if(Problem("exchange.no_participant") for _ in range(not name))
    if actor.is_person:
        own = Tenant.objects.values_list("registered_as", flat=True).get(id=actor.tenant_id)
        refuse_if(rules.problems_registering(name, own or ""))
    practising = is_practice(actor.tenant_id)
    refuse_if(problems_receiving_at(name, practising=practising))
    row, is_new = Endpoint.objects.get_or_create(
        participant=name,
        document_kind=document_kind,
        defaults={"id": uuid7(), "tenant_id": actor.tenant_id, "registered_at": at},
    )
    taken = row.tenant_id != actor.tenant_id
    refuse_if(Problem("exchange.endpoint_taken", {"participant": name}) for _ in range(taken))
    if is_new:
        outbox.publish(events.EndpointRegistered(row.id, name, document_kind), actor=actor, at=at)


@command(permissions.REGISTER_ENDPOINT)
def withdraw_endpoint(
    participant: str, *, document_kind: str = "", actor: Actor, at: datetime
) -> None:
    """Stop receiving at a participant; `Missing` where the actor's organisation does not."""
    actor = require(actor, permissions.REGISTER_ENDPOINT, at=at, within=EVERYWHERE)
    name = rules.participant(participant)
    rows = Endpoint.objects.filter(
        participant=name, document_kind=document_kind, tenant_id=actor.tenant_id
    )
    row = rows.first()
    if row is None:
        raise missing("endpoint", name)
    rows.delete()
    outbox.publish(events.EndpointWithdrawn(row.id, name, document_kind), actor=actor, at=at)


def _found(message_id: UUID, direction: Direction) -> Message:
    message = message_ledger.locked(message_id, direction)
    if message is None:
        raise missing("message", message_id)
    return message


def _look_at(message: Message, actor: Actor) -> None:
    """Raises `Missing` where the actor may not see the message."""
    if not seeing.only_seen([message], actor):
        raise missing("message", message.id)
