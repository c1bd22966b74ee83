"""Message level answers that come: each is filed at the message of ours that it is about.

A rejection makes that message fail, however late it comes, so that it stands among what is stuck with
what the other side has found. It never changes a business document. The first rejection holds until
somebody sends the message again: what comes after it is a step of the trace and no more.

Anybody can write that he rejects a message whose number he has seen. So an answer is about nothing of
ours unless it comes from where the message went: a response from its receiver, as the envelope has it
(one without an envelope has only its own word, and must come the way the message left), a status, which
is a provider's, by the channel that the message left by. Nothing that stays inside this installation
is answered by a message, and nothing that has not been handed over yet.

A status comes to the number of a service provider, which the operator registers as an address of the
organisation that it is for; where several send through one provider, each has a suffix of its own
("0242:123456-MLS.EKVALLA") and names it in the envelopes of what it sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from avrop.documents import LineResponse, MessageLevelResponse, MessageLevelStatus
from avrop.documents.document_response import NO_LINE, REJECTED, RULE_WARNING
from avrop.documents.message_level_status import FAILURE_OF_DELIVERY
from avrop.exchange import delivery, events, message_ledger, transitions
from avrop.exchange.channels import LOCAL_CHANNELS, HandOver, Outcome
from avrop.exchange.findings import FATAL, MOST_KEPT, WARNING, MessageFinding, stored
from avrop.exchange.lifecycle import OUTBOUND, Direction, State
from avrop.exchange.models import Message, Step
from avrop.exchange.reporting import MESSAGE, UNDECIDED
from avrop.exchange.rules import tidy
from avrop.exchange.takers import COMES_TOO_EARLY, takes_in
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.problems import Problem, Refused

ACCEPTED_STATUS, REJECTED_STATUS, UNDELIVERED_STATUS = "accepted", "rejected", "undeliverable"
NEGATIVE = frozenset({REJECTED_STATUS, UNDELIVERED_STATUS})
FAILED_STATES = (State.FAILED, State.REFUSED_BY_ACCESS_POINT)


@takes_in("mls")
def file_status(
    document: MessageLevelStatus, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """File a status at the message whose envelope it names; returns that message's id."""
    came, found = _came(message_id), _sent_as(document.message_id)
    if found is not None and found.channel != came.channel:
        found = None
    return _file(found, document, document.message_id, actor, at)


@takes_in("mlr")
def file_response(
    document: MessageLevelResponse, message_id: UUID, *, actor: Actor, at: datetime
) -> UUID:
    """File a response at the message that it names, by its envelope or its number; returns its id."""
    came, found = _came(message_id), _sent_as(document.document.number)
    if found is None or found.receiver != came.sender:
        found = _numbered(document.document.number, came.sender)
    if found is not None and not came.envelope_id and found.channel != came.channel:
        found = None
    return _file(found, document, document.document.number, actor, at)


def _came(message_id: UUID) -> Message:
    """The answer as the exchange knows it: who sent it by its envelope, and how it came."""
    return Message.objects.only("sender", "channel", "envelope_id").get(id=message_id)


def _sent_as(name: str) -> Message | None:
    """The message of ours that left under that name of an envelope, which is its id."""
    try:
        return message_ledger.locked(UUID(name), Direction.OUT)
    except ValueError:
        return None


def _numbered(number: str, receiver: str) -> Message | None:
    """The last message with that number of document that went to a receiver."""
    rows = Message.objects.select_for_update().filter(
        document_number=tidy(number), direction=Direction.OUT, receiver=receiver
    )
    return rows.order_by("-id").first() if receiver else None


def _file(
    message: Message | None,
    document: MessageLevelStatus | MessageLevelResponse,
    reference: str,
    actor: Actor,
    at: datetime,
) -> UUID:
    if message is None or message.channel in LOCAL_CHANNELS:
        raise Refused((Problem("exchange.answers_nothing", {"reference": tidy(reference)}),))
    if not _has_left(message):
        unsent = Problem("exchange.answers_unsent", {"reference": tidy(reference)})
        raise Refused((unsent, Problem(COMES_TOO_EARLY)))
    status = _status_of(document)
    if message.state in FAILED_STATES and message.message_status in NEGATIVE:
        detail = {"status": status, "without_effect": True}
        message_ledger.add_steps(message.id, at, ("message_status", detail))
        return message.id
    if transitions.report(message.id, MESSAGE, status, "message_status", leaves=UNDECIDED, at=at):
        outbox.publish(events.MessageAcknowledged(message.id, MESSAGE, status), actor=actor, at=at)
    if status in NEGATIVE:
        _fail(message, document, actor, at)
    elif message.state == State.FAILED:
        message_ledger.change(message, findings=[])  # it has arrived all the same
    return message.id


def _has_left(message: Message) -> bool:
    """Whether a channel has it, the last time that it was sent."""
    left = Step.objects.filter(message_id=message.id, step="handed_over")
    return message.state != State.QUEUED and left.exists()


def _status_of(document: MessageLevelStatus | MessageLevelResponse) -> str:
    if document.code != REJECTED:
        return ACCEPTED_STATUS
    reasons = {issue.reason_code for line in document.lines for issue in line.issues}
    return UNDELIVERED_STATUS if FAILURE_OF_DELIVERY in reasons else REJECTED_STATUS


def _fail(
    message: Message,
    document: MessageLevelStatus | MessageLevelResponse,
    actor: Actor,
    at: datetime,
) -> None:
    result = HandOver(
        Outcome.FAILED,
        "exchange.rejected_by_receiver",
        {"description": tidy(document.description or "–")},
    )
    found = tuple(_findings(document.lines))[:MOST_KEPT]
    if message.state == State.FAILED:  # others know that already, but not why
        first = MessageFinding(result.code, values=dict(result.facts))
        message_ledger.change(message, findings=stored((first, *found)))
        return
    if "fail" not in OUTBOUND.verbs_from(message.state):
        return
    delivery.settle(message.id, message.state, result, findings=found, actor=actor, at=at)


def _findings(lines: tuple[LineResponse, ...]) -> Iterator[MessageFinding]:
    """What the other side has found, in its own words."""
    for line in lines:
        for issue in line.issues:
            yield MessageFinding(
                "exchange.found_by_receiver",
                severity=WARNING if issue.reason_code == RULE_WARNING else FATAL,
                place=() if line.line == NO_LINE else (tidy(line.line),),
                values={"description": tidy(issue.description)},
            )
