"""People decide about lines that were held back, and about a list as a whole."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.catalogues import permissions
from avrop.catalogues.actions.finding import version_row
from avrop.catalogues.events import CatalogueRejected, LinesReviewed
from avrop.catalogues.lifecycle import LIFECYCLE, Decision, State, Verdict
from avrop.catalogues.models import StagedLine, Version
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import across, require
from avrop.kernel.problems import Problem, invalid_if, refuse_if
from avrop.kernel.versions import count_change
from avrop.tasks.actions import close_tasks


@command(permissions.REVIEW)
def review_lines(
    version_id: UUID,
    line_ids: tuple[UUID, ...],
    decision: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> int:
    """Accept or reject quarantined lines, with the reason. Returns how many.

    A rejected verdict stands whatever anybody decides: what it says cannot be true. `Refused` when
    one of the lines is not quarantined.
    """
    row, actor = _in_review(version_id, actor, at)
    rows = StagedLine.objects.filter(version_id=row.id, id__in=line_ids)
    quarantined = rows.filter(verdict=Verdict.QUARANTINED)
    if quarantined.count() != len(set(line_ids)):
        refuse_if([Problem("catalogues.line_not_quarantined", {}, ("line_ids",))])
    count = quarantined.update(**_decided(decision, reason, actor, at))
    return _announce(LinesReviewed(row.id, decision, count), row, reason, actor=actor, at=at)


@command(permissions.REVIEW)
def accept_lines(version_id: UUID, reason: str, *, actor: Actor, at: datetime) -> int:
    """Accept every quarantined line nobody has decided about yet. Returns how many."""
    row, actor = _in_review(version_id, actor, at)
    rows = StagedLine.objects.filter(version_id=row.id, verdict=Verdict.QUARANTINED, decision="")
    count = rows.update(**_decided(Decision.ACCEPT.value, reason, actor, at))
    event = LinesReviewed(row.id, Decision.ACCEPT.value, count)
    return _announce(event, row, reason, actor=actor, at=at)


def _in_review(version_id: UUID, actor: Actor, at: datetime) -> tuple[Version, Actor]:
    row = version_row(version_id)
    actor = require(
        actor,
        permissions.REVIEW,
        at=at,
        within=across(row.agreement_id),
    )
    if row.state != State.IN_REVIEW:
        refuse_if([Problem("catalogues.not_in_review", {"number": row.catalogue_number})])
    return row, actor


def _decided(decision: str, reason: str, actor: Actor, at: datetime) -> dict[str, object]:
    problems = []
    if decision not in Decision.values:
        problems.append(Problem("catalogues.unknown_decision", {"decision": decision}))
    if not reason.strip():
        problems.append(Problem("catalogues.no_reason", {}, ("reason",)))
    invalid_if(problems)
    return {
        "decision": decision,
        "reason": reason.strip(),
        "decided_by": actor.person_id,
        "decided_at": at,
    }


def _announce(
    event: LinesReviewed, row: Version, reason: str, *, actor: Actor, at: datetime
) -> int:
    row.version += 1
    row.save(update_fields=["version"])
    outbox.publish(event, actor=actor, at=at, reason=reason)
    return event.count


@command(permissions.REVIEW)
def reject_version(
    version_id: UUID,
    reason: str,
    *,
    expected_version: int | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Reject a whole list. What is in force stays as it is (invariant 5)."""
    row = version_row(version_id)
    actor = require(
        actor,
        permissions.REVIEW,
        at=at,
        within=across(row.agreement_id),
    )
    row.state = LIFECYCLE.after(row.state, "reject")
    refuse_if([] if reason.strip() else [Problem("catalogues.no_reason", {}, ("reason",))])
    count_change(row, expected_version)
    row.in_force_from = None
    row.save(update_fields=["state", "in_force_from", "version"])
    close_tasks(row.id, outcome="cancelled", actor=actor, at=at)
    event = CatalogueRejected(row.id, row.agreement_id)
    outbox.publish(event, actor=actor, at=at, reason=reason)
