"""An order is reviewed by another than who keyed it, and checked by a clerk where it has findings."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Deed, record_deed, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.kernel.versions import count_change
from avrop.selling.sales import permissions, rules
from avrop.selling.sales.events import SalesOrderReviewed, StageReached
from avrop.selling.sales.lifecycle import LIFECYCLE
from avrop.selling.sales.moving import MOVED, move, order_for_change


@command(permissions.REVIEW)
def review_order(
    order_id: UUID, *, actor: Actor, at: datetime, expected_version: int | None = None
) -> None:
    """Say that a keyed order is keyed right; one without findings is checked by that."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.REVIEW, at=at)
    count_change(order, expected_version)
    if not order.needs_review:
        raise_nothing_to_review(order.number)
    refuse_if(rules.problems_reviewing(order.keyed_by, actor.person_id))
    record_deed((order.id,), Deed.REVIEW_ORDER, actor=actor, at=at)
    order.needs_review, order.reviewed_by, order.reviewed_at = False, actor.person_id, at
    if not order.findings:
        move(order, "check", at=at)
    order.save(update_fields=[*MOVED, "needs_review", "reviewed_by", "reviewed_at"])
    outbox.publish(SalesOrderReviewed(order.id), actor=actor, at=at)


def raise_nothing_to_review(number: str) -> None:
    """The order was not keyed, or has been reviewed."""
    refuse_if([Problem("sales.nothing_to_review", {"order": number})])


@command(permissions.CHECK)
def check_order(
    order_id: UUID,
    *,
    note: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Pass an order on although it has findings; `note` says why that is right."""
    order = order_for_change(order_id)
    actor = require(actor, permissions.CHECK, at=at)
    count_change(order, expected_version)
    LIFECYCLE.after(order.stage, "check")
    refuse_if(_problems(order.needs_review, bool(order.findings), note))
    move(order, "check", at=at)
    order.save(update_fields=MOVED)
    outbox.publish(StageReached(order.id, order.stage), actor=actor, at=at, reason=note)


def _problems(needs_review: bool, has_findings: bool, note: str) -> list[Problem]:
    problems = [Problem("sales.not_reviewed")] if needs_review else []
    if has_findings and not note.strip():
        problems.append(Problem("sales.reason_missing"))
    return problems
