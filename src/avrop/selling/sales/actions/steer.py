"""What managers do with orders: move them to another department, set priority, decide the norms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from avrop.kernel import outbox, ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import EVERYWHERE, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions
from avrop.selling.sales.events import OrderReassigned, PrioritySet, StageNormsSet
from avrop.selling.sales.lifecycle import Department, Priority
from avrop.selling.sales.moving import order_for_change
from avrop.selling.sales.order_entry import NORMS
from avrop.selling.sales.shapes import StageNorms
from avrop.values import uuid7


@command(permissions.REASSIGN)
def reassign_order(
    order_id: UUID,
    department: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Move an order to another department without asking it; the reason is kept."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.REASSIGN, at=at)
    count_change(order, expected_version)
    problems = _reason(reason)
    if department not in Department.values:
        problems.append(Problem("sales.bad_department", {"department": department}))
    refuse_if(problems)
    order.owner_department = department
    order.save(update_fields=["version", "owner_department"])
    outbox.publish(OrderReassigned(order.id, department), actor=actor, at=at, reason=reason)


@command(permissions.PRIORITISE)
def set_priority(
    order_id: UUID,
    priority: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Say how soon an order is to be worked on; the reason is kept."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.PRIORITISE, at=at)
    count_change(order, expected_version)
    problems = _reason(reason)
    if priority not in Priority.values:
        problems.append(Problem("sales.bad_priority", {"priority": priority}))
    refuse_if(problems)
    order.priority = priority
    order.save(update_fields=["version", "priority"])
    outbox.publish(PrioritySet(order.id, priority), actor=actor, at=at, reason=reason)


@command(permissions.SET_NORMS)
def set_stage_norms(
    norms: StageNorms, valid_from: date, reason: str, *, actor: Actor, at: datetime
) -> str:
    """Decide how long orders may stay in each stage, from a day on. Returns the version."""
    actor = require(actor, permissions.SET_NORMS, at=at, within=EVERYWHERE)
    refuse_if(_reason(reason))
    reference = ruleset.add_version(
        NORMS, norms, valid_from=valid_from, by=actor.person_id, at=at, reason=reason
    )
    outbox.publish(
        StageNormsSet(uuid7(), reference), actor=actor, at=at, reason=reason, rule_set=reference
    )
    return reference


def _reason(reason: str) -> list[Problem]:
    return [] if reason.strip() else [Problem("sales.reason_missing")]
