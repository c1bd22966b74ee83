"""What follows in the agreements app."""

from __future__ import annotations

from datetime import datetime

from avrop.agreements import permissions, queries
from avrop.agreements.events import CeilingNeared
from avrop.authority.queries import people_who_may
from avrop.kernel.actors import Actor
from avrop.kernel.ports import Within
from avrop.kernel.reactions import reacts_to
from avrop.tasks import permissions as tasks_permissions
from avrop.tasks.actions import open_task


@reacts_to(CeilingNeared, may=(tasks_permissions.OPEN,))
def tell_the_managers(event: CeilingNeared, *, actor: Actor, at: datetime) -> None:
    """Those who answer for the agreement hear at 70, 85 and 95 % of its maximum (AGR-07)."""
    within = Within(agreement_id=event.agreement_id)
    managers = people_who_may(permissions.MANAGE, within, at)
    if not managers:
        return
    terms = queries.terms(event.agreement_id)
    open_task(
        "agreements.task_ceiling_near",
        subject_kind="agreement",
        subject_id=terms.id,
        assignees=managers,
        values={"agreement": terms.number, "percent": event.percent, "drawn": terms.drawn},
        once_key=f"agreements.ceiling/{terms.id}/{terms.ceiling}/{event.percent}",
        actor=actor,
        at=at,
    )
