"""The routine of the parties app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.parties import permissions
from avrop.parties.actions import take_effect

MAY = frozenset({permissions.TAKE_EFFECT.name})


@app.periodic(cron="5 * * * *")
@app.task(name="parties.take_effect", queue="upkeep", queueing_lock="parties.take_effect")
def let_days_take_effect(timestamp: int) -> None:
    """Each hour, since days begin at different times: units and people whose day has come move."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        take_effect(actor=Actor.routine(tenant_id, "parties.take_effect", MAY), at=at)
