"""A tenant, an actor and an event to try the kernel with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar
from uuid import UUID

from avrop.kernel.actors import Actor
from avrop.kernel.models import Tenant
from avrop.kernel.outbox import Event
from avrop.values import uuid7

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class BellRung(Event):
    """Something that happens in tests only."""

    name: ClassVar[str] = "kernel_tests.bell_rung"
    bell_id: UUID
    times: int = 1


def a_routine(*, name: str = "test") -> Actor:
    """A system actor of a tenant of its own."""
    tenant = Tenant.objects.create(id=uuid7(), name="Testköping", created_at=NOON)
    return Actor.routine(tenant.id, name)
