"""The routines of the training app."""

from __future__ import annotations

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.days import day_at
from avrop.kernel.models import Tenant
from avrop.tasks import permissions as tasks_permissions
from avrop.training import permissions
from avrop.training.actions import (
    announce_ends,
    end_overdue_tests,
    have_plans_judged,
    withdraw_acknowledgements,
)

MAY = frozenset({permissions.WATCH.name, tasks_permissions.OPEN.name})


@app.periodic(cron="20 5 * * *")
@app.task(name="training.look_ahead", queue="upkeep", queueing_lock="training.look_ahead")
def look_ahead(timestamp: int) -> None:
    """Once a day: remind those whose certificates are about to end, have new policies asked for,
    and plans judged by whoever may by now."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        actor = Actor.routine(tenant_id, "training.look_ahead", MAY)
        today = day_at(tenant_id, at)
        announce_ends(today, actor=actor, at=at)
        withdraw_acknowledgements(today, actor=actor, at=at)
        have_plans_judged(actor=actor, at=at)


@app.periodic(cron="*/5 * * * *")
@app.task(name="training.end_tests", queue="upkeep", queueing_lock="training.end_tests")
def end_tests(timestamp: int) -> None:
    """Every five minutes: judge the tests whose time is up."""
    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        actor = Actor.routine(tenant_id, "training.end_tests", MAY)
        end_overdue_tests(actor=actor, at=at)
