"""Who may act after the training: the manager's decision, certificates, waivers, and what helps those
who need longer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.kernel.versions import count_change
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks
from avrop.training import events, passes, permissions, rules
from avrop.training.actions.certifying import certify_if_complete
from avrop.training.actions.checking import locked, person_here, published
from avrop.training.actions.sitting import TO_DECIDE
from avrop.training.lifecycle import CERTIFICATE
from avrop.training.models import (
    Certificate,
    Course,
    Decision,
    ExtraTime,
    NewStart,
    Sitting,
    Version,
    Waiver,
)
from avrop.training.records import progress_of, records_of, required_on
from avrop.values import Text

NOT_GRANTED = "training.task_not_granted"


@command(permissions.DECIDE)
def decide_training(
    person_id: UUID,
    course_id: UUID,
    granted: bool,
    *,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> UUID:
    """Decide whether somebody who has passed may act in what the course is about. A yes gives the
    certificate, and opens the gates that ask for it; where the course ends in an exercise, it does so
    when that has been approved. A no says why. Returns the decision."""
    person = person_here(person_id, day_of(at))
    actor = require(actor, permissions.DECIDE, at=at, within=over(person.unit_id))
    version = published(course_id)
    records = records_of([person_id], day_of(at))
    progress = progress_of(records, person_id, version)
    deciders = (actor.person_id, actor.on_behalf_of)
    refuse_if(rules.problems_deciding(progress, granted, reason, deciders, person_id))
    if progress.passed_sitting is None:
        raise missing("test", person_id)
    sitting = locked(Sitting, progress.passed_sitting, "test")
    decision = Decision.objects.create(
        person_id=person_id,
        course_id=course_id,
        sitting_id=sitting.id,
        granted=granted,
        reason=reason.strip(),
        decided_by=actor.person_id,
        on_behalf_of=actor.on_behalf_of,
        mandate_id=actor.mandate_id,
        rule_set=records.taught.rule_set,
        decided_at=at,
    )
    event = events.TrainingDecided(decision.id, person_id, version.course.code, granted)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip())
    tasks.close_tasks(sitting.id, kind=TO_DECIDE, actor=actor, at=at)
    if granted:
        certify_if_complete(sitting.id, actor=actor, at=at)
    else:
        _tell_refused(sitting, version, actor, at)
    return decision.id


def _tell_refused(sitting: Sitting, version: Version, actor: Actor, at: datetime) -> None:
    tasks.open_task(
        NOT_GRANTED,
        subject_kind="training",
        subject_id=version.course_id,
        assignees=(sitting.person_id,),
        once_key=f"training.not_granted/{sitting.id}",
        values={"course": Text(version.title)},
        actor=actor,
        at=at,
    )


@command(permissions.DECIDE)
def revoke_certificate(
    certificate_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take a certificate back, for a reason; the gates that ask for it shut at once. Whoever held it can
    take the course anew."""
    row: Certificate = locked(Certificate, certificate_id, "certificate")
    holder = parties.people((row.person_id,)).get(row.person_id)
    unit_id = holder.unit_id if holder else None
    actor = require(actor, permissions.DECIDE, at=at, within=over(unit_id))
    row.state = CERTIFICATE.after(row.state, "revoke")
    refuse_if(rules.problems_revoking(reason))
    count_change(row, expected_version)
    row.revoked_at = at
    row.save(update_fields=["state", "revoked_at", "version"])
    outbox.publish(
        events.CertificateRevoked(row.id, row.person_id), actor=actor, at=at, reason=reason.strip()
    )
    passes.take_back((row.pass_id,), reason.strip(), actor=actor, at=at)


@command(permissions.WAIVE)
def waive_training(
    person_id: UUID,
    course_id: UUID,
    valid_until: date,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Let somebody act until a day without the certificate, because it cannot wait; it is kept who did
    so and why, and the day is not far (requirement TRN-03). Returns the waiver."""
    person_here(person_id, day_of(at))
    course = Course.objects.filter(id=course_id).first()
    if course is None:
        raise missing("course", course_id)
    actor = require(actor, permissions.WAIVE, at=at, within=EVERYWHERE)
    today = day_of(at)
    required, _ = required_on(today)
    same = person_id in (actor.person_id, actor.on_behalf_of)
    refuse_if(
        rules.problems_waiving(reason, today, valid_until, required.longest_waiver_days, same)
    )
    row = Waiver.objects.create(
        person_id=person_id,
        course_id=course_id,
        valid_from=today,
        valid_until=valid_until,
        reason=reason.strip(),
        decided_by=actor.person_id,
        decided_at=at,
    )
    event = events.TrainingWaived(row.id, person_id, course.code, valid_until)
    outbox.publish(event, actor=actor, at=at, reason=row.reason)
    passes.waive(person_id, course.code, valid_until, row.reason, actor=actor, at=at)
    return row.id


@command(permissions.STEER)
def give_extra_time(person_id: UUID, percent: int, *, actor: Actor, at: datetime) -> None:
    """Let somebody else have so many percent longer for every test from now on; 0 ends it."""
    person_here(person_id, day_of(at))
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    refuse_if(_problems_helping_oneself(actor, person_id))
    invalid_if(rules.problems_with_extra_time(percent))
    ExtraTime.objects.create(
        person_id=person_id, percent=percent, decided_by=actor.person_id, decided_at=at
    )
    outbox.publish(events.ExtraTimeGiven(person_id, percent), actor=actor, at=at)


@command(permissions.STEER)
def give_new_start(
    person_id: UUID, course_id: UUID, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Let somebody else who has no attempts left try the test of a course again, at once."""
    person_here(person_id, day_of(at))
    course = Course.objects.filter(id=course_id).first()
    if course is None:
        raise missing("course", course_id)
    actor = require(actor, permissions.STEER, at=at, within=EVERYWHERE)
    problems = _problems_helping_oneself(actor, person_id)
    if not reason.strip():
        problems.append(Problem("training.no_reason", {}, ("reason",)))
    refuse_if(problems)
    NewStart.objects.create(
        person_id=person_id,
        course_id=course_id,
        reason=reason.strip(),
        decided_by=actor.person_id,
        decided_at=at,
    )
    event = events.NewStartGiven(person_id, course.code)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip())


def _problems_helping_oneself(actor: Actor, person_id: UUID) -> list[Problem]:
    """Whoever steers the training is tested as everybody is."""
    himself = person_id in (actor.person_id, actor.on_behalf_of)
    return [Problem("training.decides_about_himself", {}, ("person_id",))] if himself else []
