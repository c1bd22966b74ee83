"""How a message gets from one organisation to another, and why it has one effect.

Theory of operation
-------------------
Nothing here is done exactly once; everything is done at least once and has one effect. Three things
make it so.

1. **Every step is one transaction that also queues the next step's job.** After a crash either the
   step and the next job are there, or neither is and this step's own job is run again (the queue
   gives a dead worker's jobs back).
2. **Every step first looks whether it has been done.** What is looked at is stored by the step itself
   in its own transaction: a unique key (`exchange_message_key`) or a state under a row lock. Two
   runs at the same time wait for each other on that key or lock.
3. **No transaction spans two organisations**, so there is always a moment when one side knows more.
   The side that knows less asks again, with the same transport id, and the other recognises it.

The steps, and what a death at each numbered point (`points`) leaves behind:

`transmit`, in the transaction of the reaction that sends: once key, bytes, message `queued`, event,
job `deliver`. *send.1*: all gone; the reaction's inbox row too, so the reaction runs again. A
reaction that runs twice for another reason meets the once key and gets the first message.

`deliver`, a job, in three transactions:
- (a) sender's scope: count the attempt, read the bytes. *send.2*: only the count stays. The count is
  committed first on purpose: bytes that kill whoever reads them are tried a bounded number of times.
  Where the process has written the message itself a moment ago, its first try goes without (`fresh`).
- The document is checked against its rules, outside any transaction.
- (b) receiver's scope: keep the bytes (below). *receive.1*, *receive.2*: nothing stored.
  *receive.3*, *send.3*: the receiver has all, the sender still says `queued`; run again, (b) finds the
  same bytes under the same transport id, notes the repetition, and (c) follows.
- (c) sender's scope, under lock and only from `queued`: new state, steps, event. *send.4*: as send.3.
  *send.5*: run again, (a) finds the message no longer `queued` and stops.

`keep` at the receiver: content key (SHA-256 of the bytes), transport key, raw bytes, message
`received`, event, job `take_in`. The same bytes are the same message, whichever way they come; the
same transport id with other bytes is a conflict.

`take_in`, a job (see `intake`): (a) count and read, *receive.4*: as send.2; read the document outside
any transaction, *receive.5*: nothing written; (b) one transaction: lock and look at the state, claim
business key and envelope id, run the taker, set the state, queue the report. *receive.6* and
*receive.7*: all gone, business too, so that the job run again does it for the first time.
*receive.8*: run again, (a) finds the message decided and stops.
A key that is another message's: the same document is `repeated`, another is a `conflict`. Keys are
claimed only by what is taken in, so a refused invoice can be sent corrected under its old number.

`report`, a job in the sender's scope: message-level status, under lock, only where it changes
something. *report.1*: gone, run again. *report.2*: run again, nothing changes. It may overtake step
(c) of `deliver`; neither undoes the other, since the three layers are columns of their own.

The portal differs in one thing: the transport's receipt is a person of the receiver opening the
message (*open.1*: gone, the person opens it again), which queues the same `report`.

Trouble that passes (a database that is away, a channel that raises) counts as an attempt and is
tried again with growing pauses, twelve times in about three quarters of an hour, then the message
is `failed` and a person may resend it. Only the access point's own refusal is final (ORD-13).
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from avrop.exchange import arrival, events, message_ledger, points, queries, rules, transitions
from avrop.exchange.channels import LOCAL, PORTAL, HandOver, Outcome, hand_over, register_channel
from avrop.exchange.findings import MessageFinding
from avrop.exchange.fresh import FRESH
from avrop.exchange.lifecycle import OUTBOUND, State
from avrop.exchange.message_ledger import Attempt
from avrop.exchange.reading import Reading, ReadOnce
from avrop.exchange.reporting import transport_id
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_at
from avrop.kernel.outbox import Event
from avrop.kernel.practice import is_practice, problems_passing
from avrop.kernel.problems import Problem
from avrop.kernel.scope import current_tenant, tenant_scope

logger = logging.getLogger(__name__)

#: What this process has read last, on the way out or in.
READINGS = ReadOnce()


def deliver_message(tenant_id: UUID, message_id: UUID, *, at: datetime) -> None:
    """Get a queued message to its receiver. Does nothing to a message that isn't queued."""
    attempt = FRESH.taken(message_id) or begun(tenant_id, message_id, State.QUEUED)
    if attempt is None:
        return
    points.reached("send.2")
    if attempt.number > rules.MOST_ATTEMPTS:
        _record(attempt, HandOver(Outcome.FAILED, "exchange.gave_up"), at)
        return
    if attempt.content is None:
        _record(attempt, HandOver(Outcome.FAILED, "exchange.payload_incomplete"), at)
        return
    for stopped in problems_sending(attempt.tenant_id, attempt.channel, attempt.home):
        _record(attempt, HandOver(Outcome.FAILED, stopped.code), at)
        return
    reading = READINGS.read(
        attempt.content, limit=settings.MESSAGE_LIMIT_BYTES, on=day_at(tenant_id, at)
    )
    if not reading.valid:
        _record_broken_rules(attempt, reading, at)
        return
    try:
        result = hand_over(attempt, at=at)
    except Exception:
        logger.exception("handing message %s over by %s failed", message_id, attempt.channel)
        _record_trouble(attempt, at)
        return
    points.reached("send.3")
    _record(attempt, result, at)
    points.reached("send.5")


def problems_sending(tenant_id: UUID, channel: str, home: UUID | None) -> tuple[Problem, ...]:
    """Why no message of an organisation goes by a channel to whoever receives it here, None for nobody:
    what is practised and what is real stay apart."""
    found = problems_passing(
        from_practice=is_practice(tenant_id),
        to_practice=home is not None and is_practice(home),
        is_local=channel == LOCAL,
    )
    return tuple(found)


def begun(tenant_id: UUID, message_id: UUID, state: State) -> Attempt | None:
    """Another attempt at a message that stands in `state`, counted in a transaction of its own."""
    with tenant_scope(tenant_id):
        return message_ledger.begin_attempt(message_id, state)


def deliver_here(attempt: Attempt, at: datetime) -> HandOver:
    """The channels `local` and `portal`: the receiver is an organisation of this installation.

    Whom nobody here receives for, the operator keeps it; the sender hears that it has failed.
    """
    home = attempt.home
    keeper = home or queries.operator_tenant()
    if keeper is not None:
        bring(attempt, keeper, at=at)
    if home is None:
        facts = {"receiver": attempt.receiver}
        return HandOver(Outcome.FAILED, "exchange.no_receiver", facts)
    outcome = Outcome.HANDED_OVER if attempt.channel == PORTAL else Outcome.DELIVERED
    return HandOver(outcome, facts={"receiver": attempt.receiver})


def bring(attempt: Attempt, tenant_id: UUID, *, at: datetime) -> UUID:
    """Store a message's bytes at another organisation: its own transaction, its own rows."""
    known_as = attempt.transport_id or transport_id(attempt.tenant_id, attempt.message_id)
    arrived = arrival.Arrival(
        content=attempt.content or b"",
        channel=attempt.channel,
        transport_id=known_as,
        kind=attempt.kind,
        document_number=attempt.document_number,
        sender=attempt.sender,
        receiver=attempt.receiver,
    )
    actor = Actor.routine(tenant_id, "exchange.deliver")
    with tenant_scope(tenant_id):
        message, _ = arrival.keep(arrived, actor=actor, at=at)
    points.reached("receive.3")
    return message.id


register_channel(LOCAL, deliver_here)
register_channel(PORTAL, deliver_here)

VERBS = {
    Outcome.HANDED_OVER: "hand_over",
    Outcome.DELIVERED: "deliver",
    Outcome.FAILED: "fail",
    Outcome.REFUSED: "refuse_finally",
}


def _record(attempt: Attempt, result: HandOver, at: datetime) -> None:
    """Write down at the sender what came of it."""
    with tenant_scope(attempt.tenant_id):
        settle(attempt.message_id, State.QUEUED, result, at=at)
        points.reached("send.4")


def settle(
    message_id: UUID,
    state: str,
    result: HandOver,
    *,
    findings: tuple[MessageFinding, ...] = (),
    actor: Actor | None = None,
    at: datetime,
) -> None:
    """Give an outgoing message the state that a result leads to, if it still stands in `state`."""
    reaches = OUTBOUND.after(state, VERBS[result.outcome])
    if result.code:
        findings = (MessageFinding(result.code, values=dict(result.facts)), *findings)
    steps = _steps(reaches, result)
    got = transitions.settle(message_id, [state], reaches, steps, findings=findings, at=at)
    if got is not None:
        actor = actor or Actor.routine(current_tenant(), "exchange.deliver")
        outbox.publish(_event(message_id, got, result), actor=actor, at=at)


def _steps(reaches: str, result: HandOver) -> list[tuple[str, dict[str, Any]]]:
    facts = dict(result.facts)
    if result.outcome in (Outcome.FAILED, Outcome.REFUSED):
        return [(reaches, {"code": result.code, **facts})]
    steps: list[tuple[str, dict[str, Any]]] = [("looked_up", facts), ("handed_over", {})]
    if result.outcome is Outcome.DELIVERED:
        steps += [("transport_acknowledged", {}), ("delivered", {})]
    return steps


def _event(message_id: UUID, state: str, result: HandOver) -> Event:
    if state == State.DELIVERED:
        return events.MessageDelivered(message_id)
    if state == State.HANDED_OVER:
        return events.MessageHandedOver(message_id)
    is_final = result.outcome is Outcome.REFUSED
    return events.MessageFailed(message_id, result.code, is_final=is_final)


def _record_broken_rules(attempt: Attempt, reading: Reading, at: datetime) -> None:
    """What breaks the rules of its document does not leave the house."""
    result = HandOver(Outcome.FAILED, "exchange.breaks_rules")
    with tenant_scope(attempt.tenant_id):
        settle(attempt.message_id, State.QUEUED, result, findings=reading.findings, at=at)


def _record_trouble(attempt: Attempt, at: datetime) -> None:
    """Have it tried again later; after the last try a person must."""
    due_at = rules.next_try(attempt.number, at=at)
    with tenant_scope(attempt.tenant_id):
        if due_at is None:
            result = HandOver(Outcome.FAILED, "exchange.gave_up")
            settle(attempt.message_id, State.QUEUED, result, at=at)
            return
        message_ledger.wait(attempt.message_id, sender="", due_at=due_at)
        message_ledger.add_steps(attempt.message_id, at, ("waiting", {"attempt": attempt.number}))
