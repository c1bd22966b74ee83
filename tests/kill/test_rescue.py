"""The jobs of workers that died are given back to the queue, all of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from asgiref.sync import async_to_sync
from django.db import connection

from avrop.kernel.jobs import rescue


@pytest.fixture(autouse=True)
def an_empty_queue(committed: None) -> None:
    """What other tests have left on the queue of this database is not this test's business."""
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")


def a_job(task: str, status: str, queueing_lock: str | None = None) -> int:
    """A job in the queue; what is being done is in the hands of a worker that is no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (task_name, queue_name, status, queueing_lock) "
            "values (%s, 'upkeep', %s, %s) returning id",
            [task, status, queueing_lock],
        )
        return int(cursor.fetchone()[0])


def states() -> dict[int, str]:
    """The queue: each job and how it stands."""
    with connection.cursor() as cursor:
        cursor.execute("select id, status::text from procrastinate_jobs")
        return {int(row[0]): str(row[1]) for row in cursor.fetchall()}


def test_upkeep_that_died_while_its_next_round_waits_keeps_no_other_job_from_rescue() -> None:
    a_job("kernel.seal", "doing", "kernel.seal")
    waiting = a_job("kernel.seal", "todo", "kernel.seal")
    delivery = a_job("exchange.deliver", "doing")

    # In a thread of its own: a browser that another test has open keeps a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(async_to_sync(rescue.func), timestamp=0).result()

    assert states() == {waiting: "todo", delivery: "todo"}
