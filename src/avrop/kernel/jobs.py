"""The job queue, procrastinate: jobs stand in the same transaction as the data they follow from.

At least once: a worker that dies leaves its jobs to another (heartbeat and rescue), so every task
here is safe to run twice. An app's own tasks stand in its `jobs.py` and are queued with `defer`.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Status
from procrastinate.tasks import Task

logger = logging.getLogger(__name__)

#: Tries within about an hour: what is not done by then waits for somebody to look at it.
PATIENT = RetryStrategy(max_attempts=12, exponential_wait=2)

Waiting = deque[tuple[Callable[..., Any], dict[str, Any]]]
_here: ContextVar[Waiting | None] = ContextVar("jobs to run in this process", default=None)


def defer(task: Task[Any, Any, Any], **arguments: Any) -> None:
    """Queue a job in the transaction at hand. `arguments` must be plain JSON values."""
    here = _here.get()
    if here is None:
        task.defer(**arguments)
    else:
        here.append((task.func, arguments))


def defer_each(task: Task[Any, Any, Any], arguments: Sequence[dict[str, Any]]) -> None:
    """Queue a job for each of the arguments, in one statement."""
    here = _here.get()
    if here is not None:
        here.extend((task.func, dict(each)) for each in arguments)
    elif arguments:
        task.batch_defer(*arguments)


@contextmanager
def running_here() -> Iterator[Callable[[], int]]:
    """Keep jobs in this process instead of queueing them: for tests and benchmarks.

    Gives a function that runs what is waiting, and what follows from that, until nothing is left;
    it returns how many jobs it ran. Call it outside any transaction of a command.
    """
    waiting: Waiting = deque()

    def drain() -> int:
        ran = 0
        while waiting:
            function, arguments = waiting.popleft()
            function(**arguments)
            ran += 1
        return ran

    token = _here.set(waiting)
    try:
        yield drain
    finally:
        _here.reset(token)


@app.task(name="kernel.react", queue="reactions", retry=PATIENT)
def react(tenant_id: str, event_id: str, name: str) -> None:
    """Run the reactions to one event of that name."""
    from avrop.kernel.reactions import run_reactions

    run_reactions(UUID(tenant_id), UUID(event_id), name)


def queue_reactions(tenant_id: UUID, event_id: UUID, name: str) -> None:
    """Queue the job for an event, if anything follows from such events."""
    from avrop.kernel.reactions import reactions_to

    if reactions_to(name):
        defer(react, tenant_id=str(tenant_id), event_id=str(event_id), name=name)


def queue_reactions_to_each(events: Iterable[tuple[UUID, UUID, str]]) -> None:
    """Queue the jobs for many events, of those that anything follows from. One statement."""
    from avrop.kernel.reactions import reactions_to

    found = [
        {"tenant_id": str(tenant_id), "event_id": str(event_id), "name": name}
        for tenant_id, event_id, name in events
        if reactions_to(name)
    ]
    defer_each(react, found)


@app.task(name="kernel.run_operation", queue="commands")
def run_operation(
    operation: str, arguments: dict[str, Any], actor: dict[str, Any], at: str
) -> list[str]:
    """Run a command later, as the actor who asked for it and with the rights he has then.

    A denial is written down like every face's, and is not tried again; its codes are returned.
    """
    from avrop.kernel.actors import Actor
    from avrop.kernel.canonical import from_plain
    from avrop.kernel.faces import perform_named
    from avrop.kernel.problems import Denial

    who: Actor = from_plain(actor, Actor)
    try:
        perform_named(operation, arguments, actor=who, at=datetime.fromisoformat(at), face="job")
    except Denial as denial:
        return denial.codes
    return []


@app.periodic(cron="* * * * * */5")
@app.task(name="kernel.seal", queue="upkeep", queueing_lock="kernel.seal")
def seal(timestamp: int) -> None:
    """Seal what has been published since the last time, tenant by tenant."""
    from avrop.kernel.sealing import seal_all

    seal_all(at=datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.make_partitions", queue="upkeep", queueing_lock="kernel.make_partitions")
def make_months_ahead(timestamp: int) -> None:
    """Make the partitions of the months to come: once a day, since a worker may have been away."""
    from django.db import connection

    from avrop.kernel.postgresql.upkeep import make_partitions

    with connection.cursor() as cursor:
        make_partitions(cursor)


@app.periodic(cron="* * * * * */10")
@app.task(name="kernel.rescue", queue="upkeep", queueing_lock="kernel.rescue")
async def rescue(timestamp: int) -> None:
    """Give the jobs of workers that died back to the queue."""
    stalled = await app.job_manager.get_stalled_jobs(
        seconds_since_heartbeat=settings.AVROP_WORKER_STALL_SECONDS
    )
    for job in stalled:
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            # Upkeep of which the next round waits already: it must not keep the rest from being saved.
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
        except ConnectorException:
            logger.info("job %s was given back or ended in the meantime", job.id)
