"""The answer of the message level to what could not be used: MLR or MLS, by what is taken.

It goes to who sent the message, not to his business: what a partner decides on a document is another
document. An answer is never answered, so that two systems do not talk for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import override

from avrop.documents import (
    Envelope,
    LineIssue,
    LineResponse,
    MessageLevelResponse,
    MessageLevelStatus,
)
from avrop.documents.common import DocumentReference, Identifier
from avrop.documents.document_response import (
    NO_LINE,
    REJECTED,
    RULE_VIOLATION,
    RULE_WARNING,
    SYNTAX_VIOLATION,
)
from avrop.documents.findings import OWN_RULES
from avrop.documents.message_level_status import FAILURE_OF_DELIVERY
from avrop.documents.parties import Party
from avrop.exchange.channels import LOCAL_CHANNELS
from avrop.exchange.findings import FATAL, MessageFinding
from avrop.exchange.lifecycle import State
from avrop.exchange.queries import MessageView, said
from avrop.exchange.rules import ANSWERS, MLR, MLS

#: More is not read by anybody; the first are told and how many more there are.
MOST_TOLD = 50
#: Nobody knows what the sender reads: English, as the network does.
LANGUAGE = "en"
SCHEMA_RULE = "UBL"
#: Why a message is undeliverable for good. Anything else passes, or somebody mends it and has the
#: message taken in after all: a sender who is registered, an error of ours.
FINAL = frozenset({"exchange.unknown_receiver", "exchange.receiver_elsewhere", "exchange.no_taker"})
#: Refused for an error of ours, which somebody mends; the sender could do nothing about it.
OURS = frozenset({"exchange.reader_failed"})
#: What is said to people here in other words than to who is outside.
OUTSIDE = {
    "exchange.receiver_elsewhere": "The organisation that the message came to does not receive for "
    "%(receiver)s."
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """From whom to whom an answer goes, and what it calls the message that it answers."""

    sender: str
    receiver: str
    reference: str


def is_to_be_answered(view: MessageView) -> bool:
    """Whether the sender of an incoming message is told that it could not be used, by what is known of
    it without its bytes.

    Not inside this installation, where reports do that; not before it is final; and no answer is
    answered. A stranger's message that keeps the rules is never final, since somebody may register
    him and take it in; of one that breaks them he hears only where its envelope asks for a status,
    as Peppol's network wants it, since nothing is agreed with him.
    """
    codes = {finding.code for finding in view.findings}
    is_final = (view.state == State.REFUSED and not codes & OURS) or (
        view.state == State.UNDELIVERABLE and bool(codes & FINAL)
    )
    return is_final and view.kind not in ANSWERS and view.channel not in LOCAL_CHANNELS


def carries_an_answer(envelope: Envelope | None) -> bool:
    """Whether an envelope says that an answer is in it, whatever that could be read as."""
    return envelope is not None and any(
        f":{kind}:" in envelope.document_type_id for kind in ANSWERS
    )


def answers_taken(agreed: Mapping[str, str], came_by: str) -> tuple[tuple[str, str], ...]:
    """Which answers a sender takes and by which channels, the best first: what is agreed, else a status
    the way the message came. The channel "none" is no way out."""
    found = tuple((kind, agreed[kind]) for kind in (MLS, MLR) if kind in agreed)
    return found or ((MLS, came_by),)


def addresses_for(
    kind: str, view: MessageView, envelope: Envelope | None, provider: str
) -> Addresses | None:
    """Where an answer of a kind goes; None where it cannot: a status needs the envelope that asks for it
    and our own number as service `provider`, a response both participants and what to refer to."""
    reference = envelope.instance_id if envelope else view.document_number
    if kind == MLS:
        if envelope is None or envelope.status_to is None or not provider:
            return None
        return Addresses(provider, str(envelope.status_to), reference)
    sender = str(envelope.sender) if envelope else view.sender
    receiver = str(envelope.receiver) if envelope else view.receiver
    if not (":" in sender and ":" in receiver and reference):
        return None
    return Addresses(receiver, sender, reference)


def answer_of(
    kind: str, addresses: Addresses, view: MessageView, number: str, *, at: datetime
) -> MessageLevelResponse | MessageLevelStatus:
    """The answer to a message that could not be used, with what was found in it."""
    sender, receiver = _party(addresses.sender), _party(addresses.receiver)
    lines = tuple(_lines(kind, view))
    description = _of_message(view)
    # Network rules tell a moment by its zone, so that this is no day of anybody's; a second is fine
    # enough.
    moment = at.replace(microsecond=0)
    if kind == MLS:
        return MessageLevelStatus(
            number=number,
            issue_date=moment.date(),
            issue_time=moment.timetz(),
            sender=sender,
            receiver=receiver,
            code=REJECTED,
            message_id=addresses.reference,
            description=description,
            lines=lines,
        )
    return MessageLevelResponse(
        number=number,
        issue_date=moment.date(),
        issue_time=moment.timetz(),
        sender=sender,
        receiver=receiver,
        code=REJECTED,
        document=DocumentReference(addresses.reference),
        description=description,
        lines=lines,
    )


def _party(participant: str) -> Party:
    scheme, _, value = participant.partition(":")
    return Party(endpoint=Identifier(value, scheme))


def _of_message(view: MessageView) -> str:
    if view.state == State.UNDELIVERABLE:
        return "The message could not be handed over to its receiver."
    return "The message was refused because of what is listed."


def _lines(kind: str, view: MessageView) -> Iterator[LineResponse]:
    """What was found; at least one thing that is reason enough."""
    told = view.findings[:MOST_TOLD]
    for finding in told:
        yield _line(kind, finding, is_undelivered=view.state == State.UNDELIVERABLE)
    more = len(view.findings) - len(told) + sum(finding.more for finding in view.findings)
    if more:
        issue = LineIssue(f"{more} more findings are not listed.", RULE_WARNING)
        yield LineResponse(NO_LINE, (issue,))
    if not any(finding.severity == FATAL for finding in told):
        issue = LineIssue(_of_message(view), RULE_VIOLATION)
        yield LineResponse(NO_LINE, (issue,))


def _line(kind: str, finding: MessageFinding, *, is_undelivered: bool) -> LineResponse:
    reason = RULE_VIOLATION
    if finding.severity != FATAL:
        reason = RULE_WARNING
    elif is_undelivered and kind == MLS:
        reason = FAILURE_OF_DELIVERY  # a response knows no such reason
    elif finding.rule_id == SCHEMA_RULE or finding.rule_set == OWN_RULES:
        reason = SYNTAX_VIOLATION  # it could not be read, or is not built as UBL
    return LineResponse(finding.xpath or NO_LINE, (LineIssue(_words(finding), reason),))


def _words(finding: MessageFinding) -> str:
    if finding.code in OUTSIDE:
        return OUTSIDE[finding.code] % finding.values
    with override(LANGUAGE):
        sentence = str(said(finding).sentence)
    return f"{finding.rule_id}: {sentence}" if finding.rule_set not in ("", OWN_RULES) else sentence
