"""What a cart that waits for approval may be changed to, and what the change does, before it is made."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from avrop.approvals import queries as approvals
from avrop.approvals.queries import LookAgain
from avrop.buying.requisitions import permissions, rules
from avrop.buying.requisitions.facts import Gathered, Tried, gather, with_approvers
from avrop.buying.requisitions.lifecycle import LIFECYCLE
from avrop.buying.requisitions.models import Requisition
from avrop.buying.requisitions.rules import CartLine
from avrop.buying.requisitions.shapes import LineCodingInput, LineLess, ShareView
from avrop.coding import queries as coding
from avrop.coding.rules import CodingString, Share
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import (
    Forbidden,
    Problem,
    Refused,
    invalid_if,
    missing,
    refuse_if,
)
from avrop.values import Money, Quantity


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What was asked for on a line."""

    position: int
    name: str
    quantity: Decimal


@dataclass(frozen=True, slots=True)
class LineDifference:
    """What a change makes of one line, beside what the line is."""

    line_id: UUID
    position: int
    name: str
    former_quantity: Quantity
    quantity: Quantity
    former_amount: Money
    amount: Money
    former_codings: tuple[ShareView, ...]
    codings: tuple[ShareView, ...]


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would do to a cart that waits: lines, the sum, and whose answers are asked for.

    `request_version` is that of the request for approval: another means that somebody has answered.
    """

    requisition_id: UUID
    version: int
    request_id: UUID
    request_version: int
    former_total: Money
    total: Money
    differences: tuple[LineDifference, ...]
    again: LookAgain


@query
def change_preview(
    requisition_id: UUID,
    *,
    quantities: tuple[LineLess, ...] = (),
    codings: tuple[LineCodingInput, ...] = (),
    actor: Actor,
    at: datetime,
) -> ChangePreview:
    """What `change_waiting_lines` would do with the same lines, and who would have to look again.

    Denied for everything that the change itself would be denied for, but the reason; nothing is written.
    The same statements for one line and a thousand.
    """
    row = Requisition.objects.visible_to(actor).filter(id=requisition_id).first()
    if row is None:
        raise missing("requisition", requisition_id)
    actor = require(actor, permissions.CHANGE_WAITING, at=at, within=Within(unit_id=row.unit_id))
    request_id = only_those_asked(row, actor=actor, at=at)
    LIFECYCLE.after(row.state, "change")
    before = gather(row, at=at)
    invalid_if(problems_changing(quantities, codings))
    asked = {
        line.id: AskedFor(line.position, line.name, line.quantity.value)
        for line in before.cart.lines
    }
    refuse_if(problems_with_more(quantities, asked))

    after = gather(row, at=at, tried=_tried(row, quantities, codings, at))
    if rules.problems_submitting(after.cart):
        raise Refused(rules.problems_submitting(with_approvers(row, after, at=at)))
    request = approvals.request(request_id, actor=actor)
    return ChangePreview(
        requisition_id=row.id,
        version=row.version,
        request_id=request_id,
        request_version=request.version,
        former_total=before.cart.amount,
        total=after.cart.amount,
        differences=_differences(before, after, row.currency),
        again=approvals.who_looks_again(request_id, after.parts, chains=after.chains, at=at),
    )


def only_those_asked(requisition: Requisition, *, actor: Actor, at: datetime) -> UUID:
    """The request that the cart waits for; `Forbidden` for whoever it asks nothing of."""
    request_id = requisition.approval_request_id
    if request_id is None or not approvals.steps_to_answer(request_id, actor=actor, at=at):
        raise Forbidden((Problem("approvals.not_asked"),))
    return request_id


def problems_changing(
    quantities: tuple[LineLess, ...], codings: tuple[LineCodingInput, ...]
) -> Iterator[Problem]:
    """What makes no sense in a change of a waiting cart."""
    if not (quantities or codings):
        yield Problem("requisitions.nothing_changed")
    for each in quantities:
        if each.quantity <= 0:
            place = ("quantities", str(each.line_id))
            yield Problem("requisitions.quantity_not_positive", {}, place)
    yield from problems_with_codings(codings)


def problems_with_more(
    quantities: Iterable[LineLess], lines: Mapping[UUID, AskedFor]
) -> Iterator[Problem]:
    """More than was asked for is not the requester's need any longer."""
    for each in quantities:
        line = lines.get(each.line_id)
        if line is None or each.quantity > line.quantity:
            values = {"line": line.position if line else "", "name": line.name if line else ""}
            yield Problem("requisitions.only_less", values, ("quantities", str(each.line_id)))


def problems_with_codings(codings: tuple[LineCodingInput, ...]) -> Iterator[Problem]:
    """A coding that can't even be read is refused at once (`CodingString.parse` raises Invalid)."""
    for line, given in enumerate(codings):
        for position, share in enumerate(given.shares):
            CodingString.parse(share.coding)
            if share.percent is not None and share.amount is not None:
                yield Problem(
                    "requisitions.share_in_percent_and_amount",
                    {},
                    ("codings", line, "shares", position),
                )


def _tried(
    row: Requisition,
    quantities: Iterable[LineLess],
    codings: Iterable[LineCodingInput],
    at: datetime,
) -> Tried:
    plan = coding.plan(day_of(at), naming=())
    return Tried(
        quantities={each.line_id: each.quantity for each in quantities},
        shares={
            given.line_id: tuple(
                Share(
                    plan.canonical(share.coding),
                    share.percent,
                    None if share.amount is None else Money(share.amount, row.currency),
                )
                for share in given.shares
            )
            for given in codings
        },
    )


def _differences(before: Gathered, after: Gathered, currency: str) -> tuple[LineDifference, ...]:
    return tuple(
        LineDifference(
            line_id=new.id,
            position=new.position,
            name=new.name,
            former_quantity=old.quantity,
            quantity=new.quantity,
            former_amount=Money(old.amount, currency),
            amount=Money(new.amount, currency),
            former_codings=_shares(old),
            codings=_shares(new),
        )
        for old, new in zip(before.cart.lines, after.cart.lines, strict=True)
        if (old.quantity, old.shares) != (new.quantity, new.shares)
    )


def _shares(line: CartLine) -> tuple[ShareView, ...]:
    return tuple(
        ShareView(str(share.coding), share.percent, share.amount.amount if share.amount else None)
        for share in line.shares
    )
