"""From stored bytes to a definite state: taken in, refused, undeliverable, conflict, repeated or
forwarded. `delivery` says why this happens once; here is what happens.

The business a taker does and the message's state are one transaction. Whatever the taker says no to
is rolled back whole, and the refusal is written in a transaction of its own.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError

from avrop.exchange import delivery, events, message_ledger, points, queries, rules, transitions
from avrop.exchange.findings import MessageFinding, from_problems, stored
from avrop.exchange.fresh import FRESH
from avrop.exchange.lifecycle import INBOUND, Direction, State
from avrop.exchange.message_ledger import Attempt
from avrop.exchange.models import Message, Payload
from avrop.exchange.reading import Reading, same_document
from avrop.exchange.reporting import MESSAGE, STATUSES, tell_sender
from avrop.exchange.takers import COMES_TOO_EARLY, UNKNOWN_SENDER, Taker, taker_of
from avrop.exchange.waiting import let_go
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_at
from avrop.kernel.outbox import Event
from avrop.kernel.practice import is_practice, is_practice_address, problems_passing
from avrop.kernel.problems import Denial, Problem
from avrop.kernel.scope import tenant_scope

logger = logging.getLogger(__name__)

#: What may be gone the next time; anything else would fail the same way again.
PASSING_TROUBLE = (OperationalError, InterfaceError, IntegrityError)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a message becomes and why; `first_id` is the message it repeats or contradicts."""

    verb: str
    findings: tuple[MessageFinding, ...] = ()
    first_id: UUID | None = None
    facts: tuple[tuple[str, str], ...] = ()


class KnownAlready(Exception):
    """A key of the document belongs to messages taken in before."""

    def __init__(self, first_ids: frozenset[UUID]) -> None:
        super().__init__()
        self.first_ids = first_ids


def take_in_message(tenant_id: UUID, message_id: UUID, *, at: datetime) -> None:
    """Give a received message its definite state. Does nothing to one that has one."""
    attempt = FRESH.taken(message_id) or delivery.begun(tenant_id, message_id, State.RECEIVED)
    if attempt is None:
        return
    points.reached("receive.4")
    if attempt.number > rules.MOST_ATTEMPTS:
        _conclude(attempt, Reading(), _undeliverable("exchange.gave_up"), at)
        return
    if attempt.content is None:
        lost = Verdict("refuse", (MessageFinding("exchange.payload_incomplete"),))
        _conclude(attempt, Reading(), lost, at)
        return
    reading = delivery.READINGS.read(
        attempt.content, limit=settings.MESSAGE_LIMIT_BYTES, on=day_at(tenant_id, at)
    )
    points.reached("receive.5")
    verdict = _before_business(attempt, reading, at) or _business(attempt, reading, at)
    if verdict is not None:
        _conclude(attempt, reading, verdict, at)
    points.reached("receive.8")


def _undeliverable(code: str, **values: str) -> Verdict:
    return Verdict("find_undeliverable", (MessageFinding(code, values=values),))


def _before_business(attempt: Attempt, reading: Reading, at: datetime) -> Verdict | None:
    """What can be decided without any business: none of ours, unreadable, breaks its rules."""
    elsewhere = _home_elsewhere(attempt, reading, at) if reading.receiver else None
    if elsewhere is not None:
        return elsewhere
    if not reading.valid:
        return Verdict("refuse", reading.findings)
    for stopped in _across_the_wall(attempt.tenant_id, reading):
        return _undeliverable(stopped.code)
    if taker_of(reading.kind) is None:
        return _undeliverable("exchange.no_taker", kind=reading.kind)
    return None


def _home_elsewhere(attempt: Attempt, reading: Reading, at: datetime) -> Verdict | None:
    """A receiver who is not this organisation: unknown, or another one here.

    The operator's mail room passes on what is for another organisation; anybody else has got
    something by mistake, and does not hear whose it is.
    """
    home = attempt.home
    if (reading.receiver, reading.kind) != (attempt.receiver, attempt.kind):
        home = queries.tenant_of(reading.receiver, reading.kind)
    if home == attempt.tenant_id:
        return None
    if home is None:
        return _undeliverable("exchange.unknown_receiver", receiver=reading.receiver)
    if attempt.tenant_id != queries.operator_tenant():
        return _undeliverable("exchange.receiver_elsewhere", receiver=reading.receiver)
    for stopped in _across_the_wall(home, reading):
        return _undeliverable(stopped.code)
    there = delivery.bring(attempt, home, at=at)
    return Verdict("forward", facts=(("tenant_id", str(home)), ("message_id", str(there))))


def _across_the_wall(tenant_id: UUID, reading: Reading) -> tuple[Problem, ...]:
    """Why an organisation must not take in what a sender has sent, whichever way it came: what is
    practised and what is real stay apart."""
    found = problems_passing(
        from_practice=is_practice_address(reading.sender),
        to_practice=is_practice(tenant_id),
        is_local=True,
    )
    return tuple(found)


def _business(attempt: Attempt, reading: Reading, at: datetime) -> Verdict | None:
    """Have the business take it in; None when it has, or when it is to be tried again."""
    taker = taker_of(reading.kind)
    assert taker is not None
    try:
        with tenant_scope(attempt.tenant_id):
            _take_in(attempt, reading, taker, at)
    except KnownAlready as known:
        return _compare(attempt, reading, known.first_ids)
    except Denial as denial:
        return _judge(attempt, reading, denial, at)
    except PASSING_TROUBLE as trouble:
        logger.warning("taking message %s in met trouble", attempt.message_id, exc_info=True)
        return _wait(attempt, reading, _undeliverable_by(trouble), at)
    except Exception as failure:
        logger.exception("%s failed on message %s", taker.name, attempt.message_id)
        return _undeliverable_by(failure)
    return None


def _take_in(attempt: Attempt, reading: Reading, taker: Taker, at: datetime) -> None:
    """The one transaction of business and state."""
    message_id, state = attempt.message_id, State(INBOUND.after(State.RECEIVED, "take_in"))
    taken = transitions.take(message_id, reading, State.RECEIVED, state)
    if taken is None:
        return
    if not taken.all_keys_were_free:
        raise KnownAlready(transitions.owners_of(reading, message_id))
    actor = Actor.routine(attempt.tenant_id, taker.name, taker.may)
    subject_id: UUID = taker.function(reading.document, message_id, actor=actor, at=at)
    points.reached("receive.6")
    step = (str(state), _detail(reading.findings))
    waited = transitions.finish_taking(message_id, subject_id, step, sender=taken.sender, at=at)
    let_go(waited, attempt.tenant_id)
    routine = Actor.routine(attempt.tenant_id, "exchange.take_in")
    happened = events.MessageTakenIn(message_id, reading.kind, subject_id)
    outbox.publish(happened, actor=routine, at=at)
    tell_sender(taken.channel, taken.transport_id, MESSAGE, STATUSES[state], at)
    points.reached("receive.7")


def _fill_in(message: Message, reading: Reading) -> None:
    """What only reading could tell; what the bringer said stays where reading cannot."""
    read = {
        "kind": reading.kind,
        "document_number": reading.document_number,
        "sender": reading.sender,
        "receiver": reading.receiver,
    }
    news = {name: it for name, it in read.items() if it and it != getattr(message, name)}
    if news:
        message_ledger.change(message, **news)


def _decide(message: Message, reading: Reading, verdict: Verdict, at: datetime) -> None:
    """Write any other state, its step, its event and the report to the sender."""
    state = State(INBOUND.after(message.state, verdict.verb))
    message_ledger.change(
        message,
        state=state,
        business_key=reading.business_key,
        envelope_id=reading.envelope_id,
        findings=stored(verdict.findings),
        first_id=verdict.first_id,
    )
    status = STATUSES.get(state, "")
    if status and message.message_status not in ("", status):  # a former decision was answered
        message_ledger.change(message, message_status=status, message_status_at=at)
    detail = {**dict(verdict.facts), **_detail(verdict.findings)}
    message_ledger.add_steps(message.id, at, (str(state), detail))
    actor = Actor.routine(message.tenant_id, "exchange.take_in")
    outbox.publish(_event(message, state, verdict), actor=actor, at=at)
    if status:
        tell_sender(message.channel, message.transport_id, MESSAGE, status, at)


def _detail(findings: tuple[MessageFinding, ...]) -> dict[str, Any]:
    codes = [finding.rule_id or finding.code for finding in findings]
    return {"codes": codes} if codes else {}


def _event(message: Message, state: State, verdict: Verdict) -> Event:
    match state:
        case State.REFUSED:
            return events.MessageRefused(message.id, message.kind)
        case State.CONFLICT:
            return events.MessageConflicting(message.id, verdict.first_id or message.id)
        case State.REPEATED:
            return events.MessageRepeated(message.id, verdict.first_id or message.id)
        case State.FORWARDED:
            return events.MessageForwarded(message.id)
        case _:
            return events.MessageUndeliverable(message.id, verdict.findings[0].code)


def _conclude(attempt: Attempt, reading: Reading, verdict: Verdict, at: datetime) -> None:
    """A decision other than taking in: a transaction of its own, after any business rolled back."""
    with tenant_scope(attempt.tenant_id):
        message = message_ledger.locked(attempt.message_id, Direction.IN)
        if message is None or message.state != State.RECEIVED:
            return
        _fill_in(message, reading)
        _decide(message, reading, verdict, at)
        points.reached("receive.7")


def _compare(attempt: Attempt, reading: Reading, first_ids: frozenset[UUID]) -> Verdict:
    """A document under a key that is taken: the same once more, or another that contradicts it."""
    first_id = min(first_ids)
    with tenant_scope(attempt.tenant_id):
        contents = list(Payload.objects.filter(id__in=first_ids).values_list("content", flat=True))
    mine = attempt.content or b""
    if all(content and same_document(bytes(content), mine) for content in contents):
        return Verdict("find_repeated", first_id=first_id)
    finding = MessageFinding(
        "exchange.key_taken",
        values={"kind": reading.kind, "number": reading.document_number, "first": first_id},
    )
    return Verdict("find_conflicting", (finding,), first_id=first_id)


def _judge(attempt: Attempt, reading: Reading, denial: Denial, at: datetime) -> Verdict | None:
    """What a taker's no means for the message."""
    findings = from_problems(denial.problems)
    if UNKNOWN_SENDER in denial.codes:
        return Verdict("find_undeliverable", findings)
    if COMES_TOO_EARLY in denial.codes:
        return _wait(attempt, reading, Verdict("refuse", findings), at)
    return Verdict("refuse", findings)


def _undeliverable_by(failure: Exception) -> Verdict:
    return _undeliverable("exchange.taker_failed", error=type(failure).__name__)


def _wait(attempt: Attempt, reading: Reading, final: Verdict, at: datetime) -> Verdict | None:
    """Have it tried again later; after the last try, `final`."""
    due_at = rules.next_try(attempt.number, at=at)
    if due_at is None:
        return final
    with tenant_scope(attempt.tenant_id):
        message = message_ledger.locked(attempt.message_id, Direction.IN)
        if message is None or message.state != State.RECEIVED:
            return None
        _fill_in(message, reading)
        message_ledger.wait(message.id, sender=reading.sender, due_at=due_at)
        message_ledger.add_steps(message.id, at, ("waiting", {"attempt": attempt.number}))
    return None
