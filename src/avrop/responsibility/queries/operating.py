"""Who manages the orders of customers, and who would."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from avrop.authority import queries as authority
from avrop.kernel import ruleset
from avrop.kernel.actors import Actor
from avrop.kernel.commands import query
from avrop.kernel.days import day_of
from avrop.kernel.permissions import permission_named
from avrop.kernel.ports import ANYWHERE, Within, holds
from avrop.parties import queries as parties
from avrop.responsibility import operating
from avrop.responsibility.operating import OperatingModel
from avrop.responsibility.shapes import DeskPreview, Doer, OrderManagement

#: So many of those who do the work are named.
MOST_NAMED = 50


@query
def order_management(*, actor: Actor, at: datetime) -> OrderManagement:
    """Who manages orders today, and whether the acting person is one of them. Three statements."""
    model, version = ruleset.in_force(operating.NAME, OperatingModel(), on=day_of(at))
    right = permission_named(operating.DESK_RIGHT)
    unit = parties.unit_names((model.unit_id,)) if model.unit_id else {}
    return OrderManagement(
        owner=model.owner,
        unit_id=model.unit_id,
        unit=unit.get(model.unit_id, "") if model.unit_id else "",
        version=version,
        is_mine=holds(actor, right, within=_within(model.unit_id)),
    )


@query
def order_management_preview(
    *, unit_id: UUID | None = None, actor: Actor, at: datetime
) -> DeskPreview:
    """Who would find the work of the order desk if it lay in a unit, and who would no longer find it."""
    model, _ = ruleset.in_force(operating.NAME, OperatingModel(), on=day_of(at))
    right = permission_named(operating.DESK_RIGHT)
    now = authority.people_who_may(right, _within(model.unit_id), at)
    then = authority.people_who_may(right, _within(unit_id), at)
    names = parties.person_names({*now, *then})

    def named(people: tuple[UUID, ...], but: tuple[UUID, ...]) -> tuple[Doer, ...]:
        found = [Doer(one, names.get(one, "")) for one in people if one not in but]
        return tuple(sorted(found, key=lambda one: one.name))[:MOST_NAMED]

    return DeskPreview(
        does_it=named(then, ()), gains=named(then, now), loses=named(now, then), count=len(then)
    )


def _within(unit_id: UUID | None) -> Within:
    return Within(unit_id=unit_id) if unit_id else ANYWHERE
