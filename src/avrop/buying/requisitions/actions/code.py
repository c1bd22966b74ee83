"""Coding the lines of a cart: by hand, by copying, by short code."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.carts import cart_for_change, edited, open_lines
from avrop.buying.requisitions.changing import problems_with_codings
from avrop.buying.requisitions.events import RequisitionEdited
from avrop.buying.requisitions.models import LineCoding
from avrop.buying.requisitions.shapes import LineCodingInput, ShareInput
from avrop.coding import queries as coding
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, invalid_if


@command(permissions.WRITE)
def code_lines(
    requisition_id: UUID,
    codings: tuple[LineCodingInput, ...],
    *,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Say what the lines are booked on, each split by percent or amount. Takes the former's place.

    What the chart thinks of a coding is told by `preflight`: a cart may be coded bit by bit.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    invalid_if(problems_with_codings(codings))
    open_lines(requisition.id, [given.line_id for given in codings])
    plan = coding.plan(day_of(at), naming=())
    shares = {
        given.line_id: [
            ShareInput(plan.canonical(share.coding), share.percent, share.amount)
            for share in given.shares
        ]
        for given in codings
    }
    replace_codings(requisition.id, shares)
    edited(requisition, expected_version)

    outbox.publish(RequisitionEdited(requisition.id, "code_lines", len(shares)), actor=actor, at=at)


def replace_codings(requisition_id: UUID, shares: dict[UUID, list[ShareInput]]) -> None:
    """Give lines of a locked cart their whole coding, in place of the former."""
    if not shares:
        return
    LineCoding.objects.filter(line_id__in=list(shares)).delete()
    insert_rows(
        LineCoding,
        [
            LineCoding(
                requisition_id=requisition_id,
                line_id=line_id,
                position=position,
                coding=share.coding,
                percent=share.percent,
                amount=share.amount,
            )
            for line_id, given in shares.items()
            for position, share in enumerate(given, start=1)
        ],
    )


@command(permissions.WRITE)
def copy_coding(
    requisition_id: UUID,
    from_line_id: UUID,
    *,
    to_line_ids: tuple[UUID, ...] = (),
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Code other lines as one line is: those named, or all open lines. Amounts become percentages
    of nobody: only shares in percent, and the rest, can be copied."""
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    targets = open_lines(requisition.id, to_line_ids or None)
    source = list(
        LineCoding.objects.filter(line_id=from_line_id, requisition_id=requisition.id).order_by(
            "position"
        )
    )
    invalid_if(_problems_copying(source))
    shares = [ShareInput(row.coding, row.percent, None) for row in source]
    replace_codings(
        requisition.id, {line.id: shares for line in targets if line.id != from_line_id}
    )
    edited(requisition, expected_version)

    outbox.publish(
        RequisitionEdited(requisition.id, "copy_coding", len(targets)), actor=actor, at=at
    )


def _problems_copying(source: list[LineCoding]) -> Iterable[Problem]:
    if not source:
        yield Problem("requisitions.nothing_to_copy")
    if any(row.amount is not None for row in source):
        yield Problem("requisitions.amounts_cannot_be_copied")


@command(permissions.WRITE)
def use_short_code(
    requisition_id: UUID,
    short_code_id: UUID,
    *,
    overwrite: bool = False,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> None:
    """Take coding and buyer reference from a short code, for lines without coding or for all.

    Whether the code is the requester's own and in force is told by `preflight` (REQ-04).
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    short_code = coding.short_code(short_code_id, day_of(at))
    lines = open_lines(requisition.id)
    coded = set(
        LineCoding.objects.filter(requisition_id=requisition.id)
        .values_list("line_id", flat=True)
        .distinct()
    )
    share = [ShareInput(short_code.coding, Decimal(100), None)]
    replace_codings(
        requisition.id, {line.id: share for line in lines if overwrite or line.id not in coded}
    )
    requisition.short_code_id = short_code.id
    requisition.default_coding = short_code.coding
    requisition.customer_reference = short_code.invoice_reference or requisition.customer_reference
    edited(requisition, expected_version)

    outbox.publish(
        RequisitionEdited(requisition.id, "use_short_code", len(lines)), actor=actor, at=at
    )
