"""An order moves on as its work is done; it is released, closed, opened again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.events import StageReached
from avrop.selling.sales.moving import MOVED, move, order_for_change

#: What the floors above do with orders: allocate, pick, ship, deliver, bill, pay.
_VERBS = frozenset(
    {"allocate", "release", "pick", "pack", "ship_part", "ship", "deliver", "bill", "pay"}
)


def advance_order(order_id: UUID, verbs: tuple[str, ...], *, actor: Actor, at: datetime) -> str:
    """Take these steps of the table, inside the command of a floor above that does the work; no face
    offers it by itself. Returns the stage.

    Refused where a hold stops a step, or the order is not at a stage that takes it. Releasing an
    order to the warehouse among the steps needs the right to release.
    """
    refuse_if(Problem("sales.not_a_step", {"verb": verb}) for verb in verbs if verb not in _VERBS)
    if "release" in verbs:
        require(actor, permissions.RELEASE, at=at)
    return _step(order_id, *verbs, permission=permissions.ADVANCE, actor=actor, at=at)


@command(permissions.RELEASE)
def release_order(
    order_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> str:
    """Hand an allocated order to the warehouse."""
    return _step(
        order_id,
        "release",
        permission=permissions.RELEASE,
        actor=actor,
        at=at,
        expected_version=expected_version,
    )


@command(permissions.CLOSE)
def close_order(
    order_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> str:
    """Say that nothing is left to do: delivered, invoiced, paid, claims settled."""
    return _step(
        order_id,
        "close",
        permission=permissions.CLOSE,
        actor=actor,
        at=at,
        expected_version=expected_version,
    )


@command(permissions.CLOSE)
def reopen_order(
    order_id: UUID,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> str:
    """Open a closed order again, for a claim or a credit; the reason is kept."""
    if not reason.strip():
        refuse_if([Problem("sales.reason_missing")])
    return _step(
        order_id,
        "reopen",
        permission=permissions.CLOSE,
        actor=actor,
        at=at,
        reason=reason,
        expected_version=expected_version,
    )


def _step(
    order_id: UUID,
    *verbs: str,
    permission: Permission,
    actor: Actor,
    at: datetime,
    reason: str = "",
    expected_version: int | None = None,
) -> str:
    order = order_for_change(order_id)
    actor = require(actor, permission, at=at)
    count_change(order, expected_version)
    move(order, *verbs, at=at)
    order.save(update_fields=MOVED)
    outbox.publish(
        StageReached(order.id, order.stage),
        actor=actor,
        at=at,
        reason=reason,
        rule_set=order.rule_set,
    )
    return str(order.stage)
