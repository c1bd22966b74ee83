"""The routine of the agreements app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.agreements import permissions
from avrop.agreements.actions import announce_ends
from avrop.kernel.actors import Actor
from avrop.kernel.days import day_of
from avrop.kernel.models import Tenant
from avrop.tasks import permissions as tasks_permissions

MAY = frozenset({permissions.WATCH.name, tasks_permissions.OPEN.name})


@app.periodic(cron="0 5 * * *")
@app.task(name="agreements.look_ahead", queue="upkeep", queueing_lock="agreements.look_ahead")
def look_ahead(timestamp: int) -> None:
    """Once a day: announce the agreements that are about to end."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        actor = Actor.routine(tenant_id, "agreements.look_ahead", MAY)
        announce_ends(day_of(at), actor=actor, at=at)
