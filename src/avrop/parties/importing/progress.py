"""How far an import has come, for whoever waits: a face that shows it says so before it asks.

An import is one transaction, of which nobody sees anything before it ends. What a page is to show of it
on the way is therefore written on a connection of its own, by a thread that has one for as long.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import DatabaseError, connection

from avrop.kernel.scope import tenant_scope
from avrop.parties.models import ImportProgress

logger = logging.getLogger(__name__)

#: The steps of an import that is applied, in their order.
STEPS = (
    "waiting",
    "read",
    "judge",
    "units",
    "places",
    "people",
    "employments",
    "absences",
    "events",
    "mandates",
)
#: Seconds for which an import waits until it is written down how far it has come.
PATIENCE = 5
#: What is being done, and with how many rows.
Tell = Callable[[str, int], None]
_tell: ContextVar[Tell | None] = ContextVar("who is told of the progress", default=None)


def tell(step: str, rows: int) -> None:
    """A step begins."""
    listener = _tell.get()
    if listener is not None:
        listener(step, rows)


@contextmanager
def telling(listener: Tell) -> Iterator[None]:
    """Have each step told while something is imported."""
    token = _tell.set(listener)
    try:
        yield
    finally:
        _tell.reset(token)


def written_down(tenant_id: UUID, import_id: UUID) -> Tell:
    """Who writes each step down at once, where a page finds it. What cannot be written is left out: the
    import matters more."""

    def listener(step: str, rows: int) -> None:
        writer = threading.Thread(target=_write, args=(tenant_id, import_id, step, rows))
        writer.daemon = True
        writer.start()
        writer.join(PATIENCE)

    return listener


def _write(tenant_id: UUID, import_id: UUID, step: str, rows: int) -> None:
    try:
        with tenant_scope(tenant_id):
            ImportProgress.objects.filter(id=import_id).update(step=step, rows=rows)
    except DatabaseError:
        logger.warning("how far import %s has come was not written down", import_id, exc_info=True)
    finally:
        connection.close()
