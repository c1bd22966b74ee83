"""What the tests of the whole product share: the world of the demonstration, and a worker."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_django.plugin import DjangoDbBlocker

from avrop.site.demonstration import world as demo
from avrop.site.demonstration.world import World
from tests.played import Played, play


@pytest.fixture
def world(committed: None) -> World:
    """The demonstration's organisations and people, built once in this process's database."""
    from avrop.kernel.jobs import running_here

    with running_here() as drain:
        built = demo.build(at=datetime.now(UTC))
        drain()
    return built


@pytest.fixture(scope="session")
def played(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Played:
    """The journey, played once in this process's database."""
    from django.db import connections

    with django_db_blocker.unblock():
        told = play()
        connections.close_all()
    return told


@pytest.fixture
def worker(committed: None) -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, stopped at the end."""
    running = start_worker()
    yield running
    running.terminate()
    running.wait(timeout=30)


def start_worker() -> subprocess.Popen[bytes]:
    """Start `avrop worker` on this process's database, quick to notice the dead."""
    environment = os.environ | {"AVROP_WORKER_HEARTBEAT": "0.5", "AVROP_WORKER_STALL": "2"}
    return subprocess.Popen([sys.executable, "-m", "avrop", "worker"], env=environment)
