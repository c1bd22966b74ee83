"""The one way in which a certificate comes about: when nothing is missing, whatever came last."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.numbers import next_number
from avrop.tasks import actions as tasks
from avrop.training import events, passes, rules
from avrop.training.actions.checking import locked
from avrop.training.models import Certificate, Decision, Sitting, Version
from avrop.training.records import progress_of, records_of

ENDS = "training.task_ends_soon"


def certify_if_complete(sitting_id: UUID, *, actor: Actor, at: datetime) -> bool:
    """Give the certificate for a test that was passed, where its manager has said yes and nothing else
    is missing. Returns whether it was given. Who did which part last is the same: each waits for the
    other at the test's row, and reads afterwards."""
    sitting: Sitting = locked(Sitting, sitting_id, "test")
    records = records_of([sitting.person_id], day_of(at))
    decision = records.decisions.get((sitting.person_id, sitting.id))
    if decision is None or not decision.granted:
        return False
    version = next(
        (row for row in records.taught.versions.values() if row.id == sitting.course_version_id),
        None,
    )
    if version is None:
        return False
    progress = progress_of(records, sitting.person_id, version)
    if progress.passed_sitting != sitting.id or any(rules.problems_certifying(progress)):
        return False
    _certify(sitting, version, decision, progress.certificate_until, actor, at)
    return True


def certify_after_exercise(person_id: UUID, *, actor: Actor, at: datetime) -> int:
    """Give somebody the certificates that waited for his exercise only. Returns how many."""
    records = records_of([person_id], day_of(at))
    waiting = [
        progress.passed_sitting
        for version in records.taught.versions.values()
        if version.exercise
        for progress in (progress_of(records, person_id, version),)
        if progress.passed_sitting is not None
    ]
    return sum(certify_if_complete(one, actor=actor, at=at) for one in sorted(waiting))


def _certify(
    sitting: Sitting,
    version: Version,
    decision: Decision,
    former_until: date | None,
    actor: Actor,
    at: datetime,
) -> None:
    today = day_of(at)
    valid_from, valid_until = rules.period_after(today, former_until, version.months)
    row = Certificate.objects.create(
        number=f"IN-{today.year}-{next_number('certificates'):05}",
        person_id=sitting.person_id,
        course_id=version.course_id,
        course_version_id=version.id,
        sitting_id=sitting.id,
        valid_from=valid_from,
        valid_until=valid_until,
        granted_by=decision.decided_by,
        granted_at=at,
    )
    code = version.course.code
    event = events.CertificateGranted(row.id, row.person_id, code, valid_until)
    outbox.publish(event, actor=actor, at=at)
    former = Certificate.objects.filter(person_id=row.person_id, course_id=row.course_id)
    ids = tuple(former.exclude(id=row.id).values_list("id", flat=True))
    if ids:
        tasks.close_tasks_of(ids, kind=ENDS, actor=actor, at=at)
    row.pass_id = passes.give(
        row.person_id,
        passes.CERTIFICATE,
        code,
        valid_from,
        valid_until,
        row.number,
        by=decision.decided_by,
        actor=actor,
        at=at,
    )
    row.save(update_fields=["pass_id"])
