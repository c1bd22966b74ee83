"""Handing needs over: to the person who answers for such goods, or to a cart that pools them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.actions.start import cart_number
from avrop.buying.requisitions.carts import cart_for_change, edited, open_lines
from avrop.buying.requisitions.events import LinesHandedOver
from avrop.buying.requisitions.lifecycle import LIFECYCLE, LineState
from avrop.buying.requisitions.models import LineCoding, Requisition, RequisitionLine
from avrop.kernel import outbox
from avrop.kernel.actors import Actor
from avrop.kernel.bulk import insert_rows, update_rows
from avrop.kernel.commands import command
from avrop.kernel.days import day_of
from avrop.kernel.ports import Deed, Within, record_deed, require
from avrop.kernel.problems import Problem, refuse_if
from avrop.tasks import actions as tasks
from avrop.values import uuid7


@dataclass(frozen=True, slots=True)
class _Handing:
    """Lines that go to one person, and the cart they go into."""

    person_id: UUID
    cart: Requisition
    lines: tuple[RequisitionLine, ...]
    is_new: bool


@command(permissions.WRITE)
def hand_over_lines(
    requisition_id: UUID,
    line_ids: tuple[UUID, ...],
    *,
    to_person_id: UUID | None = None,
    into_requisition_id: UUID | None = None,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> tuple[UUID, ...]:
    """Pass needs on to whoever may buy them; returns the carts they went into.

    Without `to_person_id` each line goes to the person who answers for its category. The need stays
    its first owner's: chain, author and coding follow the line (requirement REQ-01). With
    `into_requisition_id` it joins an open cart of that person for the same unit, which pools needs.
    """
    requisition = cart_for_change(requisition_id)

    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=requisition.unit_id))

    LIFECYCLE.after(requisition.state, "edit")
    lines = open_lines(requisition.id, line_ids)
    receivers = _receivers(lines, to_person_id, at)
    refuse_if(_problems_handing(lines, receivers))
    into = cart_for_change(into_requisition_id) if into_requisition_id else None
    refuse_if(_problems_pooling(requisition, into, set(receivers.values())))

    handings = [
        _handing(
            requisition,
            into,
            person_id,
            tuple(line for line in lines if receivers[line.id] == person_id),
            at=at,
        )
        for person_id in dict.fromkeys(receivers.values())
    ]
    _move(handings)
    edited(requisition, expected_version)
    record_deed({line.chain_id for line in lines}, Deed.NEED, actor=actor, at=at)

    for handing in handings:
        _tell(requisition, handing, actor=actor, at=at)
    return tuple(handing.cart.id for handing in handings)


def _receivers(
    lines: list[RequisitionLine], to_person_id: UUID | None, at: datetime
) -> Mapping[UUID, UUID]:
    """Line → the person it goes to."""
    if to_person_id is not None:
        return {line.id: to_person_id for line in lines}
    responsible = authority.who_answers_for({line.category for line in lines}, on=day_of(at))
    return {line.id: responsible[line.category] for line in lines if line.category in responsible}


def _problems_handing(
    lines: list[RequisitionLine], receivers: Mapping[UUID, UUID]
) -> Iterable[Problem]:
    for line in lines:
        if line.id not in receivers:
            yield Problem(
                "requisitions.nobody_answers_for_category",
                {"line": line.position, "name": line.name, "category": line.category},
                ("lines", line.position),
            )


def _problems_pooling(
    requisition: Requisition, into: Requisition | None, receivers: set[UUID]
) -> Iterable[Problem]:
    if into is None:
        return
    LIFECYCLE.after(into.state, "edit")
    if receivers != {into.requester_person_id}:
        yield Problem("requisitions.cart_of_other_person", {"number": into.number})
    if (into.unit_id, into.currency) != (requisition.unit_id, requisition.currency):
        yield Problem("requisitions.cart_of_other_unit", {"number": into.number})
    elif into.delivery_place_id != requisition.delivery_place_id:
        yield Problem("requisitions.cart_to_other_place", {"number": into.number})


def _handing(
    requisition: Requisition,
    into: Requisition | None,
    person_id: UUID,
    own: tuple[RequisitionLine, ...],
    *,
    at: datetime,
) -> _Handing:
    if into is not None:
        return _Handing(person_id, into, own, is_new=False)
    cart = Requisition(
        number="",
        requester_person_id=person_id,
        unit_id=requisition.unit_id,
        delivery_place_id=requisition.delivery_place_id,
        currency=requisition.currency,
        wanted_date=requisition.wanted_date,
        customer_reference=requisition.customer_reference,
        handed_over_from=requisition.id,
        created_at=at,
    )
    return _Handing(person_id, cart, own, is_new=True)


def _move(handings: list[_Handing]) -> None:
    """The lines stay as handed over; equal ones, with their coding, stand in the other cart."""
    for handing in handings:
        if handing.is_new:
            handing.cart.number = cart_number(handing.cart.created_at)
            handing.cart.save(force_insert=True)
    copies = {
        line.id: copy
        for handing in handings
        for line, copy in zip(handing.lines, _copies(handing), strict=True)
    }
    insert_rows(RequisitionLine, copies.values())
    insert_rows(
        LineCoding,
        [
            LineCoding(
                requisition_id=copies[coding.line_id].requisition_id,
                line_id=copies[coding.line_id].id,
                position=coding.position,
                coding=coding.coding,
                percent=coding.percent,
                amount=coding.amount,
            )
            for coding in LineCoding.objects.filter(line_id__in=list(copies))
        ],
    )
    for handing in handings:
        for line in handing.lines:
            line.state = LineState.HANDED_OVER
            line.handed_to_person_id = handing.person_id
    update_rows(
        RequisitionLine,
        ["state", "handed_to_person_id"],
        [line for handing in handings for line in handing.lines],
    )


def _copies(handing: _Handing) -> list[RequisitionLine]:
    last = 0
    if not handing.is_new:
        positions = RequisitionLine.objects.filter(requisition_id=handing.cart.id)
        last = positions.order_by("-position").values_list("position", flat=True).first() or 0
    columns = [
        field.attname
        for field in RequisitionLine._meta.concrete_fields
        if field.attname not in ("tenant_id", "id", "requisition_id", "position", "from_line_id")
    ]
    return [
        RequisitionLine(
            id=uuid7(),
            requisition_id=handing.cart.id,
            position=position,
            from_line_id=line.id,
            **{column: getattr(line, column) for column in columns},
        )
        for position, line in enumerate(handing.lines, start=last + 1)
    ]


def _tell(requisition: Requisition, handing: _Handing, *, actor: Actor, at: datetime) -> None:
    tasks.open_task(
        "requisitions.lines_wait_for_you",
        subject_kind="requisition",
        subject_id=handing.cart.id,
        assignees=(handing.person_id,),
        values={"number": handing.cart.number, "lines": len(handing.lines)},
        unit_id=requisition.unit_id,
        once_key=f"requisitions.handed_over/{handing.lines[0].id}",
        actor=actor,
        at=at,
    )
    outbox.publish(
        LinesHandedOver(requisition.id, handing.cart.id, handing.person_id, len(handing.lines)),
        actor=actor,
        at=at,
    )
