"""Having many stuck messages tried again at once, each with an outcome of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.exchange import events, permissions, rules, seeing
from avrop.exchange.jobs import deliver, take_in
from avrop.exchange.lifecycle import INBOUND, OUTBOUND, Direction, State
from avrop.exchange.models import Message, Step
from avrop.kernel import jobs, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if

#: So many at once, and no more than a page shows.
MOST_AT_ONCE = 200


class Pushed(TextChoices):
    """What became of a message that was to be tried again."""

    SENT_AGAIN = "sent_again", pgettext_lazy("outcome of a message", "On its way again")
    TAKEN_IN_AGAIN = "taken_in_again", pgettext_lazy("outcome of a message", "Taken in again")
    NOT_STUCK = "not_stuck", pgettext_lazy("outcome of a message", "No longer stuck")
    CONFLICT = "conflict", pgettext_lazy("outcome of a message", "A conflict has to be settled")
    FINAL = "final", pgettext_lazy("outcome of a message", "Refused for good")
    MISSING = "missing", pgettext_lazy("outcome of a message", "Not found")


#: What is done with a message in each state where it is stuck.
OUTCOMES = {
    State.FAILED: Pushed.SENT_AGAIN,
    State.UNDELIVERABLE: Pushed.TAKEN_IN_AGAIN,
    State.REFUSED: Pushed.TAKEN_IN_AGAIN,
    State.CONFLICT: Pushed.CONFLICT,
    State.REFUSED_BY_ACCESS_POINT: Pushed.FINAL,
}


@dataclass(frozen=True, slots=True)
class PushedMessage:
    """A message that was to be tried again, and what became of that: a value of `Pushed`."""

    message_id: UUID
    outcome: str


@command(permissions.RETRY)
def push_on(
    message_ids: tuple[UUID, ...], reason: str, *, actor: Actor, at: datetime
) -> tuple[PushedMessage, ...]:
    """Send again the outgoing messages among these that are stuck, and take the incoming ones in again.

    One that is not stuck any more is left alone, so that asking twice does nothing twice. The same few
    statements for one and for many. `Forbidden` without the right to send again, where some are
    outgoing.
    """
    invalid_if(_problems_pushing(message_ids, reason))
    locked = _locked(message_ids)
    actor = require(actor, permissions.RETRY, at=at)
    rows = {row.id: row for row in seeing.only_seen(locked, actor)}
    if any(row.direction == Direction.OUT for row in rows.values()):
        require(actor, permissions.RESEND, at=at)
    rows = {row.id: row for row in seeing.only_seen(rows.values(), actor)}
    outcomes = tuple(_outcome(one, rows.get(one)) for one in dict.fromkeys(message_ids))
    out = [one.message_id for one in outcomes if one.outcome == Pushed.SENT_AGAIN]
    come = [one.message_id for one in outcomes if one.outcome == Pushed.TAKEN_IN_AGAIN]
    _send_again(out, reason, actor, at)
    _take_in_again(come, reason, actor, at)
    if out or come:
        outbox.publish(events.MessagesPushedOn((*out, *come)), actor=actor, at=at, reason=reason)
    return outcomes


def _problems_pushing(message_ids: Sequence[UUID], reason: str) -> Iterator[Problem]:
    if not message_ids:
        yield Problem("exchange.nothing_chosen", {}, ("message_ids",))
    if len(message_ids) > MOST_AT_ONCE:
        yield Problem("exchange.too_many_chosen", {"most": MOST_AT_ONCE}, ("message_ids",))
    yield from rules.problems_settling(reason)


def _locked(message_ids: Sequence[UUID]) -> list[Message]:
    rows = Message.objects.select_for_update().filter(id__in=list(message_ids))
    return list(rows.order_by("id"))


def _outcome(message_id: UUID, row: Message | None) -> PushedMessage:
    if row is None:
        return PushedMessage(message_id, Pushed.MISSING.value)
    return PushedMessage(message_id, OUTCOMES.get(State(row.state), Pushed.NOT_STUCK).value)


def _send_again(ids: Sequence[UUID], reason: str, actor: Actor, at: datetime) -> None:
    state = OUTBOUND.after(State.FAILED, "resend")
    Message.objects.filter(id__in=ids).update(state=state, attempts=0, findings=[])
    _add_steps(ids, "resent", reason, at)
    tenant = str(actor.tenant_id)
    jobs.defer_each(deliver, [{"tenant": tenant, "message": str(one)} for one in ids])


def _take_in_again(ids: Sequence[UUID], reason: str, actor: Actor, at: datetime) -> None:
    state = INBOUND.after(State.UNDELIVERABLE, "retry_take_in")
    Message.objects.filter(id__in=ids).update(state=state, attempts=0)
    _add_steps(ids, "retried", reason, at)
    tenant = str(actor.tenant_id)
    jobs.defer_each(take_in, [{"tenant": tenant, "message": str(one)} for one in ids])


def _add_steps(ids: Sequence[UUID], step: str, reason: str, at: datetime) -> None:
    detail = {"reason": reason.strip()}
    insert_rows(Step, [Step(message_id=one, step=step, at=at, detail=detail) for one in ids])
