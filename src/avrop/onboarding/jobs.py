"""The jobs of the onboarding app: what crosses the border of an organisation, and the daily round."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT


@app.task(name="onboarding.ask_somebody", queue="messages", retry=PATIENT)
def ask_somebody(tenant: str, question: str) -> None:
    """Bring a question to whom it is for, as it stands now: to the centre's own organisation here, or by
    mail. Run twice it does no harm."""
    from avrop.onboarding.sending import bring

    bring(UUID(tenant), UUID(question), at=datetime.now(UTC))


@app.task(name="onboarding.bring_answer", queue="messages", retry=PATIENT)
def bring_answer(tenant: str, question: str, answer: dict[str, Any]) -> None:
    """Bring a centre's answer to its customer. Run twice it does no harm."""
    from avrop.onboarding.sending import bring_back

    bring_back(UUID(tenant), UUID(question), answer, at=datetime.now(UTC))


@app.periodic(cron="30 5 * * *")
@app.task(name="onboarding.chase", queue="upkeep", queueing_lock="onboarding.chase")
def chase(timestamp: int) -> None:
    """Once a day: remind those who have not answered, and let others know of what is late."""
    from avrop.kernel.actors import Actor
    from avrop.kernel.models import Tenant
    from avrop.onboarding.actions.chasing import MAY, chase_everything

    at = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        chase_everything(actor=Actor.routine(tenant_id, "onboarding.chase", MAY), at=at)
