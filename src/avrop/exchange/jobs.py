"""The exchange's jobs. Each may run twice, or die anywhere (see `delivery`)."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from avrop.kernel.jobs import PATIENT


@app.task(name="exchange.deliver", queue="messages", retry=PATIENT)
def deliver(tenant: str, message: str) -> None:
    """Get an outgoing message to its receiver."""
    from avrop.exchange.delivery import deliver_message

    deliver_message(UUID(tenant), UUID(message), at=datetime.now(UTC))


@app.task(name="exchange.take_in", queue="messages", retry=PATIENT)
def take_in(tenant: str, message: str) -> None:
    """Get an incoming message to its business."""
    from avrop.exchange.intake import take_in_message

    take_in_message(UUID(tenant), UUID(message), at=datetime.now(UTC))


@app.task(name="exchange.report", queue="messages", retry=PATIENT)
def report(tenant: str, message: str, layer: str, status: str, at: str) -> None:
    """Tell a sender of this installation what has become of its message, and when."""
    from avrop.exchange.reporting import take_report

    take_report(UUID(tenant), UUID(message), layer, status, at=datetime.fromisoformat(at))


@app.periodic(cron="* * * * * */10")
@app.task(name="exchange.retry_waiting", queue="upkeep", queueing_lock="exchange.retry_waiting")
def retry_waiting(timestamp: int) -> None:
    """Queue what is due for another try, in every organisation."""
    from avrop.exchange.waiting import retry_due

    retry_due(at=datetime.fromtimestamp(timestamp, UTC))
