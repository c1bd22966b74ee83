"""Disposal by decision: the only way anything append-only ever goes.

What goes is the content (former rows, bodies of events, payloads); what stays is that it was there:
hashes, positions, who and when. The chain still verifies. Nothing is disposed of without the
decision's reference (arkivlagen 1990:782, 10 §).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.models import DisposalRow
from avrop.kernel.outbox import Event
from avrop.kernel.permissions import Kind, Permission
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, invalid_if

DISPOSE = Permission(
    "kernel.dispose",
    "records",
    Kind.MANAGE,
    _("Dispose of records by decision"),
    roles=("system_administrator",),
)


class Records(StrEnum):
    """What can be disposed of."""

    HISTORY = "history"  # former rows
    EVENT_BODIES = "event_bodies"
    PAYLOADS = "payloads"  # raw bytes of messages


@dataclass(frozen=True)
class RecordsDisposed(Event):
    """Records older than a moment were disposed of."""

    name: ClassVar[str] = "kernel.records_disposed"
    disposal_id: UUID
    what: str
    before: datetime
    count: int


@command(DISPOSE)
def dispose_records(
    what: Records, before: datetime, decision: str, *, actor: Actor, at: datetime
) -> int:
    """Dispose of records older than `before` by the decision named; returns how many.

    What somebody still waits for stays: bodies of events that are not sealed or whose reactions have
    not run, and the bytes of messages that have not come to rest. The right is asked for over the
    whole organisation.

    Raises `Invalid` without a decision or for a moment that has not come.
    """
    actor = require(actor, DISPOSE, at=at, within=EVERYWHERE)
    invalid_if(_problems(before, decision, at))

    with connection.cursor() as cursor:
        cursor.execute("select avrop_dispose(%s, %s)", [what.value, before])
        count: int = cursor.fetchone()[0]
    row = DisposalRow.objects.create(
        what=what.value,
        before=before,
        decision=decision,
        count=count,
        person_id=actor.person_id,
        decided_at=at,
    )

    event = RecordsDisposed(row.id, what.value, before, count)
    outbox.publish(event, actor=actor, at=at, reason=decision)
    return count


def _problems(before: datetime, decision: str, at: datetime) -> list[Problem]:
    problems = []
    if not decision.strip():
        problems.append(Problem("kernel.no_disposal_decision", {}, ("decision",)))
    if before >= at:
        problems.append(Problem("kernel.disposal_not_due", {"before": before}, ("before",)))
    return problems
