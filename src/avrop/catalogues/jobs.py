"""The routine of the catalogues app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.catalogues import permissions
from avrop.catalogues.actions import activate_due
from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant

MAY = frozenset({permissions.ACTIVATE.name})


@app.periodic(cron="2 * * * *")
@app.task(name="catalogues.activate_due", queue="upkeep", queueing_lock="catalogues.activate_due")
def put_in_force_what_is_due(timestamp: int) -> None:
    """Once an hour, since midnight comes at different hours: the lists whose day has come."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        actor = Actor.routine(tenant_id, "catalogues.activate_due", MAY)
        activate_due(actor=actor, at=at)
