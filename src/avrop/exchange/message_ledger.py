"""Rows of the ledger: everything that writes them goes through here. Private to this app."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from psycopg.types.json import Jsonb

from avrop.exchange.lifecycle import Direction, State
from avrop.exchange.models import Message, MessageKey, Step
from avrop.exchange.statements import rows_of
from avrop.kernel.bulk import insert_rows
from avrop.kernel.canonical import digest
from avrop.kernel.scope import current_tenant
from avrop.values import uuid7

#: So much is kept of a file over the limit, for somebody to see what it was.
EXCERPT_BYTES = 65_536


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a job needs of the message it tries; `number` counts this try. `content` is None where
    the bytes are not whole: over the limit, or disposed of. `home` is the organisation here that
    received for the message's receiver when the attempt began."""

    tenant_id: UUID
    message_id: UUID
    number: int
    kind: str
    document_number: str
    sender: str
    receiver: str
    channel: str
    transport_id: str
    in_reply_to: UUID | None
    home: UUID | None
    content: bytes | None


#: Who receives here for a receiver: a rule for the kind of document goes before one for all.
HOME_OF = """(
    select e.tenant_id from exchange_endpoint e
    where e.participant = {receiver} and e.document_kind in ({kind}, '')
    order by e.document_kind desc limit 1
)"""
HOME = HOME_OF.format(receiver="%(receiver)s", kind="%(kind)s")
HOME_OF_MESSAGE = HOME_OF.format(receiver="m.receiver", kind="m.kind")
#: What is inserted into the message's table: column, the type of its parameter, attribute.
COLUMNS = tuple(
    (str(field.column), str(field.db_type(connection)), str(field.attname))
    for field in Message._meta.concrete_fields
)
#: A message with its bytes, first step and keys, in one statement. The first key decides: whose it
#: is already, nothing is written. A transport's key that is another's is told by the second count.
ADD = f"""
    with once as (
        insert into exchange_message_key (tenant_id, id, direction, key_kind, key, message_id)
        values (%(tenant)s, %(key_id)s, %(direction)s, %(key_kind)s, %(key)s, %(id)s)
        on conflict (tenant_id, key, key_kind, direction) do nothing returning message_id
    ), transport as (
        insert into exchange_message_key (tenant_id, id, direction, key_kind, key, message_id)
        select %(tenant)s, %(second_key_id)s, %(direction)s, 'transport', %(transport)s::bytea,
            message_id
        from once where %(transport)s::bytea is not null
        on conflict (tenant_id, key, key_kind, direction) do nothing returning message_id
    ), kept as (
        insert into exchange_payload (tenant_id, id, content, sha256, size, recorded_at)
        select %(tenant)s, %(id)s, %(content)s, %(sha256)s, %(size)s::bigint, %(recorded_at)s
        from once
    ), message as (
        insert into exchange_message ({", ".join(column for column, _, _ in COLUMNS)})
        select {", ".join(f"%({column})s::{type_}" for column, type_, _ in COLUMNS)} from once
    ), step as (
        insert into exchange_step (tenant_id, id, message_id, step, at, detail)
        select %(tenant)s, %(step_id)s, %(id)s, %(step)s, %(created_at)s, %(detail)s from once
    )
    select (select count(*) from once), (select count(*) from transport), {HOME}
"""


class Added(NamedTuple):
    """Which keys of a message were free, and who receives here for its receiver."""

    is_new: bool
    transport_is_new: bool
    home: UUID | None


def add_message(
    message: Message,
    content: bytes,
    *,
    once: tuple[str, bytes],
    transport: bytes | None = None,
    is_whole: bool = True,
    step: tuple[str, dict[str, Any]],
) -> Added:
    """Insert a message, its bytes (of a file over the limit, the beginning) and its first step;
    nothing where the key `once` is taken."""
    message.recorded_at = datetime.now(UTC)
    facts = {column: getattr(message, attribute) for column, _, attribute in COLUMNS}
    facts |= {
        "findings": Jsonb(message.findings),
        "tenant": message.tenant_id,
        "key_id": uuid7(),
        "second_key_id": uuid7(),
        "step_id": uuid7(),
        "key_kind": once[0],
        "key": once[1],
        "transport": transport,
        "content": content if is_whole else content[:EXCERPT_BYTES],
        "sha256": once[1] if once[0] == "content" else digest(content),
        "size": len(content),
        "step": step[0],
        "detail": Jsonb(step[1]),
    }
    ((is_new, transport_is_new, home),) = rows_of(ADD, facts)
    message._state.adding = False  # a later save() is an update
    return Added(bool(is_new), bool(transport_is_new), home)


def first_attempt(message: Message, content: bytes, home: UUID | None) -> Attempt:
    """What `begin_attempt` would say of a message that has just been added."""
    return Attempt(
        message.tenant_id,
        message.id,
        1,
        message.kind,
        message.document_number,
        message.sender,
        message.receiver,
        message.channel,
        message.transport_id,
        message.in_reply_to,
        home,
        content,
    )


def claim(direction: Direction, key_kind: str, key: bytes, message_id: UUID) -> None:
    """Make a key this message's, unless it is somebody's already."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into exchange_message_key (tenant_id, id, direction, key_kind, key, message_id) "
            "values (%s, %s, %s, %s, %s, %s) "
            "on conflict (tenant_id, key, key_kind, direction) do nothing",
            [current_tenant(), uuid7(), direction.value, key_kind, key, message_id],
        )


def owner_of(direction: Direction, key_kind: str, key: bytes) -> UUID:
    """Whose a key is that somebody has."""
    rows = MessageKey.objects.filter(direction=direction, key_kind=key_kind, key=key)
    owner: UUID = rows.values_list("message_id", flat=True).get()
    return owner


def add_steps(message_id: UUID, at: datetime, *steps: tuple[str, dict[str, Any]]) -> None:
    """Append to the trace of a message."""
    insert_rows(
        Step,
        (Step(message_id=message_id, step=name, at=at, detail=detail) for name, detail in steps),
    )


def locked(message_id: UUID, direction: Direction) -> Message | None:
    """The message, locked until the transaction ends; None where there is none in scope."""
    rows = Message.objects.select_for_update()
    return rows.filter(id=message_id, direction=direction).first()


def change(message: Message, **columns: Any) -> None:
    """Write some columns of a message that the caller has locked."""
    for name, value in columns.items():
        setattr(message, name, value)
    message.save(update_fields=list(columns))


#: Counts an attempt and reads what it needs; `home` is who receives here for the receiver.
ATTEMPT = f"""
    update exchange_message m set attempts = m.attempts + 1 from exchange_payload p
    where m.tenant_id = %(tenant)s and m.id = %(id)s and m.state = %(state)s
        and p.tenant_id = %(tenant)s and p.id = %(id)s
    returning m.attempts, m.kind, m.document_number, m.sender, m.receiver, m.channel,
        m.transport_id, m.in_reply_to,
        {HOME_OF_MESSAGE},
        case when octet_length(p.content) = p.size then p.content end
"""


def begin_attempt(message_id: UUID, state: State) -> Attempt | None:
    """Count another attempt at a message that stands in `state`; None where it does not.

    Counted before anything else is done and committed by the caller, so that bytes which kill the
    process that reads them are tried a bounded number of times.
    """
    tenant_id = current_tenant()
    facts = {"tenant": tenant_id, "id": message_id, "state": state.value}
    for row in rows_of(ATTEMPT, facts):
        return Attempt(tenant_id, message_id, *row)
    return None


def wait(message_id: UUID, *, sender: str, due_at: datetime) -> None:
    """Have a message tried again at `due_at`, or when anything of `sender` has been taken in."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into exchange_waiting (tenant_id, id, message_id, sender, due_at) "
            "values (%s, %s, %s, %s, %s) on conflict (tenant_id, message_id) "
            "do update set sender = excluded.sender, due_at = excluded.due_at",
            [current_tenant(), uuid7(), message_id, sender, due_at],
        )


def no_longer_waiting(due_by: datetime) -> list[tuple[UUID, str]]:
    """Take messages whose time has come off the waiting list: ids and directions."""
    with connection.cursor() as cursor:
        cursor.execute(
            "delete from exchange_waiting where tenant_id = %s and due_at <= %s "
            "returning message_id",
            [current_tenant(), due_by],
        )
        ids = [message_id for (message_id,) in cursor.fetchall()]
    return list(Message.objects.filter(id__in=ids).values_list("id", "direction"))
