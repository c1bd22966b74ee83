"""What the CPU spends, on a machine that may be busy with other things too."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from django.db import connection


def cpu_clock() -> Callable[[], float]:
    """The CPU seconds that this process and its connection's backend have used so far; of the backend
    none where that can't be read."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    if not schedule.exists():
        return time.process_time
    return lambda: time.process_time() + int(schedule.read_text().split()[0]) / 1e9
