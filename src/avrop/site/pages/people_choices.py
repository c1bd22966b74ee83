"""People to choose from: by name and unit, since several are called the same."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from avrop.kernel.scope import tenant_scope
from avrop.parties import queries as parties
from avrop.parties.queries import PersonView
from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, today


def as_choices(
    request: Request,
    people: Sequence[PersonView],
    *,
    but: Collection[UUID] = (),
    also_coming: bool = False,
) -> list[tuple[str, str]]:
    """Those who work here today, and where it is asked who begins later, as (id, name and unit), without
    `but`. One statement."""
    on = today()
    here = [
        one
        for one in people
        if one.id not in but and (one.works_here(on) or (also_coming and on < one.valid_from))
    ]
    with tenant_scope(actor_of(request).tenant_id):
        units = parties.unit_names({one.unit_id for one in here if one.unit_id})
    return [(str(one.id), _called(one, units)) for one in here]


def _called(person: PersonView, units: Mapping[UUID, str]) -> str:
    unit = units.get(person.unit_id, "") if person.unit_id else ""
    return f"{person.name}, {unit}" if unit else person.name
