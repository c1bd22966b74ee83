"""Reminders before certificates end."""

from __future__ import annotations

from datetime import date, datetime

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.tasks import actions as tasks
from avrop.tasks.actions import NewTask
from avrop.training import events, passes, permissions, rules
from avrop.training.actions.certifying import ENDS
from avrop.training.models import Acknowledgement, Certificate
from avrop.training.queries.following import people_due
from avrop.training.records import policies_on, required_on
from avrop.values import Text

MOST_AT_ONCE = 2000


@command(permissions.WATCH)
def announce_ends(on: date, *, actor: Actor, at: datetime) -> int:
    """Leave a task with everybody whose certificate ends in 60, 30 or 7 days and is not renewed
    (requirement TRN-03). Each reminder is given once per end. Returns how many certificates end."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    required, _ = required_on(on)
    due = [
        (one, days)
        for one in people_due(on)
        if (days := rules.reminder_due(one.valid_until, on, required.reminder_days)) is not None
    ]
    if not due:
        return 0
    tasks.open_tasks(tuple(_task(one, days) for one, days in due), actor=actor, at=at)
    ids = tuple(one.id for one, _ in due)
    outbox.publish(events.EndsAnnounced(actor.tenant_id, ids), actor=actor, at=at)
    return len(due)


@command(permissions.WATCH)
def withdraw_acknowledgements(on: date, *, actor: Actor, at: datetime) -> int:
    """Withdraw the passes of those who acknowledged a version of a policy that is no longer in force:
    the gates ask them for the new one. Returns how many."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    in_force = [row.id for row in policies_on(on).values()]
    rows = Acknowledgement.objects.select_for_update(of=("self",)).filter(
        withdrawn_at=None, policy__in_force_from__lte=on
    )
    former = list(rows.exclude(policy_id__in=in_force).order_by("id")[:MOST_AT_ONCE])
    former_passes = [one.pass_id for one in former]
    passes.take_back(former_passes, "A new version is in force.", actor=actor, at=at)
    ids = [one.id for one in former]
    Acknowledgement.objects.filter(id__in=ids).update(withdrawn_at=at)
    if ids:
        event = events.AcknowledgementsWithdrawn(actor.tenant_id, len(ids))
        outbox.publish(event, actor=actor, at=at)
    return len(ids)


def _task(one: Certificate, days: int) -> NewTask:
    return NewTask(
        kind=ENDS,
        subject_kind="training",
        subject_id=one.id,
        assignees=(one.person_id,),
        once_key=f"training.ends/{one.id}/{days}",
        values={"course": Text(one.course.title), "valid_until": one.valid_until},
    )
