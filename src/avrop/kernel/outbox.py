"""What happened: one event per command, written in the command's own transaction.

The table is the outbox, the audit trail and the webhook source at once. Events hold ids and facts,
never personal data; the acting person stands as an id. Publishing also queues the one job that runs
the event's reactions, in the same transaction: either both are there or neither.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.db import connection

from avrop.kernel import jobs
from avrop.kernel.actors import Actor
from avrop.kernel.canonical import canonical_json, digest, from_plain, read_json
from avrop.values import uuid7


@dataclass(frozen=True)
class Event:
    """Base of all events. `name` is public; the first field is the document it is about."""

    name: ClassVar[str] = ""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.name:
            known = _EVENTS.setdefault(cls.name, cls)
            if (known.__module__, known.__qualname__) != (cls.__module__, cls.__qualname__):
                raise ValueError(f"two events are named {cls.name}")


_EVENTS: dict[str, type[Event]] = {}


def all_events() -> Iterator[type[Event]]:
    """Every kind of event of every installed app, by name."""
    return iter(_EVENTS[name] for name in sorted(_EVENTS))


def event_kind(name: str) -> type[Event]:
    """The kind of event of that name."""
    return _EVENTS[name]


@dataclass(frozen=True, slots=True)
class Act:
    """An event as it is written, hashed and exported: what, by whom, under what, when and why."""

    id: UUID
    tenant_id: UUID
    name: str
    facts: dict[str, Any]
    account_id: UUID | None
    person_id: UUID | None
    on_behalf_of: UUID | None
    mandate_id: UUID | None
    unit_id: UUID | None
    system: str
    reason: str
    rule_set: str
    corrects: UUID | None
    occurred_at: datetime
    recorded_at: datetime


INSERT = """
    insert into kernel_event (tenant_id, id, name, subject_id, body, body_hash, account_id, person_id,
        on_behalf_of, mandate_id, unit_id, system, corrects, occurred_at, recorded_at)
    values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def publish(
    event: Event,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    rule_set: str = "",
    corrects: UUID | None = None,
) -> UUID:
    """Write down that this happened, and have its reactions run. Returns the event's id.

    `at` is when it happened; when it was recorded is the clock's. `rule_set` names the versions of
    the dated rules that decided ("invoices.tolerances/3"); `corrects` is the event made good.
    """
    act = _act(event, actor=actor, at=at, reason=reason, rule_set=rule_set, corrects=corrects)
    with connection.cursor() as cursor:
        cursor.execute(INSERT, _columns(act))
    jobs.queue_reactions(act.tenant_id, act.id, act.name)
    return act.id


def publish_each(
    events: Sequence[Event],
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    rule_set: str = "",
) -> None:
    """Write down that all this happened, by one command that did it to many: two statements, however
    many events there are. What is done to a document's lines is one event, not one a line."""
    acts = [_act(event, actor=actor, at=at, reason=reason, rule_set=rule_set) for event in events]
    if not acts:
        return
    names = [
        "tenant_id",
        "id",
        "name",
        "subject_id",
        "body",
        "body_hash",
        "account_id",
        "person_id",
        "on_behalf_of",
        "mandate_id",
        "unit_id",
        "system",
        "corrects",
        "occurred_at",
        "recorded_at",
    ]
    rows = [dict(zip(names, _columns(act), strict=True)) for act in acts]
    for row in rows:
        row["body_hash"] = "\\x" + bytes(row["body_hash"]).hex()
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into kernel_event ({', '.join(names)}) select {', '.join(names)} "
            "from json_populate_recordset(null::kernel_event, %s::json)",
            [canonical_json(rows)],
        )
    jobs.queue_reactions_to_each([(act.tenant_id, act.id, act.name) for act in acts])


def _act(
    event: Event,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
    rule_set: str = "",
    corrects: UUID | None = None,
) -> Act:
    facts: dict[str, Any] = {
        field.name: getattr(event, field.name) for field in dataclasses.fields(event)
    }
    return Act(
        id=uuid7(),
        tenant_id=actor.tenant_id,
        name=event.name,
        facts=facts,
        account_id=actor.account_id,
        person_id=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        unit_id=actor.unit_id,
        system=actor.system,
        reason=reason,
        rule_set=rule_set,
        corrects=corrects,
        occurred_at=at,
        recorded_at=datetime.now(UTC),
    )


def _columns(act: Act) -> list[Any]:
    """An act as its row; it is about the first of its facts, where that is an id."""
    body, subject = canonical_json(act), next(iter(act.facts.values()), None)
    return [
        act.tenant_id,
        act.id,
        act.name,
        subject if isinstance(subject, UUID) else None,
        body,
        digest(body),
        act.account_id,
        act.person_id,
        act.on_behalf_of,
        act.mandate_id,
        act.unit_id,
        act.system,
        act.corrects,
        act.occurred_at,
        act.recorded_at,
    ]


def read_act(body: str) -> Act:
    """The act that a stored body holds."""
    return read_json(body, Act)


def event_in(act: Act) -> Event:
    """The typed event of an act."""
    event: Event = from_plain(act.facts, event_kind(act.name))
    return event
