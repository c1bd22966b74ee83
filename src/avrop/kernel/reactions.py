"""What follows from what happened.

`@reacts_to(OrderSent)` marks a function `(event, *, actor, at)`. Each reaction runs in a transaction
of its own with a row in the inbox, so that running the job again has no second effect. It acts as a
system actor named after itself, which may do exactly what the mark lists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from avrop.kernel.actors import Actor
from avrop.kernel.outbox import Event, event_in, read_act
from avrop.kernel.permissions import Permission
from avrop.kernel.scope import tenant_scope
from avrop.values import uuid7


@dataclass(frozen=True, slots=True)
class Reaction:
    """A function that follows from an event; `name` is its key in the inbox."""

    name: str
    function: Callable[..., Any]
    may: frozenset[str]


_REACTIONS: dict[str, list[Reaction]] = {}


def reacts_to(
    *kinds: type[Event], may: tuple[Permission, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Run the marked function after each event of these kinds. `may`: what its commands need."""

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        app = function.__module__.split(".")[-2]
        reaction = Reaction(
            f"{app}.{function.__name__}", function, frozenset(right.name for right in may)
        )
        for kind in kinds:
            _REACTIONS.setdefault(kind.name, []).append(reaction)
        return function

    return mark


def reactions_to(name: str) -> tuple[Reaction, ...]:
    """The reactions to events of that name."""
    return tuple(_REACTIONS.get(name, ()))


def run_reactions(tenant_id: UUID, event_id: UUID, name: str) -> None:
    """Run every reaction to a stored event that has not run yet.

    One that fails does not keep the others from running; the first failure is raised at the end, so
    that the job is tried again.
    """
    failures = []
    for reaction in reactions_to(name):
        try:
            _run_once(reaction, event_id, tenant_id)
        except Exception as failure:
            failures.append(failure)
    if failures:
        raise failures[0]


def _run_once(reaction: Reaction, event_id: UUID, tenant_id: UUID) -> None:
    actor = Actor.routine(tenant_id, reaction.name, reaction.may)
    now = datetime.now(UTC)
    with tenant_scope(tenant_id):
        body = _enter_inbox(reaction.name, event_id, tenant_id, now)
        if body is not None:
            reaction.function(event_in(read_act(body)), actor=actor, at=now)


def _enter_inbox(reaction: str, event_id: UUID, tenant_id: UUID, now: datetime) -> str | None:
    """What happened, if the reaction has not run on it and its body has not been disposed of."""
    with connection.cursor() as cursor:
        cursor.execute(
            "with entered as (insert into kernel_inbox (tenant_id, id, event_id, reaction, recorded_at) "
            "values (%s, %s, %s, %s, %s) on conflict (tenant_id, event_id, reaction) do nothing "
            "returning event_id) "
            "select e.body from kernel_event e, entered where e.tenant_id = %s and e.id = %s",
            [tenant_id, uuid7(), event_id, reaction, now, tenant_id, event_id],
        )
        row = cursor.fetchone()
    return row[0] if row else None
