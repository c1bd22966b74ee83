"""Putting goods in one's cart from the shop, whichever cart that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from avrop.buying.requisitions import permissions
from avrop.buying.requisitions.actions.choose_delivery_place import choose_delivery_place
from avrop.buying.requisitions.actions.edit import add_lines, change_lines
from avrop.buying.requisitions.actions.start import start_requisition
from avrop.buying.requisitions.carts import cart_for_change, open_lines
from avrop.buying.requisitions.lifecycle import State
from avrop.buying.requisitions.models import Requisition, RequisitionLine
from avrop.buying.requisitions.shapes import LineChange, NewLine
from avrop.kernel.actors import Actor
from avrop.kernel.commands import command
from avrop.kernel.ports import Within, require
from avrop.kernel.problems import Problem, refuse_if


@command(permissions.WRITE)
def fill_cart(
    unit_id: UUID,
    lines: tuple[NewLine, ...],
    *,
    requisition_id: UUID | None = None,
    wanted_date: date | None = None,
    delivery_place_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Put goods in a cart and return it: the one named, else the actor's newest draft for the unit, else
    one that is begun, wanted on `wanted_date` and delivered to `delivery_place_id` where that is given.

    An article that is in the cart already gets more of it, unless another day or coding is asked for.
    """
    actor = require(actor, permissions.WRITE, at=at, within=Within(unit_id=unit_id))

    refuse_if(_problems_filling(lines))
    cart = requisition_id or _newest_draft(unit_id, actor)
    if cart is None:
        cart = start_requisition(unit_id, wanted_date=wanted_date, actor=actor, at=at)
        if delivery_place_id is not None:
            choose_delivery_place(cart, delivery_place_id, actor=actor, at=at)
    more, new = _parted(_gathered(lines), open_lines(cart_for_change(cart).id))
    if more:
        change_lines(cart, more, actor=actor, at=at)
    if new:
        add_lines(cart, new, actor=actor, at=at)
    return cart


def _problems_filling(lines: Sequence[NewLine]) -> Iterable[Problem]:
    if not lines:
        yield Problem("requisitions.nothing_to_add")


def _newest_draft(unit_id: UUID, actor: Actor) -> UUID | None:
    if actor.person_id is None:
        return None
    drafts = Requisition.objects.filter(
        requester_person_id=actor.person_id, unit_id=unit_id, state=State.DRAFT
    )
    return drafts.order_by("-id").values_list("id", flat=True).first()


def _gathered(lines: Iterable[NewLine]) -> tuple[NewLine, ...]:
    """Lines of the same article, day and coding as one."""
    found: dict[tuple[UUID, date | None, str], NewLine] = {}
    for line in lines:
        key = (line.item_id, line.wanted_date, line.coding)
        former = found.get(key)
        found[key] = replace(line, quantity=line.quantity + former.quantity) if former else line
    return tuple(found.values())


def _parted(
    lines: Iterable[NewLine], there: Iterable[RequisitionLine]
) -> tuple[tuple[LineChange, ...], tuple[NewLine, ...]]:
    """What becomes more of a line that is there, and what becomes a line of its own."""
    by_item = {row.item_id: row for row in reversed(list(there))}
    more, new = [], []
    for line in lines:
        row = by_item.get(line.item_id)
        is_same_day = row is not None and line.wanted_date in (None, row.wanted_date)
        if row is None or not is_same_day or line.coding or line.quantity <= 0:
            new.append(line)
        else:
            more.append(LineChange(row.id, quantity=row.quantity + line.quantity))
    return tuple(more), tuple(new)
