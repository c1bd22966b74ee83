"""What has happened lately to some documents: read from the events by their subjects, newest first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from avrop.kernel.models import EventRow
from avrop.kernel.outbox import read_act
from avrop.values import uuid7_floor


@dataclass(frozen=True, slots=True)
class Recent:
    """An event about a document; `person_id` is who did it, None for routines."""

    id: UUID
    name: str
    subject_id: UUID
    facts: Mapping[str, Any]
    person_id: UUID | None
    reason: str
    at: datetime


def recent_events(
    subject_ids: Iterable[UUID],
    *,
    since: datetime,
    but_by: UUID | None,
    unless: frozenset[str] = frozenset(),
    limit: int,
) -> tuple[Recent, ...]:
    """At most `limit` events about these subjects, without somebody's own and without some kinds. For
    the apps and pages above, inside a scope; one statement, whatever there is."""
    rows = EventRow.objects.filter(subject_id__in=list(subject_ids), id__gte=uuid7_floor(since))
    if but_by is not None:
        rows = rows.exclude(person_id=but_by)
    found = rows.exclude(name__in=unless).exclude(body=None).order_by("-id")[:limit]
    return tuple(_recent(row) for row in found)


def _recent(row: EventRow) -> Recent:
    act = read_act(row.body or "")
    assert row.subject_id is not None
    return Recent(
        id=row.id,
        name=row.name,
        subject_id=row.subject_id,
        facts=act.facts,
        person_id=row.person_id,
        reason=act.reason,
        at=row.occurred_at,
    )
