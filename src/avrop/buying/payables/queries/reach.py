"""Who sees the books and the money."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.payables import permissions
from avrop.kernel.actors import Actor
from avrop.kernel.problems import missing


def sees_money(actor: Actor) -> bool:
    """Money is the whole organisation's: it is seen by whoever holds the right, nobody else."""
    return not actor.is_person or authority.holds(actor, permissions.READ)


def seen(rows: Any, actor: Actor) -> Any:
    """The rows, or none of them to whoever does not see money."""
    return rows if sees_money(actor) else rows.none()


def one_seen(rows: Any, what: str, row_id: UUID, actor: Actor) -> Any:
    """The row of this key, called `what`; `Missing` where there is none for the reader."""
    row = seen(rows.filter(id=row_id), actor).first()
    if row is None:
        raise missing(what, row_id)
    return row
