"""What follows for tasks from what happens to people."""

from __future__ import annotations

from datetime import datetime

from avrop.kernel.actors import Actor
from avrop.kernel.reactions import reacts_to
from avrop.kernel.redacting import replace_texts
from avrop.parties.events import IdentityProtected, PersonEnded
from avrop.parties.queries import words_instead
from avrop.tasks import permissions
from avrop.tasks.actions import hand_over_tasks
from avrop.tasks.models import Task


@reacts_to(PersonEnded, may=(permissions.ESCALATE,))
def hand_over_to_taker(event: PersonEnded, *, actor: Actor, at: datetime) -> None:
    """The taker of somebody who leaves gets his open tasks (ORG-12)."""
    if event.taker_id is not None:
        hand_over_tasks(event.person_id, event.taker_id, actor=actor, at=at)


@reacts_to(IdentityProtected)
def hide_names_in_tasks(event: IdentityProtected, *, actor: Actor, at: datetime) -> None:
    """Tasks that were opened about somebody who is protected now tell who it is no more."""
    replace_texts(Task, "values", words_instead(event.person_id))
