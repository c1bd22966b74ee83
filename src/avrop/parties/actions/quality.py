"""Putting aside what a rule of data quality has found, and taking it up again (requirement SEC-12)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import bulk, outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import over, require
from avrop.kernel.problems import missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import permissions
from avrop.parties.events import FindingPutAside, FindingTakenUp
from avrop.parties.quality.finding import problems_putting_aside, problems_taking_up
from avrop.parties.quality_models import FindingAside
from avrop.parties.queries.located import place_of
from avrop.parties.queries.quality import aside_of, find_one


@command(permissions.PUT_ASIDE)
def put_finding_aside(
    rule: str,
    subject_kind: str,
    subject_id: UUID,
    *,
    reason: str,
    until: date,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let what a rule has found be as it is, for a reason, up to a day at most a year away. It comes
    back after that day, and before it when the facts that it is about change. Put aside anew, the new
    reason and day hold."""
    found = find_one(rule, subject_kind, subject_id, at)
    actor = require(actor, permissions.PUT_ASIDE, at=at, within=over(found.unit_id))
    refuse_if(problems_putting_aside(reason, until, day_of(at)))
    row = _row_for(rule, subject_kind, subject_id, at)
    row.digest, row.reason, row.until = found.digest, reason.strip(), until
    row.put_by, row.put_at, row.taken_up_at = actor.person_id, at, None
    row.version += 1
    row.save()
    event = FindingPutAside(row.id, rule, subject_kind, subject_id, until)
    outbox.publish(event, actor=actor, at=at, reason=row.reason)
    return row.id


@command(permissions.PUT_ASIDE)
def take_finding_up(
    aside_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Let what was put aside be seen to again, before its day."""
    row = FindingAside.objects.select_for_update().filter(id=aside_id).first()
    if row is None:
        raise missing("finding", aside_id)
    within = over(place_of(row.subject_kind, row.subject_id))
    actor = require(actor, permissions.PUT_ASIDE, at=at, within=within)
    refuse_if(problems_taking_up(aside_of(row), day_of(at)))
    count_change(row, expected_version)
    row.taken_up_at = at
    row.save(update_fields=["taken_up_at", "version"])
    event = FindingTakenUp(row.id, row.rule, row.subject_kind, row.subject_id)
    outbox.publish(event, actor=actor, at=at)


def _row_for(rule: str, subject_kind: str, subject_id: UUID, at: datetime) -> FindingAside:
    """The one row of a finding, locked: two who put the same aside at once come one after the other."""
    key = {"rule": rule, "subject_kind": subject_kind, "subject_id": subject_id}
    fresh = FindingAside(**key, digest="", reason="", until=day_of(at), put_at=at, version=0)
    bulk.insert_new_rows(FindingAside, [fresh])
    row: FindingAside = FindingAside.objects.select_for_update().get(**key)
    return row
