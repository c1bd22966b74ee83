"""Trying again: what failed by trouble that passes, and what has come too early."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import F

from avrop.exchange import message_ledger
from avrop.exchange.jobs import deliver, take_in
from avrop.exchange.lifecycle import Direction
from avrop.exchange.models import Message, Waiting
from avrop.kernel import jobs
from avrop.kernel.models import Tenant
from avrop.kernel.scope import tenant_scope

JOBS = {Direction.IN: take_in, Direction.OUT: deliver}


def retry_due(*, at: datetime) -> int:
    """Queue every message whose time has come; returns how many."""
    tenants = list(Tenant.objects.values_list("id", flat=True))
    return sum(_retry_due(tenant_id, at) for tenant_id in tenants)


def _retry_due(tenant_id: UUID, at: datetime) -> int:
    with tenant_scope(tenant_id):
        if not Waiting.objects.filter(due_at__lte=at).exists():
            return 0
        return _queue(tenant_id, message_ledger.no_longer_waiting(at))


def let_go(message_ids: list[UUID], tenant_id: UUID) -> None:
    """Queue incoming messages that have waited for something of their sender to be taken in.

    That is no attempt of theirs: a busy sender must not use their attempts up.
    """
    if message_ids:
        rows = Message.objects.filter(id__in=message_ids, attempts__gt=0)
        rows.update(attempts=F("attempts") - 1)
        _queue(tenant_id, [(message_id, Direction.IN) for message_id in message_ids])


def _queue(tenant_id: UUID, found: list[tuple[UUID, str]]) -> int:
    for message_id, direction in found:
        jobs.defer(JOBS[Direction(direction)], tenant=str(tenant_id), message=str(message_id))
    return len(found)
