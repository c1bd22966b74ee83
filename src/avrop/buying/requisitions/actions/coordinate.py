"""What a purchasing coordinator does with the needs of his groups of goods (requirement ORG-09): pool
them, reject them with a reason, buy another article instead. His deputy may do the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.actions.edit import change_lines, remove_lines
from avrop.buying.requisitions.actions.hand_over import hand_over_lines
from avrop.buying.requisitions.events import NeedsRejected, NeedSubstituted
from avrop.buying.requisitions.lifecycle import LineState
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import LineChange
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import require
from avrop.kernel.problems import Problem, invalid_if, missing, refuse_if
from avrop.parties import queries as parties
from avrop.tasks import actions as tasks

REJECTED = "requisitions.need_rejected"
SUBSTITUTED = "requisitions.need_substituted"
MOST_NAMED = 5


@command(permissions.COORDINATE)
def reject_needs(line_ids: tuple[UUID, ...], reason: str, *, actor: Actor, at: datetime) -> None:
    """Do not buy some lines of one's groups; whoever needs them is told why. They stay on record as
    cancelled. All or none."""
    asked = actor
    actor = require(actor, permissions.COORDINATE, at=at)
    lines = _lines(line_ids)
    invalid_if(_problems_with_reason(reason))
    refuse_if(_problems_coordinating(lines, actor, at))
    for requisition_id, own in _by_cart(lines).items():
        remove_lines(requisition_id, tuple(line.id for line in own), actor=asked, at=at)
        event = NeedsRejected(requisition_id, len(own))
        outbox.publish(event, actor=actor, at=at, reason=reason.strip())
    _tell(REJECTED, lines, reason, actor=actor, at=at)


@command(permissions.COORDINATE)
def pool_needs(line_ids: tuple[UUID, ...], *, actor: Actor, at: datetime) -> UUID:
    """Gather lines of several carts in one, that of the line that is wanted first; one order per seller
    comes of it. They keep their coding, their chain and whose need they are.

    The carts are for the same unit: an order goes to one place. Returns the cart.
    """
    asked = actor
    actor = require(actor, permissions.COORDINATE, at=at)
    lines = _lines(line_ids)
    refuse_if(_problems_coordinating(lines, actor, at))
    by_cart = _by_cart(lines)
    if len(by_cart) < 2:
        refuse_if([Problem("requisitions.nothing_to_pool", {}, ("line_ids",))])
    into, *others = by_cart
    taker = Requisition.objects.get(id=into).requester_person_id
    for requisition_id in others:
        hand_over_lines(
            requisition_id,
            tuple(line.id for line in by_cart[requisition_id]),
            to_person_id=taker,
            into_requisition_id=into,
            actor=asked,
            at=at,
        )
    return into


@command(permissions.COORDINATE)
def substitute_need(
    line_id: UUID, item_id: UUID, reason: str, *, actor: Actor, at: datetime
) -> None:
    """Buy another article than was asked for, at its own price; whoever needs it is told why."""
    asked = actor
    actor = require(actor, permissions.COORDINATE, at=at)
    lines = _lines((line_id,))
    invalid_if(_problems_with_reason(reason))
    refuse_if(_problems_coordinating(lines, actor, at))
    (line,) = lines
    change = LineChange(line.id, substitute_item_id=item_id)
    change_lines(line.requisition_id, (change,), actor=asked, at=at)
    event = NeedSubstituted(line.requisition_id, line.id, item_id)
    outbox.publish(event, actor=actor, at=at, reason=reason.strip())
    _tell(SUBSTITUTED, lines, reason, actor=actor, at=at)


def _lines(line_ids: Sequence[UUID]) -> list[RequisitionLine]:
    """The open lines, those wanted first before the others; `Missing` where one is not open."""
    rows = RequisitionLine.objects.filter(id__in=line_ids, state=LineState.OPEN)
    found = sorted(rows, key=lambda line: (line.wanted_date is None, line.wanted_date, line.id))
    for line_id in set(line_ids) - {line.id for line in found}:
        raise missing("requisition line", line_id)
    invalid_if([] if found else [Problem("requisitions.no_needs_chosen", {}, ("line_ids",))])
    return found


def _by_cart(lines: Sequence[RequisitionLine]) -> dict[UUID, list[RequisitionLine]]:
    found: dict[UUID, list[RequisitionLine]] = {}
    for line in lines:
        found.setdefault(line.requisition_id, []).append(line)
    return found


def _problems_with_reason(reason: str) -> Iterator[Problem]:
    if not reason.strip():
        yield Problem("requisitions.no_reason_to_change", {}, ("reason",))


def _problems_coordinating(
    lines: Sequence[RequisitionLine], actor: Actor, at: datetime
) -> Iterator[Problem]:
    """Goods that are of no group that the actor coordinates or is the deputy for, and carts that nobody
    has handed over to those who do."""
    if actor.person_id is None:
        return
    groups = authority.groups_of(actor.person_id, on=day_of(at))
    takers = {actor.person_id, *(group.person_id for group in groups)}
    carts = Requisition.objects.filter(id__in={line.requisition_id for line in lines})
    owners = dict(carts.values_list("id", "requester_person_id"))
    for line in lines:
        values = {"line": line.position, "name": line.name}
        if not any(line.category.startswith(group.category) for group in groups):
            yield Problem("requisitions.not_your_group", values, ("line_ids",))
        elif owners[line.requisition_id] not in takers:
            yield Problem("requisitions.not_handed_over", values, ("line_ids",))


def _tell(
    kind: str, lines: Sequence[RequisitionLine], reason: str, *, actor: Actor, at: datetime
) -> None:
    """Leave a task for each who needs one of the lines, but the actor himself."""
    for person_id in dict.fromkeys(line.needed_by_person_id for line in lines):
        own = [line for line in lines if line.needed_by_person_id == person_id]
        if person_id == actor.person_id:
            continue
        tasks.open_task(
            kind,
            subject_kind="requisition",
            subject_id=own[0].chain_id,
            assignees=(parties.in_charge_of(person_id, on=day_of(at)),),
            values={
                "lines": len(own),
                "names": ", ".join(line.name for line in own[:MOST_NAMED]),
                "reason": reason.strip(),
            },
            once_key=f"{kind}/{own[0].id}/{at.isoformat()}",
            actor=actor,
            at=at,
        )
