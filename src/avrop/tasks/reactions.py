"""What follows for tasks from what happens to people."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.parties.events import PersonEnded
from avrop.tasks import permissions
from avrop.tasks.actions import hand_over_tasks


@reacts_to(PersonEnded, may=(permissions.ESCALATE,))
def hand_over_to_taker(event: PersonEnded, *, actor: Actor, at: datetime) -> None:
    """The taker of somebody who leaves gets his open tasks (ORG-12)."""
    if event.taker_id is not None:
        hand_over_tasks(event.person_id, event.taker_id, actor=actor, at=at)
