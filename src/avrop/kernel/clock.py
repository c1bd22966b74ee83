"""The clock must not run backwards: what is signed, expires or is kept in order would be wrong unseen.

Each process remembers the latest moment at which something was written for a tenant, beginning with
what the database holds. A command that comes more than the tolerance before it is refused, with
both moments. Clocks of several machines differ by seconds, and a leap by fewer.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from avrop.kernel.models import EventRow
from avrop.kernel.problems import Problem, Refused
from avrop.kernel.scope import tenant_scope

#: Two machines of one installation may differ by so much.
TOLERANCE = timedelta(minutes=5)

_latest: dict[UUID, datetime] = {}


def refuse_a_clock_set_back(tenant_id: UUID) -> None:
    """`Refused` where the clock of this machine is behind what has been written already. Asks the
    database once for a tenant and process."""
    now = datetime.now(UTC)
    latest = _latest.get(tenant_id) or _written_last(tenant_id) or now
    if now < latest - TOLERANCE:
        raise Refused((Problem(CLOCK_SET_BACK, {"now": now, "latest": latest}),))
    _latest[tenant_id] = max(latest, now)


CLOCK_SET_BACK = "kernel.clock_set_back"


def _written_last(tenant_id: UUID) -> datetime | None:
    with tenant_scope(tenant_id):
        rows = EventRow.objects.order_by("-id").values_list("recorded_at", flat=True)
        return rows.first()
