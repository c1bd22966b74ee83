"""Changes of state in one statement each, guarded by the state they leave: the lock, the check, the
change, the keys and the step cannot be told apart. Private to this app; `delivery` says why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from avrop.exchange.findings import MessageFinding, stored
from avrop.exchange.lifecycle import Direction, State
from avrop.exchange.models import MessageKey
from avrop.exchange.reading import Reading
from avrop.exchange.statements import count_of, rows_of
from avrop.kernel.scope import current_tenant
from avrop.values import uuid7

#: What a document says of itself and the keys it is known by, in one statement that also locks the
#: message and gives it its state. Nothing happens to a message that is decided already.
TAKE = """
    with message as (
        update exchange_message set state = %(state)s, kind = %(kind)s,
            document_number = %(document_number)s, business_key = %(business_key)s,
            envelope_id = %(envelope_id)s, findings = %(findings)s,
            sender = coalesce(nullif(%(sender)s, ''), sender),
            receiver = coalesce(nullif(%(receiver)s, ''), receiver)
        where tenant_id = %(tenant)s and id = %(id)s and state = %(from)s
        returning id, channel, transport_id, sender
    ), known as (
        insert into exchange_message_key (tenant_id, id, direction, key_kind, key, message_id)
        select %(tenant)s, t.id, 'in', t.key_kind, t.key, message.id
        from message, unnest(%(ids)s::uuid[], %(key_kinds)s::text[], %(keys)s::bytea[])
            as t(id, key_kind, key)
        on conflict (tenant_id, key, key_kind, direction) do nothing returning key
    )
    select channel, transport_id, sender, (select count(*) from known) from message
"""

#: What is known of a message once its business has it, with its step; whoever waits for something of
#: the same sender is let go. Where the sender had been told that it could not be handed over, and it
#: was tried again, its status is what became of it.
TAKEN = """
    with message as (
        update exchange_message set subject_id = %(subject_id)s,
            message_status = case when message_status = '' then '' else 'accepted' end,
            message_status_at = case when message_status = '' then message_status_at
                else %(at)s end
        where tenant_id = %(tenant)s and id = %(id)s
    ), step as (
        insert into exchange_step (tenant_id, id, message_id, step, at, detail)
        values (%(tenant)s, %(step_id)s, %(id)s, %(step)s, %(at)s, %(detail)s)
    )
    delete from exchange_waiting
    where tenant_id = %(tenant)s and (message_id = %(id)s or (sender = %(sender)s and sender <> ''))
    returning message_id
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that has just been locked and given its state."""

    channel: str
    transport_id: str
    sender: str
    all_keys_were_free: bool


def take(message_id: UUID, reading: Reading, leaves: State, reaches: State) -> Taken | None:
    """Lock a message, claim its document's keys and give it its state; None where it has one."""
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "id": message_id,
        "from": leaves.value,
        "state": reaches.value,
        "kind": reading.kind,
        "document_number": reading.document_number,
        "business_key": reading.business_key,
        "envelope_id": reading.envelope_id,
        "sender": reading.sender,
        "receiver": reading.receiver,
        "findings": Jsonb(stored(reading.findings)),
        "ids": [uuid7() for _ in reading.once],
        "key_kinds": [kind for kind, _ in reading.once],
        "keys": [key for _, key in reading.once],
    }
    for channel, transport_id, sender, claimed in rows_of(TAKE, facts):
        return Taken(channel, transport_id, sender, claimed == len(reading.once))
    return None


def owners_of(reading: Reading, message_id: UUID) -> frozenset[UUID]:
    """The other messages that a document's keys belong to."""
    rows = MessageKey.objects.filter(
        direction=Direction.IN,
        key_kind__in=[kind for kind, _ in reading.once],
        key__in=[key for _, key in reading.once],
    )
    return frozenset(rows.values_list("message_id", flat=True)) - {message_id}


def finish_taking(
    message_id: UUID,
    subject_id: UUID,
    step: tuple[str, dict[str, Any]],
    *,
    sender: str,
    at: datetime,
) -> list[UUID]:
    """Name the business object; returns the messages that have waited for something of `sender`."""
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "id": message_id,
        "subject_id": subject_id,
        "sender": sender,
        "step_id": uuid7(),
        "step": step[0],
        "detail": Jsonb(step[1]),
        "at": at,
    }
    return [found for (found,) in rows_of(TAKEN, facts) if found != message_id]


#: A change of an outgoing message together with its steps, where its state allows it.
SETTLE = """
    with message as (
        update exchange_message set attempts = 0, findings = %(findings)s,
            state = case when %(state)s = 'handed_over' and transport_acknowledged_at is not null
                then 'delivered' else %(state)s end,
            transport_acknowledged_at = case when %(state)s = 'delivered'
                then coalesce(transport_acknowledged_at, %(at)s) else transport_acknowledged_at end
        where tenant_id = %(tenant)s and id = %(id)s and state = any(%(from)s)
        returning id, state
    ), step as (
        insert into exchange_step (tenant_id, id, message_id, step, at, detail)
        select %(tenant)s, t.id, message.id, t.step, %(at)s, t.detail
        from message, unnest(%(ids)s::uuid[], %(steps)s::text[], %(details)s::jsonb[])
            as t(id, step, detail)
    )
    select state from message
"""


def settle(
    message_id: UUID,
    leaves: Iterable[str],
    reaches: str,
    steps: list[tuple[str, dict[str, Any]]],
    *,
    findings: Iterable[MessageFinding] = (),
    at: datetime,
) -> str | None:
    """Give an outgoing message its state, and its steps; None where it isn't in one of `leaves`.

    A message that is handed over again after it had been opened is delivered; the state it has got
    is returned.
    """
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "id": message_id,
        "from": [str(state) for state in leaves],
        "state": reaches,
        "findings": Jsonb(stored(findings)),
        "at": at,
        "ids": [uuid7() for _ in steps],
        "steps": [name for name, _ in steps],
        "details": [Jsonb(detail) for _, detail in steps],
    }
    for (got,) in rows_of(SETTLE, facts):
        return str(got)
    return None


#: Whoever has taken a message in has it, whatever the transport said; of the portal only opening
#: says that it has arrived, and a queued message is the delivering job's, which may be at it.
ARRIVES = (
    "(%(layer)s = 'transport' or "
    "(%(status)s = 'accepted' and channel <> 'portal' and state = any(%(from)s)))"
)
#: A report of the receiver's side, where it says something new.
REPORT = f"""
    with message as (
        update exchange_message set
            message_status = case when %(layer)s = 'message' then %(status)s
                else message_status end,
            message_status_at = case when %(layer)s = 'message' then %(at)s
                else message_status_at end,
            transport_acknowledged_at = case when {ARRIVES}
                then coalesce(transport_acknowledged_at, %(at)s)
                else transport_acknowledged_at end,
            state = case when {ARRIVES} and state = any(%(from)s) then %(delivered)s
                else state end
        where tenant_id = %(tenant)s and id = %(id)s and direction = 'out'
            and case when %(layer)s = 'message' then message_status <> %(status)s
                else transport_acknowledged_at is null end
        returning id
    )
    insert into exchange_step (tenant_id, id, message_id, step, at, detail)
    select %(tenant)s, %(step_id)s, id, %(step)s, %(at)s, %(detail)s from message
"""


def report(
    message_id: UUID,
    layer: str,
    status: str,
    step: str,
    *,
    leaves: Iterable[str],
    at: datetime,
) -> bool:
    """Note what the receiver's side says of an outgoing message; False where it is nothing new."""
    facts: dict[str, Any] = {
        "tenant": current_tenant(),
        "id": message_id,
        "layer": layer,
        "status": status,
        "from": [str(state) for state in leaves],
        "delivered": State.DELIVERED.value,
        "at": at,
        "step_id": uuid7(),
        "step": step,
        "detail": Jsonb({"status": status}),
    }
    return count_of(REPORT, facts) == 1
