"""The routines of the responsibility app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.responsibility import permissions
from avrop.responsibility.actions import remind, see_to_quality
from avrop.tasks import permissions as tasks

MAY = frozenset({permissions.WATCH.name, tasks.OPEN.name})
MAY_CLOSE = MAY | {tasks.CLOSE.name}


@app.periodic(cron="30 4 * * *")
@app.task(name="responsibility.remind", queue="upkeep", queueing_lock="responsibility.remind")
def look_after_responsibilities(timestamp: int) -> None:
    """Once a day: vacant positions and confirmations that are due are told to who can do something."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        remind(actor=Actor.routine(tenant_id, "responsibility.remind", MAY), at=at)


@app.periodic(cron="10 4 * * *")
@app.task(name="responsibility.quality", queue="upkeep", queueing_lock="responsibility.quality")
def look_after_basic_data(timestamp: int) -> None:
    """Once a day: what rules find in the basic data is told to who looks after it."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        see_to_quality(actor=Actor.routine(tenant_id, "responsibility.quality", MAY_CLOSE), at=at)
