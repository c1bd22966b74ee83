"""What a decision of disposal takes away, with real commits: only what nobody waits for any more."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from django.db import connection

from avrop.kernel import sealing
from avrop.kernel.actors import Actor
from avrop.kernel.disposal import DISPOSE, Records, dispose_records
from avrop.kernel.outbox import publish
from avrop.kernel.scope import tenant_scope
from avrop.kernel.tests.builders import NOON, BellRung, a_routine
from avrop.testing.ground import Ground
from avrop.values import uuid7

WAITING = """
    insert into procrastinate_jobs (queue_name, task_name, status, args)
    values ('reactions', 'kernel.react', %s, jsonb_build_object('event_id', %s::text))"""


def _ring(actor: Actor, times: int = 1) -> list[UUID]:
    with tenant_scope(actor.tenant_id):
        return [publish(BellRung(uuid7()), actor=actor, at=NOON) for _ in range(times)]


def _seal(actor: Actor, events: int) -> None:
    """Seal that many. Transactions of other tests on the same server hold the sealer back."""
    patience, sealed = time.monotonic() + 90, 0
    while sealed < events and time.monotonic() < patience:
        sealed += sealing.seal_tenant(actor.tenant_id, at=NOON)
    assert sealed == events


def _dispose(actor: Actor) -> int:
    disposer = Actor.routine(actor.tenant_id, "archivist", frozenset({DISPOSE.name}))
    now = datetime.now(UTC)
    later = now + timedelta(hours=1)
    return dispose_records(Records.EVENT_BODIES, now, "KS 2026:7", actor=disposer, at=later)


def _with_body(actor: Actor, events: list[UUID]) -> list[bool]:
    with tenant_scope(actor.tenant_id), connection.cursor() as cursor:
        cursor.execute(
            "select body is not null from kernel_event where id = any(%s) order by id", [events]
        )
        return [row[0] for row in cursor.fetchall()]


def test_an_event_keeps_its_body_until_it_has_its_place_in_the_chain(committed: None) -> None:
    actor = a_routine()
    rung = _ring(actor)

    assert _dispose(actor) == 0
    assert _with_body(actor, rung) == [True]

    _seal(actor, 2)  # the bell, and the disposal that found nothing
    assert _dispose(actor) == 2
    assert _with_body(actor, rung) == [False]


def test_an_event_keeps_its_body_until_what_follows_from_it_has_been_done(
    committed: None,
) -> None:
    actor = a_routine()
    rung = _ring(actor, 4)
    _seal(actor, 4)
    with connection.cursor() as cursor:
        for status, event in zip(("todo", "doing", "failed", "succeeded"), rung, strict=True):
            cursor.execute(WAITING, [status, str(event)])

    gone = _dispose(actor)

    with connection.cursor() as cursor:  # no worker of another test is to find them
        cursor.execute(
            "delete from procrastinate_jobs where args ->> 'event_id' = any(%s)",
            [[str(event) for event in rung]],
        )
    assert gone == 1
    assert _with_body(actor, rung) == [True, True, True, False]


def test_disposal_keeps_to_its_organisation_even_where_a_superuser_owns_the_tables(
    committed: None, test_ground: Ground
) -> None:
    one, other = a_routine(), a_routine()
    rung = _ring(one), _ring(other)
    _seal(one, 1)
    _seal(other, 1)
    address = psycopg.conninfo.make_conninfo(test_ground.administrator, dbname=test_ground.database)

    with psycopg.connect(address) as administrator:
        administrator.execute(
            "alter function avrop_dispose(text, timestamptz) owner to current_user"
        )
        administrator.execute("select set_config('avrop.tenant', %s, true)", [str(one.tenant_id)])
        disposed = administrator.execute(
            "select avrop_dispose('event_bodies', %s)", [datetime.now(UTC)]
        ).fetchone()
        left = administrator.execute(
            "select id from kernel_event where id = any(%s) and body is not null",
            [[*rung[0], *rung[1]]],
        ).fetchall()
        administrator.rollback()

    assert disposed == (1,)
    assert left == [(rung[1][0],)]
