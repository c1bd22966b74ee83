"""The routines of the notices app."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from django.conf import settings
from procrastinate.contrib.django import app

from avrop.kernel.actors import Actor
from avrop.kernel.jobs import PATIENT
from avrop.kernel.models import Tenant
from avrop.notices import permissions
from avrop.notices.actions import tell_of_tasks

MAY = frozenset({permissions.TELL.name})


@app.periodic(cron="*/2 * * * *")
@app.task(name="notices.tell", queue="upkeep", queueing_lock="notices.tell")
def tell(timestamp: int) -> None:
    """Every other minute, where the installation sends mail: tell people of what waits."""
    at = datetime.fromtimestamp(timestamp, UTC)
    if not settings.AVROP_MAIL_FROM:
        return
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        tell_of_tasks(actor=Actor.routine(tenant_id, "notices.tell", MAY), at=at)


@app.task(name="notices.mail", queue="messages", retry=PATIENT)
def mail_notices(tenant: str, person: str, tasks: list[str]) -> None:
    """Send one mail to one person. Sent twice it does no harm."""
    from avrop.notices.mailing import mail_notices

    mail_notices(UUID(tenant), UUID(person), [UUID(one) for one in tasks])
