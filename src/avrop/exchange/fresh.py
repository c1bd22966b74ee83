"""Messages that this process has just written, for the job that comes next.

The job after a message's commit counts an attempt and reads back what was written, in a transaction
of its own. Where the same process runs that job at once, it knows what it would read. It remembers
so only after the commit, for a few seconds, and gives it away once: a job that is run again, later or
by another process counts and reads. So bytes that kill whoever reads them are tried at most once
more than they are counted, and nothing else hangs on what is remembered here.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from threading import Lock
from uuid import UUID

from django.db import transaction

from avrop.exchange.message_ledger import Attempt


class Fresh:
    """First attempts by message: the newest `most` bytes of them, for so many seconds."""

    def __init__(self, *, most: int = 4_194_304, seconds: float = 5) -> None:
        self._most, self._held, self._seconds = most, 0, seconds
        self._attempts: OrderedDict[UUID, tuple[float, Attempt]] = OrderedDict()
        self._lock = Lock()

    def remember_on_commit(self, attempt: Attempt) -> None:
        """Keep what the next job of a message needs, once the message itself is kept."""
        transaction.on_commit(lambda: self._keep(attempt))

    def taken(self, message_id: UUID) -> Attempt | None:
        """The first attempt at a message that this process has just written, for who asks first."""
        with self._lock:
            known = self._attempts.pop(message_id, None)
            if known is None:
                return None
            since, attempt = known
            self._held -= _size(attempt)
        return attempt if time.monotonic() - since < self._seconds else None

    def _keep(self, attempt: Attempt) -> None:
        with self._lock:
            self._attempts[attempt.message_id] = time.monotonic(), attempt
            self._held += _size(attempt)
            while self._held > self._most:
                _, (_, oldest) = self._attempts.popitem(last=False)
                self._held -= _size(oldest)


def _size(attempt: Attempt) -> int:
    """Its bytes, and about as many for the rest."""
    return len(attempt.content or b"") + 1024


#: What this process has written last, on the way out or in.
FRESH = Fresh()
