"""What a routine sees to every day: positions that stay vacant, confirmations that are due or late."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from uuid import UUID

from avrop.authority import permissions as rights
from avrop.authority import queries as authority
from avrop.authority.queries import PositionView
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of, time_zone
from avrop.kernel.ports import EVERYWHERE, over, require
from avrop.responsibility import permissions
from avrop.responsibility.actions.confirming import LATE, TO_CONFIRM
from avrop.responsibility.actions.posts import VACANT
from avrop.responsibility.duties import Frequency, Standing
from avrop.responsibility.queries.confirming import Late, late_on
from avrop.tasks import actions as tasks
from avrop.tasks.shapes import NewTask


@command(permissions.WATCH)
def remind(*, actor: Actor, at: datetime) -> int:
    """Leave a task for each position that has been vacant for too long, with whoever appoints; for each
    unit whose confirmation is due, with its manager; and for each that is overdue, with the manager
    above. Repeatable: each is left once. Returns how many there are; the statements do not grow."""
    actor = require(actor, permissions.WATCH, at=at, within=EVERYWHERE)
    day = day_of(at)
    appointing = authority.people_who_may(rights.APPOINT, over(None), at)
    vacant = [one for one in authority.positions_on(day) if one.is_late]
    wanted = [
        *(_of_position(one, appointing) for one in vacant if appointing),
        *(task for one in late_on(day) for task in _of_unit(one, appointing, actor.tenant_id)),
    ]
    if wanted:
        tasks.open_tasks(tuple(wanted), actor=actor, at=at)
    return len(wanted)


def _of_position(position: PositionView, appointing: tuple[UUID, ...]) -> NewTask:
    return NewTask(
        kind=VACANT,
        subject_kind="position",
        subject_id=position.id,
        assignees=appointing,
        once_key=f"{VACANT}/{position.id}/{position.vacant_since}",
        values={"position": position.title, "since": position.vacant_since},
    )


def _of_unit(late: Late, appointing: tuple[UUID, ...], tenant_id: UUID) -> Iterator[NewTask]:
    """A task for the manager; when it is overdue another for the one above, else for who appoints."""
    one = late.standing
    subject = one.unit_id or tenant_id
    frequency = Frequency(one.frequency)
    values = {"unit": one.unit, "period": one.period, "due": one.due_on}
    due_at = datetime.combine(one.due_on, time(23, 59), time_zone())
    yield NewTask(
        kind=TO_CONFIRM[frequency],
        subject_kind="unit_confirmation",
        subject_id=subject,
        assignees=late.managers,
        once_key=f"{TO_CONFIRM[frequency]}/{subject}/{one.period}",
        values=values,
        unit_id=one.unit_id,
        due_at=due_at,
    )
    above = late.superiors or tuple(each for each in appointing if each not in late.managers)
    if one.state == Standing.OVERDUE and above:
        yield NewTask(
            kind=LATE[frequency],
            subject_kind="unit_confirmation",
            subject_id=subject,
            assignees=above,
            once_key=f"{LATE[frequency]}/{subject}/{one.period}",
            values=values,
            unit_id=one.unit_id,
        )
