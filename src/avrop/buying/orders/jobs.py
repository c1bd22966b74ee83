"""Looking for sellers that have not answered, every minute; mailing those who are invited."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from procrastinate.contrib.django import app

from avrop.agreements import permissions as agreement_permissions
from avrop.buying.orders import actions, permissions
from avrop.buying.orders.lifecycle import State
from avrop.buying.orders.models import Order
from avrop.kernel.actors import Actor
from avrop.kernel.jobs import PATIENT, defer
from avrop.kernel.models import Tenant
from avrop.kernel.scope import tenant_scope

MAY = frozenset({permissions.CHASE.name, agreement_permissions.DRAW_DOWN.name})
AT_ONCE = 200


@app.periodic(cron="* * * * *")
@app.task(name="orders.look_for_silence", queue="upkeep", queueing_lock="orders.look_for_silence")
def look_for_silence(timestamp: int) -> None:
    """Queue a job for each order whose answer is overdue and that nobody has chased."""
    now = datetime.fromtimestamp(timestamp, UTC)
    for tenant_id in Tenant.objects.values_list("id", flat=True):
        for order_id in silent_orders(tenant_id, now):
            defer(chase_order, tenant_id=str(tenant_id), order_id=str(order_id))


def silent_orders(tenant_id: UUID, now: datetime) -> list[UUID]:
    """The orders of a tenant that wait for an answer past its time."""
    with tenant_scope(tenant_id):
        overdue = Order.objects.filter(
            state=State.SENT, answer_due_at__lt=now, chased_at=None
        ).order_by("answer_due_at")
        return list(overdue.values_list("id", flat=True)[:AT_ONCE])


@app.task(name="orders.chase_order", queue="upkeep")
def chase_order(tenant_id: str, order_id: str) -> None:
    """Act on one silent order; one that has been answered or chased meanwhile is left alone."""
    now = datetime.now(UTC)
    if UUID(order_id) in silent_orders(UUID(tenant_id), now):
        actor = Actor.routine(UUID(tenant_id), "orders.chase_order", MAY)
        actions.act_on_silence(UUID(order_id), actor=actor, at=now)


@app.task(name="orders.mail_invitation", queue="messages", retry=PATIENT)
def mail_invitation(tenant: str, invitation: str) -> None:
    """Send an invitation by e-mail to whom it is for. A mail that goes out twice does no harm."""
    from avrop.buying.orders.inviting import mail_invitation

    mail_invitation(UUID(tenant), UUID(invitation))
