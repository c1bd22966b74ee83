"""Saying for whose benefit needs are: somebody's travel, his telephone (REQ-07)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import actions as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, edited, open_lines
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.parties import queries as parties


@command(permissions.WRITE)
def say_for_whom(
    requisition_id: UUID,
    person_id: UUID,
    *,
    line_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Say that lines of a cart, without any named all of them, are for somebody's own benefit.

    He neither approves nor attests them, nor does anybody who works under him: the need goes to those
    above them. It holds for the order and its invoices too.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    parties.person(person_id)  # Missing where there is none
    rows = open_lines(requisition.id, line_ids or None)
    chain_of = {row.id: row.chain_id for row in rows}
    number = authority.state_benefits(chain_of, person_id, actor=actor, at=at)
    edited(requisition, expected_version)

    event = RequisitionEdited(requisition.id, "say_for_whom", number)
    outbox.publish(event, actor=actor, at=at)


@command(permissions.WRITE)
def take_back_for_whom(
    requisition_id: UUID,
    benefit_id: UUID,
    *,
    reason: str = "",
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take back that a need is for somebody's own benefit.

    Once the cart has been sent it takes a reason, and somebody who neither benefits nor works under
    who does.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    rows = open_lines(requisition.id)
    authority.withdraw_benefit(
        benefit_id,
        reason,
        chains={row.chain_id for row in rows},
        freely=requisition.submitted_at is None and requisition.handed_over_from is None,
        actor=actor,
        at=at,
    )
    edited(requisition, expected_version)

    event = RequisitionEdited(requisition.id, "take_back_for_whom", 1)
    outbox.publish(event, actor=actor, at=at, reason=reason)
