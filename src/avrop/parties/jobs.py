"""The routines of the parties app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.parties import permissions
from avrop.parties.actions import take_effect
from avrop.parties.importing.disposing import dispose_of_files

MAY = frozenset({permissions.TAKE_EFFECT.name})


@app.periodic(cron="5 * * * *")
@app.task(name="parties.take_effect", queue="upkeep", queueing_lock="parties.take_effect")
def let_days_take_effect(timestamp: int) -> None:
    """Each hour, since days begin at different times: units and people whose day has come move."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        take_effect(actor=Actor.routine(tenant_id, "parties.take_effect", MAY), at=at)


@app.periodic(cron="40 3 * * *")
@app.task(name="parties.dispose_of_files", queue="upkeep", queueing_lock="parties.dispose_of_files")
def dispose_of_imported_files(timestamp: int) -> None:
    """Once a day: files of imports that are old are emptied."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        dispose_of_files(tenant_id, at=at)
