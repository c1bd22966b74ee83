"""The processes of an installation, as the kill tests start and kill them: the web and the worker.

Each stands in a process group of its own and is killed with all of it, as by a power cut.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.db import connection

START_SECONDS = 60.0
#: A worker that dies is soon noticed. The pool is the one that people run the site with.
ENVIRONMENT = {
    "AVROP_WORKER_HEARTBEAT": "0.5",
    "AVROP_WORKER_STALL": "2",
    "AVROP_POOL": "1",
    "AVROP_SECRET_KEY": "signs nothing that outlives the test",
}


def wait_until(what: str, is_so: Callable[[], bool], seconds: float) -> None:
    """Look until it is so. Fails, naming `what`, when that takes too long."""
    patience = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < patience, f"waited {seconds:.0f} s in vain for: {what}"
        time.sleep(0.05)


def command(folder: Path, *arguments: str, kill_at: str = "") -> subprocess.Popen[bytes]:
    """`avrop` with these arguments, in a process group of its own; it dies at the point named.

    What it says is kept in `folder`.
    """
    environment = os.environ | ENVIRONMENT
    environment |= {"AVROP_KILL_AT": kill_at, "AVROP_STATIC": str(folder / "static")}
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(
            [sys.executable, "-m", "avrop", *arguments],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


class Killable(ABC):
    """A process that is started, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def arguments(self) -> tuple[str, ...]:
        """What `avrop` is started with."""

    @abstractmethod
    def is_up(self) -> bool:
        """Whether it has begun its work since it was started."""

    def start(self, kill_at: str = "") -> None:
        """Start it; whatever reaches the point named dies there."""
        assert self.process is None
        self.process = command(self.folder, *self.arguments(), kill_at=kill_at)

    def wait_until_up(self) -> None:
        """Until it has begun its work. Fails when that takes too long."""
        wait_until(f"avrop {self.arguments()[0]}", self.is_up, START_SECONDS)

    def kill(self) -> None:
        """SIGKILL, to the process and all that it has started."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):  # it has died by itself and been seen off
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process = None


class Web(Killable):
    """`avrop serve`, always at the same port."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]

    def arguments(self) -> tuple[str, ...]:
        """See `Killable`."""
        return ("serve", "--port", str(self.port), "--workers", "1")

    def is_up(self) -> bool:
        """Whether anything is answered."""
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request("GET", "/api/v1/")
            asking.getresponse()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            asking.close()
        return True


class Worker(Killable):
    """`avrop worker`."""

    former = 0

    def arguments(self) -> tuple[str, ...]:
        """See `Killable`."""
        return ("worker",)

    def start(self, kill_at: str = "") -> None:
        """See `Killable`."""
        self.former = _last_worker()
        super().start(kill_at)

    def is_up(self) -> bool:
        """Whether it has signed in to the queue."""
        return _last_worker() > self.former

    def is_dead(self) -> bool:
        """Whether it has died by SIGKILL."""
        return self.process is not None and self.process.poll() == -signal.SIGKILL


def _last_worker() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select coalesce(max(id), 0) from procrastinate_workers")
        return int(cursor.fetchone()[0])
