"""What follows for responsibilities from what happens to positions."""

from __future__ import annotations

from datetime import datetime

from avrop.authority.events import PersonAppointed, PositionClosed
from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.responsibility import actions, permissions
from avrop.responsibility.actions.posts import VACANT
from avrop.tasks import actions as tasks
from avrop.tasks import permissions as tasks_permissions

FOLLOWING = (permissions.WATCH, tasks_permissions.OPEN, tasks_permissions.CLOSE)


@reacts_to(PersonAppointed, may=FOLLOWING)
def follow_the_appointment(event: PersonAppointed, *, actor: Actor, at: datetime) -> None:
    """Whoever takes a position over is handed what belongs to it, and nobody waits for a holder."""
    actions.follow_appointment(event.position_id, event.appointment_id, actor=actor, at=at)


@reacts_to(PositionClosed, may=(tasks_permissions.CLOSE,))
def ask_nobody_to_fill_it(event: PositionClosed, *, actor: Actor, at: datetime) -> None:
    """A position that is wanted no longer is not vacant."""
    tasks.close_tasks(event.position_id, kind=VACANT, outcome="cancelled", actor=actor, at=at)
