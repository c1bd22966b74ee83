"""Looking ahead: agreements that are about to end."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.agreements import events, permissions
from avrop.agreements.queries import EndingAgreement, ending_soon
from avrop.authority.queries import people_who_may
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import ANYWHERE, EVERYWHERE, require
from avrop.tasks.actions import NewTask, open_tasks


@command(permissions.WATCH)
def announce_ends(on: date, *, actor: Actor, at: datetime) -> int:
    """Leave a task with the managers for each agreement that ends in 12, 6 or 3 months (AGR-06).

    Repeatable: each of these warnings is given once per end. Returns how many agreements end.
    """
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    ending = ending_soon(on, actor=actor)
    managers = people_who_may(permissions.MANAGE, ANYWHERE, at)
    if not ending or not managers:
        return len(ending)
    tasks = tuple(_task(each, managers) for each in ending)
    open_tasks(tasks, actor=actor, at=at)
    ids = tuple(each.agreement_id for each in ending)
    outbox.publish(events.EndsAnnounced(actor.tenant_id, ids), actor=actor, at=at)
    return len(ending)


def _task(each: EndingAgreement, managers: tuple[UUID, ...]) -> NewTask:
    return NewTask(
        kind="agreements.task_ends_soon",
        subject_kind="agreement",
        subject_id=each.agreement_id,
        assignees=managers,
        once_key=f"agreements.ends/{each.agreement_id}/{each.valid_until}/{each.months}",
        values={"agreement": each.number, "valid_until": each.valid_until},
    )
