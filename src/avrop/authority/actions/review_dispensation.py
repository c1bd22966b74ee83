"""The control that makes up for a dispensation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import events, permissions
from avrop.authority.actions.checking import locked
from avrop.authority.actions.grant_dispensation import REVIEW
from avrop.authority.models import Dispensation
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks.actions import close_tasks


@command(permissions.REVIEW_DISPENSATIONS)
def review_dispensation(
    dispensation_id: UUID,
    note: str,
    found_sound: bool,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Write down what the control found: the named reviewer, once the dispensation has ended."""
    row = locked(Dispensation, dispensation_id, "dispensation")
    asked = actor
    actor = require(actor, permissions.REVIEW_DISPENSATIONS, at=at)
    problems = []
    if asked.person_id != row.reviewer_id:
        problems.append(Problem("authority.not_the_reviewer"))
    if row.reviewed_at is not None:
        problems.append(Problem("authority.reviewed_already"))
    if row.revoked_at is None and day_of(at) <= row.valid_until:
        facts = {"valid_until": row.valid_until}
        problems.append(Problem("authority.dispensation_goes_on", facts))
    if not note.strip():
        problems.append(Problem("authority.no_note", {}, ("note",)))
    refuse_if(problems)
    count_change(row, expected_version)
    row.reviewed_at, row.found_sound, row.review_note = at, found_sound, note.strip()
    row.save(update_fields=["reviewed_at", "found_sound", "review_note", "version"])
    close_tasks(row.id, kind=REVIEW, actor=asked, at=at)
    outbox.publish(
        events.DispensationReviewed(row.id, found_sound), actor=actor, at=at, reason=note
    )
