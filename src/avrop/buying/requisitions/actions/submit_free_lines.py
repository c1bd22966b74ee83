"""Sending what nothing stops, and keeping the rest for later."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.actions.start import cart_number
from avrop.buying.requisitions.actions.submit import submit_requisition
from avrop.buying.requisitions.carts import cart_for_change, hold_to
from avrop.buying.requisitions.events import LinesSetAside
from avrop.buying.requisitions.facts import gather, with_approvers
from avrop.buying.requisitions.freeing import stopped_lines
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Refused


@command(permissions.SUBMIT)
def submit_free_lines(
    requisition_id: UUID,
    *,
    send_when_approved: bool = True,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> UUID | None:
    """Submit the lines that nothing stops; the others move, with their coding, to a draft of the same
    person, whose id is returned (None where nothing is stopped).

    Refused with every reason where all lines are stopped, and where what is left cannot go alone.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.SUBMIT, at=at, within=Within(unit_id=requisition.unit_id))

    LIFECYCLE.after(requisition.state, "submit")
    cart = with_approvers(requisition, gather(requisition, at=at), at=at)
    problems = rules.problems_submitting(cart)
    stopped = stopped_lines(cart, problems)
    if problems and len(stopped) == len(cart.lines):
        raise Refused(problems)

    hold_to(requisition, expected_version)
    aside = _set_aside(requisition, stopped, actor=actor, at=at) if stopped else None
    submit_requisition(requisition_id, send_when_approved=send_when_approved, actor=actor, at=at)
    return aside


def _set_aside(
    requisition: Requisition, line_ids: Collection[UUID], *, actor: Actor, at: datetime
) -> UUID:
    """Lines keep position, chain and author in the cart they wait in; three statements."""
    waiting = Requisition.objects.create(
        number=cart_number(at),
        requester_person_id=requisition.requester_person_id,
        unit_id=requisition.unit_id,
        delivery_place_id=requisition.delivery_place_id,
        currency=requisition.currency,
        wanted_date=requisition.wanted_date,
        short_code_id=requisition.short_code_id,
        default_coding=requisition.default_coding,
        customer_reference=requisition.customer_reference,
        handed_over_from=requisition.id,
        created_at=at,
    )
    RequisitionLine.objects.filter(id__in=line_ids).update(requisition_id=waiting.id)
    LineCoding.objects.filter(line_id__in=line_ids).update(requisition_id=waiting.id)
    event = LinesSetAside(requisition.id, waiting.id, len(line_ids))
    outbox.publish(event, actor=actor, at=at)
    return waiting.id
