"""Who may order, and for which units: what says that a unit needs all that ordering takes."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.kernel.ports import Within


def people_who_order(at: datetime, unit_id: UUID | None) -> tuple[tuple[UUID, UUID | None], ...]:
    """Who may submit needs at a moment, for one unit or any, each with the unit the right is for (None:
    everywhere)."""
    return authority.held_where(permissions.SUBMIT, at, Within(unit_id=unit_id))
