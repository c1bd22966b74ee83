"""What is taken out is written down: who, what, chosen how, how much and when (requirement SEC-03).

Every face that gives something away as a file calls `record_export` before the first byte leaves: a
list as CSV or XLSX, a document as PDF, the bytes of a message, a payment file, the chain of events.
Nobody needs a right of its own for it: what one may see one may take out, and that is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.outbox import Event
from avrop.kernel.scope import tenant_scope

#: So much of what somebody wrote in a filter is kept.
LONGEST_FILTER = 100


@dataclass(frozen=True)
class Exported(Event):
    """Something was taken out as a file.

    `what` is the list, document or operation by its code; `form` the kind of file (csv, xlsx, pdf, xml,
    json); `face` the way it went (web, api, cli); `filters` how it was chosen, each as "name=value".
    """

    name: ClassVar[str] = "kernel.exported"
    subject_id: UUID | None
    what: str
    form: str
    face: str
    filters: tuple[str, ...]
    rows: int


def record_export(
    what: str,
    form: str,
    rows: int,
    *,
    actor: Actor,
    at: datetime,
    face: str,
    filters: Mapping[str, object] | None = None,
    subject_id: UUID | None = None,
) -> None:
    """Write down that something is about to leave as a file; `rows` is how many of what it holds."""
    chosen = tuple(
        f"{name}={str(value)[:LONGEST_FILTER]}" for name, value in sorted((filters or {}).items())
    )
    with tenant_scope(actor.tenant_id):
        event = Exported(subject_id, what, form, face, chosen, rows)
        outbox.publish(event, actor=actor, at=at)
