"""The chain of events, with real commits: the sealer looks at transactions."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from avrop.kernel import sealing
from avrop.kernel.actors import Actor
from avrop.kernel.disposal import DISPOSE, Records, dispose_records
from avrop.kernel.outbox import publish
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tests.builders import NOON, BellRung, a_routine
from avrop.values import uuid7

AsOwner = Callable[[str, UUID, list[Any]], None]


def _ring(actor: Actor, times: int) -> list[UUID]:
    with tenant_scope(actor.tenant_id):
        return [publish(BellRung(uuid7()), actor=actor, at=NOON) for _ in range(times)]


def _seal(actor: Actor, events: int) -> None:
    """Seal that many. Transactions of other tests on the same server hold the sealer back."""
    patience = time.monotonic() + 90
    sealed = 0
    while sealed < events and time.monotonic() < patience:
        sealed += sealing.seal_tenant(actor.tenant_id, at=NOON)
    assert sealed == events


def test_the_chain_takes_events_in_order_and_verifies(committed: None) -> None:
    actor = a_routine()
    rung = _ring(actor, 3) + _ring(actor, 2)

    _seal(actor, 5)
    assert sealing.seal_tenant(actor.tenant_id, at=NOON) == 0

    assert [link.event_id for link in sealing.links(actor.tenant_id)] == rung
    assert sealing.verify(actor.tenant_id) == []


def test_a_changed_body_and_a_foreign_head_are_found(committed: None, as_owner: AsOwner) -> None:
    actor = a_routine()
    rung = _ring(actor, 3)
    _seal(actor, 3)
    witness = sealing.head_of(actor.tenant_id)
    assert sealing.verify(actor.tenant_id, witness) == []

    as_owner("update kernel_event set body = '{}' where id = %s", actor.tenant_id, [rung[1]])

    faults = sealing.verify(actor.tenant_id, sealing.Head(witness.tenant_id, 3, b"another"))
    assert [(fault.code, fault.position) for fault in faults] == [
        ("audit.body_changed", 2),
        ("audit.witness_differs", 3),
    ]


def test_the_chain_still_verifies_when_bodies_were_disposed_of_by_decision(
    committed: None,
) -> None:
    actor = a_routine()
    _ring(actor, 2)
    _seal(actor, 2)

    later = datetime.now(UTC) + timedelta(hours=1)
    disposer = Actor.routine(actor.tenant_id, "archivist", frozenset({DISPOSE.name}))

    gone = dispose_records(
        Records.EVENT_BODIES, datetime.now(UTC), "KS 2026:7", actor=disposer, at=later
    )

    assert gone == 2
    assert [link.body for link in sealing.links(actor.tenant_id)] == [None, None]
    assert sealing.verify(actor.tenant_id) == []
